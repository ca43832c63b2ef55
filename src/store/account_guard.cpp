#include "store/account_guard.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace sunlot::store {
namespace {

constexpr std::string_view kFind = R"sql(
    SELECT failures, locked_until, totp, totp_step FROM account_guard WHERE account = $1)sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO account_guard (account, failures, totp_step) VALUES ($1, 0, 0))sql";
constexpr std::string_view kFailures = R"sql(
    UPDATE account_guard SET failures = $2 WHERE account = $1)sql";
constexpr std::string_view kLock = R"sql(
    UPDATE account_guard SET failures = 0, locked_until = $2 WHERE account = $1)sql";
constexpr std::string_view kUnlock = R"sql(
    UPDATE account_guard SET failures = 0, locked_until = NULL WHERE account = $1)sql";
constexpr std::string_view kEnable = R"sql(
    UPDATE account_guard SET totp = $2, totp_step = $3 WHERE account = $1)sql";
constexpr std::string_view kRemove = R"sql(
    UPDATE account_guard SET totp = NULL WHERE account = $1)sql";
constexpr std::string_view kStep = R"sql(
    UPDATE account_guard SET totp_step = $2 WHERE account = $1)sql";
constexpr std::string_view kAddCode = R"sql(
    INSERT INTO account_recovery (account, number, code) VALUES ($1, $2, $3))sql";
constexpr std::string_view kUseCode = R"sql(
    DELETE FROM account_recovery WHERE account = $1 AND number = $2)sql";
constexpr std::string_view kDropCodes = R"sql(
    DELETE FROM account_recovery WHERE account = $1)sql";
constexpr std::string_view kCountCodes = R"sql(
    SELECT count(*) FROM account_recovery WHERE account = $1)sql";
constexpr std::string_view kFindCode = R"sql(
    SELECT number FROM account_recovery WHERE account = $1 AND code = $2)sql";

constexpr std::string_view kTotp = "account_guard.totp";

/// The last are the organisation tree's (store/organ.h) and the journal's alone.
constexpr std::array<std::string_view, 7> kKinds{
    "account.locked",       "account.unlocked", "account.totp_enabled",  "account.recovery_renewed",
    "account.totp_removed", "account.placed",   "account.sessions_ended"};

void ensure_row(Transaction& transaction, const std::string& account) {
    const auto found = transaction.query_one(kFind, {account}, [](const Row&) { return true; });
    if (!found) transaction.execute(kInsert, {account});
}

void renew_codes(Transaction& transaction, const StoredEvent& event) {
    transaction.execute(kDropCodes, {event.subject});
    if (event.private_data.is_null()) return;  // erased
    std::int64_t number = 0;
    for (const auto& code : event.private_data.at("recovery").as_array())
        transaction.execute(kAddCode, {event.subject, ++number, code.as_string()});
}

void signed_in(Transaction& transaction, const StoredEvent& event) {
    transaction.execute(kUnlock, {event.subject});
    if (const auto* step = event.data.find("otp_step")) transaction.execute(kStep, {event.subject, step->as_integer()});
    if (const auto* number = event.data.find("recovery"))
        transaction.execute(kUseCode, {event.subject, number->as_integer()});
}

void enable(Transaction& transaction, const StoredEvent& event) {
    ensure_row(transaction, event.subject);
    std::optional<std::string> secret;
    if (!event.private_data.is_null())
        secret = transaction.seal(kTotp, event.subject, event.private_data.at("secret").as_string());
    transaction.execute(kEnable, {event.subject, secret, event.data.at("otp_step").as_integer()});
    renew_codes(transaction, event);
}

void remove(Transaction& transaction, const std::string& account) {
    transaction.execute(kRemove, {account});
    transaction.execute(kDropCodes, {account});
}

void apply_guard(Transaction& transaction, const StoredEvent& event) {
    const auto& id = event.subject;
    if (event.kind == "account.sign_in_failed") {
        const auto* failures = event.data.find("failures");
        if (failures == nullptr) return;
        ensure_row(transaction, id);
        transaction.execute(kFailures, {id, failures->as_integer()});
    } else if (event.kind == "account.locked") {
        ensure_row(transaction, id);
        transaction.execute(kLock, {id, *Instant::parse(event.data.at("until").as_string())});
    } else if (event.kind == "account.signed_in") {
        signed_in(transaction, event);
    } else if (event.kind == "account.unlocked" || event.kind == "account.reset" || event.kind == "account.disabled") {
        transaction.execute(kUnlock, {id});
    } else if (event.kind == "account.totp_enabled") {
        enable(transaction, event);
    } else if (event.kind == "account.recovery_renewed") {
        renew_codes(transaction, event);
    } else if (event.kind == "account.totp_removed") {
        remove(transaction, id);
    } else if (event.kind == "private.erased") {
        const auto* kind = event.data.find("kind");
        if (kind != nullptr && kind->as_string() == "account.created")
            remove(transaction, event.data.at("of").as_string());
    }
}

}  // namespace

AccountGuard account_guard(View& view, std::string_view account) {
    const auto found = view.query_one(kFind, {account}, [&](const Row& row) {
        AccountGuard guard{
            .failures = static_cast<int>(row.integer(0)), .locked_until = {}, .totp = {}, .totp_step = row.integer(3)};
        if (const auto sealed = row.optional_text(2)) guard.totp = view.unseal(kTotp, account, *sealed);
        if (const auto until = row.optional_integer(1)) guard.locked_until = Instant{*until};
        return guard;
    });
    return found.value_or(AccountGuard{});
}

std::int64_t recovery_codes_left(View& view, std::string_view account) {
    return view.count(kCountCodes, {account});
}

std::optional<std::int64_t> find_recovery_code(View& view, std::string_view account, std::string_view code) {
    return view.query_one(kFindCode, {account, code}, [](const Row& row) { return row.integer(0); });
}

bool guards(std::string_view kind) {
    return std::ranges::find(kKinds, kind) != kKinds.end();
}

Projection account_guard_projection() {
    return {.stem = "account_guard",
            .kinds = {"account.", "private.erased"},
            .apply = apply_guard,
            .tables = {{.name = "account_guard", .key = {"account"}, .sealed = {"totp"}},
                       {.name = "account_recovery", .key = {"account", "number"}}}};
}

}  // namespace sunlot::store
