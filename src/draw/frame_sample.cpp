#include "draw/frame_sample.h"

#include "draw/frame_lines.h"
#include "draw/quota.h"
#include "draw/seed.h"
#include "draw/ticket_scan.h"
#include "hash/lanes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <map>
#include <utility>

namespace sunlot::draw {
namespace {

constexpr std::size_t kPartBytes = std::size_t{16} << 20;
constexpr std::size_t kBatch = 1024;
constexpr std::size_t kPartRows = std::size_t{1} << 19;

/// Offers every row of part i; false at a malformed line.
using Feed = std::function<bool(std::size_t part, TicketScan& scan)>;

struct Source {
    std::size_t parts;
    Feed feed;
};

/// What the parts have found together.
struct Merged {
    std::uint64_t n = 0;
    std::uint32_t bar = kNoBar;  ///< every object with a ticket up to here is among the candidates
    std::vector<std::string_view> ids;
};
using MergedCells = std::map<CellKey, Merged>;

/// Pieces of about `kPartBytes` that end with a line.
std::vector<std::string_view> cut(std::string_view file) {
    std::vector<std::string_view> parts;
    while (file.size() > kPartBytes) {
        const std::size_t end = file.find('\n', kPartBytes);
        if (end == std::string_view::npos) break;
        parts.push_back(file.substr(0, end + 1));
        file.remove_prefix(end + 1);
    }
    if (!file.empty()) parts.push_back(file);
    return parts;
}

Refusal stranger_refusal(const CellRules& rules, const std::string& stratum) {
    if (rules.bars)
        return refuse(RefusalKind::invalid, "sample.cell", "名单中有配额没有列出的单元，分层：" + stratum,
                      "the quotas lack a cell of stratum " + stratum);
    return refuse(RefusalKind::invalid, "frame.stratum", "名单中有方案没有的分层：" + stratum,
                  "the frame has a stratum that the plan lacks: " + stratum);
}

/// One pass over all parts. Cells that are skipped are counted, but have no candidates.
Result<MergedCells> scan(const Source& source, const hash::TicketLanes& lanes, const CellRules& rules,
                         const Runner& run) {
    struct Part {
        std::vector<TicketScan::Found> cells;
        std::optional<Refusal> refusal;
    };
    std::vector<Part> parts(source.parts);
    run(source.parts, [&](std::size_t i) {
        TicketScan part(lanes, rules);
        if (!source.feed(i, part))
            parts[i].refusal = refuse(RefusalKind::invalid, "frame.malformed", "名单有格式不对的行",
                                      "the frame has a malformed line", "frame.tsv");
        else if (part.stranger())
            parts[i].refusal = stranger_refusal(rules, *part.stranger());
        else
            parts[i].cells = std::move(part).finish();
    });
    MergedCells merged;
    for (Part& part : parts) {
        if (part.refusal) return pass_on(*part.refusal);
        for (TicketScan::Found& found : part.cells) {
            Merged& cell = merged[{found.stratum, found.district}];
            cell.n += found.n;
            cell.bar = std::min(cell.bar, found.bar);
            if (cell.ids.empty())
                cell.ids = std::move(found.ids);
            else
                cell.ids.insert(cell.ids.end(), found.ids.begin(), found.ids.end());
        }
        part.cells.clear();
        part.cells.shrink_to_fit();
    }
    return merged;
}

/// A cell never gives more than it has, so a huge reserve costs nothing.
std::uint64_t wanted_of(const Plan& plan, const Cell& cell) {
    return plan.reserve > cell.n - std::min(cell.k, cell.n) ? cell.n : cell.k + plan.reserve;
}

std::map<CellKey, std::uint32_t> bars_of(const Plan& plan, std::span<const Cell> cells) {
    std::map<CellKey, std::uint32_t> bars;
    for (const Cell& cell : cells)
        bars[{cell.stratum, cell.district}] = wanted_of(plan, cell) == 0 ? 0 : bar_of(wanted_of(plan, cell), cell.n);
    return bars;
}

/// A ticket's first 64 bits, which decide nearly every comparison, and where the rest is.
struct Key {
    std::uint64_t first;
    std::uint64_t at;
};

/// Puts the lowest `size` of the keys in order. Tickets are spread evenly, so that as many buckets as keys leave one or
/// two in each; what is uneven is only slower.
template <class Lower>
void sort_buckets(std::vector<Key>& keys, std::size_t size, const Lower& lower) {
    std::uint64_t highest = 0;
    for (const Key& key : keys) highest = std::max(highest, key.first);
    const auto shift = std::bit_width(highest | keys.size()) - std::bit_width(keys.size());
    std::vector<std::uint32_t> ends((highest >> shift) + 2);
    for (const Key& key : keys) ++ends[(key.first >> shift) + 1];
    for (std::size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
    std::vector<Key> ordered(keys.size());
    for (const Key& key : keys) ordered[ends[key.first >> shift]++] = key;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        if (begin >= size) break;
        if (end - begin > 1)
            std::sort(ordered.begin() + static_cast<std::ptrdiff_t>(begin),
                      ordered.begin() + static_cast<std::ptrdiff_t>(end), lower);
        begin = end;
    }
    keys = std::move(ordered);
}

std::vector<Ticketed> lowest_of(const hash::TicketLanes& lanes, std::span<const std::string_view> ids,
                                std::uint64_t wanted) {
    std::vector<hash::Digest> tickets(ids.size());
    lanes.digests(ids, tickets);
    std::vector<Key> keys(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        std::uint64_t first;
        std::memcpy(&first, tickets[i].data(), sizeof first);
        keys[i] = {__builtin_bswap64(first), i};
    }
    const auto lower = [&](const Key& a, const Key& b) {
        if (a.first != b.first) return a.first < b.first;
        return tickets[a.at] != tickets[b.at] ? tickets[a.at] < tickets[b.at] : ids[a.at] < ids[b.at];
    };
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, keys.size()));
    sort_buckets(keys, size, lower);
    keys.resize(size);
    std::vector<Ticketed> lowest;
    lowest.reserve(size);
    for (const Key& key : keys) lowest.push_back({tickets[key.at], ids[key.at]});
    return lowest;
}

/// Whether those drawn are the lowest of the whole cell, and not only of its candidates.
bool is_whole(const Merged& cell, std::span<const Ticketed> drawn, std::uint64_t wanted) {
    if (cell.bar == kNoBar) return true;
    if (drawn.size() < wanted) return false;
    if (drawn.empty()) return true;
    std::uint32_t first;
    std::memcpy(&first, drawn.back().ticket.data(), sizeof first);
    return __builtin_bswap32(first) <= cell.bar;
}

struct Sampler {
    const Plan& plan;
    const Source& source;
    const Runner& run;
    hash::TicketLanes lanes;
    FrameSample result{};

    /// Ranks the candidates of each cell that `found` has; returns those in which the bar was too low.
    std::map<CellKey, std::uint32_t> rank(MergedCells& found) {
        std::map<CellKey, std::uint32_t> short_of;
        for (std::size_t i = 0; i < result.cells.size(); ++i) {
            const Cell& cell = result.cells[i];
            const auto there = found.find({cell.stratum, cell.district});
            if (there == found.end()) continue;
            Merged& merged = there->second;
            const std::uint64_t wanted = std::min(wanted_of(plan, cell), merged.n);
            result.drawn[i] = lowest_of(lanes, merged.ids, wanted);
            merged.ids = {};
            if (!is_whole(merged, result.drawn[i], wanted))
                short_of.emplace(CellKey(cell.stratum, cell.district), kNoBar);
        }
        return short_of;
    }

    Result<FrameSample> draw(MergedCells found, std::vector<Cell> cells) {
        result.cells = std::move(cells);
        result.drawn.resize(result.cells.size());
        auto short_of = rank(found);
        if (short_of.empty()) return std::move(result);
        // Chance brings nobody here (six standard deviations); a frame made up against a known seed could. All objects
        // of these cells are candidates now.
        auto all = scan(source, lanes, {.plan = plan, .bars = short_of, .all_listed = false}, run);
        if (!all) return pass_on(all.error());
        std::erase_if(*all, [&](const auto& cell) { return !short_of.contains(cell.first); });
        rank(*all);
        return std::move(result);
    }
};

Result<FrameSample> sample(const Plan& plan, const Source& source, std::string_view seed,
                           std::optional<std::vector<Cell>> cells, const Runner& run) {
    const hash::TicketLanes lanes(derive(seed, "select"));
    CellRules rules{.plan = plan, .bars = std::nullopt, .all_listed = cells.has_value()};
    if (cells) rules.bars = bars_of(plan, *cells);
    auto found = scan(source, lanes, rules, run);
    if (!found) return pass_on(found.error());
    if (!cells) {
        CellCounts counts;
        for (const auto& [key, cell] : *found) counts[key] = cell.n;
        auto planned = plan_cells(plan, counts, seed);
        if (!planned) return pass_on(planned.error());
        cells = std::move(*planned);
    }
    return Sampler{.plan = plan, .source = source, .run = run, .lanes = lanes}.draw(std::move(*found),
                                                                                    std::move(*cells));
}

char* write(char* to, std::string_view text) {
    return std::copy(text.begin(), text.end(), to);
}

char* write_hex(char* to, const hash::Digest& digest) {
    static constexpr char kDigits[] = "0123456789abcdef";
    for (const unsigned char byte : digest) {
        *to++ = kDigits[byte >> 4];
        *to++ = kDigits[byte & 15];
    }
    return to;
}

}  // namespace

void run_in_turn(std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = 0; i < count; ++i) work(i);
}

Result<FrameSample> sample_frame(const Plan& plan, std::string_view frame_file, std::string_view seed,
                                 std::optional<std::vector<Cell>> cells, const Runner& run) {
    const auto parts = cut(frame_file);
    const Feed feed = [&parts](std::size_t part, TicketScan& scan) {
        const auto offer = [&scan] [[gnu::always_inline]] (const FrameRow& row) { scan.offer(row); };
        return FrameLines(parts[part], offer).read();
    };
    return sample(plan, {parts.size(), feed}, seed, std::move(cells), run);
}

Result<FrameSample> sample_rows(const Plan& plan, std::span<const FrameRow> frame, std::string_view seed,
                                std::optional<std::vector<Cell>> cells, const Runner& run) {
    const Feed feed = [frame](std::size_t part, TicketScan& scan) {
        const std::size_t begin = part * kPartRows;
        const std::size_t size = std::min(kPartRows, frame.size() - begin);
        constexpr std::size_t kAhead = 64;  // rows that come from memory while those before them are hashed
        for (std::size_t i = begin; i < begin + size; ++i) {
            if (i + kAhead < frame.size()) __builtin_prefetch(&frame[i + kAhead]);
            scan.offer(frame[i]);
        }
        return true;
    };
    return sample(plan, {(frame.size() + kPartRows - 1) / kPartRows, feed}, seed, std::move(cells), run);
}

std::string encode_result(const FrameSample& sample) {
    constexpr std::size_t kLongestId = 55;
    constexpr std::size_t kRest = 20 + 3 + 64 + 1 + kLongestId + 1;  // rank, kind, ticket, id and what is between them
    std::size_t size = 0;
    for (std::size_t i = 0; i < sample.cells.size(); ++i) {
        const std::size_t labels = sample.cells[i].stratum.size() + sample.cells[i].district.size() + 2;
        for (const Ticketed& row : sample.drawn[i]) size += labels + kRest - kLongestId + row.id.size();
    }
    std::string out;
    out.reserve(size);
    for (std::size_t i = 0; i < sample.cells.size(); ++i) {
        const Cell& cell = sample.cells[i];
        const std::string labels = cell.stratum + "\t" + cell.district + "\t";
        std::vector<char> line(labels.size() + kRest);
        char* const rank_at = write(line.data(), labels);
        for (std::size_t rank = 0; rank < sample.drawn[i].size(); ++rank) {
            const Ticketed& row = sample.drawn[i][rank];
            char* to = std::to_chars(rank_at, line.data() + line.size(), rank + 1).ptr;
            to = write_hex(write(to, rank < cell.k ? "\tS\t" : "\tR\t"), row.ticket);
            *to++ = '\t';
            to = write(to, row.id);
            *to++ = '\n';
            out.append(line.data(), to);
        }
    }
    return out;
}

std::vector<Ticketed> lowest_tickets(std::string_view select_key, std::span<const std::string_view> ids,
                                     std::uint64_t wanted) {
    const hash::TicketLanes lanes(select_key);
    std::array<std::uint32_t, kBatch> hits;
    std::array<std::uint32_t, kBatch> bars;
    bars.fill(bar_of(wanted, ids.size()));
    if (bars.front() == kNoBar) return lowest_of(lanes, ids, wanted);
    std::vector<std::string_view> low;
    for (auto rest = ids; !rest.empty(); rest = rest.subspan(std::min(kBatch, rest.size()))) {
        const auto batch = rest.first(std::min(kBatch, rest.size()));
        const std::size_t found = lanes.below(batch, std::span(bars).first(batch.size()), hits);
        for (const std::uint32_t hit : std::span(hits).first(found)) low.push_back(batch[hit]);
    }
    return lowest_of(lanes, low.size() < wanted ? ids : std::span<const std::string_view>(low), wanted);
}

}  // namespace sunlot::draw
