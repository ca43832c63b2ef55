// Looking into the directory of officers, and whether each could be drawn. Changes come by import alone.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "store/officer.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// Why this officer cannot be drawn for visits from `from` to `to`, or nothing. Certificates begin and end: who may be
/// drawn on the first and on the last day may be drawn on all between.
std::optional<Text> why_not_drawable(const store::OfficerRecord& officer, Date from, Date to);

struct OfficerStanding {
    store::OfficerRecord officer;
    std::optional<Text> why_not;  // as of today
    std::int64_t load = 0;        // visits of this year, dealt here and before
};

struct OfficerQuery {
    std::string q = {};      // fragment of name, unit or number, or the first letters of the name's pinyin
    std::string state = {};  // 在岗, 请假, 借调, 离岗, or any
    std::string after = {};
    std::size_t limit = 50;
};
struct OfficerPage {
    std::vector<OfficerStanding> rows;
    std::optional<std::string> next;
    std::int64_t total = 0;
};
OfficerPage list_officers(const Context& context, const OfficerQuery& query);
/// Refuses officer.unknown.
Result<OfficerStanding> find_officer(const Context& context, std::string_view id);

}  // namespace sunlot::workflow
