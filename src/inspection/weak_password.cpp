#include "inspection/weak_password.h"

#include <algorithm>
#include <array>
#include <string>

namespace sunlot::inspection {
namespace {

/// The passwords of ten or more characters that guessing programs try first, here and abroad.
constexpr std::array<std::string_view, 48> kWeakPasswords{
    "0123456789",    "1234567890",   "12345678910",  "123456789a",   "a123456789",    "123456789q",   "0987654321",
    "9876543210",    "1122334455",   "5201314520",   "1314520520",   "woaini1314",    "woaini520",    "woaini1314520",
    "woaini5201314", "qwertyuiop",   "1qaz2wsx3edc", "qazwsxedcrfv", "1q2w3e4r5t",    "1q2w3e4r5t6y", "qwer123456",
    "qwe123456789",  "asd123456789", "abc123456789", "abcd123456",   "abcd1234567",   "abc1234567",   "aa12345678",
    "aa123456789",   "a1234567890",  "q123456789",   "z123456789",   "password12",    "password123",  "password1234",
    "passw0rd123",   "p@ssw0rd123",  "admin123456",  "admin12345",   "administrator", "iloveyou123",  "letmein1234",
    "welcome123",    "welcome1234",  "changeme123",  "sunlot12345",  "147258369a",    "zxcvbnm123"};

/// What is left of a password without its digits and signs must be more than one of these.
constexpr std::array<std::string_view, 84> kWords{
    "",        "a",          "aa",         "aaa",           "abc",        "abcd",       "abcde",     "abcdef",
    "abcdefg", "admin",      "adminadmin", "administrator", "asd",        "asdf",       "asdfgh",    "asdfghjkl",
    "asdasd",  "bayannaoer", "byne",       "changeme",      "chen",       "china",      "default",   "gongan",
    "guanli",  "guest",      "hello",      "huang",         "iloveyou",   "jiancha",    "laodong",   "letmein",
    "lhrs",    "li",         "lin",        "linhe",         "linhequ",    "liu",        "login",     "manager",
    "master",  "mima",       "nihao",      "oracle",        "pass",       "passwd",     "password",  "postgres",
    "q",       "qaz",        "qazwsx",     "qazwsxedc",     "qq",         "qwe",        "qweasd",    "qweasdzxc",
    "qwer",    "qwert",      "qwerty",     "qwertyui",      "qwertyuiop", "renshe",     "renshebu",  "renshiju",
    "root",    "secret",     "sun",        "sunlot",        "super",      "supervisor", "sys",       "system",
    "test",    "testtest",   "user",       "wang",          "welcome",    "woaini",     "woaizuguo", "wodemima",
    "xitong",  "yangguang",  "zhang",      "zxcvbn"};

/// Digits and signs that stand for letters.
char undressed(char c) {
    switch (c) {
        case '0':
            return 'o';
        case '1':
        case '!':
            return 'i';
        case '3':
            return 'e';
        case '4':
        case '@':
            return 'a';
        case '5':
        case '$':
            return 's';
        case '7':
            return 't';
        default:
            return c;
    }
}

/// Letters alone; other writing than Latin counts as letters.
std::string letters_of(std::string_view text) {
    std::string out;
    for (const char c : text)
        if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) out += c;
    return out;
}

bool is_word(const std::string& letters) {
    return std::ranges::find(kWords, letters) != kWords.end();
}

}  // namespace

bool is_weak_password(std::string_view folded) {
    if (std::ranges::find(kWeakPasswords, folded) != kWeakPasswords.end()) return true;
    std::string plain(folded);
    if (is_word(letters_of(plain))) return true;
    // Only inside the word: the digits behind it are a year, not letters.
    while (!plain.empty() && letters_of(plain.substr(plain.size() - 1)).empty()) plain.pop_back();
    std::ranges::transform(plain, plain.begin(), undressed);
    return is_word(letters_of(plain));
}

}  // namespace sunlot::inspection
