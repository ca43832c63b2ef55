// What the files of `Accounts` share.
#pragma once
#include "workflow/account.h"

#include <string>

namespace sunlot::store {
struct AccountRow;
class View;
}  // namespace sunlot::store

namespace sunlot::workflow {

/// An activation code is good for seven days.
inline constexpr std::int64_t kActivationMicros = std::int64_t{7} * 24 * 3600 * 1'000'000;

/// Hex SHA-256 of a code as inspection::normal_code gives it.
std::string hash_of_code(const std::string& normal);
Account to_account(store::View& view, const store::AccountRow& row);
/// REQUIRES: there is such an account.
Account stored_account(store::View& view, const std::string& id);
Refusal unknown_account();
/// The rules of passwords, and the bureau's own list of those that leaked: DATA/weak-passwords.txt, one in a line, in
/// lower case; any size, for it is read only when a password is set. Refuses what inspection::check_password refuses.
Result<Done> check_new_password(const Context& context, std::string_view password, const inspection::LoginName& login);

}  // namespace sunlot::workflow
