#include "workflow/draw_officers.h"

#include "base/text.h"
#include "store/database.h"
#include "store/draw.h"
#include "store/officer.h"
#include "store/recusal.h"
#include "workflow/officer.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

std::uint32_t load(std::int64_t visits) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(visits, 0, draw::kLargestLoad));
}

bool asked_for(const inspection::OfficerPool& pool, const std::string& unit) {
    return pool.units.empty() || std::find(pool.units.begin(), pool.units.end(), unit) != pool.units.end();
}

/// At most five names, then "等".
std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 5;
    std::vector<std::string> shown(names.begin(),
                                   names.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, names.size())));
    return join(shown, "、") + (names.size() > kShown ? " 等" : "");
}

}  // namespace

OfficerLists choose_officers(store::View& view, const inspection::Task& task, std::uint64_t sample,
                             std::string_view except_draw) {
    const auto dealt = store::officer_loads(view, task.from.year, except_draw);
    const std::int64_t no_cap = std::max<std::int64_t>(1, static_cast<std::int64_t>(sample));
    const auto rule = certificate_rule(view, task.from);
    OfficerLists lists;
    for (const auto& record : store::all_officers(view)) {
        if (!asked_for(task.officer_pool, record.unit)) continue;
        if (auto why = inspection::why_not_drawable(record, task.from, task.to, rule)) {
            lists.out.push_back({.id = record.id, .name = record.name, .why = std::move(*why)});
            continue;
        }
        const auto mine = dealt.find(record.id);
        lists.drawable.push_back(
            {.id = record.id,
             .base_load = load(base_load_in(record, task.from.year) + (mine == dealt.end() ? 0 : mine->second)),
             .cap = load(task.officer_pool.cap.value_or(no_cap)),
             .tags = draw_tags(record)});
    }
    return lists;
}

RecusalLists choose_recusals(store::View& view, const inspection::Task& task,
                             const std::vector<draw::Officer>& officers) {
    std::set<std::string_view> ids;
    for (const auto& officer : officers) ids.insert(officer.id);
    RecusalLists lists;
    for (const auto& recusal : store::recusals_within(view, task.from, task.to)) {
        if (!ids.contains(recusal.officer) || !lists.pairs.emplace(recusal.officer, recusal.object).second) continue;
        lists.lines.push_back(draw::recusal_line(recusal.officer, recusal.object, recusal.salt));
    }
    return lists;
}

draw::Recusals open_recusals(store::View& view, std::string_view recusals_txt) {
    auto sealed = draw::parse_recusals(recusals_txt);
    if (!sealed) throw std::runtime_error("sealed recusals: " + sealed.error().text.en);
    draw::Recusals pairs;
    for (const auto& recusal : store::all_recusals(view))
        if (std::binary_search(sealed->begin(), sealed->end(),
                               draw::recusal_line(recusal.officer, recusal.object, recusal.salt)))
            pairs.emplace(recusal.officer, recusal.object);
    if (pairs.size() != sealed->size()) throw std::runtime_error("a sealed recusal is not in the table of recusals");
    return pairs;
}

draw::WorstCase worst_case(const inspection::Task& task, std::string_view frame,
                           const std::map<std::string, std::uint64_t>& sample_of_stratum,
                           const std::vector<draw::Officer>& officers, const draw::Recusals& recusals) {
    const auto rows = draw::parse_frame(frame);
    if (!rows) throw std::logic_error("worst_case: " + rows.error().text.en);
    std::map<std::string_view, draw::Drawable> strata;
    for (const auto& row : *rows) strata[row.stratum].objects.push_back(row.id);
    std::vector<draw::Drawable> cells;
    for (auto& [label, cell] : strata) {
        const auto drawn = sample_of_stratum.find(std::string(label));
        cell.drawn = drawn == sample_of_stratum.end() ? 0 : drawn->second;
        cells.push_back(std::move(cell));
    }
    return draw::find_worst_case(task.team, officers, cells, recusals);
}

Text explain(const draw::Bottleneck& bottleneck) {
    const std::string jobs = std::to_string(bottleneck.jobs.size());
    const std::string slots = std::to_string(bottleneck.slots);
    const std::string capacity = std::to_string(bottleneck.capacity);
    const std::string who = bottleneck.officers.empty() ? "" : some_of(bottleneck.officers);
    return {"有 " + jobs + " 户（" + some_of(bottleneck.jobs) + "）的 " + slots + " 个岗位" +
                (who.empty() ? "没有可派人员"
                             : "只能由 " + std::to_string(bottleneck.officers.size()) + " 人（" + who +
                                   "）承担，他们最多能承担 " + capacity + " 个") +
                "。请增加可派人员、放宽岗位标签或人员上限，或减少抽取数量。",
            jobs + " objects need " + slots + " places that only " + std::to_string(bottleneck.officers.size()) +
                " officers can fill, and those can fill " + capacity +
                ". Add officers, relax tags or caps, or draw fewer objects."};
}

}  // namespace sunlot::workflow
