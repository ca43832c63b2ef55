#include "base/text.h"
#include "inspection/roll.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/roll.h"
#include "workflow/exchange.h"

#include <map>
#include <stdexcept>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kMostAtOnce = 500;
constexpr std::size_t kLongestReason = 500;

using Fields = std::map<std::string, std::string>;  // column → value

Refusal unknown(const std::string& id) {
    return refuse(RefusalKind::not_found, "exchange.conflict_unknown", "没有这条出入：" + id, "No such conflict: " + id,
                  "conflicts");
}

Result<std::vector<store::ConflictRecord>> find_open(store::View& view, const std::vector<std::string>& ids) {
    if (ids.empty() || ids.size() > kMostAtOnce)
        return refuse(RefusalKind::invalid, "exchange.conflict_unknown", "一次选择 1 至 500 条",
                      "Choose 1 to 500 at a time", "conflicts");
    std::vector<store::ConflictRecord> out;
    for (const auto& id : ids) {
        const auto place = store::parse_conflict_id(id);
        auto found = place ? store::find_conflict(view, place->first, place->second) : std::nullopt;
        if (!found) return unknown(id);
        if (found->state != "open")
            return refuse(RefusalKind::conflict, "exchange.conflict_decided", "这条出入已经有人处理或已不再存在：" + id,
                          "This conflict was decided already, or is none any more: " + id, "conflicts");
        if (!out.empty() && out.front().source != found->source)
            return refuse(RefusalKind::invalid, "exchange.conflict_sources", "一次只能处理同一来源的出入",
                          "Decide on conflicts of one source at a time", "conflicts");
        out.push_back(std::move(*found));
    }
    return out;
}

/// What becomes of the objects when the source is right. One that vanished from it is, to us, in an unknown state.
std::map<std::string, Fields> changes(const std::vector<store::ConflictRecord>& conflicts) {
    std::map<std::string, Fields> out;
    for (const auto& conflict : conflicts) {
        if (conflict.field.empty())
            out[conflict.object].insert_or_assign("status", "未知");
        else
            out[conflict.object].insert_or_assign(conflict.field, conflict.theirs);
    }
    return out;
}

/// The blob of objects as they will be, and how many they are.
std::pair<std::string, std::uint64_t> write_rows(const Context& context, store::View& view,
                                                 const std::map<std::string, Fields>& objects) {
    std::string lines;
    std::uint64_t count = 0;
    for (const auto& [id, fields] : objects) {
        const auto before = store::object_line(view, id);
        if (!before) continue;
        auto cells = inspection::cut_object(*before).value();
        for (const auto& [name, value] : fields) cells.at(inspection::roll_column(name).value()) = value;
        std::string after;
        inspection::join_object(cells, after);
        if (after == *before) continue;
        lines.append(after).append("\n");
        ++count;
    }
    if (count == 0) return {};
    return {context.blobs.put(context.entropy.hex(32) + "\n" + lines, store::Privacy::personal), count};
}

}  // namespace

Result<Resolved> resolve_conflicts(const Context& context, const Actor& actor, const std::vector<std::string>& ids,
                                   Choice choice, std::string_view reason) {
    if (reason.size() > kLongestReason)
        return refuse(RefusalKind::invalid, "exchange.reason", "理由最长 500 字节", "A reason has at most 500 bytes",
                      "reason");
    auto transaction = context.database.write();
    const auto open = find_open(transaction, ids);
    if (!open) return pass_on(open.error());
    const auto source = store::find_source(transaction, open->front().source);
    if (!source) throw std::logic_error("a conflict without its source");
    Resolved out{.conflicts = open->size(), .objects = 0, .entry = 0};
    std::string blob;
    if (choice == Choice::take) std::tie(blob, out.objects) = write_rows(context, transaction, changes(*open));
    Json::Object data{{"added", 0},
                      {"changed", out.objects},
                      {"choice", choice == Choice::take ? "take" : "keep"},
                      {"conflicts", Json(ids)},
                      {"rows", out.objects},
                      {"source", source->name}};
    if (!blob.empty()) {
        data.emplace("blob", blob);
        data.emplace("format", inspection::kRollFormat);
    }
    out.entry =
        transaction
            .append({.kind = "exchange.resolved",
                     .actor = actor.account,
                     .subject = source->id,
                     .at = context.clock.now(),
                     .data = std::move(data),
                     .private_data = trim(reason).empty() ? Json() : Json(Json::Object{{"reason", trim(reason)}})})
            .seq;
    transaction.commit();
    return out;
}

}  // namespace sunlot::workflow
