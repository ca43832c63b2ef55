// Pinyin initials (拼音首字母) for searching: "内蒙古恒丰食品" gives "NMGHFSP".
// Readings come from ICU's Han-Latin rules, which know one reading for each character; the words of firm names that are
// read otherwise (重庆, 银行, 长城 …) are listed in the .cpp.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

/// An immutable table, built once at the edge (about a tenth of a second) and handed to those who need it; safe to
/// share between threads.
class Initials {
public:
    Initials();
    /// Upper-case letters and digits: the first letter of each Chinese character, and Latin letters and digits as they
    /// are; everything else is left out. `text` is UTF-8.
    std::string of(std::string_view text) const;

private:
    void append_word(std::string_view& text, std::string& out) const;
    std::vector<char> letters_;  ///< of U+3400 … U+9FFF, '\0' where there is none
};

}  // namespace sunlot::inspection
