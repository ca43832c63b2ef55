#include "workflow/one_time_password.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <liboath/oath.h>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kSecretBytes = 20;
constexpr unsigned kStepSeconds = 30;
constexpr unsigned kDigits = 6;
constexpr std::int64_t kSecond = 1'000'000;
/// How many steps a clock may be off.
constexpr std::int64_t kOff = 1;

struct Free {
    void operator()(char* text) const { std::free(text); }
};
using Text = std::unique_ptr<char, Free>;

std::string decoded(std::string_view secret) {
    char* out = nullptr;
    std::size_t length = 0;
    if (oath_base32_decode(secret.data(), secret.size(), &out, &length) != OATH_OK)
        throw std::logic_error("the secret of a second factor is no base32");
    const Text kept(out);
    return {out, length};
}

std::string percent(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return out;
}

std::string code_of_step(const std::string& key, std::int64_t step) {
    std::array<char, kDigits + 1> out{};
    if (oath_hotp_generate(key.data(), key.size(), static_cast<std::uint64_t>(step), kDigits, false,
                           OATH_HOTP_DYNAMIC_TRUNCATION, out.data()) != OATH_OK)
        throw std::runtime_error("liboath makes no code");
    return out.data();
}

/// In time that does not depend on where they differ.
bool same(std::string_view a, std::string_view b) {
    unsigned different = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        different |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
    return different == 0;
}

std::int64_t step_at(Instant now) {
    return now.micros / kSecond / kStepSeconds;
}

}  // namespace

std::string new_totp_secret(Entropy& entropy) {
    std::array<unsigned char, kSecretBytes> bytes{};
    entropy.fill(bytes);
    char* out = nullptr;
    std::size_t length = 0;
    if (oath_base32_encode(reinterpret_cast<const char*>(bytes.data()), bytes.size(), &out, &length) != OATH_OK)
        throw std::bad_alloc();
    const Text kept(out);
    return {out, length};
}

std::string totp_address(std::string_view secret, std::string_view issuer, std::string_view login) {
    return "otpauth://totp/" + percent(issuer) + ":" + percent(login) + "?secret=" + std::string(secret) +
           "&issuer=" + percent(issuer);  // SHA1, six digits, thirty seconds are what is understood without saying
}

std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Instant now,
                                      std::int64_t last_used) {
    if (code.size() != kDigits) return {};
    const std::string key = decoded(secret);
    std::optional<std::int64_t> found;
    for (std::int64_t step = step_at(now) - kOff; step <= step_at(now) + kOff; ++step)
        if (same(code_of_step(key, step), code) && step > last_used) found = step;
    return found;
}

std::string totp_code(std::string_view secret, Instant now) {
    return code_of_step(decoded(secret), step_at(now));
}

}  // namespace sunlot::workflow
