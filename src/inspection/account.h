// Rules for accounts: login names, passwords and one-time codes. Pure; hashing of passwords is in workflow.
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sunlot::inspection {

/// A login name (登录名): 2 to 32 letters, digits, `.`, `_`, `-` or Chinese characters; ASCII letters in lower case, so
/// that "Wang" and "wang" are one account.
class LoginName {
public:
    /// Refuses login.malformed. Trims and lowers first.
    static Result<LoginName> parse(std::string_view text);
    const std::string& text() const { return text_; }
    friend auto operator<=>(const LoginName&, const LoginName&) = default;

private:
    explicit LoginName(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// At least 10 characters, at most 200 bytes, no well-known password, not the login name, at least 5 different
/// characters. Length is what counts: no rules about upper case and signs, which only make people write it down.
/// Refuses password.short, .long, .weak.
Result<Done> check_password(std::string_view password, const LoginName& login);

/// After so many wrong tries in a row a login is locked for so long.
inline constexpr int kTriesBeforeLock = 5;
inline constexpr std::int64_t kLockMicros = std::int64_t{30} * 60 * 1'000'000;

/// What a wrong try makes of an account: how many in a row, and, with the last that was free, until when it is locked.
struct WrongTry {
    int failures = 0;
    std::optional<Instant> locked_until = {};
};
WrongTry wrong_try(int failures_before, Instant now);
/// Refuses login.locked while `until` is not over, the same words for every login, whether it exists or not.
Result<Done> check_not_locked(std::optional<Instant> until, Instant now);

/// A one-time code (一次性码) people can read aloud: 80 random bits as "K7QM-2XRT-9HPA-4CDE", letters that can't be
/// mistaken for each other (Crockford's base 32).
std::string make_code(Entropy& entropy);

/// What is hashed and compared: upper case, without separators, O read as 0, I and L as 1. Refuses code.malformed.
Result<std::string> normal_code(std::string_view text);

}  // namespace sunlot::inspection
