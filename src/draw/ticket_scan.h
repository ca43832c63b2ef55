// Finds the objects that may be among the lowest tickets of their cells, in one pass over any part of a frame. Inside
// draw/ only.
//
// A ticket's first 32 bits are as good as random, so the lowest w of n lie below about w/n of their range. Only ids
// below a bar somewhat higher than that are kept. A bar too high costs a few more candidates; one too low is noticed
// (not enough of the candidates are below it) and the cell is scanned again without. So the answer is always exact.
#pragma once
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/quota.h"
#include "hash/lanes.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
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
        std::vector<std::string_view> ids;
    };

    TicketScan(const hash::TicketLanes& lanes, const CellRules& rules);

    /// The views must outlive what `finish` gives.
    void offer(const FrameRow& row);
    /// The cells seen, each with its size and candidates.
    std::vector<Found> finish() &&;
    /// The first row that is in no known cell, or in no stratum of the plan.
    const std::optional<std::string>& stranger() const { return stranger_; }

private:
    static constexpr std::size_t kBatch = 64;
    static constexpr int kRecentBits = 8;

    struct Open {
        std::uint64_t n = 0;
        std::uint64_t next_bar = 0;  ///< at this size the bar is lowered
        std::uint32_t bar = kNoBar;
        bool skip = false;
        const Quota* quota = nullptr;
    };
    /// Labels (never empty) looked up before. The ends of up to sixteen bytes are all there is of them.
    struct Recent {
        std::uint64_t first = 0, last = 0;
        const char* labels = nullptr;
        std::uint32_t size = 0;
        std::uint32_t cell = 0;
    };

    std::string_view district_of(const FrameRow& row) const { return spread_ ? row.district : std::string_view(); }
    void add(std::string_view id, std::size_t cell);
    void keep(std::string_view id, std::size_t cell);
    static Recent key_of(std::string_view labels);
    void remember(Recent& recent, Recent wanted, const FrameRow& row);
    std::size_t cell_of(std::string_view stratum, std::string_view district);
    std::size_t new_cell(std::string_view stratum, std::string_view district);
    void insert(std::uint64_t hash, std::size_t cell);
    void lower_bar(Open& cell) const;
    void flush();

    const hash::TicketLanes& lanes_;
    const CellRules& rules_;
    const bool spread_;
    std::vector<Open> open_;
    std::vector<Found> cells_;
    std::vector<std::uint32_t> places_;  ///< open addressing by a hash of the labels: cell + 1, or 0; a power of two
    std::vector<std::uint64_t> hashes_;  ///< of each cell
    std::optional<std::string> stranger_;
    std::array<Recent, std::size_t{1} << kRecentBits> recent_;
    std::size_t waiting_ = 0;
    std::array<std::string_view, kBatch> ids_;
    std::array<std::uint32_t, kBatch> bars_;
    std::array<std::uint32_t, kBatch> in_cell_;
    std::array<std::uint32_t, kBatch> hits_;
};

[[gnu::always_inline]] inline void TicketScan::add(std::string_view id, std::size_t cell) {
    Open& open = open_[cell];
    if (++open.n == open.next_bar) [[unlikely]]
        lower_bar(open);
    if (open.bar == kNoBar) [[unlikely]]
        return keep(id, cell);
    ids_[waiting_] = id;
    bars_[waiting_] = open.bar;
    in_cell_[waiting_] = static_cast<std::uint32_t>(cell);
    if (++waiting_ == kBatch) [[unlikely]]
        flush();
}

[[gnu::always_inline]] inline void TicketScan::offer(const FrameRow& row) {
    // In a file, stratum and district lie side by side: one piece of text to look up.
    const char* end = row.stratum.data() + row.stratum.size();
    if (spread_) {
        if (end + 1 != row.district.data()) [[unlikely]]
            return add(row.id, cell_of(row.stratum, row.district));
        end += 1 + row.district.size();
    }
    const std::string_view labels(row.stratum.data(), end);
    if (labels.empty()) [[unlikely]]
        return add(row.id, cell_of(row.stratum, district_of(row)));
    const Recent wanted = key_of(labels);
    const std::uint64_t mixed = wanted.first * 0x9e3779b97f4a7c15 ^ wanted.last * 0xff51afd7ed558ccd;
    Recent& recent = recent_[mixed >> (64 - kRecentBits)];
    const bool same = recent.first == wanted.first && recent.last == wanted.last && recent.size == wanted.size &&
                      (labels.size() <= 16 || labels == std::string_view(recent.labels, recent.size));
    if (!same) [[unlikely]]
        remember(recent, wanted, row);
    add(row.id, recent.cell);
}

[[gnu::always_inline]] inline TicketScan::Recent TicketScan::key_of(std::string_view labels) {
    const auto load = [&]<class Word>(std::size_t at, Word word) {
        std::memcpy(&word, labels.data() + at, sizeof word);
        return std::uint64_t{word};
    };
    const std::size_t size = labels.size();
    Recent key{0, 0, labels.data(), static_cast<std::uint32_t>(size), 0};
    if (size >= 8) {
        key.first = load(0, std::uint64_t{});
        key.last = load(size - 8, std::uint64_t{});
    } else if (size >= 4) {
        key.first = load(0, std::uint32_t{});
        key.last = load(size - 4, std::uint32_t{});
    } else {
        key.first = load(0, std::uint8_t{}) | load(size / 2, std::uint8_t{}) << 8;
        key.last = load(size - 1, std::uint8_t{});
    }
    return key;
}

}  // namespace sunlot::draw
