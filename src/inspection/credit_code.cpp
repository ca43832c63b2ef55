#include "inspection/credit_code.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::array<std::uint32_t, 17> kWeights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
constexpr std::array<std::uint32_t, 8> kOrganisationWeights{3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::uint8_t kForeign = 0xff;

constexpr std::array<std::uint8_t, 256> kValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(kForeign);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i)
        values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

std::uint8_t value_of(char c) {
    return kValues[static_cast<unsigned char>(c)];
}

Refusal refuse_length(std::string_view text) {
    if (text.contains("E+") || text.contains("E17"))
        return refuse(RefusalKind::invalid, "credit_code.length",
                      "代码被电子表格改成了科学计数法，请把该列设为“文本”格式后重新填写 18 位代码",
                      "a spreadsheet turned the code into a number; format the column as text and enter all 18 "
                      "characters again");
    return refuse(
        RefusalKind::invalid, "credit_code.length",
        fmt::format("统一社会信用代码应为 18 位，这里是 {} 位，请核对是否漏写或多写", text.size()),
        fmt::format("a credit code has 18 characters, this has {}; look for a missing or extra one", text.size()));
}

/// Letters that the standard leaves out because they look like others, and what was probably meant.
std::string_view look_alike(char c) {
    switch (c) {
        case 'I':
            return "1";
        case 'O':
            return "0";
        case 'S':
            return "5";
        case 'V':
            return "U";
        case 'Z':
            return "2";
        default:
            return {};
    }
}

Refusal refuse_character(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (const auto meant = look_alike(c); !meant.empty())
        return refuse(
            RefusalKind::invalid, "credit_code.character",
            fmt::format("第 {} 位是字母 {}，统一社会信用代码不用 I、O、S、V、Z，多半是 {}", at + 1, c, meant),
            fmt::format("character {} is the letter {}; a credit code has no I, O, S, V or Z, it is probably {}",
                        at + 1, c, meant));
    return refuse(
        RefusalKind::invalid, "credit_code.character",
        fmt::format("第 {} 位不是数字或大写字母，请按营业执照改正", at + 1),
        fmt::format("character {} is neither a digit nor a capital letter; correct it from the licence", at + 1));
}

Refusal refuse_check(char found, char expected) {
    return refuse(
        RefusalKind::invalid, "credit_code.check",
        fmt::format(
            "校验不通过：按前 17 位，最后一位应为 {}，这里是 {}；若最后一位没错，则前面有一位写错，请按营业执照核对",
            expected, found),
        fmt::format(
            "the check fails: behind these 17 characters the last must be {}, not {}; if the last is right, one "
            "of the others is wrong; compare with the licence",
            expected, found));
}

}  // namespace

char credit_code_check_character(std::string_view first_17) {
    if (first_17.size() != kWeights.size()) return '\0';
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        const std::uint8_t value = value_of(first_17[i]);
        if (value == kForeign) return '\0';
        sum += value * kWeights[i];
    }
    return kAlphabet[(31 - sum % 31) % 31];
}

Result<CreditCode> CreditCode::parse(std::string_view text) {
    if (text.size() != kLength) return refuse_length(text);
    for (std::size_t i = 0; i < kLength; ++i)
        if (value_of(text[i]) == kForeign) return refuse_character(text, i);
    const char expected = credit_code_check_character(text.substr(0, 17));
    if (text[17] != expected) return refuse_check(text[17], expected);
    CreditCode code;
    std::ranges::copy(text, code.text_.begin());
    return code;
}

bool CreditCode::organisation_code_checks() const {
    const std::string_view code = organisation_code();
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < kOrganisationWeights.size(); ++i) {
        // GB 11714 counts letters A = 10 … Z = 35, with no letter left out.
        const char c = code[i];
        sum += kOrganisationWeights[i] * static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'A' + 10);
    }
    const std::uint32_t check = 11 - sum % 11;
    const char expected = check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
    return code[8] == expected;
}

}  // namespace sunlot::inspection
