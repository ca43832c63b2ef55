#include "api/session.h"

#include "base/bytes.h"
#include "base/text.h"
#include "hash/sha256.h"
#include "store/database.h"
#include "store/session.h"
#include "workflow/account.h"
#include "workflow/power.h"

#include <utility>

namespace sunlot::api {
namespace {

constexpr std::string_view kCookie = "__Host-sunlot";
constexpr std::string_view kAttributes = "; Path=/; Secure; HttpOnly; SameSite=Strict";
constexpr std::int64_t kMinute = 60'000'000;
constexpr std::int64_t kIdle = 30 * kMinute;
constexpr std::int64_t kAbsolute = 12 * 60 * kMinute;
/// A session's last use is written down at most once a minute: a page that polls must not write on every request.
constexpr std::int64_t kTouchEvery = kMinute;
constexpr std::size_t kTokenBytes = 32;

std::string hash_of(std::string_view token) {
    return hash::hex(hash::sha256(token));
}

Instant earlier(Instant time, std::int64_t micros) {
    return Instant{time.micros - micros};
}

/// A session's short name: enough of its hash to tell a person's sessions apart.
constexpr std::size_t kNameLength = 16;
constexpr std::size_t kLongestAgent = 200;

bool over(const store::SessionRow& session, Instant now) {
    return session.seen_at < earlier(now, kIdle) || session.created_at < earlier(now, kAbsolute);
}

}  // namespace

Sessions::Opened Sessions::open(const std::string& account, const Peer& peer, const std::string& means) {
    Opened opened{.token = context_.entropy.hex(kTokenBytes), .csrf = context_.entropy.hex(kTokenBytes)};
    const Instant now = context_.clock.now();
    context_.database.transact([&](store::Transaction& transaction) {
        store::delete_old_sessions(transaction, earlier(now, kIdle), earlier(now, kAbsolute));
        store::insert_session(transaction, {.token = hash_of(opened.token),
                                            .account = account,
                                            .csrf = opened.csrf,
                                            .created_at = now,
                                            .seen_at = now,
                                            .agent = peer.agent.substr(0, kLongestAgent),
                                            .address = peer.address,
                                            .means = means});
    });
    return opened;
}

std::optional<Session> Sessions::find(std::string_view token, std::string_view agent) {
    if (!is_hex(token, 2 * kTokenBytes)) return {};
    const std::string id = hash_of(token);
    const Instant now = context_.clock.now();
    workflow::Power power;
    const auto live = [&] {
        auto view = context_.database.read();
        auto found = store::find_session(view, id);
        if (found) power = workflow::power_of(view, found->session.account, now);
        return found;
    }();
    if (!live || over(live->session, now)) return {};
    const auto& session = live->session;
    if (session.agent != agent.substr(0, kLongestAgent)) {
        close(id);
        workflow::note_sessions_ended(context_, session.account, session.account, 1, "agent");
        return {};
    }
    if (session.seen_at < earlier(now, kTouchEvery)) {
        context_.database.transact(
            [&](store::Transaction& transaction) { store::touch_session(transaction, id, now); });
    }
    return Session{.id = id,
                   .csrf = session.csrf,
                   .actor = {.account = session.account,
                             .name = live->name,
                             .roles = std::move(power.roles),
                             .permissions = std::move(power.permissions),
                             .scope = std::move(power.scope)},
                   .unfinished = power.unfinished};
}

void Sessions::close(std::string_view id) {
    context_.database.transact([&](store::Transaction& transaction) { store::delete_session(transaction, id); });
}

std::vector<SessionView> Sessions::list(std::string_view account, std::string_view current) const {
    auto view = context_.database.read();
    std::vector<SessionView> out;
    for (const auto& session : store::sessions_of(view, account)) {
        if (over(session, context_.clock.now())) continue;
        out.push_back({.id = session.token.substr(0, kNameLength),
                       .agent = session.agent,
                       .address = session.address,
                       .means = session.means,
                       .created_at = session.created_at,
                       .seen_at = session.seen_at,
                       .current = session.token == current});
    }
    return out;
}

Result<Done> Sessions::end(std::string_view account, std::string_view id) {
    return context_.database.transact([&](store::Transaction& transaction) -> Result<Done> {
        for (const auto& session : store::sessions_of(transaction, account)) {
            if (session.token.substr(0, kNameLength) != id) continue;
            store::delete_session(transaction, session.token);
            return Done{};
        }
        return refuse(RefusalKind::not_found, "session.unknown", "没有这个登录会话，可能已经结束",
                      "There is no such session; it may be over");
    });
}

std::uint64_t Sessions::end_all(std::string_view account, std::string_view kept) {
    return context_.database.transact(
        [&](store::Transaction& transaction) { return store::delete_sessions_of(transaction, account, kept); });
}

std::string session_cookie(std::string_view token) {
    return std::string(kCookie) + "=" + std::string(token) + std::string(kAttributes);
}

std::string expired_session_cookie() {
    return std::string(kCookie) + "=" + std::string(kAttributes) + "; Max-Age=0";
}

std::string_view token_in_cookies(std::string_view header) {
    for (const auto part : split(header, ';')) {
        const auto cookie = trim(part);
        if (cookie.starts_with(kCookie) && cookie.substr(kCookie.size()).starts_with('=')) {
            return cookie.substr(kCookie.size() + 1);
        }
    }
    return {};
}

}  // namespace sunlot::api
