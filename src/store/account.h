// Accounts of people who sign in. Events, subject = account id ("u1"):
//   account.created            {"roles":[…]}          private {"login","name"}
//   account.activation_issued  {"expires":"…Z"}       private {"code": hex SHA-256 of the code}
//   account.activated          {}                     private {"password": "$argon2id$…"}; uses the code up
//   account.roles_changed      {"roles":[…]}
//   account.disabled, .enabled {}
//   account.password_changed   {}                     private {"password"}
//   account.reset              {"expires"}            private {"code"}: the password is void until it is activated
//   again account.signed_in, .signed_out, .sign_in_failed   leave no trace here; nor what store/account_guard.h takes
#pragma once
#include "store/projections.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

struct AccountRow {
    std::string id;
    std::string login;
    std::string name;
    /// Sorted, as in the event.
    std::vector<std::string> roles;
    /// created | active | disabled
    std::string state;
    std::optional<std::string> password;
    std::optional<std::string> activation_code;
    Instant activation_expires;
    Instant created_at;
};

std::optional<AccountRow> account_by_id(View& view, std::string_view id);
std::optional<AccountRow> account_by_login(View& view, std::string_view login);
/// `code` = hex SHA-256 of what the person typed.
std::optional<AccountRow> account_by_activation_code(View& view, std::string_view code);
/// In order of creation.
std::vector<AccountRow> all_accounts(View& view);
/// How many there have ever been: the next one is called "u" + (this + 1).
std::int64_t account_count(View& view);

Projection account_projection();

}  // namespace sunlot::store
