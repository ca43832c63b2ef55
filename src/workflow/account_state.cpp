#include "base/text.h"
#include "hash/sha256.h"
#include "store/account.h"
#include "store/account_guard.h"
#include "store/database.h"
#include "workflow/account_parts.h"

#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace sunlot::workflow {
namespace {

Refusal wrong_state(std::string zh, std::string en) {
    return refuse(RefusalKind::conflict, "account.state", std::move(zh), std::move(en));
}

/// Why the event makes no sense for an account in this state.
std::optional<Refusal> why_not(const Account& account, std::string_view kind, Instant now) {
    const bool locked = account.locked_until && *account.locked_until > now;
    if (kind == "account.disabled" && account.state == "disabled")
        return wrong_state("账号已经停用", "The account is disabled already");
    if (kind == "account.enabled" && account.state != "disabled")
        return wrong_state("账号没有停用", "The account is not disabled");
    if (kind == "account.unlocked" && !locked) return wrong_state("账号没有锁定", "The account is not locked");
    if (kind == "account.totp_removed" && !account.factor)
        return refuse(RefusalKind::conflict, "factor.none", "这个账号没有第二因素", "The account has no second factor");
    return {};
}

}  // namespace

std::string hash_of_code(const std::string& normal) {
    return hash::hex(hash::sha256(normal));
}

Account to_account(store::View& view, const store::AccountRow& row) {
    auto grant = inspection::parse_grant(row.roles);
    if (!grant) throw std::runtime_error("account " + row.id + " holds unknown roles");
    const auto guard = store::account_guard(view, row.id);
    return {.id = row.id,
            .login = row.login,
            .name = row.name,
            .grant = std::move(*grant),
            .state = row.state,
            .created_at = row.created_at,
            .locked_until = guard.locked_until,
            .factor = guard.totp.has_value()};
}

Account stored_account(store::View& view, const std::string& id) {
    const auto row = store::account_by_id(view, id);
    if (!row) throw std::logic_error("account " + id + " is not projected");
    return to_account(view, *row);
}

Refusal unknown_account() {
    return refuse(RefusalKind::not_found, "account.unknown", "没有这个账号", "There is no such account");
}

Result<Done> check_new_password(const Context& context, std::string_view password, const inspection::LoginName& login) {
    auto sound = inspection::check_password(password, login);
    if (!sound) return sound;
    const std::string folded = lower(password);
    std::ifstream list(context.data_directory / "weak-passwords.txt");
    for (std::string line; std::getline(list, line);) {
        if (trim(line) != folded) continue;
        return refuse(RefusalKind::invalid, "password.weak", "这个密码在泄露密码名单上，请换一个",
                      "This password is on the list of those that leaked: choose another", "password");
    }
    return sound;
}

/// An administrator who could close or unlock his own account would need no second person.
Result<Account> Accounts::other_account(store::View& view, const Actor& actor, std::string_view id) const {
    const auto row = store::account_by_id(view, id);
    if (!row) return unknown_account();
    if (row->id == actor.account) {
        return refuse(RefusalKind::forbidden, "account.self", "不能对自己的账号做这件事：请另一位管理员办理",
                      "Nobody does this to their own account: ask another administrator");
    }
    return to_account(view, *row);
}

Result<Account> Accounts::change(const Actor& actor, std::string_view id, const char* kind) {
    auto transaction = context_.database.write();
    const auto account = other_account(transaction, actor, id);
    if (!account) return pass_on(account.error());
    const Instant now = context_.clock.now();
    if (const auto no = why_not(*account, kind, now)) return pass_on(*no);
    transaction.append({.kind = kind,
                        .actor = actor.account,
                        .subject = account->id,
                        .at = now,
                        .data = Json::Object{},
                        .private_data = nullptr});
    auto changed = stored_account(transaction, account->id);
    transaction.commit();
    return changed;
}

Result<Account> Accounts::disable(const Actor& actor, std::string_view id) {
    return change(actor, id, "account.disabled");
}

Result<Account> Accounts::enable(const Actor& actor, std::string_view id) {
    return change(actor, id, "account.enabled");
}

Result<Account> Accounts::unlock(const Actor& actor, std::string_view id) {
    return change(actor, id, "account.unlocked");
}

Result<Account> Accounts::take_factor(const Actor& actor, std::string_view id) {
    return change(actor, id, "account.totp_removed");
}

Result<Accounts::Opened> Accounts::reset(const Actor& actor, std::string_view id) {
    auto transaction = context_.database.write();
    const auto account = other_account(transaction, actor, id);
    if (!account) return pass_on(account.error());
    if (account->state == "disabled") return wrong_state("账号已经停用：请先启用", "The account is disabled");
    const Instant now = context_.clock.now();
    const std::string code = inspection::make_code(context_.entropy);
    const Instant expires{now.micros + kActivationMicros};
    transaction.append({.kind = "account.reset",
                        .actor = actor.account,
                        .subject = account->id,
                        .at = now,
                        .data = Json::Object{{"expires", expires.text()}},
                        .private_data = Json::Object{{"code", hash_of_code(*inspection::normal_code(code))}}});
    Opened opened{.account = stored_account(transaction, account->id), .activation_code = code, .expires = expires};
    transaction.commit();
    return opened;
}

void note_sessions_ended(const Context& context, const std::string& actor, const std::string& account,
                         std::uint64_t count, std::string_view why) {
    if (count == 0 || context.database.frozen()) return;
    context.database.transact([&](store::Transaction& transaction) {
        transaction.append({.kind = "account.sessions_ended",
                            .actor = actor,
                            .subject = account,
                            .at = context.clock.now(),
                            .data = Json::Object{{"count", count}, {"why", why}},
                            .private_data = nullptr});
    });
}

}  // namespace sunlot::workflow
