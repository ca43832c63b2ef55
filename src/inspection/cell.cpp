#include "inspection/cell.h"

#include "base/text.h"
#include "inspection/utf8.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <stdexcept>

#include <fmt/format.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

namespace sunlot::inspection {
namespace {

enum class Form { nfkc, nfc };

/// Whether both normal forms leave a character alone whatever stands beside it: printable ASCII, the unified ideographs
/// U+4000–U+9FFF, and for NFC alone also Chinese punctuation and full-width forms. Nearly all cells consist of these,
/// and then need no ICU.
bool is_inert(std::string_view character, Form form) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    if (character.size() == 1) return byte(0) > 0x20 && byte(0) < 0x7f;
    if (character.size() != 3) return false;
    if (byte(0) >= 0xe4 && byte(0) <= 0xe9) return true;
    if (byte(0) == 0xe3 && byte(1) == 0x80) return byte(2) >= 0x81 && byte(2) <= 0x9f;  // 、。《》「」
    if (byte(0) == 0xe2 && byte(1) == 0x80) return form == Form::nfc && byte(2) >= 0x93 && byte(2) <= 0x9d;  // — “ ”
    if (byte(0) == 0xef) return form == Form::nfc && (byte(1) == 0xbc || byte(1) == 0xbd) && byte(2) >= 0x81;
    return false;
}

/// True when tidying would change nothing.
bool is_tidy(std::string_view text, Form form) {
    bool after_space = true;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ') {
            if (after_space) return false;
            after_space = true;
            ++at;
            continue;
        }
        const std::size_t length = character_length(text[at]);
        if (!is_inert(text.substr(at, length), form)) return false;
        after_space = false;
        at += length;
    }
    return text.empty() || !after_space;
}

std::string normalise(std::string_view text, Form form) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer =
        form == Form::nfkc ? icu::Normalizer2::getNFKCInstance(status) : icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU normalizer: ") + u_errorName(status));
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
    normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr,
                              status);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU normalizer: ") + u_errorName(status));
    return out;
}

bool is_blank(char32_t c) {
    return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}
/// Zero-width characters and direction marks: they come along when people copy from web pages, and make equal names
/// differ.
bool is_invisible(char32_t c) {
    return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           c == 0xfeff || c == 0xad;
}

std::string collapse(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool pending_space = false;
    while (!text.empty()) {
        const std::string_view here = text;
        const char32_t c = take_character(text);
        if (is_invisible(c)) continue;
        if (is_blank(c)) {
            pending_space = !out.empty();
            continue;
        }
        if (pending_space) out += ' ';
        pending_space = false;
        out += here.substr(0, here.size() - text.size());
    }
    return out;
}

std::string tidy_as(std::string_view text, Form form) {
    // The apostrophe of an export's formula guard; a name that really begins with one keeps it.
    const bool guarded = text.size() > 1 && text[0] == '\'' && looks_like_formula(text.substr(1));
    if (guarded) text.remove_prefix(1);
    return is_tidy(text, form) ? std::string(text) : collapse(normalise(text, form));
}

bool one_of(std::span<const std::string_view> words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes the digits at the front of `text`.
std::string_view take_digits(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, is_digit);
    const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::int32_t number(std::string_view digits) {
    std::int32_t value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

/// "13:20", "T00:00:00.000Z", "13时20分": whatever stands behind a date must look like a time of day.
bool is_time(std::string_view text) {
    if (text.empty()) return true;
    if (text[0] != ' ' && text[0] != 'T') return false;
    return text.find_first_not_of("0123456789:.TZ+AMPam ", 1) == std::string_view::npos || text.contains("时") ||
           text.contains("午");
}

std::optional<Date> civil(std::int32_t year, std::int32_t month, std::int32_t day) {
    const Date date{year, month, day};
    if (year < 1900 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    return Date::from_days(date.days()) == date ? std::optional(date) : std::nullopt;
}

/// Excel's day numbers count from 1899-12-30 (it believes in 1900-02-29). Below 10,000 (1927) a number is more likely
/// a year or a mistake.
std::optional<Date> from_serial(std::string_view digits, std::string_view rest) {
    const bool fraction = rest.empty() || (rest[0] == '.' && std::ranges::all_of(rest.substr(1), is_digit));
    if (digits.size() != 5 || !fraction || digits[0] == '0') return std::nullopt;
    return Date::from_days(Date{1899, 12, 30}.days() + number(digits));
}

std::optional<Date> date_of(std::string_view text) {
    const std::string_view first = take_digits(text);
    if (first.size() == 8 && is_time(text))
        return civil(number(first.substr(0, 4)), number(first.substr(4, 2)), number(first.substr(6, 2)));
    if (first.size() == 5) return from_serial(first, text);
    if (first.size() != 4) return std::nullopt;
    const bool chinese = take(text, "年");
    if (!chinese && !take(text, "-") && !take(text, "/") && !take(text, ".")) return std::nullopt;
    take(text, " ");
    const std::string_view month = take_digits(text);
    if (chinese ? !take(text, "月") : !(take(text, "-") || take(text, "/") || take(text, "."))) return std::nullopt;
    take(text, " ");
    const std::string_view day = take_digits(text);
    if (!take(text, "日")) take(text, "号");
    if (month.empty() || month.size() > 2 || day.empty() || day.size() > 2 || !is_time(text)) return std::nullopt;
    return civil(number(first), number(month), number(day));
}

constexpr std::array<std::string_view, 24> kNothing{"",     "-",    "--",   "---",  "—",    "——",   "/",  "//",
                                                    "\\",   "N/A",  "n/a",  "NA",   "#N/A", "无",   "空", "暂无",
                                                    "不详", "null", "NULL", "None", "none", "(空)", ".",  "*"};

}  // namespace

std::string tidy(std::string_view text) {
    return tidy_as(text, Form::nfkc);
}

std::string tidy_prose(std::string_view text) {
    return tidy_as(text, Form::nfc);
}

std::string tidy_code(std::string_view text) {
    const auto plain = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
    if (std::ranges::all_of(text, plain)) return std::string(text);
    std::string tidied = tidy(text);
    if (tidied.starts_with("=\"") && tidied.ends_with('"')) tidied = tidied.substr(2, tidied.size() - 3);
    if (means_nothing(tidied)) return {};
    std::erase_if(tidied, [](char c) { return c == ' ' || c == '-' || c == '\'' || c == '`'; });
    return upper(tidied);
}

bool means_nothing(std::string_view tidied) {
    return tidied.size() <= 6 && one_of(kNothing, tidied);
}

bool looks_like_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").contains(text[0]);
}

Result<Date> read_date(std::string_view tidied) {
    if (const auto date = date_of(tidied)) return *date;
    return refuse(RefusalKind::invalid, "date.malformed", "不是日期，请写成“年-月-日”，如 2019-03-05",
                  "not a date; write year-month-day, for example 2019-03-05");
}

Result<std::int64_t> read_count(std::string_view tidied, std::int64_t max) {
    static constexpr std::array<std::string_view, 5> kUnits{"人", "名", "个", "次", "户"};
    const auto malformed = [] {
        return refuse(RefusalKind::invalid, "number.malformed", "不是整数，请只写数字，如 12",
                      "not a whole number; write digits only, for example 12");
    };
    for (const auto unit : kUnits)
        if (tidied.ends_with(unit)) tidied.remove_suffix(unit.size());
    tidied = trim(tidied);
    if (const auto point = tidied.find('.'); point != std::string_view::npos) {
        if (tidied.find_first_not_of('0', point + 1) != std::string_view::npos) return malformed();
        tidied = tidied.substr(0, point);
    }
    std::int64_t value = 0;
    bool any = false;
    for (const char c : tidied) {
        if (c == ',' && any) continue;
        if (!is_digit(c)) return malformed();
        any = true;
        value = value * 10 + (c - '0');
        if (value > max)
            return refuse(RefusalKind::invalid, "number.range", fmt::format("数字太大，最多 {}，请核对", max),
                          fmt::format("the number is too large, at most {}", max));
    }
    if (!any) return malformed();
    return value;
}

Result<bool> read_flag(std::string_view tidied) {
    static constexpr std::array<std::string_view, 9> kYes{"是", "有", "Y", "YES", "TRUE", "1", "√", "✓", "对"};
    static constexpr std::array<std::string_view, 9> kNo{"否", "无", "N", "NO", "FALSE", "0", "×", "✗", "不是"};
    const std::string word = upper(tidied);
    if (one_of(kYes, word)) return true;
    if (one_of(kNo, word)) return false;
    return refuse(RefusalKind::invalid, "flag.malformed", "请写“是”或“否”", "write 是 (yes) or 否 (no)");
}

std::vector<std::string> read_list(std::string_view tidied) {
    static constexpr std::array<std::string_view, 8> kSeparators{"、", "，", "；", ",", ";", "|", " ", "/"};
    std::vector<std::string> parts(1);
    while (!tidied.empty()) {
        const auto separator =
            std::ranges::find_if(kSeparators, [&](std::string_view s) { return tidied.starts_with(s); });
        const std::size_t length = separator != kSeparators.end() ? separator->size() : character_length(tidied[0]);
        if (separator != kSeparators.end())
            parts.emplace_back();
        else
            parts.back() += tidied.substr(0, length);
        tidied.remove_prefix(length);
    }
    std::erase_if(parts, [](const std::string& part) { return part.empty(); });
    std::ranges::sort(parts);
    parts.erase(std::ranges::unique(parts).begin(), parts.end());
    return parts;
}

std::string mask(std::string_view text) {
    std::vector<std::string_view> characters;
    while (!text.empty()) {
        characters.push_back(text.substr(0, character_length(text[0])));
        text.remove_prefix(characters.back().size());
    }
    const bool enough = characters.size() >= 8;
    std::string out;
    for (std::size_t i = 0; i < characters.size(); ++i)
        if (enough && (i < 3 || i + 4 >= characters.size()))
            out += characters[i];
        else
            out += '*';
    return out;
}

}  // namespace sunlot::inspection
