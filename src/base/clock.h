// Time and randomness come in as arguments, so that everything below the edge can be replayed and tested.
// Inside: UTC microseconds. At the edges: Asia/Shanghai, a fixed +08:00 (China has had no summer time since 1991).
#pragma once
#include "base/result.h"

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sunlot {

/// A civil date of the Gregorian calendar.
struct Date {
    std::int32_t year = 1970;
    std::int32_t month = 1;
    std::int32_t day = 1;
    friend auto operator<=>(const Date&, const Date&) = default;

    /// Strict "YYYY-MM-DD"; refuses date.malformed for anything else, also for 2026-02-30.
    static Result<Date> parse(std::string_view text);
    std::string text() const;
    /// Days since 1970-01-01, and back.
    std::int64_t days() const;
    static Date from_days(std::int64_t days);
};

/// Microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t micros = 0;
    friend auto operator<=>(const Instant&, const Instant&) = default;

    /// "2026-11-22T08:00:00.000000Z", the only form that enters the journal.
    std::string text() const;
    /// Accepts the form above, and the same with fewer (or no) fraction digits; refuses instant.malformed.
    static Result<Instant> parse(std::string_view text);
    /// "2026-11-22 16:00:00" in Beijing time, for people.
    std::string beijing() const;
    /// The calendar day in Beijing: what a law means by "the day".
    Date beijing_date() const;
};

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

/// A source of cryptographic randomness: salts, tokens, ids. Never used by the draw.
class Entropy {
public:
    virtual ~Entropy() = default;
    virtual void fill(std::span<unsigned char> bytes) = 0;
    /// `count` random bytes as lower-case hex (2 × count characters).
    std::string hex(std::size_t count);
};

}  // namespace sunlot
