#include "draw/ticket_scan.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <utility>

namespace sunlot::draw {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kFirstBar = 256;  // objects of a cell before its first bar

/// ⌈√x⌉, by Newton's rule on integers.
std::uint64_t root_above(std::uint64_t x) {
    if (x < 2) return x;
    std::uint64_t root = std::uint64_t{1} << ((std::bit_width(x) + 1) / 2);
    while (true) {
        const std::uint64_t next = (root + x / root) / 2;
        if (next >= root) break;
        root = next;
    }
    return root * root < x ? root + 1 : root;
}

/// Mixes a label into a hash, eight bytes at a time. It only says where to look first: labels are compared.
std::uint64_t mix(std::uint64_t hash, std::string_view label) {
    constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
    std::size_t i = 0;
    for (; i + 8 <= label.size(); i += 8) {
        std::uint64_t word;
        std::memcpy(&word, label.data() + i, 8);
        hash = std::rotl((hash ^ word) * kOdd, 29);
    }
    std::uint64_t rest = label.size();
    for (; i < label.size(); ++i) rest = rest << 8 | static_cast<unsigned char>(label[i]);
    return std::rotl((hash ^ rest) * kOdd, 29);
}

}  // namespace

std::uint32_t bar_of(std::uint64_t wanted, std::uint64_t n) {
    if (wanted >= n) return kNoBar;
    const Wide safe = Wide{wanted} + 6 * Wide{root_above(wanted)} + 32;
    const Wide bar = (safe << 32) / n;
    return bar < kNoBar ? static_cast<std::uint32_t>(bar) : kNoBar;
}

TicketScan::TicketScan(const hash::TicketLanes& lanes, const CellRules& rules)
    : lanes_(lanes), rules_(rules), spread_(rules.plan.spread), places_(64) {}

std::vector<TicketScan::Found> TicketScan::finish() && {
    flush();
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        cells_[i].n = open_[i].n;
        cells_[i].bar = open_[i].bar;
    }
    return std::move(cells_);
}

/// Without a bar everyone is a candidate, unhashed.
void TicketScan::keep(std::string_view id, std::size_t cell) {
    if (!open_[cell].skip) cells_[cell].ids.push_back(id);
}

void TicketScan::remember(Recent& recent, Recent wanted, const FrameRow& row) {
    wanted.cell = static_cast<std::uint32_t>(cell_of(row.stratum, district_of(row)));
    recent = wanted;
}

void TicketScan::flush() {
    const std::size_t found = lanes_.below(std::span(ids_).first(waiting_), std::span(bars_).first(waiting_), hits_);
    for (const std::uint32_t hit : std::span(hits_).first(found)) cells_[in_cell_[hit]].ids.push_back(ids_[hit]);
    waiting_ = 0;
}

std::size_t TicketScan::cell_of(std::string_view stratum, std::string_view district) {
    const std::uint64_t hash = mix(mix(0, stratum), district);
    const std::size_t mask = places_.size() - 1;
    for (std::size_t place = hash;; ++place) {
        const std::uint32_t there = places_[place & mask];
        if (there == 0) break;
        const Found& cell = cells_[there - 1];
        if (cell.stratum == stratum && cell.district == district) return there - 1;
    }
    const std::size_t cell = new_cell(stratum, district);
    hashes_.push_back(hash);
    if (2 * cells_.size() > places_.size()) {
        places_.assign(2 * places_.size(), 0);
        for (std::size_t i = 0; i < cells_.size(); ++i) insert(hashes_[i], i);
    } else {
        insert(hash, cell);
    }
    return cell;
}

void TicketScan::insert(std::uint64_t hash, std::size_t cell) {
    const std::size_t mask = places_.size() - 1;
    std::size_t place = hash;
    while (places_[place & mask] != 0) ++place;
    places_[place & mask] = static_cast<std::uint32_t>(cell + 1);
}

std::size_t TicketScan::new_cell(std::string_view stratum, std::string_view district) {
    cells_.push_back({stratum, district, 0, kNoBar, {}});
    Open& cell = open_.emplace_back();
    const Stratum* planned = rules_.plan.stratum(stratum);
    bool known = planned != nullptr;
    if (rules_.bars) {
        const auto bar = rules_.bars->find({stratum, district});
        cell.skip = bar == rules_.bars->end();
        if (!cell.skip) cell.bar = bar->second;
        known = !rules_.all_listed || !cell.skip;
    } else if (planned != nullptr) {
        cell.quota = &planned->quota;
        cell.next_bar = kFirstBar;
    }
    if (!known && !stranger_) stranger_ = std::string(stratum);
    return cells_.size() - 1;
}

/// The cell has at least n objects. The share of a cell that is wanted, and the margin, only shrink as it grows, so the
/// bar for n objects is high enough for the whole cell.
void TicketScan::lower_bar(Open& cell) const {
    const std::uint64_t k = quota_of(*cell.quota, cell.n);
    // Spread gives a district one object more than its share at most.
    const std::uint64_t wanted = k + (spread_ ? 1 : 0) + rules_.plan.reserve;
    cell.bar = std::min(cell.bar, bar_of(wanted, cell.n));
    cell.next_bar = cell.n + cell.n / 4;
}

}  // namespace sunlot::draw
