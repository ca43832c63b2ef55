#include "draw/sample.h"

#include "base/bytes.h"
#include "draw/lines.h"
#include "draw/seed.h"
#include "hash/ticket.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace sunlot::draw {
namespace {

constexpr std::uint64_t kLargestRank = 1'000'000'000'000;

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

Result<SampleResult> rows_of(Result<FrameSample> sample) {
    if (!sample) return pass_on(sample.error());
    SampleResult result;
    for (std::size_t i = 0; i < sample->cells.size(); ++i) {
        const Cell& cell = sample->cells[i];
        std::uint64_t rank = 0;
        for (const Ticketed& drawn : sample->drawn[i]) {
            const auto kind = rank < cell.k ? DrawnKind::sample : DrawnKind::reserve;
            result.rows.push_back({cell.stratum, cell.district, ++rank, kind, drawn.ticket, std::string(drawn.id)});
        }
    }
    result.cells = std::move(sample->cells);
    return result;
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
    return rows_of(sample_rows(plan, frame, seed));
}

Result<SampleResult> draw_sample(const Plan& plan, std::span<const FrameRow> frame, std::string_view seed,
                                 std::vector<Cell> cells, const Runner& run) {
    return rows_of(sample_rows(plan, frame, seed, std::move(cells), run));
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
