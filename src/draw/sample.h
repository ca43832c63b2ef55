// The sample: in each cell the k objects with the lowest tickets, then the reserve. Bottom-k of tickets does not depend
// on how the frame is cut up or in which order it is read.
#pragma once
#include "base/result.h"
#include "draw/frame.h"
#include "draw/frame_sample.h"
#include "draw/plan.h"
#include "draw/seal.h"
#include "hash/sha256.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

enum class DrawnKind { sample, reserve };

struct DrawnRow {
    std::string stratum;
    std::string district;
    std::uint64_t rank = 0;  ///< from 1, in the cell
    DrawnKind kind = DrawnKind::sample;
    hash::Digest ticket{};
    std::string id;
    friend bool operator==(const DrawnRow&, const DrawnRow&) = default;
};

struct SampleResult {
    std::vector<Cell> cells;
    std::vector<DrawnRow> rows;                   ///< by stratum, district, rank
    std::vector<std::string> sample_ids() const;  ///< of kind sample, sorted: the jobs of the assignment
};

/// The draw of attempt 1: cells by the plan's quotas.
Result<SampleResult> draw_sample(const Plan& plan, std::span<const FrameRow> frame, std::string_view seed);
/// The same with given cells (a redraw: kept_cells).
Result<SampleResult> draw_sample(const Plan& plan, std::span<const FrameRow> frame, std::string_view seed,
                                 std::vector<Cell> cells, const Runner& run = run_in_turn);

/// hex(H(derive("select") ‖ id)), for one object.
std::string ticket(std::string_view seed, std::string_view id);

/// The bytes of result.tsv.
std::string encode_result(std::span<const DrawnRow> rows);
/// Refuses result.malformed.
Result<std::vector<DrawnRow>> parse_result(std::string_view file);

}  // namespace sunlot::draw
