#include "store/account.h"

#include "base/text.h"
#include "store/account_guard.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::store {
namespace {

constexpr std::string_view kInsert = R"sql(
    INSERT INTO account (id, login, name, roles, state, created_at) VALUES ($1, $2, $3, $4, 'created', $5))sql";
constexpr std::string_view kIssueCode = R"sql(
    UPDATE account SET activation_code = $2, activation_expires = $3 WHERE id = $1)sql";
constexpr std::string_view kActivate = R"sql(
    UPDATE account SET state = 'active', password = $2, activation_code = NULL, activation_expires = NULL
    WHERE id = $1)sql";
constexpr std::string_view kSetRoles = R"sql(
    UPDATE account SET roles = $2 WHERE id = $1)sql";
constexpr std::string_view kDisable = R"sql(
    UPDATE account SET state = 'disabled', activation_code = NULL, activation_expires = NULL WHERE id = $1)sql";
constexpr std::string_view kEnable = R"sql(
    UPDATE account SET state = CASE WHEN password IS NULL THEN 'created' ELSE 'active' END WHERE id = $1)sql";
constexpr std::string_view kChangePassword = R"sql(
    UPDATE account SET password = $2 WHERE id = $1)sql";
constexpr std::string_view kReset = R"sql(
    UPDATE account SET state = 'created', password = NULL, activation_code = $2, activation_expires = $3
    WHERE id = $1)sql";
constexpr std::string_view kById = R"sql(
    SELECT id, login, name, roles, state, password, activation_code, activation_expires, created_at
    FROM account WHERE id = $1)sql";
constexpr std::string_view kByLogin = R"sql(
    SELECT id, login, name, roles, state, password, activation_code, activation_expires, created_at
    FROM account WHERE login = $1)sql";
constexpr std::string_view kByCode = R"sql(
    SELECT id, login, name, roles, state, password, activation_code, activation_expires, created_at
    FROM account WHERE activation_code = $1)sql";
constexpr std::string_view kAll = R"sql(
    SELECT id, login, name, roles, state, password, activation_code, activation_expires, created_at
    FROM account ORDER BY created_at, id)sql";
constexpr std::string_view kCount = R"sql(
    SELECT count(*) FROM account)sql";

AccountRow to_account(const Row& row) {
    AccountRow account{.id = row.text(0),
                       .login = row.text(1),
                       .name = row.text(2),
                       .roles = {},
                       .state = row.text(4),
                       .password = row.optional_text(5),
                       .activation_code = row.optional_text(6),
                       .activation_expires = Instant{row.optional_integer(7).value_or(0)},
                       .created_at = row.instant(8)};
    if (!row.text_view(3).empty())
        for (const auto role : split(row.text_view(3), ',')) account.roles.emplace_back(role);
    return account;
}

std::string joined_roles(const Json& data) {
    std::vector<std::string> roles;
    for (const auto& role : data.at("roles").as_array()) roles.push_back(role.as_string());
    std::ranges::sort(roles);
    return join(roles, ",");
}

/// A member of the private part, or nothing once that has been erased.
std::optional<std::string> private_text(const StoredEvent& event, std::string_view key) {
    if (event.private_data.is_null()) return std::nullopt;
    return event.private_data.at(key).as_string();
}

Instant instant_of(const Json& value) {
    const auto instant = Instant::parse(value.as_string());
    if (!instant) throw std::logic_error("no time: " + value.as_string());
    return *instant;
}

void apply_account(Transaction& transaction, const StoredEvent& event) {
    const auto& id = event.subject;
    if (event.kind == "account.created") {
        // Once erased, an account keeps its id in place of its login: the column is unique.
        transaction.execute(kInsert, {id, private_text(event, "login").value_or(id),
                                      private_text(event, "name").value_or(""), joined_roles(event.data), event.at});
    } else if (event.kind == "account.activation_issued") {
        transaction.execute(kIssueCode, {id, private_text(event, "code"), instant_of(event.data.at("expires"))});
    } else if (event.kind == "account.activated") {
        transaction.execute(kActivate, {id, private_text(event, "password")});
    } else if (event.kind == "account.roles_changed") {
        transaction.execute(kSetRoles, {id, joined_roles(event.data)});
    } else if (event.kind == "account.disabled") {
        transaction.execute(kDisable, {id});
    } else if (event.kind == "account.enabled") {
        transaction.execute(kEnable, {id});
    } else if (event.kind == "account.password_changed") {
        transaction.execute(kChangePassword, {id, private_text(event, "password")});
    } else if (event.kind == "account.reset") {
        transaction.execute(kReset, {id, private_text(event, "code"), instant_of(event.data.at("expires"))});
    } else if (event.kind != "account.signed_in" && event.kind != "account.signed_out" &&
               event.kind != "account.sign_in_failed" && !guards(event.kind)) {
        unknown_event(event);
    }
}

}  // namespace

std::optional<AccountRow> account_by_id(View& view, std::string_view id) {
    return view.query_one(kById, {id}, to_account);
}

std::optional<AccountRow> account_by_login(View& view, std::string_view login) {
    return view.query_one(kByLogin, {login}, to_account);
}

std::optional<AccountRow> account_by_activation_code(View& view, std::string_view code) {
    return view.query_one(kByCode, {code}, to_account);
}

std::vector<AccountRow> all_accounts(View& view) {
    return view.query_all(kAll, {}, to_account);
}

std::int64_t account_count(View& view) {
    return view.count(kCount);
}

Projection account_projection() {
    return {.stem = "account", .kinds = {"account."}, .apply = apply_account, .tables = {{"account", {"id"}}}};
}

}  // namespace sunlot::store
