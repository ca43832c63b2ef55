#include "inspection/entry_kind.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace sunlot::inspection {
namespace {

using Register = std::map<std::string_view, const EntryKind*, std::less<>>;

Register register_of(const std::vector<EntryArea>& areas) {
    Register kinds;
    for (const auto& area : areas)
        for (const auto& kind : area.kinds)
            if (!kinds.emplace(kind.kind, &kind).second)
                throw std::logic_error("declared twice: " + std::string(kind.kind));
    return kinds;
}

std::optional<std::string> field_fault(const EntryKind& kind, const Json::Object& data) {
    for (const auto& [key, value] : data)
        if (std::ranges::find(kind.fields, key, &EntryField::name) == kind.fields.end())
            return std::string(kind.kind) + ": undeclared member " + key;
    for (const auto& field : kind.fields)
        if (field.presence == Presence::always && !data.contains(field.name))
            return std::string(kind.kind) + ": without the member " + std::string(field.name);
    return std::nullopt;
}

}  // namespace

const std::vector<EntryArea>& entry_areas() {
    static const std::vector<EntryArea> areas = {
        log_entry_kinds(),      key_entry_kinds(),     account_entry_kinds(), directory_entry_kinds(),
        roll_entry_kinds(),     setting_entry_kinds(), work_entry_kinds(),    draw_entry_kinds(),
        change_entry_kinds(),   private_entry_kinds(), audit_entry_kinds(),   province_entry_kinds(),
        exchange_entry_kinds(),
    };
    return areas;
}

const EntryKind* entry_kind(std::string_view kind) {
    static const Register kinds = register_of(entry_areas());
    const auto found = kinds.find(kind);
    return found == kinds.end() ? nullptr : found->second;
}

std::optional<std::string> entry_fault(std::string_view kind, const Json& data, bool has_private_part) {
    const EntryKind* declared = entry_kind(kind);
    if (declared == nullptr) return "undeclared kind of entry: " + std::string(kind);
    if (auto fault = field_fault(*declared, data.as_object())) return fault;
    if (has_private_part && declared->private_part == PrivatePart::none)
        return std::string(kind) + ": an unexpected private part";
    if (!has_private_part && declared->private_part == PrivatePart::must)
        return std::string(kind) + ": without its private part";
    return std::nullopt;
}

}  // namespace sunlot::inspection
