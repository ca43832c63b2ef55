#include "workflow/roll_merge.h"

#include "base/text.h"
#include "inspection/roll.h"
#include "store/database.h"
#include "workflow/roll_rows.h"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>
#include <utility>

namespace sunlot::workflow {
namespace {

using inspection::SameReason;

/// An object under one of its keys, small enough for millions.
struct Keyed {
    std::uint64_t digest;
    SameReason reason;
    std::uint32_t object;  // its place in the order of ids
};

/// Every object's keys, and the ids of those of which there are several.
std::vector<Keyed> keys_of_all(store::View& view) {
    std::vector<Keyed> keys;
    std::uint32_t object = 0;
    store::for_each_identity(view, [&](const store::IdentityRow& row) {
        const inspection::ObjectIdentity identity{.id = row.id,
                                                  .kind = row.kind,
                                                  .name = row.name,
                                                  .address = row.address,
                                                  .credit_code = row.credit_code,
                                                  .legacy_number = row.legacy_number};
        for (const auto& [reason, key] : inspection::same_keys(identity))
            keys.push_back({std::hash<std::string>()(key), reason, object});
        ++object;
    });
    std::ranges::sort(keys, [](const Keyed& a, const Keyed& b) {
        return std::tie(a.reason, a.digest, a.object) < std::tie(b.reason, b.digest, b.object);
    });
    return keys;
}

struct Group {
    SameReason reason;
    std::vector<std::uint32_t> objects;
};

/// Runs of one key with several objects; a group that a surer reason gave already is left out.
std::vector<Group> groups_of(const std::vector<Keyed>& keys) {
    std::vector<Group> groups;
    std::set<std::vector<std::uint32_t>> seen;
    for (auto first = keys.begin(); first != keys.end();) {
        const auto last = std::find_if(first, keys.end(), [&](const Keyed& key) {
            return key.digest != first->digest || key.reason != first->reason;
        });
        Group group{.reason = first->reason, .objects = {}};
        for (; first != last; ++first)
            if (group.objects.empty() || group.objects.back() != first->object) group.objects.push_back(first->object);
        if (group.objects.size() > 1 && seen.insert(group.objects).second) groups.push_back(std::move(group));
    }
    return groups;
}

/// The ids at these places of the order.
std::vector<std::string> ids_at(store::View& view, const std::set<std::uint32_t>& places) {
    std::vector<std::string> ids;
    std::uint32_t place = 0;
    auto next = places.begin();
    store::for_each_identity(view, [&](const store::IdentityRow& row) {
        if (next != places.end() && *next == place) {
            ids.emplace_back(row.id);
            ++next;
        }
        ++place;
    });
    return ids;
}

/// Whether any two of them may still be one.
bool undecided(const std::vector<std::string>& ids, const std::set<store::Pair>& apart) {
    for (std::size_t a = 0; a < ids.size(); ++a)
        for (std::size_t b = a + 1; b < ids.size(); ++b)
            if (!apart.contains({std::min(ids[a], ids[b]), std::max(ids[a], ids[b])})) return true;
    return false;
}

/// With a credit code before without; active before others; the one that came first.
bool better(const store::ObjectRecord& a, const store::ObjectRecord& b) {
    const auto rank = [](const store::ObjectRecord& object) {
        return std::tuple(object.credit_code.empty(), object.status != "存续", object.base_entry);
    };
    return rank(a) < rank(b);
}

Result<Done> check_pair(store::View& view, const MergeRequest& request) {
    for (const auto& id : {request.kept, request.gone})
        if (auto line = editable_object(view, id); !line) return pass_on(line.error());
    if (request.kept == request.gone)
        return refuse(RefusalKind::invalid, "merge.same", "请选择两个不同的对象", "Choose two objects", "gone");
    return Done{};
}

Result<Done> check_merge(store::View& view, const MergeRequest& request) {
    if (auto pair = check_pair(view, request); !pair) return pair;
    const auto kept = store::find_object(view, request.kept);
    const auto gone = store::find_object(view, request.gone);
    if ((kept->kind == "site") != (gone->kind == "site"))
        return refuse(RefusalKind::conflict, "merge.site", "工程项目和单位不能合并",
                      "A building site and a firm are not one", "gone");
    if (kept->credit_code.empty() && !gone->credit_code.empty())
        return refuse(RefusalKind::conflict, "merge.code", "请保留有统一社会信用代码的那一条",
                      "Keep the one with the credit code", "kept");
    return Done{};
}

std::string joined_lists(const std::string& a, const std::string& b) {
    std::set<std::string> all;
    for (const auto* list : {&a, &b})
        if (!list->empty())
            for (const auto one : split(*list, ',')) all.emplace(one);
    return join({all.begin(), all.end()}, ",");
}

/// Fills what the kept one has not; tells whether anything changed.
bool fill(EditableLine& kept, const EditableLine& gone) {
    const std::set<std::string_view> own{"id", "kind", "credit_code", "status", "source"};
    const auto columns = inspection::roll_columns();
    bool changed = false;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (own.contains(columns[i].name) || gone[i].empty()) continue;
        const bool is_list = columns[i].type == inspection::ColumnType::list;
        const bool empty = kept[i].empty() || (columns[i].name == "grade" && kept[i] == "未评");
        if (!is_list && !empty) continue;
        auto value = is_list ? joined_lists(kept[i], gone[i]) : gone[i];
        if (value == kept[i]) continue;
        kept.set(i, std::move(value));
        changed = true;
    }
    return changed;
}

/// Takes back what a merge filled in, where it still stands.
bool take_back(store::View& view, const store::Merge& merge, EditableLine& kept) {
    const auto origins = store::field_origins(view, merge.kept);
    bool changed = false;
    for (const auto& change : store::field_changes_of(view, merge.kept, merge.entry)) {
        const auto origin = origins.find(change.field);
        if (origin == origins.end() || origin->second.set_entry != merge.entry) continue;
        const auto column = inspection::roll_column(change.field).value();
        // A merge fills a personal field only where there was none.
        kept.set(column, inspection::roll_columns()[column].is_private ? std::string() : change.before);
        changed = true;
    }
    return changed;
}

Result<ObjectDetail> append_pair(const Context& context, store::Transaction& transaction, const Actor& actor,
                                 std::string_view kind, const MergeRequest& request, Json::Object data) {
    data["gone"] = request.gone;
    transaction.append({.kind = std::string(kind),
                        .actor = actor.account,
                        .subject = request.kept,
                        .at = context.clock.now(),
                        .data = std::move(data),
                        .private_data = reason_part(request.reason)});
    auto detail = object_detail(transaction, request.kept);
    transaction.commit();
    return detail;
}

}  // namespace

Duplicates find_duplicates(const Context& context, std::size_t limit) {
    auto view = context.database.read();
    const auto groups = groups_of(keys_of_all(view));
    std::set<std::uint32_t> places;
    for (const auto& group : groups) places.insert(group.objects.begin(), group.objects.end());
    const auto ids = ids_at(view, places);
    const std::vector<std::uint32_t> order(places.begin(), places.end());
    const auto decided = store::kept_apart(view);
    const std::set<store::Pair> apart(decided.begin(), decided.end());
    Duplicates out{.groups = {}, .total = 0, .merges = store::merges(view, 50)};
    for (const auto& group : groups) {
        std::vector<std::string> members;
        for (const auto object : group.objects)
            members.push_back(ids[static_cast<std::size_t>(std::ranges::lower_bound(order, object) - order.begin())]);
        if (!undecided(members, apart)) continue;
        if (++out.total > limit) continue;
        DuplicateGroup shown{.reason = group.reason, .objects = {}};
        for (const auto& id : members) shown.objects.push_back(store::find_object(view, id).value());
        std::ranges::stable_sort(shown.objects, better);
        out.groups.push_back(std::move(shown));
    }
    return out;
}

Result<ObjectDetail> merge_objects(const Context& context, const Actor& actor, const MergeRequest& request) {
    auto transaction = context.database.write();
    if (auto sound = check_merge(transaction, request); !sound) return pass_on(sound.error());
    auto kept = editable_object(transaction, request.kept).value();
    const auto gone = editable_object(transaction, request.gone).value();
    ChangedRows rows(context);
    if (fill(kept, gone)) rows.add(kept);
    return append_pair(context, transaction, actor, "roll.merged", request, rows.data("合并"));
}

Result<ObjectDetail> unmerge_objects(const Context& context, const Actor& actor, const MergeRequest& request) {
    auto transaction = context.database.write();
    const auto all = store::merges_of(transaction, request.kept);
    const auto merge = std::ranges::find_if(all, [&](const store::Merge& one) {
        return one.kept == request.kept && one.gone == request.gone && one.undone == 0;
    });
    if (merge == all.end())
        return refuse(RefusalKind::conflict, "merge.none", "这两个对象没有合并，或者已经撤销",
                      "These two are not merged", "gone");
    auto kept = editable_object(transaction, request.kept);
    if (!kept) return pass_on(kept.error());
    ChangedRows rows(context);
    if (take_back(transaction, *merge, *kept)) rows.add(*kept);
    return append_pair(context, transaction, actor, "roll.unmerged", request, rows.data("撤销合并"));
}

Result<Done> keep_apart(const Context& context, const Actor& actor, const MergeRequest& request) {
    auto transaction = context.database.write();
    if (auto sound = check_pair(transaction, request); !sound) return pass_on(sound.error());
    const store::Pair pair{std::min(request.kept, request.gone), std::max(request.kept, request.gone)};
    const auto decided = store::kept_apart(transaction);
    if (std::ranges::find(decided, pair) != decided.end())
        return refuse(RefusalKind::conflict, "merge.apart", "这两个对象已经认定为不重复",
                      "These two were found to be two already", "gone");
    transaction.append({.kind = "roll.kept_apart",
                        .actor = actor.account,
                        .subject = request.kept,
                        .at = context.clock.now(),
                        .data = Json::Object{{"other", request.gone}},
                        .private_data = reason_part(request.reason)});
    transaction.commit();
    return Done{};
}

}  // namespace sunlot::workflow
