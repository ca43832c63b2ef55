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

}  // namespace sunlot::workflow
