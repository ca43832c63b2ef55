// From the directory of officers to the lists that are sealed: who can be drawn on every day of the task's period, who
// cannot and why, who is recused from what; and whether even the least favourable sample could be served.
#pragma once
#include "base/result.h"
#include "draw/assignment.h"
#include "draw/frame.h"
#include "draw/slots.h"
#include "draw/worst_case.h"
#include "inspection/task.h"

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

struct OfficerOut {
    std::string id;
    std::string name;
    Text why;
};

struct OfficerLists {
    std::vector<draw::Officer> drawable;  // by id
    std::vector<OfficerOut> out;          // of the units asked for, but not drawable
};

/// `sample`: objects to be drawn; an officer without a cap of their own may serve every one of them.
/// Loads: what was dealt before this system, plus what other draws of the year dealt (`except_draw` does not count).
OfficerLists choose_officers(store::View& view, const inspection::Task& task, std::uint64_t sample,
                             std::string_view except_draw = "");

/// The recusals in force in the period, among the officers given. `lines` are those of recusals.txt.
struct RecusalLists {
    draw::Recusals pairs;
    std::vector<std::string> lines;
};
RecusalLists choose_recusals(store::View& view, const inspection::Task& task,
                             const std::vector<draw::Officer>& officers);
/// The pairs behind a sealed recusals.txt. A line no pair belongs to is a fault (std::runtime_error).
draw::Recusals open_recusals(store::View& view, std::string_view recusals_txt);

/// Whether every sample that may be drawn can be served; the seed is not needed. Strata are taken as a whole, also when
/// the draw is spread over districts: then "impossible" may be a sample that spreading rules out.
draw::WorstCase worst_case(const inspection::Task& task, std::string_view frame,
                           const std::map<std::string, std::uint64_t>& sample_of_stratum,
                           const std::vector<draw::Officer>& officers, const draw::Recusals& recusals);

/// "这 3 户（9115…、…）的 6 个岗位只能由 F0001、F0007 承担，他们最多能承担 4 个" and what to do about it.
Text explain(const draw::Bottleneck& bottleneck);

}  // namespace sunlot::workflow
