#include "draw/quota.h"

#include "draw/seed.h"
#include "hash/sha256.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

namespace sunlot::draw {
namespace {

__extension__ using Wide = unsigned __int128;

CellCounts count_cells(const Plan& plan, std::span<const FrameRow> frame) {
    CellCounts counts;
    std::uint64_t* last = nullptr;
    CellKey last_key;
    for (const FrameRow& row : frame) {
        const CellKey key{row.stratum, plan.spread ? row.district : std::string_view()};
        if (last == nullptr || key != last_key) {
            last = &counts[key];
            last_key = key;
        }
        ++*last;
    }
    return counts;
}

std::optional<Refusal> check_strata(const Plan& plan, const CellCounts& counts) {
    for (const auto& [key, n] : counts)
        if (plan.stratum(key.first) == nullptr)
            return refuse(RefusalKind::invalid, "frame.stratum", "名单中有方案没有的分层：" + std::string(key.first),
                          "the frame has a stratum that the plan lacks: " + std::string(key.first));
    return std::nullopt;
}

bool is_named(std::span<const HigherQuota> extends, std::string_view label) {
    return std::ranges::find(extends, label, &HigherQuota::label) != extends.end();
}

/// Gives the cells of one stratum their k by this quota.
void share_out(const Plan& plan, const Quota& quota, std::span<Cell> cells, std::string_view seed) {
    std::uint64_t n = 0;
    std::vector<std::uint64_t> counts;
    for (const Cell& cell : cells) {
        n += cell.n;
        counts.push_back(cell.n);
    }
    const std::uint64_t k = quota_of(quota, n);
    if (!plan.spread) {
        cells.front().k = k;
        return;
    }
    const auto shares = spread(k, counts, spread_offset(seed, cells.front().stratum, n));
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i].k = shares[i];
}

}  // namespace

std::uint64_t quota_of(const Quota& quota, std::uint64_t n) {
    switch (quota.kind) {
        case Quota::Kind::number:
            return std::min(quota.numerator, n);
        case Quota::Kind::ratio: {
            // The ceiling is at least 1 as soon as there is an object and a ratio above zero.
            const Wide parts = static_cast<Wide>(n) * quota.numerator;
            const Wide up = (parts + quota.denominator - 1) / quota.denominator;
            return up < n ? static_cast<std::uint64_t>(up) : n;
        }
        case Quota::Kind::all:
            break;
    }
    return n;
}

std::vector<std::uint64_t> spread(std::uint64_t k, std::span<const std::uint64_t> counts, std::uint64_t offset) {
    std::uint64_t n = 0;
    for (const std::uint64_t count : counts) n += count;
    std::vector<std::uint64_t> shares;
    if (n == 0) return std::vector<std::uint64_t>(counts.size(), 0);
    const auto up_to = [&](std::uint64_t cumulated) {
        return static_cast<std::uint64_t>((static_cast<Wide>(k) * cumulated + offset) / n);
    };
    std::uint64_t cumulated = 0;
    shares.reserve(counts.size());
    for (const std::uint64_t count : counts) {
        shares.push_back(up_to(cumulated + count) - up_to(cumulated));
        cumulated += count;
    }
    return shares;
}

std::uint64_t spread_offset(std::string_view seed, std::string_view stratum, std::uint64_t n) {
    const auto digest = hash::sha256(derive(seed, "quota") + std::string(stratum));
    std::uint64_t w = 0;
    for (std::size_t i = 0; i < 8; ++i) w = w << 8 | digest[i];
    return static_cast<std::uint64_t>((static_cast<Wide>(w) * n) >> 64);
}

Result<std::vector<Cell>> plan_cells(const Plan& plan, std::span<const FrameRow> frame, std::string_view seed) {
    return plan_cells(plan, count_cells(plan, frame), seed);
}

Result<std::vector<Cell>> plan_cells(const Plan& plan, const CellCounts& counts, std::string_view seed) {
    if (const auto no = check_strata(plan, counts)) return pass_on(*no);
    std::vector<Cell> cells;
    cells.reserve(counts.size());
    for (const auto& [key, n] : counts) cells.push_back({std::string(key.first), std::string(key.second), n, 0});
    for (std::size_t begin = 0, end = 0; begin < cells.size(); begin = end) {
        while (end < cells.size() && cells[end].stratum == cells[begin].stratum) ++end;
        share_out(plan, plan.stratum(cells[begin].stratum)->quota, std::span(cells).subspan(begin, end - begin), seed);
    }
    return cells;
}

Result<std::vector<Cell>> kept_cells(const Plan& plan, std::span<const Cell> previous,
                                     std::span<const FrameRow> frame) {
    const auto counts = count_cells(plan, frame);
    if (const auto no = check_strata(plan, counts)) return pass_on(*no);
    std::map<CellKey, Cell> cells;
    for (const auto& [key, n] : counts) cells[key] = {std::string(key.first), std::string(key.second), n, 0};
    for (const Cell& before : previous) {
        Cell& cell = cells.try_emplace({before.stratum, before.district}, Cell{before.stratum, before.district, 0, 0})
                         .first->second;
        cell.k = std::min(before.k, cell.n);
    }
    std::vector<Cell> out;
    out.reserve(cells.size());
    for (auto& [key, cell] : cells) out.push_back(std::move(cell));
    return out;
}

Result<std::vector<Cell>> extended_cells(const Plan& plan, std::span<const HigherQuota> extends,
                                         std::span<const Cell> previous, std::span<const FrameRow> frame,
                                         std::string_view seed) {
    Plan higher = plan;
    for (const HigherQuota& wanted : extends) {
        const auto stratum = std::ranges::find(higher.strata, wanted.label, &Stratum::label);
        if (stratum == higher.strata.end())
            return refuse(RefusalKind::invalid, "extension.stratum", "方案没有这个分层：" + wanted.label,
                          "the plan has no such stratum: " + wanted.label);
        stratum->quota = wanted.quota;
    }
    auto cells = plan_cells(higher, frame, seed);
    if (!cells) return cells;
    // The frame is that of before: the same cells, but for those that an earlier redraw emptied.
    std::vector<Cell> out;
    bool grows = false;
    auto now = cells->begin();
    for (const Cell& before : previous) {
        Cell& cell = out.emplace_back(before);
        const bool there = now != cells->end() && now->stratum == before.stratum && now->district == before.district;
        if ((there ? now->n : 0) != before.n)
            return refuse(RefusalKind::invalid, "extension.frame", "扩大抽取的名单应与前次相同",
                          "an extension has the same frame as before");
        if (there && is_named(extends, before.stratum)) cell.k = std::max(before.k, now->k);
        grows = grows || cell.k > before.k;
        if (there) ++now;
    }
    if (now != cells->end())
        return refuse(RefusalKind::invalid, "extension.frame", "扩大抽取的名单应与前次相同",
                      "an extension has the same frame as before");
    if (!grows)
        return refuse(RefusalKind::conflict, "extension.nothing", "新的比例或数量没有增加任何抽查对象",
                      "the new quotas add no object");
    return out;
}

}  // namespace sunlot::draw
