// Sessions of signed-in accounts. Not a projection: written by api alone, never replayed.
#pragma once
#include "base/clock.h"
#include "store/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

struct SessionRow {
    /// Lower hex SHA-256 of the token the browser holds.
    std::string token;
    std::string account;
    std::string csrf;
    Instant created_at;
    Instant seen_at;
    /// What the browser calls itself, and where it was when it signed in.
    std::string agent = {};
    std::string address = {};
    /// password | otp | recovery | oidc
    std::string means = "password";
};

/// A session together with the account it belongs to.
struct LiveSession {
    SessionRow session;
    std::string name;
};

void insert_session(Transaction& transaction, const SessionRow& session);
/// Nothing for an unknown token, and for an account that is not active.
std::optional<LiveSession> find_session(View& view, std::string_view token);
void touch_session(Transaction& transaction, std::string_view token, Instant seen_at);
void delete_session(Transaction& transaction, std::string_view token);
/// Youngest first.
std::vector<SessionRow> sessions_of(View& view, std::string_view account);
/// All of the account but `kept` ("": all). Gives how many there were.
std::uint64_t delete_sessions_of(Transaction& transaction, std::string_view account, std::string_view kept);
/// Those not seen since `idle_before` or created before `created_before`.
void delete_old_sessions(Transaction& transaction, Instant idle_before, Instant created_before);

}  // namespace sunlot::store
