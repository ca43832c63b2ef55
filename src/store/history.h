// Past checks (既往检查): what already counts towards an object's annual cap. Written by `history.imported`; read in
// object order, so that a caller walking the directory (also in id order) merges the two without holding either.
#pragma once
#include "base/clock.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class Transaction;
class View;
struct Projection;
struct StoredEvent;

struct PastCheck {
    std::string object;
    std::string checked_on;  // YYYY-MM-DD
    std::string source;      // 双随机, 日常, 专项, 投诉举报, …
    std::string task;        // number of the task, or ""
    std::string result;      // result code, or ""
    std::string officers;    // as the file had them, comma-joined
    std::int64_t entry = 0;  // journal entry that recorded it
};

/// Every counted check with `from` ≤ day ≤ `to`, by (object, day). Those of an object that was merged into another one
/// count for that one.
void for_each_counted_check(View& view, Date from, Date to, const std::function<void(const PastCheck&)>& row);

/// All checks of one object, latest first.
std::vector<PastCheck> past_checks_of(View& view, std::string_view object);

/// Every check as its "history-v1" line, by (object, day, source): what an import compares a file with.
void for_each_history_line(View& view, const std::function<void(std::string_view line)>& row);

/// history.imported: inserts the rows of the entry's blob and replaces those whose key exists.
void apply_history(Transaction& transaction, const StoredEvent& event);
Projection history_projection();

}  // namespace sunlot::store
