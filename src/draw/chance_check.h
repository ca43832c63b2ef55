// Does a sample look like chance? Drawn against expected by district, by stratum and by the last character of the id:
// Pearson's χ² in whole numbers. It can only alarm, never decide: the sample follows from the seed whatever this says.
// Objects are drawn without replacement and in strata, so the true spread is smaller than χ² assumes: an alarm is rarer
// than one in a million, never more frequent.
#pragma once
#include "base/result.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/sample.h"
#include "draw/seal.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

struct Category {
    std::uint64_t expected_millionths = 0;
    std::uint64_t drawn = 0;
};

struct ChanceCheck {
    std::string test;                         // "district", "stratum", "id_tail"
    std::uint64_t statistic_thousandths = 0;  // of χ²
    std::uint64_t degrees = 0;                // 0: too little was drawn to say anything
    bool alarming = false;                    // such a sample has a chance below one in a million
};

/// Categories of which fewer than five are expected are thrown together. At most 65 remain: beyond that the smallest
/// are thrown together too.
ChanceCheck chi_square(std::string test, std::vector<Category> categories);

/// The three checks. `cells` are those the rows were drawn by.
std::vector<ChanceCheck> check_chance(const Plan& plan, std::span<const FrameRow> frame, std::span<const Cell> cells,
                                      std::span<const DrawnRow> rows);

}  // namespace sunlot::draw
