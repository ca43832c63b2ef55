// Tasks (抽查任务) as use cases: look at what a task would draw from, create it with the next number, change it while
// no draw rests on it.
#pragma once
#include "base/result.h"
#include "inspection/task.h"
#include "store/task.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/draw_officers.h"
#include "workflow/draw_view.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class View;
}

namespace sunlot::workflow {

/// What the task would draw from if its frame were sealed now.
struct TaskPreview {
    std::uint64_t matched = 0;
    std::map<std::string, std::uint64_t> excluded;  // reason → objects
    std::uint64_t frame = 0;
    std::vector<StratumView> strata;
    std::uint64_t drawable = 0;   // officers
    std::vector<OfficerOut> out;  // officers who cannot be drawn
    std::vector<Text> warnings;   // what would keep the frame from being sealed
};

/// Refuses as build_frame does.
Result<TaskPreview> preview_task(const Context& context, const inspection::Task& task);

/// Gives the task its number: gap-free in the year and never twice, since numbers are given inside the one write
/// transaction. Refuses organ.not_configured, task.period_past, task.item_unpublished.
Result<store::TaskRecord> create_task(const Context& context, const Actor& actor, const inspection::Task& task);
/// Refuses task.unknown, task.in_use (a draw rests on it) and as create_task does. Writes nothing when nothing changed.
Result<store::TaskRecord> change_task(const Context& context, const Actor& actor, std::string_view id,
                                      const inspection::Task& task);

/// Whether the versions that the task rests on are those that a task made today would rest on. Refuses
/// task.items_adjusted and task.item_unpublished: the list was adjusted since, and the task is to be saved again.
Result<Done> check_task_items(store::View& view, const store::TaskRecord& task, Date today);

/// Refuses task.unknown. `id` may be the number too.
Result<store::TaskRecord> find_task(const Context& context, std::string_view id);

struct TaskPage {
    std::vector<store::TaskRecord> rows;  // newest first
    std::optional<std::string> next;
    std::int64_t total = 0;
};
/// Refuses cursor.invalid.
Result<TaskPage> list_tasks(const Context& context, std::string_view after, std::size_t limit);

/// "draft" | "drawing" | "assigned" | "closed": what the draw of the task has come to.
std::string_view task_state(const store::TaskRecord& task);

}  // namespace sunlot::workflow
