#include "inspection/initials.h"

#include "inspection/initials_table.h"
#include "inspection/utf8.h"

#include <array>

namespace sunlot::inspection {
namespace {

struct Reading {
    std::string_view word;
    std::string_view letters;
};

/// What firm and place names read otherwise than the table. Words before the characters they begin with.
constexpr std::array kReadings{
    Reading{"重庆", "CQ"}, Reading{"重组", "CZ"}, Reading{"重新", "CX"}, Reading{"银行", "YH"}, Reading{"商行", "SH"},
    Reading{"车行", "CH"}, Reading{"支行", "ZH"}, Reading{"分行", "FH"}, Reading{"总行", "ZH"}, Reading{"行业", "HY"},
    Reading{"厦门", "XM"}, Reading{"音乐", "YY"}, Reading{"乐器", "YQ"}, Reading{"会计", "KJ"}, Reading{"调味", "TW"},
    Reading{"调料", "TL"}, Reading{"空调", "KT"}, Reading{"调解", "TJ"}, Reading{"单县", "SX"}, Reading{"番禺", "PY"},
    Reading{"六安", "LA"}, Reading{"便宜", "PY"}, Reading{"畜牧", "XM"}, Reading{"畜产", "XC"}, Reading{"成长", "CZ"},
    Reading{"家长", "JZ"}, Reading{"生长", "SZ"}, Reading{"增长", "ZZ"}, Reading{"朝晖", "ZH"}, Reading{"弹簧", "TH"},
    Reading{"长", "C"},    Reading{"晟", "S"},    Reading{"曾", "Z"},
};

/// Which characters a word above may begin with, by their lowest bits: spares nearly all characters the search.
constexpr std::array<bool, 2048> kMayBeginWord = [] {
    std::array<bool, 2048> may{};
    for (const Reading& reading : kReadings) {
        std::string_view word = reading.word;
        may[take_character(word) % may.size()] = true;
    }
    return may;
}();

const Reading* reading_at(std::string_view text) {
    for (const Reading& reading : kReadings)
        if (text.starts_with(reading.word)) return &reading;
    return nullptr;
}

char letter_of(char32_t character) {
    if (character < 0x80) {
        const char c = static_cast<char>(character);
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) return c;
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : '.';
    }
    const char32_t index = character - kFirstHan;  // wraps to a huge value below the block
    return index < kHanInitials.size() ? kHanInitials[index] : '.';
}

}  // namespace

std::string initials_of(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::string_view here = text;
        const char32_t character = take_character(text);
        if (kMayBeginWord[character % kMayBeginWord.size()])
            if (const Reading* reading = reading_at(here)) {
                out += reading->letters;
                text = here.substr(reading->word.size());
                continue;
            }
        if (const char letter = letter_of(character); letter != '.') out += letter;
    }
    return out;
}

}  // namespace sunlot::inspection
