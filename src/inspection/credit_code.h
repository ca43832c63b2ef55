// Unified social credit code (统一社会信用代码), GB 32100-2015: 18 characters out of 31 (no I O S V Z), of which the
// last is a check character over the other 17 (weights 3^i mod 31). Positions: 1 registering department, 2 class, 3–8
// GB/T 2260 region, 9–17 organisation code (GB 11714, with a check character of its own), 18 check.
#pragma once
#include "base/result.h"

#include <array>
#include <compare>
#include <string_view>

namespace sunlot::inspection {

/// If you hold one, it is valid. A plain value of 18 bytes.
class CreditCode {
public:
    static constexpr std::size_t kLength = 18;

    /// Refuses with credit_code.length, .character or .check, in a sentence that says what to correct; `text` must
    /// already be trimmed and upper case (cell.h `tidy_code`).
    static Result<CreditCode> parse(std::string_view text);

    std::string_view text() const { return {text_.data(), text_.size()}; }
    char department() const { return text_[0]; }
    char category() const { return text_[1]; }
    std::string_view region() const { return text().substr(2, 6); }
    std::string_view organisation_code() const { return text().substr(8, 9); }
    /// GB 11714 over positions 9–17. Genuine codes exist that fail it, so it is worth a warning and never a refusal.
    bool organisation_code_checks() const;

    friend auto operator<=>(const CreditCode&, const CreditCode&) = default;

private:
    CreditCode() = default;
    std::array<char, kLength> text_{};
};

/// The check character that belongs behind 17 valid characters; '\0' when one of them is not of the alphabet.
char credit_code_check_character(std::string_view first_17);

}  // namespace sunlot::inspection
