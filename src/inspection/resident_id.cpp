#include "inspection/resident_id.h"

#include <array>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kCheckCharacters = "10X98765432";

char check_character(std::string_view text) {
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (text[i] - '0') * kWeights[i];
    return kCheckCharacters[static_cast<std::size_t>(sum % 11)];
}

Result<Date> birth_of(std::string_view text) {
    return Date::parse(fmt::format("{}-{}-{}", text.substr(6, 4), text.substr(10, 2), text.substr(12, 2)));
}

}  // namespace

std::string_view text(Sex sex) {
    switch (sex) {
        case Sex::male:
            return "男";
        case Sex::female:
            return "女";
        case Sex::unknown:
            break;
    }
    return {};
}

std::optional<Sex> parse_sex(std::string_view word) {
    for (const Sex sex : {Sex::unknown, Sex::male, Sex::female})
        if (word == text(sex)) return sex;
    return std::nullopt;
}

Result<ResidentId> ResidentId::parse(std::string_view text) {
    if (text.size() != kLength)
        return refuse(RefusalKind::invalid, "resident_id.length",
                      fmt::format("身份证号应为 18 位，这里是 {} 位，请核对", text.size()),
                      fmt::format("a resident identity number has 18 characters, this has {}", text.size()));
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (!digit && !(i == 17 && text[i] == 'X'))
            return refuse(RefusalKind::invalid, "resident_id.character",
                          fmt::format("身份证号第 {} 位应为数字（最后一位可为 X），请核对", i + 1),
                          fmt::format("character {} must be a digit (the last may be X)", i + 1));
    }
    const auto birth = birth_of(text);
    if (!birth || birth->year < 1850)
        return refuse(RefusalKind::invalid, "resident_id.birth",
                      fmt::format("身份证号第 7 至 14 位“{}”不是日期，请核对", text.substr(6, 8)),
                      "characters 7 to 14 are not a date of birth");
    // The right check character is not told: with it, a made-up number would pass.
    if (text[17] != check_character(text))
        return refuse(RefusalKind::invalid, "resident_id.check", "身份证号校验不通过，有一位写错，请按证件核对",
                      "the check fails: one character is wrong; compare with the identity card");
    return ResidentId(std::string(text));
}

std::string ResidentId::masked() const {
    return text_.substr(0, 6) + "********" + text_.substr(14);
}

Date ResidentId::birth() const {
    return birth_of(text_).value();
}

Sex ResidentId::sex() const {
    return (text_[16] - '0') % 2 == 1 ? Sex::male : Sex::female;
}

int ResidentId::age_on(Date day) const {
    const Date born = birth();
    const bool before_birthday = day.month < born.month || (day.month == born.month && day.day < born.day);
    return day.year - born.year - (before_birthday ? 1 : 0);
}

}  // namespace sunlot::inspection
