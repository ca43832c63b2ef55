#include "inspection/roll_same.h"

#include "base/text.h"
#include "inspection/cell.h"
#include "inspection/utf8.h"

#include <array>
#include <utility>

namespace sunlot::inspection {
namespace {

/// Letters, digits and everything of two bytes and more that is no punctuation of the CJK blocks.
bool counts(std::string_view character) {
    if (character.size() == 1) {
        const char c = character[0];
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }
    constexpr std::array<std::string_view, 12> kMarks{"、", "。", "·", "《", "》", "“", "”", "【", "】", "—", "‘", "’"};
    for (const auto mark : kMarks)
        if (character == mark) return false;
    return true;
}

std::string without_marks(std::string_view text) {
    const std::string tidied = upper(tidy(text));
    std::string plain;
    for (std::size_t at = 0; at < tidied.size();) {
        const auto character = std::string_view(tidied).substr(at, character_length(tidied[at]));
        if (counts(character)) plain += character;
        at += character.size();
    }
    return plain;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

}  // namespace

std::string_view text(SameReason reason) {
    constexpr std::array<std::string_view, 4> kTexts{"code", "legacy", "organisation", "name_address"};
    return kTexts[static_cast<std::size_t>(reason)];
}

std::string_view title(SameReason reason) {
    constexpr std::array<std::string_view, 4> kTitles{"统一社会信用代码相同", "旧注册号与现有单位的注册号相同",
                                                      "主体标识码（组织机构代码）相同", "名称和地址相同"};
    return kTitles[static_cast<std::size_t>(reason)];
}

std::string plain_name(std::string_view name) {
    std::string plain = without_marks(name);
    replace_all(plain, "有限责任公司", "有限公司");
    replace_all(plain, "股份有限公司", "股份公司");
    return plain;
}

std::string plain_address(std::string_view address) {
    std::string plain = without_marks(address);
    for (const std::string_view area :
         {"内蒙古自治区", "内蒙古", "巴彦淖尔市", "巴彦淖尔盟", "巴盟", "临河区", "临河市"})
        if (plain.starts_with(area)) plain.erase(0, area.size());
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kNumerals{{{"一", "1"},
                                                                                      {"二", "2"},
                                                                                      {"三", "3"},
                                                                                      {"四", "4"},
                                                                                      {"五", "5"},
                                                                                      {"六", "6"},
                                                                                      {"七", "7"},
                                                                                      {"八", "8"},
                                                                                      {"九", "9"}}};
    for (const auto& [numeral, digit] : kNumerals) replace_all(plain, numeral, digit);
    replace_all(plain, "号院", "号");
    return plain;
}

std::vector<SameKey> same_keys(const ObjectIdentity& object) {
    std::vector<SameKey> keys;
    if (object.kind == "site") return keys;
    constexpr std::size_t kCode = 18;
    constexpr std::size_t kOrganisation = 8;
    constexpr std::size_t kOrganisationLength = 9;
    if (object.credit_code.size() == kCode) {
        keys.push_back({SameReason::code, std::string(object.credit_code)});
        keys.push_back(
            {SameReason::organisation, std::string(object.credit_code.substr(kOrganisation, kOrganisationLength))});
    }
    if (!object.legacy_number.empty()) keys.push_back({SameReason::legacy, std::string(object.legacy_number)});
    const std::string name = plain_name(object.name);
    const std::string address = plain_address(object.address);
    if (!name.empty() && !address.empty()) keys.push_back({SameReason::name_address, name + "\t" + address});
    return keys;
}

}  // namespace sunlot::inspection
