// A task of random inspection (抽查任务): which items, out of which pool, in which strata and at which ratio, by teams
// of which composition, in which period. What a task says becomes the plan of its draw, so nothing in it may be vague:
// `parse` refuses with the field and the remedy. Sources: 国办发〔2015〕58号 (ratio and frequency), 国办发〔2024〕54号
// (published items only, annual cap), 行政处罚法 第四十二条 (at least two officers).
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "draw/plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

/// Which objects of the roll are meant; an empty list asks for nothing. `q` is a fragment of the name. Or, alone:
/// `reinspects`, the id of an earlier draw whose objects are drawn again, in strata `passed`, `cancelled`, `excluded`.
struct Pool {
    std::vector<std::string> kinds;
    std::vector<std::string> statuses;
    std::vector<std::string> districts;
    std::vector<std::string> grades;
    std::vector<std::string> categories;
    std::string q;
    std::string reinspects;
    friend bool operator==(const Pool&, const Pool&) = default;
};

/// Which of them stay out: those whose year is full, those drawn a short while ago, and those added to the directory
/// within so many days before sealing (one regraded within them is drawn by its former grade). 0 = no such rule.
struct ExclusionRules {
    std::int64_t annual_cap = 1;
    std::int64_t window_months = 12;
    std::int64_t freeze_days = 0;
    friend bool operator==(const ExclusionRules&, const ExclusionRules&) = default;
};

/// Which officers may be drawn; `cap` = most visits of one officer in this draw, absent = no limit.
struct OfficerPool {
    std::vector<std::string> units;
    std::optional<std::int64_t> cap;
    friend bool operator==(const OfficerPool&, const OfficerPool&) = default;
};

enum class TaskSource { plan, temporary };

struct Task {
    std::string name;
    TaskSource source = TaskSource::plan;
    std::string source_reason;
    bool directed = false;  // 定向
    Date from;
    Date to;
    std::vector<std::string> items;
    Pool pool;
    ExclusionRules exclusions;
    std::vector<draw::Stratum> strata;
    bool spread = false;
    std::int64_t reserve = 0;
    std::vector<draw::TeamSlot> team;
    OfficerPool officer_pool;
    friend bool operator==(const Task&, const Task&) = default;
};

/// Refuses field.* and task.*, with the field's path.
Result<Task> parse_task(const Json& body);
/// The parts that a preview needs, by the same rules: pool, exclusions, strata; period, team and officer_pool may be
/// absent (then: `today`, two officers without special tags, all officers).
Result<Task> parse_preview(const Json& body, Date today);
/// `parse_task(to_json(task))` gives it back.
Json to_json(const Task& task);

/// The members of a task that the plan of its draw records.
Json to_json(const Pool& pool);
Json to_json(const ExclusionRules& rules);
Json to_json(const OfficerPool& pool);
Json visit_window(const Task& task);

/// Refuses task.period_past: nobody can visit before today.
Result<Done> check_period(const Task& task, Date today);

/// The stratum a grade falls into, or nullptr.
const draw::Stratum* stratum_of(const Task& task, std::string_view grade);

/// The same day of the month `months` earlier, or the last day of that month when it is shorter.
Date months_before(Date day, std::int64_t months);

/// 临人社抽查〔2026〕1号: the organ's abbreviation, the year, and a serial without gaps.
std::string task_number(std::string_view abbreviation, std::int64_t year, std::int64_t serial);

}  // namespace sunlot::inspection
