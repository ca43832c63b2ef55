#include "workflow/frame.h"

#include "draw/frame.h"
#include "store/database.h"
#include "store/draw.h"
#include "store/history.h"
#include "store/roll.h"
#include "workflow/freeze.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace sunlot::workflow {
namespace {

/// What earlier checks mean for one object. `*_entry`: the latest journal entry that says so.
struct Past {
    std::string object;
    std::int64_t in_year = 0;
    std::int64_t year_entry = 0;
    bool in_window = false;
    std::int64_t window_entry = 0;
};

class PastChecks {
public:
    explicit PastChecks(const inspection::Task& task) : days_(rule_days(task)) {}

    /// In object order.
    void add(std::string_view object, Date day, bool random, std::int64_t entry) {
        if (past_.empty() || past_.back().object != object) past_.push_back({.object = std::string(object)});
        Past& past = past_.back();
        if (day >= days_.year_from && day <= days_.year_to) {
            ++past.in_year;
            past.year_entry = std::max(past.year_entry, entry);
        }
        if (random && day >= days_.window_from) {
            past.in_window = true;
            past.window_entry = std::max(past.window_entry, entry);
        }
    }

    /// REQUIRES: asked in object order. Nothing when there is no past check.
    const Past* of(std::string_view object) {
        while (next_ < past_.size() && past_[next_].object < object) ++next_;
        return next_ < past_.size() && past_[next_].object == object ? &past_[next_] : nullptr;
    }

private:
    RuleDays days_;
    std::vector<Past> past_;
    std::size_t next_ = 0;
};

Date day_of(const std::string& text) {
    return Date::parse(text).value();
}

/// Checks on record, and objects drawn by other tasks whose visit is not on record yet: both fill the year. A drawn
/// object counts once, as what was drawn until its visit under that task's number is on record.
PastChecks collect(store::View& view, const inspection::Task& task, std::string_view except_draw) {
    const RuleDays days = rule_days(task);
    const Date from = std::min(days.year_from, days.window_from);
    std::vector<store::DrawnObject> drawn;
    store::for_each_drawn_object(view, from.text(), Date{days.year_to.year + 1, 1, 1}.text(), except_draw,
                                 [&](const store::DrawnObject& row) { drawn.push_back(row); });
    PastChecks past(task);
    std::size_t next = 0;
    std::set<std::string> visited;  // numbers of tasks on record for the object at hand
    std::string object;
    const auto add_drawn_below = [&](std::string_view limit, bool all) {
        for (; next < drawn.size() && (all || drawn[next].object < limit); ++next)
            if (drawn[next].object != object || !visited.contains(drawn[next].task_number))
                past.add(drawn[next].object, day_of(drawn[next].visit_from), true, drawn[next].entry);
    };
    store::for_each_counted_check(view, from, days.year_to, [&](const store::PastCheck& check) {
        if (check.object != object) {
            add_drawn_below(check.object, false);
            object = check.object;
            visited.clear();
        }
        visited.insert(check.task);
        past.add(check.object, day_of(check.checked_on), check.source == "双随机", check.entry);
    });
    add_drawn_below({}, true);
    return past;
}

/// The rule that keeps the object out, or nothing.
std::optional<draw::Exclusion> excluded(const inspection::ExclusionRules& rules, const Past& past) {
    if (rules.annual_cap > 0 && past.in_year >= rules.annual_cap)
        return draw::Exclusion{
            .id = past.object, .reason = "annual_cap", .ref = static_cast<std::uint64_t>(past.year_entry)};
    if (rules.window_months > 0 && past.in_window)
        return draw::Exclusion{
            .id = past.object, .reason = "window", .ref = static_cast<std::uint64_t>(past.window_entry)};
    return std::nullopt;
}

store::PoolFilter filter_of(const inspection::Pool& pool) {
    return {.kinds = pool.kinds,
            .statuses = pool.statuses,
            .districts = pool.districts,
            .grades = pool.grades,
            .categories = pool.categories,
            .q = pool.q};
}

/// The object as the freeze window leaves it: with the grade it had before. False: its grade is not in the pool.
bool thaw(const inspection::Pool& pool, const FrozenObject* touched, store::PoolRow& row) {
    if (touched != nullptr && touched->known_before) row.grade = touched->grade_before;
    return pool.grades.empty() || std::ranges::find(pool.grades, row.grade) != pool.grades.end();
}

Result<Done> check_row(const store::PoolRow& row, const draw::Stratum* stratum) {
    const std::string id(row.id);
    if (stratum == nullptr)
        return refuse(RefusalKind::conflict, "frame.stratum",
                      "对象 " + id + " 的等级“" + std::string(row.grade) + "”不在任何一层，请修改任务的分层",
                      "object " + id + " has a grade that is in no stratum", "strata");
    if (!draw::is_object_id(row.id) || !draw::is_label(row.district))
        return refuse(RefusalKind::conflict, "frame.row", "对象 " + id + " 的编号或所属区域不合格式，请先更正名录",
                      "object " + id + " has an id or a district that cannot be sealed; correct the directory first");
    return Done{};
}

}  // namespace

std::uint64_t FrameLists::in_frame() const {
    std::uint64_t sum = 0;
    for (const auto& [label, n] : strata) sum += n;
    return sum;
}

RuleDays rule_days(const inspection::Task& task) {
    return {.year_from = Date{task.from.year, 1, 1},
            .year_to = Date{task.from.year, 12, 31},
            .window_from = inspection::months_before(task.from, task.exclusions.window_months)};
}

Result<FrameLists> build_frame(store::View& view, const inspection::Task& task, std::string_view except_draw,
                               const Frozen* frozen) {
    FrameLists lists;
    auto filter = filter_of(task.pool);
    if (frozen != nullptr) filter.grades.clear();  // by the grade before the window, below
    for (const auto& stratum : task.strata) lists.strata[stratum.label] = 0;
    PastChecks past = collect(view, task, except_draw);
    std::optional<Refusal> refusal;
    store::for_each_in_pool(view, filter, [&](store::PoolRow row) {
        if (refusal) return;
        const FrozenObject* touched = frozen == nullptr ? nullptr : frozen->of(row.id);
        if (frozen != nullptr && !thaw(task.pool, touched, row)) return;
        const draw::Stratum* stratum = inspection::stratum_of(task, row.grade);
        if (auto fits = check_row(row, stratum); !fits) {
            refusal = fits.error();
            return;
        }
        ++lists.matched;
        const Past* before = past.of(row.id);
        auto out = before == nullptr ? std::nullopt : excluded(task.exclusions, *before);
        if (touched != nullptr && !touched->known_before)
            out = draw::Exclusion{.id = row.id, .reason = "too_new", .ref = touched->entry};
        if (out) {
            draw::append_row(lists.exclusions, *out);
            ++lists.excluded[std::string(out->reason)];
            return;
        }
        draw::append_row(lists.frame, {.id = row.id, .stratum = stratum->label, .district = row.district});
        ++lists.strata[stratum->label];
    });
    if (refusal) return pass_on(*refusal);
    return lists;
}

}  // namespace sunlot::workflow
