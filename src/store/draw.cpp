#include "store/draw.h"

#include "store/database.h"

#include <utility>

namespace sunlot::store {
namespace {

constexpr std::string_view kFind = R"sql(
    SELECT d.id, d.position, d.year, d.task, d.task_number, d.visit_from, d.state, d.attempt, d.frame_sealed,
           d.drawn_attempt, d.assigned_attempt, d.min_parties, d.terms, d.seed, d.opened_by, d.opened_at,
           d.redraw_requested_by, d.redraw_reason, d.void_reason, d.substitutions, a.sample, d.mode, d.reveal_by,
           d.sealed_seed, d.threshold, d.policy
    FROM draw d LEFT JOIN draw_attempt a ON a.draw = d.id AND a.attempt = d.drawn_attempt
    WHERE d.id = $1)sql";
constexpr std::string_view kList = R"sql(
    SELECT d.id, d.position, d.year, d.task, d.task_number, d.visit_from, d.state, d.attempt, d.frame_sealed,
           d.drawn_attempt, d.assigned_attempt, d.min_parties, d.terms, d.seed, d.opened_by, d.opened_at,
           d.redraw_requested_by, d.redraw_reason, d.void_reason, d.substitutions, a.sample, d.mode, d.reveal_by,
           d.sealed_seed, d.threshold, d.policy
    FROM draw d LEFT JOIN draw_attempt a ON a.draw = d.id AND a.attempt = d.drawn_attempt
    WHERE d.position < $1 ORDER BY d.position DESC LIMIT $2)sql";
constexpr std::string_view kParties = R"sql(
    SELECT id, organisation, role, commitment, committed_at, committed_seq, rejected, value, typed, revealed_at,
           revealed_seq, opened
    FROM draw_party WHERE draw = $1 ORDER BY id)sql";
constexpr std::string_view kEvents = R"sql(
    SELECT kind, name, not_before, content, recorded_at, recorded_seq
    FROM draw_event WHERE draw = $1 ORDER BY position)sql";
constexpr std::string_view kAttempts = R"sql(
    SELECT attempt, plan, seal, frame_root, journal_size, sealed_at, sealed_seq, result, result_seq, sample, reserve,
           slots, assignment, assigned_seq, thin_slots, result_root, slots_root, assignment_root,
           witnessed, witnessed_at, witnessed_seq
    FROM draw_attempt WHERE draw = $1 ORDER BY attempt)sql";
constexpr std::string_view kLastSerial = R"sql(SELECT coalesce(max(serial), 0) FROM draw WHERE year = $1)sql";
constexpr std::string_view kCounts = R"sql(
    SELECT label, objects, drawn FROM draw_count
    WHERE draw = $1 AND attempt = $2 AND sort = $3 ORDER BY label)sql";
constexpr std::string_view kRows = R"sql(
    SELECT r.stratum, r.district, r.rank, r.kind, r.ticket, r.object, o.name, o.address, r.line, s.sort, s.number
    FROM draw_result r LEFT JOIN object o ON o.id = r.object
                       LEFT JOIN draw_substituted s ON s.draw = r.draw AND s.object = r.object
    WHERE r.draw = $1 AND r.attempt = $2 AND (r.stratum, r.district, r.rank) > ($3, $4, $5)
      AND (CAST($6 AS TEXT) = '' OR r.kind = $6 OR ($6 = 'S' AND s.sort = 'called_up'))
    ORDER BY r.stratum, r.district, r.rank LIMIT $7)sql";
constexpr std::string_view kRowOfLine = R"sql(
    SELECT r.stratum, r.district, r.rank, r.kind, r.ticket, r.object, o.name, o.address, r.line, s.sort, s.number
    FROM draw_result r LEFT JOIN object o ON o.id = r.object
                       LEFT JOIN draw_substituted s ON s.draw = r.draw AND s.object = r.object
    WHERE r.draw = $1 AND r.attempt = $2 AND r.line = $3)sql";
constexpr std::string_view kOfficers = R"sql(
    SELECT a.officer, f.name FROM draw_assignment a LEFT JOIN officer f ON f.id = a.officer
    WHERE a.draw = $1 AND a.attempt = $2 AND a.object = $3 ORDER BY a.slot)sql";
constexpr std::string_view kLoads = R"sql(
    SELECT a.officer, count(*)
    FROM draw d JOIN draw_assignment a ON a.draw = d.id AND a.attempt = d.assigned_attempt
    WHERE d.year = $1 AND d.id <> $2 GROUP BY a.officer)sql";
constexpr std::string_view kDrawn = R"sql(
    SELECT r.object, d.task_number, d.visit_from, t.result_seq
    FROM draw d JOIN draw_attempt t ON t.draw = d.id AND t.attempt = d.drawn_attempt
                JOIN draw_result r ON r.draw = d.id AND r.attempt = d.drawn_attempt
                LEFT JOIN draw_substituted b ON b.draw = r.draw AND b.object = r.object
    WHERE d.visit_from >= $1 AND d.visit_from < $2 AND d.id <> $3
      AND ((r.kind = 'S' AND coalesce(b.sort, '') <> 'cancelled') OR b.sort = 'called_up')
      AND NOT EXISTS (SELECT 1 FROM draw_share s WHERE s.draw = d.id AND s.revealed_at IS NULL)
    ORDER BY r.object)sql";

std::optional<Instant> optional_instant(const Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.instant(column);
}

DrawRecord record(const Row& row) {
    DrawRecord draw;
    draw.id = row.text(0);
    draw.position = row.integer(1);
    draw.year = row.integer(2);
    draw.task = row.text(3);
    draw.task_number = row.text(4);
    draw.visit_from = row.text(5);
    draw.state = inspection::draw_state(row.text_view(6));
    draw.attempt = row.integer(7);
    draw.frame_sealed = row.boolean(8);
    draw.drawn_attempt = row.integer(9);
    draw.assigned_attempt = row.integer(10);
    draw.min_parties = row.integer(11);
    draw.terms = row.text(12);
    draw.seed = row.optional_text(13);
    draw.opened_by = row.text(14);
    draw.opened_at = row.instant(15);
    draw.redraw_requested_by = row.optional_text(16);
    draw.redraw_reason = row.optional_text(17);
    draw.void_reason = row.optional_text(18);
    draw.substitutions = row.optional_text(19);
    draw.sample = row.optional_integer(20);
    draw.mode = row.text_view(21) == "embargo" ? draw::Mode::embargo : draw::Mode::open;
    if (const auto reveal_by = row.optional_text(22)) draw.reveal_by = Instant::parse(*reveal_by).value();
    draw.sealed_seed = row.optional_text(23);
    draw.threshold = static_cast<std::uint64_t>(row.integer(24));
    draw.policy = row.optional_text(25);
    return draw;
}

DrawParty party(const Row& row) {
    return {.id = row.text(0),
            .organisation = row.text(1),
            .role = row.text(2),
            .commitment = row.optional_text(3),
            .committed_at = optional_instant(row, 4),
            .committed_seq = row.optional_integer(5),
            .rejected = row.integer(6),
            .value = row.optional_text(7),
            .typed = row.optional_text(8),
            .revealed_at = optional_instant(row, 9),
            .revealed_seq = row.optional_integer(10),
            .opened = row.boolean(11)};
}

DrawEvent event(const Row& row) {
    return {.kind = row.text(0),
            .name = row.text(1),
            .not_before = row.text(2),
            .content = row.optional_text(3),
            .recorded_at = optional_instant(row, 4),
            .recorded_seq = row.optional_integer(5)};
}

DrawAttempt attempt_of(const Row& row) {
    return {.attempt = row.integer(0),
            .plan = row.text(1),
            .seal = row.text(2),
            .frame_root = row.text(3),
            .journal_size = row.integer(4),
            .sealed_at = row.instant(5),
            .sealed_seq = row.integer(6),
            .result = row.optional_text(7),
            .result_seq = row.optional_integer(8),
            .sample = row.optional_integer(9).value_or(0),
            .reserve = row.optional_integer(10).value_or(0),
            .slots = row.optional_text(11),
            .assignment = row.optional_text(12),
            .assigned_seq = row.optional_integer(13),
            .thin_slots = row.optional_integer(14).value_or(0),
            .result_root = row.optional_text(15),
            .slots_root = row.optional_text(16),
            .assignment_root = row.optional_text(17),
            .witnessed = row.optional_text(18),
            .witnessed_at = optional_instant(row, 19),
            .witnessed_seq = row.optional_integer(20)};
}

ResultRow result_row(const Row& row) {
    return {.stratum = row.text(0),
            .district = row.text(1),
            .rank = row.integer(2),
            .kind = row.text(3),
            .ticket = row.digest(4),
            .object = row.text(5),
            .name = row.optional_text(6).value_or(""),
            .address = row.optional_text(7).value_or(""),
            .line = static_cast<std::uint64_t>(row.integer(8)),
            .substituted = row.optional_text(9).value_or(""),
            .substitution = static_cast<std::uint64_t>(row.optional_integer(10).value_or(0))};
}

std::vector<DrawCount> counts(View& view, std::string_view draw, std::int64_t attempt, std::string_view sort) {
    return view.query_all(kCounts, {draw, attempt, sort}, [](const Row& row) {
        return DrawCount{.label = row.text(0), .objects = row.integer(1), .drawn = row.integer(2)};
    });
}

}  // namespace

const DrawAttempt* DrawRecord::attempt_number(std::int64_t number) const {
    for (const DrawAttempt& one : attempts)
        if (one.attempt == number) return &one;
    return nullptr;
}

const DrawAttempt* DrawRecord::present() const {
    return frame_sealed ? attempt_number(attempt) : nullptr;
}

const DrawAttempt* DrawRecord::drawn() const {
    return attempt_number(drawn_attempt);
}

inspection::DrawProgress DrawRecord::progress() const {
    inspection::DrawProgress out{.state = state,
                                 .mode = mode,
                                 .attempt = attempt,
                                 .frame_sealed = frame_sealed,
                                 .redraw_requested = redraw_requested_by.has_value(),
                                 .parties = {},
                                 .min_parties = min_parties,
                                 .events_planned = static_cast<std::int64_t>(events.size()),
                                 .events_recorded = 0,
                                 .opened_by = opened_by,
                                 .redraw_requested_by = redraw_requested_by.value_or(""),
                                 .shares = {},
                                 .trustees = threshold > 0,
                                 .deposit_failed = failed_deposit.has_value(),
                                 .disclosed = disclosed > 0};
    for (const DrawParty& one : parties)
        out.parties.push_back({one.id, one.organisation, one.commitment.has_value(), one.value.has_value()});
    for (const DrawShare& one : shares)
        out.shares.push_back({.id = one.id,
                              .committed = one.commitment.has_value(),
                              .delivered = one.delivered_at.has_value(),
                              .revealed = one.revealed_at.has_value()});
    for (const DrawEvent& one : events) out.events_recorded += one.content ? 1 : 0;
    out.needs_witnesses = policy.has_value();
    out.witnessed = present() != nullptr && present()->witnessed_seq.has_value();
    out.substituted = changes.substituted;
    out.substitution_requested_by = changes.substitution_requested_by;
    out.extension_requested_by = changes.extension_requested_by;
    return out;
}

bool DrawRecord::under_embargo() const {
    return inspection::under_embargo(progress());
}

draw::SeedText DrawRecord::seed_text() const {
    draw::SeedText out;
    out.draw_id = id;
    for (const auto& party : parties)
        if (party.value) out.parties.push_back({party.id, *party.value});
    for (const auto& event : events)
        out.events.push_back({draw::parse_event_kind(event.kind).value(), event.name, event.content.value()});
    if (mode == draw::Mode::embargo)
        out.sealed = draw::sealed_value(shares.at(0).value.value(), shares.at(1).value.value());
    return out;
}

std::optional<DrawRecord> find_draw(View& view, std::string_view id) {
    auto draw = view.query_one(kFind, {id}, record);
    if (!draw) return std::nullopt;
    draw->parties = view.query_all(kParties, {id}, party);
    draw->events = view.query_all(kEvents, {id}, event);
    draw->attempts = view.query_all(kAttempts, {id}, attempt_of);
    draw->shares = draw_shares(view, id);
    draw->failed_deposit = failed_deposit(view, id);
    draw->disclosed = count_disclosed(view, id);
    draw->changes = draw_changes(view, id);
    return draw;
}

std::vector<DrawRecord> list_draws(View& view, std::optional<std::int64_t> before, std::size_t limit) {
    return view.query_all(kList, {before.value_or(INT64_MAX), limit}, record);
}

std::int64_t last_draw_serial(View& view, std::int64_t year) {
    return view.count(kLastSerial, {year});
}

std::vector<DrawCount> strata_counts(View& view, std::string_view draw, std::int64_t attempt) {
    return counts(view, draw, attempt, "stratum");
}

std::vector<DrawCount> exclusion_counts(View& view, std::string_view draw, std::int64_t attempt) {
    return counts(view, draw, attempt, "excluded");
}

std::vector<ResultRow> result_rows(View& view, std::string_view draw, std::int64_t attempt, std::string_view kind,
                                   const std::optional<ResultPlace>& after, std::size_t limit) {
    const ResultPlace from = after.value_or(ResultPlace{});
    return view.query_all(kRows, {draw, attempt, from.stratum, from.district, from.rank, kind, limit}, result_row);
}

std::optional<ResultRow> result_row_of(View& view, std::string_view draw, std::int64_t attempt, std::uint64_t line) {
    return view.query_one(kRowOfLine, {draw, attempt, line}, result_row);
}

std::vector<AssignedOfficer> assigned_officers(View& view, std::string_view draw, std::int64_t attempt,
                                               std::string_view object) {
    return view.query_all(kOfficers, {draw, attempt, object}, [](const Row& row) {
        return AssignedOfficer{.id = row.text(0), .name = row.optional_text(1).value_or("")};
    });
}

std::map<std::string, std::int64_t> officer_loads(View& view, std::int64_t year, std::string_view except) {
    std::map<std::string, std::int64_t> loads;
    view.query(kLoads, {year, except}, [&](const Row& row) { loads[row.text(0)] = row.integer(1); });
    return loads;
}

void for_each_drawn_object(View& view, std::string_view from, std::string_view before, std::string_view except,
                           const std::function<void(const DrawnObject&)>& row) {
    view.scan(kDrawn, {from, before, except}, [&](const Row& found) {
        row({.object = found.text(0),
             .task_number = found.text(1),
             .visit_from = found.text(2),
             .entry = found.integer(3)});
    });
}

}  // namespace sunlot::store
