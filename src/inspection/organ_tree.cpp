#include "inspection/organ_tree.h"

#include "base/text.h"

#include <algorithm>

namespace sunlot::inspection {
namespace {

constexpr std::size_t kLongestCode = 32;
constexpr std::size_t kLongestName = 120;
/// A tree deeper than this is a circle.
constexpr int kDeepest = 16;

const OrganUnit* find(const std::vector<OrganUnit>& tree, std::string_view code) {
    const auto found = std::ranges::find(tree, code, &OrganUnit::code);
    return found == tree.end() ? nullptr : &*found;
}

/// Is `code` the unit `above`, or below it?
bool is_within(const std::vector<OrganUnit>& tree, std::string_view code, std::string_view above) {
    for (int depth = 0; depth < kDeepest; ++depth) {
        if (code == above) return true;
        const auto* unit = find(tree, code);
        if (unit == nullptr || unit->parent.empty()) return false;
        code = unit->parent;
    }
    return false;
}

/// The unit itself or the nearest one above it that is a region; nullptr: none.
const OrganUnit* region_of(const std::vector<OrganUnit>& tree, const OrganUnit* unit) {
    for (int depth = 0; unit != nullptr && depth < kDeepest; ++depth) {
        if (unit->kind == "region") return unit;
        unit = find(tree, unit->parent);
    }
    return nullptr;
}

std::set<std::string> names_within(const std::vector<OrganUnit>& tree, std::string_view kind, std::string_view above) {
    std::set<std::string> out;
    for (const auto& unit : tree)
        if (unit.kind == kind && is_within(tree, unit.code, above)) out.insert(unit.name);
    return out;
}

bool is_code(const std::string& code) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !code.empty() && code.size() <= kLongestCode && std::ranges::all_of(code, fits);
}

Refusal no(std::string code, std::string zh, std::string en, std::string field) {
    return refuse(RefusalKind::invalid, std::move(code), std::move(zh), std::move(en), std::move(field));
}

}  // namespace

Result<Done> check_unit(const std::vector<OrganUnit>& tree, const OrganUnit& unit) {
    if (!is_code(unit.code))
        return no("unit.code", "编号须为 1 至 32 个小写字母、数字或 -",
                  "The code has 1 to 32 lower-case letters, digits or -", "code");
    if (unit.kind != "region" && unit.kind != "department")
        return no("unit.kind", "种类须为 region（区划）或 department（部门）", "The kind is region or department",
                  "kind");
    if (trim(unit.name).empty() || unit.name.size() > kLongestName)
        return no("unit.name", "请填写名称（不超过 40 个汉字）", "Name the unit", "name");
    if (unit.parent.empty()) return Done{};
    const auto* parent = find(tree, unit.parent);
    if (parent == nullptr || !parent->open || is_within(tree, unit.parent, unit.code))
        return no("unit.parent", "上级不存在、已停用，或者是它自己的下级",
                  "The unit above is unknown, closed, or below it", "parent");
    if (unit.kind == "region" && parent->kind == "department")
        return no("unit.region", "区划不能放在部门下面", "A region can't stand below a department", "parent");
    return Done{};
}

DataScope scope_at(const std::vector<OrganUnit>& tree, std::string_view place) {
    if (place.empty()) return {};
    DataScope scope{.all_districts = false, .districts = {}, .all_units = false, .units = {}};
    const auto* unit = find(tree, place);
    if (unit == nullptr) return scope;
    scope.units = names_within(tree, "department", place);
    const auto* region = region_of(tree, unit);
    scope.all_districts = region == nullptr;
    if (region != nullptr) scope.districts = names_within(tree, "region", region->code);
    return scope;
}

}  // namespace sunlot::inspection
