// Signed-in sessions: a random token in a cookie, its hash in the database. Idle for 30 minutes, or 12 hours after
// signing in, a session is over. It belongs to the program (User-Agent) that signed in: a stolen cookie that another
// program sends ends the session. What its owner may do is worked out at each request. Safe to use from many threads.
#pragma once
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::api {

struct Session {
    /// The hash of the token: names the session without opening it.
    std::string id;
    std::string csrf;
    workflow::Actor actor;
    /// Must first set up a second factor.
    bool unfinished = false;
};

/// Who holds a session: what a browser calls itself, and where it is.
struct Peer {
    std::string agent;
    std::string address;
};

/// A session as its owner, or an administrator, sees it. `id` names it without opening it.
struct SessionView {
    std::string id;
    std::string agent;
    std::string address;
    std::string means;
    Instant created_at;
    Instant seen_at;
    bool current = false;
};

class Sessions {
public:
    explicit Sessions(const workflow::Context& context) : context_(context) {}

    struct Opened {
        /// For the cookie; kept nowhere else.
        std::string token;
        std::string csrf;
    };
    /// `means`: how the person signed in (workflow::SignedIn).
    Opened open(const std::string& account, const Peer& peer, const std::string& means);
    /// Nothing when the token is unknown, over age, held by another program, or the account no longer active.
    std::optional<Session> find(std::string_view token, std::string_view agent);
    void close(std::string_view id);
    /// Those that are not over, youngest first. `current`: the id of the one that asks.
    std::vector<SessionView> list(std::string_view account, std::string_view current) const;
    /// Ends one of the account's. Refuses session.unknown.
    Result<Done> end(std::string_view account, std::string_view id);
    /// Ends all of the account but `kept` ("": all); gives how many.
    std::uint64_t end_all(std::string_view account, std::string_view kept);

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
