#include "store/account.h"
#include "store/account_guard.h"
#include "store/database.h"
#include "workflow/account_parts.h"
#include "workflow/one_time_password.h"
#include "workflow/organ.h"
#include "workflow/power.h"

#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::int64_t kTenMinutes = std::int64_t{10} * 60 * 1'000'000;
constexpr std::size_t kRecoveryCodes = 10;

Refusal no_factor() {
    return refuse(RefusalKind::conflict, "factor.none", "这个账号没有第二因素", "The account has no second factor");
}

Refusal code_wrong() {
    return refuse(RefusalKind::forbidden, "factor.code", "动态口令不对：请看手机上现在的六位数字，并核对手机的时间",
                  "The code is wrong: use the six digits shown now, and check the clock of the phone", "code");
}

/// Codes for people, and their digests for the journal.
struct Recovery {
    std::vector<std::string> codes;
    std::vector<std::string> digests;
};

Recovery new_recovery(Entropy& entropy) {
    Recovery out;
    for (std::size_t i = 0; i < kRecoveryCodes; ++i) {
        out.codes.push_back(inspection::make_code(entropy));
        out.digests.push_back(hash_of_code(*inspection::normal_code(out.codes.back())));
    }
    return out;
}

}  // namespace

Result<NewFactor> Accounts::begin_factor(const Actor& actor) {
    auto view = context_.database.read();
    const auto row = store::account_by_id(view, actor.account);
    if (!row) return unknown_account();
    if (store::account_guard(view, row->id).totp) {
        return refuse(RefusalKind::conflict, "factor.on", "第二因素已经启用：要更换，请先停用",
                      "The second factor is on already: remove it first");
    }
    const auto organ = configured_organ(view);
    std::string secret = new_totp_secret(context_.entropy);
    std::string address = totp_address(secret, organ ? organ->abbreviation : "Sunlot", row->login);
    const std::lock_guard lock(mutex_);
    begun_[row->id] = {.secret = secret, .at = context_.clock.now()};
    return NewFactor{.secret = std::move(secret), .address = std::move(address)};
}

Result<std::vector<std::string>> Accounts::confirm_factor(const Actor& actor, std::string_view code) {
    const Instant now = context_.clock.now();
    const auto begun = [&]() -> std::optional<Begun> {
        const std::lock_guard lock(mutex_);
        const auto found = begun_.find(actor.account);
        if (found == begun_.end() || found->second.at.micros + kTenMinutes < now.micros) return {};
        return found->second;
    }();
    if (!begun) {
        return refuse(RefusalKind::conflict, "factor.not_begun", "设置已过期，请重新开始",
                      "Setting up has run out of time: begin again");
    }
    const auto step = totp_step(begun->secret, code, now, 0);
    if (!step || !claim_step(actor.account, *step)) return code_wrong();
    auto recovery = new_recovery(context_.entropy);
    context_.database.transact([&](store::Transaction& transaction) {
        transaction.append({.kind = "account.totp_enabled",
                            .actor = actor.account,
                            .subject = actor.account,
                            .at = now,
                            .data = Json::Object{{"otp_step", *step}, {"recovery", recovery.digests.size()}},
                            .private_data = Json::Object{{"recovery", recovery.digests}, {"secret", begun->secret}}});
    });
    const std::lock_guard lock(mutex_);
    begun_.erase(actor.account);
    return std::move(recovery.codes);
}

Result<std::vector<std::string>> Accounts::renew_recovery(const Actor& actor, std::string_view code) {
    auto recovery = new_recovery(context_.entropy);
    auto transaction = context_.database.write();
    const auto guard = store::account_guard(transaction, actor.account);
    if (!guard.totp) return no_factor();
    const auto step = totp_step(*guard.totp, code, context_.clock.now(), guard.totp_step);
    if (!step || !claim_step(actor.account, *step)) return code_wrong();
    transaction.append({.kind = "account.recovery_renewed",
                        .actor = actor.account,
                        .subject = actor.account,
                        .at = context_.clock.now(),
                        .data = Json::Object{{"recovery", recovery.digests.size()}},
                        .private_data = Json::Object{{"recovery", recovery.digests}}});
    transaction.commit();
    return std::move(recovery.codes);
}

Result<Done> Accounts::remove_factor(const Actor& actor, std::string_view code) {
    auto transaction = context_.database.write();
    const auto guard = store::account_guard(transaction, actor.account);
    if (!guard.totp) return no_factor();
    if (factor_required(transaction, actor.account)) {
        return refuse(RefusalKind::forbidden, "factor.required", "您的角色必须使用第二因素，不能停用",
                      "Your role asks for a second factor: it stays on");
    }
    const auto step = totp_step(*guard.totp, code, context_.clock.now(), guard.totp_step);
    if (!step || !claim_step(actor.account, *step)) return code_wrong();
    transaction.append({.kind = "account.totp_removed",
                        .actor = actor.account,
                        .subject = actor.account,
                        .at = context_.clock.now(),
                        .data = Json::Object{},
                        .private_data = nullptr});
    transaction.commit();
    return Done{};
}

FactorState Accounts::factor_state(std::string_view id) const {
    auto view = context_.database.read();
    return {.on = store::account_guard(view, id).totp.has_value(),
            .required = factor_required(view, id),
            .recovery_left = store::recovery_codes_left(view, id)};
}

}  // namespace sunlot::workflow
