// Resident identity number (公民身份号码), GB 11643-1999: 6 digits of region, 8 of birth, 3 of sequence (odd for men),
// and a check character 0–9 or X. Personal data: never in the public part of the journal, shown only masked.
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sunlot::inspection {

enum class Sex { unknown, male, female };
/// 男, 女, or empty.
std::string_view text(Sex sex);
std::optional<Sex> parse_sex(std::string_view text);

/// If you hold one, it is valid.
class ResidentId {
public:
    static constexpr std::size_t kLength = 18;

    /// Refuses with resident_id.length, .character, .birth or .check; `text` must already be trimmed and upper case.
    static Result<ResidentId> parse(std::string_view text);

    const std::string& text() const { return text_; }
    /// 150802********0012
    std::string masked() const;
    Date birth() const;
    Sex sex() const;
    /// Full years on `day`.
    int age_on(Date day) const;
    friend auto operator<=>(const ResidentId&, const ResidentId&) = default;

private:
    explicit ResidentId(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace sunlot::inspection
