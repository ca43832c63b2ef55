#include "inspection/registration_number.h"

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

/// ISO 7064 MOD 11,10 over the first 14 digits.
char check_digit(std::string_view digits) {
    int product = 10;
    for (const char c : digits.substr(0, RegistrationNumber::kLength - 1)) {
        int sum = (product + (c - '0')) % 10;
        if (sum == 0) sum = 10;
        product = sum * 2 % 11;
    }
    return static_cast<char>('0' + (11 - product) % 10);
}

}  // namespace

Result<RegistrationNumber> RegistrationNumber::parse(std::string_view text) {
    if (text.size() != kLength)
        return refuse(RefusalKind::invalid, "registration_number.length",
                      fmt::format("注册号应为 15 位数字，这里是 {} 位，请核对", text.size()),
                      fmt::format("a registration number has 15 digits, this has {}", text.size()));
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] < '0' || text[i] > '9')
            return refuse(RefusalKind::invalid, "registration_number.character",
                          fmt::format("注册号第 {} 位不是数字，请核对", i + 1),
                          fmt::format("character {} of the registration number is not a digit", i + 1));
    if (const char expected = check_digit(text); text.back() != expected)
        return refuse(
            RefusalKind::invalid, "registration_number.check",
            fmt::format("注册号校验不通过：按前 14 位，最后一位应为 {}，这里是 {}，请核对", expected, text.back()),
            fmt::format("the check fails: behind these 14 digits the last must be {}, not {}", expected, text.back()));
    return RegistrationNumber(std::string(text));
}

}  // namespace sunlot::inspection
