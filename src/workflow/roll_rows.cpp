#include "workflow/roll_rows.h"

#include "base/text.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/roll.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace sunlot::workflow {

EditableLine::EditableLine(std::string_view line) {
    const auto cut = inspection::cut_object(line);
    if (!cut) throw std::logic_error("not a line of roll-v2");
    std::ranges::transform(*cut, columns_.begin(), [](std::string_view column) { return std::string(column); });
}

const std::string& EditableLine::at(std::string_view name) const {
    return columns_[inspection::roll_column(name).value()];
}

std::string EditableLine::line() const {
    inspection::RollLine views;
    std::ranges::copy(columns_, views.begin());
    std::string out;
    inspection::join_object(views, out);
    return out;
}

Result<EditableLine> editable_object(store::View& view, std::string_view id) {
    const auto object = store::find_object(view, id);
    if (!object)
        return refuse(RefusalKind::not_found, "object.unknown", fmt::format("名录里没有监管对象 {}", id),
                      fmt::format("No such object: {}", id), "id");
    if (!object->merged_into.empty())
        return refuse(RefusalKind::conflict, "object.merged",
                      fmt::format("这个对象已经并入 {}，请在那里修改，或先撤销合并", object->merged_into),
                      fmt::format("This object was merged into {}", object->merged_into), "id");
    return EditableLine(store::object_line(view, id).value());
}

ChangedRows::ChangedRows(const Context& context) : context_(context) {}

void ChangedRows::add(const EditableLine& line) {
    bytes_ += line.line();
    bytes_ += '\n';
    ++rows_;
}

Json::Object ChangedRows::data(std::string_view source) const {
    constexpr std::size_t kSaltBytes = 32;
    std::string blob;
    if (rows_ > 0)
        blob = context_.blobs.put(context_.entropy.hex(kSaltBytes) + "\n" + bytes_, store::Privacy::personal);
    return Json::Object{{"added", 0},    {"blob", blob},    {"changed", rows_}, {"format", inspection::kRollFormat},
                        {"rows", rows_}, {"source", source}};
}

Result<Done> check_source(std::string_view source) {
    if (std::ranges::find(inspection::edit_sources(), source) == inspection::edit_sources().end())
        return refuse(RefusalKind::invalid, "object.source", "请选择信息来源", "Say where the information is from",
                      "source");
    return Done{};
}

Json reason_part(std::string_view reason) {
    const auto words = trim(reason);
    if (words.empty()) return nullptr;
    return Json::Object{{"reason", words}};
}

}  // namespace sunlot::workflow
