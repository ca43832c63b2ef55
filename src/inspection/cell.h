// Cells as people type them: text with stray spaces and full-width digits, ten ways to write a date, "无" for nothing.
// Everything here is pure and takes well-formed UTF-8 (the readers in documents/ see to that).
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

/// NFKC (full-width "ＡＢ１２（）" becomes "AB12()"), control characters and runs of white space to one space, ends
/// trimmed; the apostrophe with which exports neutralise formulas is taken off again. The result has no tab and no line
/// break.
std::string tidy(std::string_view text);
/// The same with NFC: for prose (经营范围, 备注), whose full-width punctuation is meant.
std::string tidy_prose(std::string_view text);
/// `tidy`, upper case, without spaces, hyphens and the `="…"` with which Excel keeps digits as text: for codes.
std::string tidy_code(std::string_view text);

/// What people put where they have nothing: "", "-", "—", "/", "N/A", "无", "空", "null", "不详", "暂无" … of tidied
/// text.
bool means_nothing(std::string_view tidied);
/// Begins with a character that makes a spreadsheet run it as a formula: = + - @ TAB CR (OWASP, CSV injection).
bool looks_like_formula(std::string_view text);

/// 2019-03-05, 2019/3/5, 2019.3.5, 2019年3月5日, 20190305, each also with a time behind it, and Excel's day numbers
/// (43529). Refuses date.malformed. Years 1900 to 2199.
Result<Date> read_date(std::string_view tidied);
/// A whole number; "1,234", "12人" and "12.0" are read too. Refuses number.malformed or number.range.
Result<std::int64_t> read_count(std::string_view tidied, std::int64_t max);
/// 是/否, 有/无, Y/N, true/false, 1/0, √/×. Refuses flag.malformed.
Result<bool> read_flag(std::string_view tidied);
/// Splits at 、，,；;| and spaces; sorted, without repeats, no empty parts.
std::vector<std::string> read_list(std::string_view tidied);

/// "139****1234": the first three and the last four characters; shorter texts are hidden altogether.
std::string mask(std::string_view text);

}  // namespace sunlot::inspection
