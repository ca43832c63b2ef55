#include "inspection/organ.h"

#include "base/text.h"

#include <algorithm>

namespace sunlot::inspection {
namespace {

bool is_code(const std::string& code) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return code.size() >= 2 && code.size() <= 16 && letter(code.front()) &&
           std::ranges::all_of(code, [&](char c) { return letter(c) || digit(c); });
}

bool is_region(const std::string& region) {
    return region.size() == 6 && region.front() != '0' &&
           std::ranges::all_of(region, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<Organ> parse_organ(const Json& value) {
    FieldReader in(value, "organ");
    Organ organ;
    organ.name = trim(in.text("name", 1, 200));
    organ.abbreviation = trim(in.text("short", 1, 60));
    organ.code = in.text("code", 1, 60);
    organ.region = in.text("region", 1, 60);
    if (!is_code(organ.code)) {
        in.refuse_field("code", "organ.code", "机构代码须为 2 至 16 个小写字母或数字，以字母开头，例如 lhrs",
                        "The organ's code has 2 to 16 lower-case letters or digits and starts with a letter");
    }
    if (!is_region(organ.region)) {
        in.refuse_field("region", "organ.region", "行政区划代码须为 6 位数字，例如 150802",
                        "The region is a six-digit code of GB/T 2260, such as 150802");
    }
    if (auto no = in.refusal()) return pass_on(*no);
    return organ;
}

Json to_json(const Organ& organ) {
    return Json::Object{
        {"code", organ.code}, {"name", organ.name}, {"region", organ.region}, {"short", organ.abbreviation}};
}

std::string log_origin(const Organ& organ, int year) {
    return organ.code + "-" + organ.region + "/log/" + std::to_string(year);
}

}  // namespace sunlot::inspection
