#include "draw/sample.h"

#include "base/bytes.h"
#include "draw/lines.h"
#include "draw/quota.h"
#include "draw/seed.h"
#include "hash/ticket.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace sunlot::draw {
namespace {

constexpr std::uint64_t kLargestRank = 1'000'000'000'000;

struct Candidate {
    hash::Digest ticket;
    std::string_view id;
    friend bool operator<(const Candidate& a, const Candidate& b) {
        return a.ticket != b.ticket ? a.ticket < b.ticket : a.id < b.id;
    }
};

/// Keeps the `limit` lowest candidates of any number offered, in space for twice as many: whenever it is full, the
/// upper half is thrown away and the highest that stayed is the bar for those to come.
class Lowest {
public:
    explicit Lowest(std::uint64_t limit) : limit_(static_cast<std::size_t>(limit)) {}

    void offer(const Candidate& candidate) {
        if (limit_ == 0 || (full_ && !(candidate < bar_))) return;
        kept_.push_back(candidate);
        if (kept_.size() >= 2 * limit_ + 64) cut();
    }
    std::vector<Candidate> sorted() && {
        if (kept_.size() > limit_) cut();
        std::ranges::sort(kept_, std::less{});
        return std::move(kept_);
    }

private:
    void cut() {
        const auto last = kept_.begin() + static_cast<std::ptrdiff_t>(limit_ - 1);
        std::ranges::nth_element(kept_, last, std::less{});
        bar_ = *last;
        full_ = true;
        kept_.resize(limit_);
    }
    std::size_t limit_;
    std::vector<Candidate> kept_;
    bool full_ = false;
    Candidate bar_{};
};

using CellKey = std::pair<std::string_view, std::string_view>;

void append_rows(std::vector<DrawnRow>& rows, const Cell& cell, std::vector<Candidate> drawn) {
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const auto kind = i < cell.k ? DrawnKind::sample : DrawnKind::reserve;
        rows.push_back({cell.stratum, cell.district, i + 1, kind, drawn[i].ticket, std::string(drawn[i].id)});
    }
}

std::optional<DrawnRow> parse_row(std::string_view line) {
    const auto f = fields<6>(line);
    if (!f || !is_label((*f)[0]) || !is_label((*f)[1]) || !is_object_id((*f)[5]) || !is_hex((*f)[4], 64))
        return std::nullopt;
    const auto rank = parse_up_to((*f)[2], kLargestRank);
    if (!rank || *rank == 0 || ((*f)[3] != "S" && (*f)[3] != "R")) return std::nullopt;
    DrawnRow row{std::string((*f)[0]), std::string((*f)[1]), *rank, DrawnKind::sample, {}, std::string((*f)[5])};
    if ((*f)[3] == "R") row.kind = DrawnKind::reserve;
    const auto ticket_bytes = from_hex((*f)[4]);
    std::ranges::copy(*ticket_bytes, row.ticket.begin());
    return row;
}

/// A row follows another one: the next rank of the same cell (never a sample after a reserve), or rank 1 of a later
/// cell.
bool follows(const DrawnRow& row, const DrawnRow* before) {
    if (before == nullptr) return row.rank == 1;
    const auto cell = std::tie(row.stratum, row.district);
    const auto cell_before = std::tie(before->stratum, before->district);
    if (cell != cell_before) return cell > cell_before && row.rank == 1;
    return row.rank == before->rank + 1 && !(row.kind == DrawnKind::sample && before->kind == DrawnKind::reserve);
}

}  // namespace

std::vector<std::string> SampleResult::sample_ids() const {
    std::vector<std::string> ids;
    for (const DrawnRow& row : rows)
        if (row.kind == DrawnKind::sample) ids.push_back(row.id);
    std::ranges::sort(ids);
    return ids;
}

Result<SampleResult> draw_sample(const Plan& plan, std::span<const FrameRow> frame, std::string_view seed) {
    auto cells = plan_cells(plan, frame, seed);
    if (!cells) return pass_on(cells.error());
    return draw_sample(plan, frame, seed, std::move(*cells));
}

Result<SampleResult> draw_sample(const Plan& plan, std::span<const FrameRow> frame, std::string_view seed,
                                 std::vector<Cell> cells) {
    std::map<CellKey, Lowest> lowest;
    for (const Cell& cell : cells) {
        // A cell never gives more than it has, so a huge reserve costs nothing.
        const std::uint64_t wanted = plan.reserve > cell.n - std::min(cell.k, cell.n) ? cell.n : cell.k + plan.reserve;
        lowest.try_emplace({cell.stratum, cell.district}, Lowest(wanted));
    }
    const hash::TicketHasher ticket_of(derive(seed, "select"));
    for (const FrameRow& row : frame) {
        const auto cell = lowest.find({row.stratum, plan.spread ? row.district : std::string_view()});
        if (cell == lowest.end())
            return refuse(RefusalKind::invalid, "sample.cell", "名单中有配额没有列出的单元：" + std::string(row.id),
                          "the quotas lack the cell of " + std::string(row.id));
        cell->second.offer({ticket_of(row.id), row.id});
    }
    SampleResult result;
    for (const Cell& cell : cells)
        append_rows(result.rows, cell, std::move(lowest.at({cell.stratum, cell.district})).sorted());
    result.cells = std::move(cells);
    return result;
}

std::string ticket(std::string_view seed, std::string_view id) {
    return hash::hex(hash::TicketHasher(derive(seed, "select"))(id));
}

std::string encode_result(std::span<const DrawnRow> rows) {
    std::string out;
    for (const DrawnRow& row : rows) {
        const char kind = row.kind == DrawnKind::sample ? 'S' : 'R';
        out += row.stratum + "\t" + row.district + "\t" + std::to_string(row.rank) + "\t" + kind + "\t" +
               hash::hex(row.ticket) + "\t" + row.id + "\n";
    }
    return out;
}

Result<std::vector<DrawnRow>> parse_result(std::string_view file) {
    std::vector<DrawnRow> rows;
    Lines lines("result.tsv", file);
    while (const auto line = lines.next()) {
        auto row = parse_row(*line);
        if (!row || !follows(*row, rows.empty() ? nullptr : &rows.back())) return lines.malformed();
        rows.push_back(std::move(*row));
    }
    if (!lines.complete()) return lines.malformed();
    return rows;
}

}  // namespace sunlot::draw
