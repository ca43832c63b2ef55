#include "workflow/roll_change.h"

#include "base/text.h"
#include "inspection/cell.h"
#include "inspection/roll.h"
#include "store/database.h"
#include "workflow/roll_rows.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kMostMembers = 5000;

Refusal nothing_to_change() {
    return refuse(RefusalKind::conflict, "object.same", "内容和现在的一样，没有需要保存的变化", "Nothing would change");
}

Result<std::size_t> known_column(std::string_view name) {
    const auto column = inspection::roll_column(name);
    if (!column)
        return refuse(RefusalKind::invalid, "roll.column", fmt::format("没有“{}”这个字段", name),
                      fmt::format("There is no field {}", name), "fields");
    return *column;
}

/// A grade or status may not be emptied to nothing: what an empty cell means stands instead.
Result<std::vector<std::string>> apply_fields(EditableLine& line, const ObjectEdit& edit, Date today) {
    std::vector<std::string> changed;
    for (const auto& [name, typed] : edit.fields) {
        const auto column = known_column(name);
        if (!column) return pass_on(column.error());
        if (name == "legacy_number" && line[0].starts_with("X:"))
            return refuse(RefusalKind::invalid, "column.fixed", "这个号码就是该对象的编号，不能修改",
                          "This number is what the object is known by", name);
        auto value = inspection::check_cell(*column, typed, today);
        if (!value) return pass_on(value.error());
        if (line[*column] == *value) continue;
        line.set(*column, std::move(*value));
        changed.push_back(name);
    }
    return changed;
}

Json::Array json_of(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

/// One object's new row as an entry, and the object as it is then.
Result<ObjectDetail> write_row(const Context& context, store::Transaction& transaction, const Actor& actor,
                               const EditableLine& line, std::string_view kind, std::string_view source,
                               Json::Object more, std::string_view reason) {
    ChangedRows rows(context);
    rows.add(line);
    auto data = rows.data(source);
    data.merge(more);
    transaction.append({.kind = std::string(kind),
                        .actor = actor.account,
                        .subject = line[0],
                        .at = context.clock.now(),
                        .data = std::move(data),
                        .private_data = reason_part(reason)});
    auto detail = object_detail(transaction, line[0]);
    transaction.commit();
    return detail;
}

/// The list in a column, with or without one name.
std::string list_with(const std::string& list, const std::string& name, bool wanted) {
    std::set<std::string> names;
    if (!list.empty())
        for (const auto one : split(list, ',')) names.emplace(one);
    if (wanted)
        names.insert(name);
    else
        names.erase(name);
    return join({names.begin(), names.end()}, ",");
}

Result<Done> check_membership(const Membership& membership) {
    if (membership.kind != "library" && membership.kind != "tag")
        return refuse(RefusalKind::invalid, "label.kind", "请写明是专项库还是标签", "library or tag", "kind");
    const auto parts = inspection::read_list(inspection::tidy(membership.name));
    constexpr std::size_t kLongest = 90;
    if (parts.size() != 1 || parts[0].size() > kLongest)
        return refuse(RefusalKind::invalid, "label.name", "名称不能为空，也不能有顿号、逗号和空格",
                      "A name is one word without commas or spaces", "name");
    const std::size_t all = membership.put.size() + membership.take.size();
    if (all == 0 || all > kMostMembers)
        return refuse(RefusalKind::invalid, "label.members", fmt::format("请选择 1 至 {} 个监管对象", kMostMembers),
                      "Choose up to 5000 objects", "put");
    return Done{};
}

}  // namespace

Result<ObjectDetail> edit_object(const Context& context, const Actor& actor, std::string_view id,
                                 const ObjectEdit& edit) {
    if (auto sound = check_source(edit.source); !sound) return pass_on(sound.error());
    if (edit.fields.empty())
        return refuse(RefusalKind::invalid, "object.no_fields", "没有要修改的字段", "No field to change", "fields");
    auto transaction = context.database.write();
    auto line = editable_object(transaction, id);
    if (!line) return pass_on(line.error());
    if (edit.seen && store::find_object(transaction, id)->entry != *edit.seen)
        return refuse(RefusalKind::conflict, "object.changed", "您查看之后别人已经修改过这个对象，请看过新的内容再改",
                      "Somebody changed this object meanwhile; look at it again", "seen");
    const auto changed = apply_fields(*line, edit, context.clock.now().beijing_date());
    if (!changed) return pass_on(changed.error());
    if (changed->empty()) return nothing_to_change();
    return write_row(context, transaction, actor, *line, "roll.edited", edit.source,
                     Json::Object{{"fields", json_of(*changed)}}, edit.reason);
}

Result<ObjectDetail> change_status(const Context& context, const Actor& actor, std::string_view id,
                                   const StatusChange& change) {
    if (auto sound = check_source(change.source); !sound) return pass_on(sound.error());
    if (!inspection::parse_object_status(change.to))
        return refuse(RefusalKind::invalid, "object.status", "请选择状态：存续、注销、吊销、迁出、停业或未知",
                      "Choose a status", "to");
    if (change.on > context.clock.now().beijing_date())
        return refuse(RefusalKind::invalid, "date.future", "日期晚于今天，请核对", "The date lies after today", "on");
    auto transaction = context.database.write();
    auto line = editable_object(transaction, id);
    if (!line) return pass_on(line.error());
    const std::string before = line->at("status");
    if (before == change.to) return nothing_to_change();
    line->set(inspection::roll_column("status").value(), change.to);
    return write_row(context, transaction, actor, *line, "roll.status_changed", change.source,
                     Json::Object{{"from", before}, {"on", change.on.text()}, {"to", change.to}}, change.reason);
}

Result<ObjectDetail> verify_object(const Context& context, const Actor& actor, std::string_view id,
                                   const std::vector<std::string>& fields, std::string_view source) {
    if (auto sound = check_source(source); !sound) return pass_on(sound.error());
    if (fields.empty())
        return refuse(RefusalKind::invalid, "object.no_fields", "请选择核实了哪些字段", "Choose the fields", "fields");
    for (const auto& field : fields)
        if (auto column = known_column(field); !column) return pass_on(column.error());
    auto transaction = context.database.write();
    if (auto line = editable_object(transaction, id); !line) return pass_on(line.error());
    const std::set<std::string> distinct(fields.begin(), fields.end());
    transaction.append(
        {.kind = "roll.verified",
         .actor = actor.account,
         .subject = std::string(id),
         .at = context.clock.now(),
         .data = Json::Object{{"fields", json_of({distinct.begin(), distinct.end()})}, {"source", source}},
         .private_data = nullptr});
    auto detail = object_detail(transaction, id);
    transaction.commit();
    return detail;
}

Result<MembershipDone> change_membership(const Context& context, const Actor& actor, const Membership& membership) {
    if (auto sound = check_membership(membership); !sound) return pass_on(sound.error());
    const std::string name = inspection::tidy(membership.name);
    const auto column = inspection::roll_column(membership.kind == "library" ? "libraries" : "tags").value();
    std::map<std::string, bool> wanted;  // by id, as blobs are
    for (const auto& id : membership.take) wanted[id] = false;
    for (const auto& id : membership.put) wanted[id] = true;
    auto transaction = context.database.write();
    ChangedRows rows(context);
    MembershipDone done;
    for (const auto& [id, in] : wanted) {
        auto line = editable_object(transaction, id);
        if (!line) return pass_on(line.error());
        auto list = list_with((*line)[column], name, in);
        if (list == (*line)[column]) continue;
        ++(in ? done.put : done.taken);
        line->set(column, std::move(list));
        rows.add(*line);
    }
    if (done.put + done.taken == 0) return done;
    auto data = rows.data("人工");
    data.merge(Json::Object{{"kind", membership.kind}, {"name", name}, {"put", done.put}, {"taken", done.taken}});
    done.entry = transaction
                     .append({.kind = "roll.labelled",
                              .actor = actor.account,
                              .subject = membership.kind + "/" + name,
                              .at = context.clock.now(),
                              .data = std::move(data),
                              .private_data = nullptr})
                     .seq;
    transaction.commit();
    return done;
}

}  // namespace sunlot::workflow
