// Finds the objects that may be among the lowest tickets of their cells, in one pass over any part of a frame. Inside
// draw/ only.
//
// A ticket's first 32 bits are as good as random, so the lowest w of n lie below about w/n of their range. Only ids
// below a bar somewhat higher than that are kept. A bar too high costs a few more candidates; one too low is noticed
// (not enough of the candidates are below it) and the cell is scanned again without. So the answer is always exact.
#pragma once
#include "draw/plan.h"
#include "draw/quota.h"
#include "hash/lanes.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

inline constexpr std::uint32_t kNoBar = 0xffffffff;  ///< every ticket is at or below it

/// The bar for the lowest `wanted` of n tickets, six standard deviations on the safe side; the fewer of `n` are wanted
/// the lower it is.
std::uint32_t bar_of(std::uint64_t wanted, std::uint64_t n);

/// What is known about the cells before the scan.
struct CellRules {
    const Plan& plan;
    /// A bar for each cell, when the cells are known; a cell that is not listed is then passed over, or when
    /// `all_listed` refuses the scan. Without it, the bars follow from the plan's quotas as the cells fill.
    std::optional<std::map<CellKey, std::uint32_t>> bars;
    bool all_listed = false;
};

class TicketScan {
public:
    struct Found {
        std::string_view stratum;
        std::string_view district;
        std::uint64_t n = 0;
        std::uint32_t bar = kNoBar;
        std::uint64_t next_bar = 0;  ///< at this size the bar is lowered
        const Quota* quota = nullptr;
        bool skip = false;
        std::vector<std::string_view> ids;
    };

    TicketScan(const hash::TicketLanes& lanes, const CellRules& rules);

    /// The views must outlive what `finish` gives.
    void offer(std::string_view id, std::string_view stratum, std::string_view district);
    /// The cells seen, each with its size and candidates.
    std::vector<Found> finish() &&;
    /// The first row that is in no known cell, or in no stratum of the plan.
    const std::optional<std::string>& stranger() const { return stranger_; }

private:
    static constexpr std::size_t kBatch = 1024;

    std::size_t cell_of(std::string_view stratum, std::string_view district);
    std::size_t new_cell(std::string_view stratum, std::string_view district);
    void insert(std::uint64_t hash, std::size_t cell);
    void lower_bar(Found& cell) const;
    void flush();

    const hash::TicketLanes& lanes_;
    const CellRules& rules_;
    std::vector<Found> cells_;
    std::vector<std::uint32_t> places_;  ///< open addressing by a hash of the labels: cell + 1, or 0; a power of two
    std::vector<std::uint64_t> hashes_;  ///< of each cell
    std::optional<std::string> stranger_;
    std::size_t waiting_ = 0;
    std::array<std::string_view, kBatch> ids_;
    std::array<std::uint32_t, kBatch> bars_;
    std::array<std::uint32_t, kBatch> in_cell_;
    std::array<std::uint32_t, kBatch> hits_;
};

}  // namespace sunlot::draw
