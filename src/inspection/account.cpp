#include "inspection/account.h"

#include "base/text.h"
#include "inspection/weak_password.h"

#include <algorithm>
#include <array>
#include <set>

namespace sunlot::inspection {
namespace {

constexpr std::string_view kCodeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCodeLength = 16;

/// Code points of valid UTF-8: every byte that is no continuation starts one.
std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_login_ascii(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/// One CJK unified ideograph U+4E00..U+9FFF (three bytes) at `at`.
bool is_ideograph(std::string_view text, std::size_t at) {
    if (at + 3 > text.size()) return false;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[at + i])); };
    if ((byte(0) & 0xF0U) != 0xE0U) return false;
    const unsigned point = (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
    return point >= 0x4E00 && point <= 0x9FFF;
}

bool is_login(std::string_view text) {
    if (!is_utf8(text)) return false;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++characters) {
        if (is_login_ascii(text[at])) {
            ++at;
        } else if (is_ideograph(text, at)) {
            at += 3;
        } else {
            return false;
        }
    }
    return characters >= 2 && characters <= 32;
}

Refusal weak(std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "password.weak", std::move(zh), std::move(en), "password");
}

Refusal malformed_code() {
    return refuse(RefusalKind::invalid, "code.malformed", "一次性码为 16 个字母或数字，例如 K7QM-2XRT-9HPA-4CDE",
                  "A one-time code has 16 letters or digits, such as K7QM-2XRT-9HPA-4CDE", "code");
}

}  // namespace

Result<LoginName> LoginName::parse(std::string_view text) {
    std::string name = lower(trim(text));
    if (!is_login(name)) {
        return refuse(RefusalKind::invalid, "login.malformed", "登录名须为 2 至 32 个字母、数字、汉字或 . _ -",
                      "A login name has 2 to 32 letters, digits, Chinese characters or . _ -", "login");
    }
    return LoginName(std::move(name));
}

Result<Done> check_password(std::string_view password, const LoginName& login) {
    if (!is_utf8(password) || count_characters(password) < 10) {
        return refuse(RefusalKind::invalid, "password.short", "密码至少 10 个字符；可用一句话",
                      "A password has at least 10 characters; a sentence is fine", "password");
    }
    if (password.size() > 200) {
        return refuse(RefusalKind::invalid, "password.long", "密码太长", "The password is too long", "password");
    }
    const std::string folded = lower(password);
    if (is_weak_password(folded)) {
        return weak("这个密码太常见，容易被猜到；可用一句话", "This password is too common: a sentence is fine");
    }
    if (folded == login.text() || folded.find(login.text()) != std::string::npos) {
        return weak("密码不能包含登录名", "The password must not contain the login name");
    }
    if (std::set<char>(folded.begin(), folded.end()).size() < 5) {
        return weak("密码里不同的字符太少", "The password has too few different characters");
    }
    return Done{};
}

WrongTry wrong_try(int failures_before, Instant now) {
    WrongTry after{.failures = failures_before + 1};
    if (after.failures >= kTriesBeforeLock) after.locked_until = Instant{now.micros + kLockMicros};
    return after;
}

Result<Done> check_not_locked(std::optional<Instant> until, Instant now) {
    if (!until || *until <= now) return Done{};
    constexpr std::int64_t kMinute = 60'000'000;
    const std::string minutes = std::to_string((until->micros - now.micros + kMinute - 1) / kMinute);
    return refuse(RefusalKind::too_many, "login.locked",
                  "连续失败次数过多，这个登录名已锁定：请 " + minutes + " 分钟后再试，或请安全管理员解锁",
                  "Too many failures: this login is locked. Try again in " + minutes +
                      " minutes, or ask a security administrator to unlock it");
}

std::string make_code(Entropy& entropy) {
    std::array<unsigned char, kCodeLength> random{};
    entropy.fill(random);
    std::string code;
    for (std::size_t i = 0; i < random.size(); ++i) {
        if (i > 0 && i % 4 == 0) code += '-';
        code += kCodeAlphabet[random[i] & 31U];  // 32 letters divide 256: no bias
    }
    return code;
}

Result<std::string> normal_code(std::string_view text) {
    std::string code;
    for (char c : upper(trim(text))) {
        if (c == '-' || c == ' ') continue;
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        if (!kCodeAlphabet.contains(c)) return malformed_code();
        code += c;
    }
    if (code.size() != kCodeLength) return malformed_code();
    return code;
}

}  // namespace sunlot::inspection
