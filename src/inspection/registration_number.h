// Business registration number of before 2015 (注册号, GS 15-2006): 15 digits, the last an ISO 7064 MOD 11,10 check.
// Still met in old records, and the only number some of them have.
#pragma once
#include "base/result.h"

#include <compare>
#include <string>
#include <string_view>
#include <utility>

namespace sunlot::inspection {

/// If you hold one, it is valid.
class RegistrationNumber {
public:
    static constexpr std::size_t kLength = 15;

    /// Refuses with registration_number.length, .character or .check; `text` must already be trimmed.
    static Result<RegistrationNumber> parse(std::string_view text);
    const std::string& text() const { return text_; }
    friend auto operator<=>(const RegistrationNumber&, const RegistrationNumber&) = default;

private:
    explicit RegistrationNumber(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace sunlot::inspection
