#include "store/audit.h"

#include <map>
#include <utility>

namespace sunlot::store {
namespace {

constexpr std::string_view kDrawSerials = R"sql(SELECT year, serial FROM draw ORDER BY year, serial)sql";
constexpr std::string_view kTaskSerials = R"sql(SELECT year, serial FROM task ORDER BY year, serial)sql";
// The member `private` of an entry stands between `log` and `seq` (canonical JSON); a quote in a text is escaped.
constexpr std::string_view kMissing = R"sql(
    SELECT j.seq, j.kind, j.actor, j.subject, j.at, j.entry, j.leaf, j.root
      FROM journal j LEFT JOIN journal_private p ON p.seq = j.seq
     WHERE p.seq IS NULL AND j.entry NOT LIKE '%"private":null,"seq":%'
       AND NOT EXISTS (SELECT 1 FROM journal e WHERE e.kind = 'private.erased' AND e.subject = CAST(j.seq AS TEXT))
     ORDER BY j.seq)sql";
constexpr std::string_view kReveals = R"sql(
    SELECT d.id, d.reveal_by, d.entry, count(s.id), count(s.revealed_at), max(s.revealed_at), max(s.revealed_seq)
      FROM draw d JOIN draw_share s ON s.draw = d.id
     WHERE d.reveal_by IS NOT NULL AND d.state <> 'voided'
     GROUP BY d.id, d.reveal_by, d.entry ORDER BY d.id)sql";

void add_gaps(std::vector<SerialGap>& gaps, View& view, const char* what, std::string_view sql) {
    std::map<std::int64_t, std::int64_t> last;
    view.query(sql, {}, [&](const Row& row) {
        auto& before = last[row.integer(0)];
        for (auto missing = before + 1; missing < row.integer(1); ++missing)
            gaps.push_back({.what = what, .year = row.integer(0), .serial = missing});
        before = row.integer(1);
    });
}

}  // namespace

std::vector<SerialGap> serial_gaps(View& view) {
    std::vector<SerialGap> gaps;
    add_gaps(gaps, view, "draw", kDrawSerials);
    add_gaps(gaps, view, "task", kTaskSerials);
    return gaps;
}

std::vector<JournalRow> missing_private_parts(View& view) {
    return view.query_all(kMissing, {}, [](const Row& row) {
        return JournalRow{.seq = static_cast<std::uint64_t>(row.integer(0)),
                          .kind = row.text(1),
                          .actor = row.text(2),
                          .subject = row.text(3),
                          .at = row.instant(4),
                          .entry = row.text(5),
                          .leaf = row.digest(6),
                          .root = row.digest(7)};
    });
}

std::vector<LateReveal> late_reveals(View& view, Instant from, Instant until) {
    std::vector<LateReveal> late;
    view.query(kReveals, {}, [&](const Row& row) {
        const auto due = Instant::parse(row.text_view(1));
        if (!due || *due >= until) return;
        LateReveal one{
            .draw = row.text(0), .due = *due, .revealed = {}, .entry = static_cast<std::uint64_t>(row.integer(2))};
        if (row.integer(3) == row.integer(4)) {
            one.revealed = row.instant(5);
            one.entry = static_cast<std::uint64_t>(row.integer(6));
            if (*one.revealed <= *due || *one.revealed < from) return;
        }
        late.push_back(std::move(one));
    });
    return late;
}

}  // namespace sunlot::store
