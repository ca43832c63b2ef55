// Signed-in sessions: a random token in a cookie, its hash in the database. Idle for 30 minutes, or 12 hours after
// signing in, a session is over. Safe to use from many threads.
#pragma once
#include "workflow/actor.h"
#include "workflow/context.h"

#include <optional>
#include <string>
#include <string_view>

namespace sunlot::api {

struct Session {
    /// The hash of the token: names the session without opening it.
    std::string id;
    std::string csrf;
    workflow::Actor actor;
};

class Sessions {
public:
    explicit Sessions(const workflow::Context& context) : context_(context) {}

    struct Opened {
        /// For the cookie; kept nowhere else.
        std::string token;
        std::string csrf;
    };
    Opened open(const std::string& account);
    /// Nothing when the token is unknown, over age, or the account no longer active.
    std::optional<Session> find(std::string_view token);
    void close(std::string_view id);

private:
    const workflow::Context& context_;
};

/// "__Host-sunlot=<token>; Path=/; Secure; HttpOnly; SameSite=Strict": browsers take it only over TLS or from loopback.
std::string session_cookie(std::string_view token);
/// The same cookie, already over.
std::string expired_session_cookie();
/// The token in a Cookie header, or "".
std::string_view token_in_cookies(std::string_view header);

}  // namespace sunlot::api
