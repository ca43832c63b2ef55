// One-time passwords by time (动态口令, TOTP: RFC 6238, SHA-1, six digits, thirty seconds): what every authenticator
// application and every hardware token of that kind understands.
#pragma once
#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sunlot::workflow {

/// 160 random bits in base32.
std::string new_totp_secret(Entropy& entropy);

/// "otpauth://totp/…": what the QR code says.
std::string totp_address(std::string_view secret, std::string_view issuer, std::string_view login);

/// The time step whose code this is: the present one or one beside it, for clocks that are off, and later than
/// `last_used`, so that no code is good twice. Nothing for any other text.
std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Instant now,
                                      std::int64_t last_used);

/// What an authenticator shows at `now`.
std::string totp_code(std::string_view secret, Instant now);

}  // namespace sunlot::workflow
