#include "api/session.h"

#include "base/bytes.h"
#include "base/text.h"
#include "hash/sha256.h"
#include "store/database.h"
#include "store/session.h"

#include <stdexcept>

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

inspection::Roles stored_roles(std::string_view text) {
    inspection::Roles roles;
    for (const auto part : split(text, ',')) {
        const auto role = inspection::parse_role(part);
        if (!role) throw std::runtime_error("the account table holds the unknown role " + std::string(part));
        roles.insert(*role);
    }
    return roles;
}

}  // namespace

Sessions::Opened Sessions::open(const std::string& account) {
    Opened opened{.token = context_.entropy.hex(kTokenBytes), .csrf = context_.entropy.hex(kTokenBytes)};
    const Instant now = context_.clock.now();
    context_.database.transact([&](store::Transaction& transaction) {
        store::delete_old_sessions(transaction, earlier(now, kIdle), earlier(now, kAbsolute));
        store::insert_session(transaction, {.token = hash_of(opened.token),
                                            .account = account,
                                            .csrf = opened.csrf,
                                            .created_at = now,
                                            .seen_at = now});
    });
    return opened;
}

std::optional<Session> Sessions::find(std::string_view token) {
    if (!is_hex(token, 2 * kTokenBytes)) return {};
    const std::string id = hash_of(token);
    const auto live = [&] {
        auto view = context_.database.read();
        return store::find_session(view, id);
    }();
    const Instant now = context_.clock.now();
    if (!live || live->session.seen_at < earlier(now, kIdle) || live->session.created_at < earlier(now, kAbsolute)) {
        return {};
    }
    if (live->session.seen_at < earlier(now, kTouchEvery)) {
        context_.database.transact(
            [&](store::Transaction& transaction) { store::touch_session(transaction, id, now); });
    }
    return Session{.id = id,
                   .csrf = live->session.csrf,
                   .actor = {.account = live->session.account, .name = live->name, .roles = stored_roles(live->roles)}};
}

void Sessions::close(std::string_view id) {
    context_.database.transact([&](store::Transaction& transaction) { store::delete_session(transaction, id); });
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
