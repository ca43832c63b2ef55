#include "store/draw_embargo.h"

#include "draw/plan.h"
#include "store/blob_store.h"
#include "store/errors.h"
#include "store/projections.h"

#include <stdexcept>
#include <utility>

namespace sunlot::store {
namespace {

constexpr std::string_view kShares = R"sql(
    SELECT id, organisation, commitment, committed_at, value, delivered_at, revealed_at
    FROM draw_share WHERE draw = $1 ORDER BY id)sql";
constexpr std::string_view kUnrevealed = R"sql(
    SELECT DISTINCT draw FROM draw_share WHERE revealed_at IS NULL ORDER BY draw)sql";
constexpr std::string_view kDeposit = R"sql(
    SELECT trustee, box FROM draw_deposit WHERE draw = $1 AND party = $2 ORDER BY trustee)sql";
constexpr std::string_view kFailed = R"sql(
    SELECT DISTINCT party FROM draw_deposit WHERE draw = $1 AND failed = 1)sql";
constexpr std::string_view kInvitation = R"sql(
    SELECT token FROM draw_invitation WHERE draw = $1 AND party = $2)sql";
constexpr std::string_view kDisclosed = R"sql(
    SELECT line, count(*) FROM draw_disclosure WHERE draw = $1 AND attempt = $2 GROUP BY line)sql";
constexpr std::string_view kCountDisclosed = R"sql(
    SELECT count(*) FROM (SELECT DISTINCT attempt, line FROM draw_disclosure WHERE draw = $1) AS shown)sql";
constexpr std::string_view kDoorstep = R"sql(
    SELECT draw, attempt, line FROM draw_doorstep WHERE token = $1)sql";

constexpr std::string_view kAddShare = R"sql(
    INSERT INTO draw_share (draw, id, organisation) VALUES ($1, $2, $3))sql";
constexpr std::string_view kCommit = R"sql(
    UPDATE draw_share SET commitment = $3, committed_at = $4, committed_seq = $5 WHERE draw = $1 AND id = $2)sql";
constexpr std::string_view kAddBox = R"sql(
    INSERT INTO draw_deposit (draw, party, trustee, box, failed) VALUES ($1, $2, $3, $4, 0))sql";
constexpr std::string_view kDeliver = R"sql(
    UPDATE draw_share SET value = $3, delivered_at = $4, delivered_seq = $5 WHERE draw = $1 AND id = $2)sql";
constexpr std::string_view kReveal = R"sql(
    UPDATE draw_share SET revealed_at = $3, revealed_seq = $4 WHERE draw = $1 AND id = $2)sql";
constexpr std::string_view kFail = R"sql(
    UPDATE draw_deposit SET failed = 1 WHERE draw = $1 AND party = $2)sql";
constexpr std::string_view kAddDisclosure = R"sql(
    INSERT INTO draw_disclosure (draw, attempt, line, entry, actor, purpose, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";
constexpr std::string_view kAddDoorstep = R"sql(
    INSERT INTO draw_doorstep (token, draw, attempt, line, entry) VALUES ($1, $2, $3, $4, $5))sql";
constexpr std::string_view kForgetInvitation = R"sql(
    DELETE FROM draw_invitation WHERE draw = $1 AND party = $2)sql";
constexpr std::string_view kInvite = R"sql(
    INSERT INTO draw_invitation (draw, party, token, entry) VALUES ($1, $2, $3, $4))sql";

std::optional<Instant> optional_instant(const Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.instant(column);
}

const std::string& text_of(const StoredEvent& event, std::string_view key) {
    return event.data.at(key).as_string();
}

void open(Transaction& transaction, const StoredEvent& event) {
    const auto plan = draw::parse_plan(transaction.blobs().open(text_of(event, "terms")).text());
    if (!plan) throw BlobDamaged(plan.error().code + " " + plan.error().field);
    for (const auto& share : plan->sealed)
        transaction.execute(kAddShare, {event.subject, share.id, share.organisation.value_or("")});
}

void commit(Transaction& transaction, const StoredEvent& event) {
    const std::string& party = text_of(event, "party");
    transaction.execute(kCommit, {event.subject, party, text_of(event, "commitment"), event.at, event.seq});
    if (const Json* deposit = event.data.find("deposit"))
        for (const Json& box : deposit->as_array())
            transaction.execute(kAddBox,
                                {event.subject, party, box.at("trustee").as_string(), box.at("box").as_string()});
}

/// The value stays in the private part of its entry until it is revealed.
void deliver(Transaction& transaction, const StoredEvent& event) {
    transaction.execute(kDeliver, {event.subject, text_of(event, "share"), event.private_data.at("value").as_string(),
                                   event.at, event.seq});
}

void disclose(Transaction& transaction, const StoredEvent& event) {
    const std::int64_t attempt = event.data.at("attempt").as_integer();
    const auto& lines = event.data.at("lines").as_array();
    for (const Json& line : lines)
        transaction.execute(kAddDisclosure, {event.subject, attempt, line.as_integer(), event.seq, event.actor,
                                             text_of(event, "purpose"), event.at});
    if (event.private_data.is_null()) return;
    if (const Json* token = event.private_data.find("token"))
        transaction.execute(kAddDoorstep,
                            {token->as_string(), event.subject, attempt, lines.front().as_integer(), event.seq});
}

/// Subject "<draw>/<party>". The newest link is the one that counts.
void invite(Transaction& transaction, const StoredEvent& event) {
    const std::string& party = text_of(event, "party");
    const std::string draw = event.subject.substr(0, event.subject.find('/'));
    transaction.execute(kForgetInvitation, {draw, party});
    transaction.execute(kInvite, {draw, party, text_of(event, "token"), event.seq});
}

void apply_embargo(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "draw.opened")
        open(transaction, event);
    else if (event.kind == "contribution.committed")
        commit(transaction, event);
    else if (event.kind == "share.delivered")
        deliver(transaction, event);
    else if (event.kind == "share.revealed")
        transaction.execute(kReveal, {event.subject, text_of(event, "share"), event.at, event.seq});
    else if (event.kind == "deposit.failed")
        transaction.execute(kFail, {event.subject, text_of(event, "party")});
    else if (event.kind == "disclosed")
        disclose(transaction, event);
    else if (event.kind == "party.invited")
        invite(transaction, event);
    else
        unknown_event(event);
}

}  // namespace

std::vector<DrawShare> draw_shares(View& view, std::string_view draw) {
    return view.query_all(kShares, {draw}, [](const Row& row) {
        return DrawShare{.id = row.text(0),
                         .organisation = row.text(1),
                         .commitment = row.optional_text(2),
                         .committed_at = optional_instant(row, 3),
                         .value = row.optional_text(4),
                         .delivered_at = optional_instant(row, 5),
                         .revealed_at = optional_instant(row, 6)};
    });
}

std::vector<draw::Box> draw_deposit(View& view, std::string_view draw, std::string_view party) {
    return view.query_all(kDeposit, {draw, party},
                          [](const Row& row) { return draw::Box{.trustee = row.text(0), .box = row.text(1)}; });
}

std::optional<std::string> failed_deposit(View& view, std::string_view draw) {
    return view.query_one(kFailed, {draw}, [](const Row& row) { return row.text(0); });
}

std::optional<std::string> draw_invitation(View& view, std::string_view draw, std::string_view party) {
    return view.query_one(kInvitation, {draw, party}, [](const Row& row) { return row.text(0); });
}

std::map<std::uint64_t, std::uint64_t> disclosed_lines(View& view, std::string_view draw, std::int64_t attempt) {
    std::map<std::uint64_t, std::uint64_t> lines;
    view.query(kDisclosed, {draw, attempt}, [&](const Row& row) {
        lines[static_cast<std::uint64_t>(row.integer(0))] = static_cast<std::uint64_t>(row.integer(1));
    });
    return lines;
}

std::int64_t count_disclosed(View& view, std::string_view draw) {
    return view.count(kCountDisclosed, {draw});
}

std::optional<DoorstepRow> find_doorstep(View& view, std::string_view token_hash) {
    return view.query_one(kDoorstep, {token_hash}, [](const Row& row) {
        return DoorstepRow{
            .draw = row.text(0), .attempt = row.integer(1), .line = static_cast<std::uint64_t>(row.integer(2))};
    });
}

std::vector<std::string> draws_under_embargo(View& view) {
    return view.query_all(kUnrevealed, {}, [](const Row& row) { return row.text(0); });
}

Projection embargo_projection() {
    return {
        .stem = "draw_embargo",
        .kinds = {"draw.opened", "contribution.committed", "share.", "deposit.failed", "disclosed", "party.invited"},
        .apply = apply_embargo,
        .tables = {{"draw_share", {"draw", "id"}},
                   {"draw_deposit", {"draw", "party", "trustee"}},
                   {"draw_invitation", {"draw", "party"}},
                   {"draw_disclosure", {"draw", "attempt", "line", "entry"}},
                   {"draw_doorstep", {"token"}}}};
}

}  // namespace sunlot::store
