// Pinyin initials (拼音首字母) for searching: "内蒙古恒丰食品" gives "NMGHFSP".
#pragma once
#include <string>
#include <string_view>

namespace sunlot::inspection {

/// The first letter of each Chinese character, and Latin letters and digits as they are, all in upper case; everything
/// else is left out. One reading for each character, but for the words of firm names that are read otherwise (重庆,
/// 银行 …). `text` is well-formed UTF-8.
std::string initials_of(std::string_view text);

}  // namespace sunlot::inspection
