// Which officers go where: defined by its result (docs/formats/draw-v1.md §8). Among all complete assignments with the
// smallest sum of squared loads, the one that is lexicographically first in a seed-driven order of jobs and
// preferences. Any correct algorithm gives the same bytes; ours is balance, price, deal (assignment.cpp).
#pragma once
#include "base/result.h"
#include "draw/frame.h"
#include "draw/slots.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

struct AssignedJob {
    std::string job;
    std::vector<std::string> officers;  ///< one per slot
    friend bool operator==(const AssignedJob&, const AssignedJob&) = default;
};
using Assignment = std::vector<AssignedJob>;  ///< sorted by job

/// Why no complete assignment exists (Hall): the slots of these jobs can only be served by these officers, and together
/// they may not take that many.
struct Bottleneck {
    std::vector<std::string> jobs;
    std::vector<std::string> officers;
    std::uint64_t slots = 0;     ///< places to fill
    std::uint64_t capacity = 0;  ///< places those officers can fill
};

/// Refuses assignment.infeasible, naming the bottleneck. `officers` sorted by id, as in the file the slots refer to.
/// `kept`: jobs of an earlier attempt that stay as they are; those also in `slots` are not dealt again, and all of them
/// count into their officers' load and cap.
Result<Assignment> assign(std::span<const Officer> officers, const SlotTable& slots, std::string_view seed,
                          const Assignment& kept = {});

/// Nothing when a complete assignment exists. Needs no seed: E.g. asked at sealing, for the worst case.
std::optional<Bottleneck> find_bottleneck(std::span<const Officer> officers, const SlotTable& slots,
                                          const Assignment& kept = {});

/// The part of `previous` whose jobs are still in the (sorted) sample.
Assignment kept_jobs(const Assignment& previous, std::span<const std::string> sample);

/// The bytes of assignment.tsv.
std::string encode_assignment(const Assignment& assignment);
/// Refuses assignment.malformed.
Result<Assignment> parse_assignment(std::string_view file);

}  // namespace sunlot::draw
