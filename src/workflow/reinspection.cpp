#include "workflow/reinspection.h"

#include "draw/frame.h"
#include "draw/sample.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/draw.h"
#include "store/roll.h"
#include "workflow/draw_step.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace sunlot::workflow {
namespace {

using Categories = std::map<std::string, std::string_view, std::less<>>;  // object → category

Result<store::DrawRecord> closed_draw(store::View& view, const std::string& draw_id) {
    auto draw = store::find_draw(view, draw_id);
    if (!draw || draw->state != inspection::DrawState::closed)
        return refuse(RefusalKind::conflict, "draw.reinspects",
                      "复查只能针对已结束的抽取，" + draw_id + (draw ? " 还没有结束" : " 不存在"),
                      "a re-inspection is of a draw that is closed; " + draw_id + (draw ? " is not" : " is unknown"),
                      "pool.reinspects");
    return std::move(*draw);
}

Categories categories_of(const Context& context, const store::DrawRecord& draw) {
    Categories all;
    const auto& attempt = *draw.drawn();
    const auto seal = must(draw::parse_seal(context.blobs.open(attempt.seal).text()));
    const auto exclusions = context.blobs.open(seal.exclusions.sha256);
    for (const auto& row : must(draw::parse_exclusions(exclusions.text()))) all.emplace(row.id, "excluded");
    const auto result = context.blobs.open(attempt.result.value());
    for (auto& row : must(draw::parse_result(result.text())))
        if (row.kind == draw::DrawnKind::sample) all.emplace(std::move(row.id), "passed");
    return all;
}

std::set<std::string_view> operators(const std::vector<draw::Party>& parties) {
    std::set<std::string_view> names;
    for (const auto& party : parties)
        if (party.role == "operator") names.insert(party.organisation);
    return names;
}

}  // namespace

Result<FrameLists> build_reinspection(const Context& context, store::View& view, const inspection::Task& task) {
    const auto draw = closed_draw(view, task.pool.reinspects);
    if (!draw) return pass_on(draw.error());
    Categories categories = categories_of(context, *draw);
    for (const auto& [object, change] : store::substituted_objects(view, draw->id))
        categories[object] = change.called_up ? "passed" : "cancelled";
    std::map<std::string, std::string> districts;
    store::for_each_in_pool(view, {}, [&](const store::PoolRow& row) {
        if (categories.contains(row.id) && draw::is_label(row.district)) districts.emplace(row.id, row.district);
    });
    FrameLists lists;
    for (const auto& stratum : task.strata) lists.strata[stratum.label] = 0;
    for (const auto& [object, category] : categories) {
        const auto stratum = lists.strata.find(std::string(category));
        if (stratum == lists.strata.end()) continue;
        const auto district = districts.find(object);
        draw::append_row(lists.frame,
                         {.id = object,
                          .stratum = category,
                          .district = district == districts.end() ? std::string_view() : district->second});
        ++stratum->second;
        ++lists.matched;
    }
    return lists;
}

Result<Done> check_reinspection(const Context& context, store::View& view, const Actor& actor,
                                const inspection::Task& task, const std::vector<draw::Party>& parties) {
    if (task.pool.reinspects.empty()) return Done{};
    const auto earlier = closed_draw(view, task.pool.reinspects);
    if (!earlier) return pass_on(earlier.error());
    if (earlier->opened_by == actor.account)
        return refuse(RefusalKind::forbidden, "draw.same_person", "复查须由原抽取开启者以外的人开启",
                      "a re-inspection is opened by another account than the draw it checks");
    const auto plan = must(draw::parse_plan(context.blobs.open(earlier->terms).text()));
    const auto before = operators(plan.parties);
    for (const auto name : operators(parties))
        if (before.contains(name))
            return refuse(RefusalKind::conflict, "draw.same_organ",
                          "复查须由另一机关承办，" + std::string(name) + " 是原抽取的承办方",
                          "a re-inspection is run by another organ; " + std::string(name) + " ran the draw it checks",
                          "parties");
    return Done{};
}

Json reinspection_pool(const inspection::Task& task, std::string_view log_origin) {
    return Json::Object{{"reinspects", Json::Object{{"draw_id", task.pool.reinspects}, {"log_origin", log_origin}}}};
}

}  // namespace sunlot::workflow
