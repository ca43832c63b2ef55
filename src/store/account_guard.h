// What guards an account beside its password: wrong tries, the lock, the second factor. Of the events of accounts:
//   account.sign_in_failed {"failures"?}               how many in a row; entries of before say nothing
//   account.locked {"failures","until"}                account.unlocked {}
//   account.signed_in {"means"?,"otp_step"?,"recovery"?}   forgets failures; uses up a step or a recovery code
//   account.totp_enabled {"otp_step","recovery"}       private {"recovery":[hex…],"secret"}
//   account.recovery_renewed {"recovery"}              private {"recovery":[hex…]}
//   account.totp_removed {}                            account.reset, account.disabled: also unlock
#pragma once
#include "store/projections.h"

#include <optional>
#include <string>
#include <string_view>

namespace sunlot::store {

struct AccountGuard {
    int failures = 0;
    std::optional<Instant> locked_until;
    /// The secret in base32; none: no second factor.
    std::optional<std::string> totp;
    /// The last time step whose code was used: no code is good twice.
    std::int64_t totp_step = 0;
};

/// All zero for an account nothing was ever said about.
AccountGuard account_guard(View& view, std::string_view account);
/// How many recovery codes are left.
std::int64_t recovery_codes_left(View& view, std::string_view account);
/// The number of a recovery code that is still good. `code`: hex SHA-256.
std::optional<std::int64_t> find_recovery_code(View& view, std::string_view account, std::string_view code);

/// Is it one of the kinds above, which the account table itself takes nothing of?
bool guards(std::string_view kind);
Projection account_guard_projection();

}  // namespace sunlot::store
