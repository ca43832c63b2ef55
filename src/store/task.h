// Tasks (抽查任务) as the tables hold them. Written by `task.created` and `task.changed`.
#pragma once
#include "base/clock.h"
#include "inspection/task.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class View;
struct Projection;

struct TaskRecord {
    std::string id;  // t1, t2, … in the order of creation
    std::int64_t position = 0;
    std::int64_t year = 0;
    std::int64_t serial = 0;
    std::string number;  // 临人社抽查〔2026〕1号
    inspection::Task task;
    std::map<std::string, std::int64_t> item_versions;  // code → the published version the task rests on
    std::string created_by;
    Instant created_at;
    Instant updated_at;
    std::int64_t entry = 0;
    std::optional<std::string> draw;        // the draw that was not voided
    std::optional<std::string> draw_state;  // its state
};

/// By "t1" or by "临人社抽查〔2026〕1号".
std::optional<TaskRecord> find_task(View& view, std::string_view id_or_number);
/// Newest first, below `before` (a position) when given.
std::vector<TaskRecord> list_tasks(View& view, std::optional<std::int64_t> before, std::size_t limit);
std::int64_t count_tasks(View& view);
/// The largest serial of the year, 0 when there is none. Inside a write transaction the next one is free.
std::int64_t last_task_serial(View& view, std::int64_t year);

Projection task_projection();

}  // namespace sunlot::store
