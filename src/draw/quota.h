// How many of each cell are drawn: quota of a stratum, spread over districts, and what a redraw keeps. Integers only.
#pragma once
#include "base/result.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/seal.h"

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::draw {

/// number v → min(v, n); ratio a/b → min(n, ⌈n·a/b⌉); all → n.
std::uint64_t quota_of(const Quota& quota, std::uint64_t n);

/// Systematic rounding of k over districts with these counts (in byte order of the districts): every share is the floor
/// or the ceiling of k·count/n, their sum is k. REQUIRES: k ≤ n = sum of the counts, offset < n.
std::vector<std::uint64_t> spread(std::uint64_t k, std::span<const std::uint64_t> counts, std::uint64_t offset);
/// The offset of a stratum of n ≥ 1 objects: (w·n) >> 64, w = first 8 bytes of H(derive("quota") ‖ stratum).
std::uint64_t spread_offset(std::string_view seed, std::string_view stratum, std::uint64_t n);

/// Stratum and district; the district is empty when the draw is not spread.
using CellKey = std::pair<std::string_view, std::string_view>;
/// Size of each cell, in byte order of stratum and district.
using CellCounts = std::map<CellKey, std::uint64_t>;

/// Cells that occur in the frame, sorted by stratum and district, with n and k. Refuses frame.stratum when a row's
/// stratum is not in the plan. When the draw is spread, k needs the seed; otherwise `seed` may be empty.
Result<std::vector<Cell>> plan_cells(const Plan& plan, std::span<const FrameRow> frame, std::string_view seed);
/// The same when the objects have been counted already.
Result<std::vector<Cell>> plan_cells(const Plan& plan, const CellCounts& counts, std::string_view seed);
/// The cells of a redraw: k of each earlier cell stays, lowered only to the cell's new size; a cell that is new gets 0.
/// Includes earlier cells that are now empty.
Result<std::vector<Cell>> kept_cells(const Plan& plan, std::span<const Cell> previous, std::span<const FrameRow> frame);

/// The cells of an extension: in the strata asked for the larger of k before and k by the new quota (spread with the
/// same offset), k before in all others. Refuses extension.stratum (not in the plan), extension.frame (another frame
/// than before) and extension.nothing (no cell grows).
Result<std::vector<Cell>> extended_cells(const Plan& plan, std::span<const HigherQuota> extends,
                                         std::span<const Cell> previous, std::span<const FrameRow> frame,
                                         std::string_view seed);

}  // namespace sunlot::draw
