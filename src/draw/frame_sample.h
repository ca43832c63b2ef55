// The sample, straight from the bytes of a frame: one pass, in which memory grows with the sample and the cells, not
// with the frame. A frame can be cut up and its parts scanned at the same time; the answer does not depend on it.
#pragma once
#include "base/result.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/seal.h"
#include "hash/sha256.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

/// Calls work(0) … work(count − 1), in any order or at the same time, and returns when all are done.
using Runner = std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)>;
/// One after the other. A runner with threads comes from outside: nothing here starts one.
void run_in_turn(std::size_t count, const std::function<void(std::size_t)>& work);

/// An object with its ticket.
struct Ticketed {
    hash::Digest ticket;
    std::string_view id;
};

struct FrameSample {
    std::vector<Cell> cells;                   ///< sorted by stratum and district
    std::vector<std::vector<Ticketed>> drawn;  ///< of each cell: its k and then the reserve, by rank
};

/// The draw of attempt 1, or with given cells (a redraw). The views of the answer are into `frame_file`.
/// REQUIRES: a frame that parse_frame takes; refuses frame.malformed where a line has not the form at all,
/// frame.stratum and sample.cell as draw_sample does.
Result<FrameSample> sample_frame(const Plan& plan, std::string_view frame_file, std::string_view seed,
                                 std::optional<std::vector<Cell>> cells = std::nullopt,
                                 const Runner& run = run_in_turn);
/// The same from rows in any order.
Result<FrameSample> sample_rows(const Plan& plan, std::span<const FrameRow> frame, std::string_view seed,
                                std::optional<std::vector<Cell>> cells = std::nullopt, const Runner& run = run_in_turn);

/// The bytes of result.tsv.
std::string encode_result(const FrameSample& sample);

/// The `wanted` lowest of these ids, by ticket and id.
std::vector<Ticketed> lowest_tickets(std::string_view select_key, std::span<const std::string_view> ids,
                                     std::uint64_t wanted);

}  // namespace sunlot::draw
