// The organ (机构) this system works for, and the name of its log. One organ now; every record carries its code, so
// that a province can hold many.
#pragma once
#include "base/json.h"
#include "base/result.h"

#include <string>

namespace sunlot::inspection {

struct Organ {
    std::string name;          // 巴彦淖尔市临河区人力资源和社会保障局
    std::string abbreviation;  // 临人社, the head of document numbers (机关代字)
    std::string code;          // lhrs: 2 to 16 letters or digits, part of every draw's number
    std::string region;        // 150802: GB/T 2260
    friend bool operator==(const Organ&, const Organ&) = default;
};

/// Reads {"name","short","code","region"}; refuses with the member's path under "organ".
Result<Organ> parse_organ(const Json& value);
Json to_json(const Organ& organ);

/// "lhrs-150802/log/2026": the name (origin) of the log this organ started in `year`.
std::string log_origin(const Organ& organ, int year);

}  // namespace sunlot::inspection
