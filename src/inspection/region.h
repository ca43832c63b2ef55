// Administrative regions (行政区划), GB/T 2260: all provinces, and for 内蒙古 the leagues, cities and the counties of
// 巴彦淖尔. Enough to give a row its region from what the row says; other counties keep the code of their province.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sunlot::inspection {

struct Region {
    std::string_view code;  ///< six digits
    std::string_view name;  ///< "临河区"
    std::string_view stem;  ///< "临河": what people write when they leave the suffix off
};

/// All regions known here, in order of their codes.
std::span<const Region> regions();
/// The name of a six-digit code, or empty.
std::string_view region_name(std::string_view code);
/// The region that a cell such as "巴彦淖尔", "临河区" or "150802" means.
std::optional<Region> find_region(std::string_view text);
/// The most specific region named in an address ("内蒙古巴彦淖尔市临河区…" gives 150802).
std::optional<Region> region_of_address(std::string_view address);
/// The town or sub-district ("新华镇", "解放街道") named in an address, else its county ("临河区"), else nothing.
std::string_view district_of_address(std::string_view address);

}  // namespace sunlot::inspection
