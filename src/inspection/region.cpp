#include "inspection/region.h"

#include "inspection/utf8.h"

#include <algorithm>
#include <array>

namespace sunlot::inspection {
namespace {

constexpr std::array kRegions{
    Region{"110000", "北京市", "北京"},           Region{"120000", "天津市", "天津"},
    Region{"130000", "河北省", "河北"},           Region{"140000", "山西省", "山西"},
    Region{"150000", "内蒙古自治区", "内蒙古"},   Region{"150100", "呼和浩特市", "呼和浩特"},
    Region{"150200", "包头市", "包头"},           Region{"150300", "乌海市", "乌海"},
    Region{"150400", "赤峰市", "赤峰"},           Region{"150500", "通辽市", "通辽"},
    Region{"150600", "鄂尔多斯市", "鄂尔多斯"},   Region{"150700", "呼伦贝尔市", "呼伦贝尔"},
    Region{"150800", "巴彦淖尔市", "巴彦淖尔"},   Region{"150802", "临河区", "临河"},
    Region{"150821", "五原县", "五原"},           Region{"150822", "磴口县", "磴口"},
    Region{"150823", "乌拉特前旗", "乌拉特前旗"}, Region{"150824", "乌拉特中旗", "乌拉特中旗"},
    Region{"150825", "乌拉特后旗", "乌拉特后旗"}, Region{"150826", "杭锦后旗", "杭锦后旗"},
    Region{"150900", "乌兰察布市", "乌兰察布"},   Region{"152200", "兴安盟", "兴安盟"},
    Region{"152500", "锡林郭勒盟", "锡林郭勒"},   Region{"152900", "阿拉善盟", "阿拉善"},
    Region{"210000", "辽宁省", "辽宁"},           Region{"220000", "吉林省", "吉林"},
    Region{"230000", "黑龙江省", "黑龙江"},       Region{"310000", "上海市", "上海"},
    Region{"320000", "江苏省", "江苏"},           Region{"330000", "浙江省", "浙江"},
    Region{"340000", "安徽省", "安徽"},           Region{"350000", "福建省", "福建"},
    Region{"360000", "江西省", "江西"},           Region{"370000", "山东省", "山东"},
    Region{"410000", "河南省", "河南"},           Region{"420000", "湖北省", "湖北"},
    Region{"430000", "湖南省", "湖南"},           Region{"440000", "广东省", "广东"},
    Region{"450000", "广西壮族自治区", "广西"},   Region{"460000", "海南省", "海南"},
    Region{"500000", "重庆市", "重庆"},           Region{"510000", "四川省", "四川"},
    Region{"520000", "贵州省", "贵州"},           Region{"530000", "云南省", "云南"},
    Region{"540000", "西藏自治区", "西藏"},       Region{"610000", "陕西省", "陕西"},
    Region{"620000", "甘肃省", "甘肃"},           Region{"630000", "青海省", "青海"},
    Region{"640000", "宁夏回族自治区", "宁夏"},   Region{"650000", "新疆维吾尔自治区", "新疆"},
    Region{"710000", "台湾省", "台湾"},           Region{"810000", "香港特别行政区", "香港"},
    Region{"820000", "澳门特别行政区", "澳门"},
};
static_assert(std::ranges::is_sorted(kRegions, {}, &Region::code));

constexpr char32_t first_character(std::string_view text) {
    return take_character(text);
}

/// Which characters a name may begin or end in, by their lowest bits: spares nearly all places of an address the
/// search.
using Characters = std::array<bool, 1024>;
constexpr Characters kMayBeginRegion = [] {
    Characters may{};
    for (const Region& region : kRegions) may[first_character(region.name) % may.size()] = true;
    return may;
}();

bool is_county(const Region& region) {
    return !region.code.ends_with("00");
}
bool is_city(const Region& region) {
    return !is_county(region) && !region.code.ends_with("0000");
}

enum class Level { above_county, county, town };
struct Ending {
    std::string_view text;
    Level level;
};
/// Longer endings before those they end in: 自治区 is no county.
constexpr std::array kEndings{
    Ending{"自治区", Level::above_county},
    Ending{"自治州", Level::above_county},
    Ending{"自治县", Level::county},
    Ending{"省", Level::above_county},
    Ending{"市", Level::above_county},
    Ending{"盟", Level::above_county},
    Ending{"区", Level::county},
    Ending{"县", Level::county},
    Ending{"旗", Level::county},
    Ending{"街道", Level::town},
    Ending{"苏木", Level::town},
    Ending{"办事处", Level::town},
    Ending{"镇", Level::town},
    Ending{"乡", Level::town},
};

constexpr Characters kMayBeginEnding = [] {
    Characters may{};
    for (const Ending& ending : kEndings) may[first_character(ending.text) % may.size()] = true;
    return may;
}();

struct Part {
    std::string_view name;
    Level level;
};
/// The beginning of `text` up to and including the first ending.
std::optional<Part> first_part(std::string_view text) {
    if (text.empty()) return std::nullopt;
    for (std::size_t at = character_length(text[0]); at < text.size(); at += character_length(text[at])) {
        const std::string_view rest = text.substr(at);
        if (!kMayBeginEnding[first_character(rest) % kMayBeginEnding.size()]) continue;
        for (const Ending& ending : kEndings)
            if (rest.starts_with(ending.text)) return Part{text.substr(0, at + ending.text.size()), ending.level};
    }
    return std::nullopt;
}

/// "水岸故乡小区" and "金川大道12号百货市场" have endings by chance only.
bool could_be_a_name(const Part& part) {
    static constexpr std::array<std::string_view, 6> kStreetWords{"路", "大街", "大道", "巷", "号", "小区"};
    const std::size_t max_bytes = part.level == Level::above_county ? 30 : 21;
    return part.name.size() <= max_bytes &&
           std::ranges::none_of(kStreetWords, [&](std::string_view word) { return part.name.contains(word); });
}

}  // namespace

std::span<const Region> regions() {
    return kRegions;
}

std::string_view region_name(std::string_view code) {
    const auto at = std::ranges::lower_bound(kRegions, code, {}, &Region::code);
    return at != kRegions.end() && at->code == code ? at->name : std::string_view{};
}

std::optional<Region> find_region(std::string_view text) {
    for (const Region& region : kRegions)
        if (text == region.code || text == region.name || text == region.stem) return region;
    return region_of_address(text);
}

std::optional<Region> region_of_address(std::string_view address) {
    // County before city before province. A county's bare stem (临河) also names streets elsewhere, so it counts only
    // with its suffix; a province counts only where the address begins with it.
    const Region* city = nullptr;
    const Region* province = nullptr;
    for (std::size_t at = 0; at < address.size(); at += character_length(address[at])) {
        const std::string_view rest = address.substr(at);
        if (!kMayBeginRegion[first_character(rest) % kMayBeginRegion.size()]) continue;
        for (const Region& region : kRegions) {
            if (is_county(region)) {
                if (rest.starts_with(region.name)) return region;
            } else if (is_city(region)) {
                if (!city && rest.starts_with(region.stem)) city = &region;
            } else if (at == 0 && rest.starts_with(region.stem)) {
                province = &region;
            }
        }
    }
    if (const Region* found = city ? city : province) return *found;
    return std::nullopt;
}

std::string_view district_of_address(std::string_view address) {
    std::string_view county;
    while (!address.empty()) {
        const auto part = first_part(address);
        if (!part || !could_be_a_name(*part)) break;
        if (part->level == Level::town) return part->name;
        if (!county.empty()) break;
        if (part->level == Level::county) county = part->name;
        address.remove_prefix(part->name.size());
    }
    return county;
}

}  // namespace sunlot::inspection
