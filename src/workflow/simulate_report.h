// A simulation for people: a table, rows for a spreadsheet, and a chart.
#pragma once
#include "workflow/simulate.h"

#include <string>

namespace sunlot::workflow {

/// Chinese and English, for a terminal; no ids and no names in it.
std::string simulation_text(const SimulationReport& report);
/// method,what,stratum,key,expected,observed,deviation: a row for each firm, officer and pair. UTF-8, LF.
std::string simulation_csv(const SimulationReport& report);
/// A whole .svg file: how the firms' counts are distributed, and how often each pair of officers met.
std::string simulation_svg(const SimulationReport& report);

}  // namespace sunlot::workflow
