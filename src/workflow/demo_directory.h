// The made-up people and places of the demonstration data, as the CSV files that offices would send: the directory of
// objects, that of officers, and past checks. Drawn from a fixed seed by a generator of our own, which serves nothing
// else (the draw has no generator at all). All names are invented; the county code 150899 is not in GB/T 2260.
#pragma once
#include "base/clock.h"
#include "store/grid.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sunlot::workflow {

struct DemoFiles {
    std::string objects;
    std::string officers;
    std::string history;
};

/// `today` places last year's checks and the certificates that are about to expire.
DemoFiles demo_files(Date today, std::size_t objects = 12'000);
/// The county and its towns, by which the objects say their grid.
std::vector<store::GridNode> demo_grids();

}  // namespace sunlot::workflow
