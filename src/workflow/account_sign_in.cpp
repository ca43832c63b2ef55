#include "hash/sha256.h"
#include "store/account.h"
#include "store/account_guard.h"
#include "store/database.h"
#include "workflow/account_parts.h"
#include "workflow/one_time_password.h"

#include <utility>

namespace sunlot::workflow {
namespace {

Refusal wrong_login() {
    return refuse(RefusalKind::unauthenticated, "login.wrong", "登录名或密码不对",
                  "The login name or the password is wrong");
}

Refusal wrong_code() {
    return refuse(RefusalKind::unauthenticated, "login.code_wrong", "动态口令或恢复码不对，或已经用过",
                  "The code is wrong or was used already", "code");
}

Refusal code_needed() {
    return refuse(RefusalKind::unauthenticated, "login.code_needed",
                  "这个账号启用了第二因素：请再输入动态口令，或一个恢复码",
                  "This account has a second factor: enter its code too, or a recovery code", "code");
}

}  // namespace

Result<SignedIn> Accounts::sign_in(const Credentials& given) {
    const auto name = inspection::LoginName::parse(given.login);
    store::AccountGuard guard;
    const auto row = [&]() -> std::optional<store::AccountRow> {
        if (!name) return {};
        auto view = context_.database.read();
        auto found = store::account_by_login(view, name->text());
        if (found) guard = store::account_guard(view, found->id);
        return found;
    }();
    const bool known = row && row->state == "active" && row->password;
    if (known) {
        const auto open = inspection::check_not_locked(guard.locked_until, context_.clock.now());
        if (!open) return pass_on(open.error());
    }
    const bool right =
        known ? passwords_.verify(*row->password, given.password) : passwords_.verify_nobody(given.password);
    if (!known) return wrong_login();
    if (!right) return wrong(row->id, wrong_login());
    if (!guard.totp) return admit(*row, {}, "password");
    if (given.code.empty()) return code_needed();
    return admit(*row, given.code, "");
}

Result<SignedIn> Accounts::sign_in_by_provider(std::string_view account, std::string_view code) {
    store::AccountGuard guard;
    const auto row = [&] {
        auto view = context_.database.read();
        guard = store::account_guard(view, account);
        return store::account_by_id(view, account);
    }();
    if (!row || row->state != "active") return wrong_login();
    const auto open = inspection::check_not_locked(guard.locked_until, context_.clock.now());
    if (!open) return pass_on(open.error());
    if (guard.totp && code.empty()) return code_needed();
    return admit(*row, guard.totp ? code : std::string_view(), "oidc");
}

/// Password or provider were right; `code` is empty where there is no second factor. `means` "": as the code says.
Result<SignedIn> Accounts::admit(const store::AccountRow& row, std::string_view code, const char* means) {
    Json::Object told{{"means", means}};
    if (!code.empty()) {
        auto view = context_.database.read();
        auto used = claim_code(view, row.id, code);
        if (!used) return wrong(row.id, wrong_code());
        if (*means != '\0') (*used)["means"] = means;
        told = std::move(*used);
    }
    const std::string by = told.at("means").as_string();
    // Whoever looks into a journal that was rolled back may sign in and read.
    if (!context_.database.frozen()) {
        context_.database.transact([&](store::Transaction& transaction) {
            transaction.append({.kind = "account.signed_in",
                                .actor = row.id,
                                .subject = row.id,
                                .at = context_.clock.now(),
                                .data = told,
                                .private_data = nullptr});
        });
    }
    auto view = context_.database.read();
    return SignedIn{.account = to_account(view, row), .means = by};
}

Refusal Accounts::wrong(const std::string& account, Refusal refusal) {
    if (context_.database.frozen()) return refusal;
    const Instant now = context_.clock.now();
    context_.database.transact([&](store::Transaction& transaction) {
        const auto after = inspection::wrong_try(store::account_guard(transaction, account).failures, now);
        transaction.append({.kind = "account.sign_in_failed",
                            .actor = account,
                            .subject = account,
                            .at = now,
                            .data = Json::Object{{"failures", after.failures}},
                            .private_data = nullptr});
        if (!after.locked_until) return;
        transaction.append({.kind = "account.locked",
                            .actor = account,
                            .subject = account,
                            .at = now,
                            .data = Json::Object{{"failures", after.failures}, {"until", after.locked_until->text()}},
                            .private_data = nullptr});
    });
    return refusal;
}

std::optional<Json::Object> Accounts::claim_code(store::View& view, const std::string& account, std::string_view code) {
    const auto guard = store::account_guard(view, account);
    if (!guard.totp) return {};
    if (const auto step = totp_step(*guard.totp, code, context_.clock.now(), guard.totp_step)) {
        if (!claim_step(account, *step)) return {};
        return Json::Object{{"means", "otp"}, {"otp_step", *step}};
    }
    const auto normal = inspection::normal_code(code);
    if (!normal) return {};
    const auto number = store::find_recovery_code(view, account, hash_of_code(*normal));
    if (!number) return {};
    const std::lock_guard lock(mutex_);
    if (!used_codes_.insert(hash_of_code(*normal)).second) return {};
    return Json::Object{{"means", "recovery"}, {"recovery", *number}};
}

/// Two who send the same code at once: one of them is first.
bool Accounts::claim_step(const std::string& account, std::int64_t step) {
    const std::lock_guard lock(mutex_);
    auto& last = steps_[account];
    if (step <= last) return false;
    last = step;
    return true;
}

void Accounts::sign_out(const Actor& actor) {
    note("account.signed_out", actor.account);
}

void Accounts::note(const char* kind, const std::string& account) {
    if (context_.database.frozen()) return;
    context_.database.transact([&](store::Transaction& transaction) {
        transaction.append({.kind = kind,
                            .actor = account,
                            .subject = account,
                            .at = context_.clock.now(),
                            .data = Json::Object{},
                            .private_data = nullptr});
    });
}

Result<Done> Accounts::change_password(const Actor& actor, std::string_view old_password,
                                       std::string_view new_password) {
    const auto row = [&] {
        auto view = context_.database.read();
        return store::account_by_id(view, actor.account);
    }();
    if (!row || !row->password) return unknown_account();
    if (!passwords_.verify(*row->password, old_password)) {
        return refuse(RefusalKind::forbidden, "password.old_wrong", "原密码不对", "The old password is wrong", "old");
    }
    const auto login = inspection::LoginName::parse(row->login);
    if (!login) return pass_on(login.error());
    const auto good = check_new_password(context_, new_password, *login);
    if (!good) return pass_on(good.error());
    if (old_password == new_password) {
        return refuse(RefusalKind::invalid, "password.same", "新密码和原密码一样", "The new password is the old one",
                      "password");
    }
    std::string hash = passwords_.hash(new_password);
    context_.database.transact([&](store::Transaction& transaction) {
        transaction.append({.kind = "account.password_changed",
                            .actor = actor.account,
                            .subject = actor.account,
                            .at = context_.clock.now(),
                            .data = Json::Object{},
                            .private_data = Json::Object{{"password", hash}}});
    });
    return Done{};
}

}  // namespace sunlot::workflow
