#include "store/journal_search.h"

#include "base/bytes.h"

#include <algorithm>
#include <iterator>

namespace sunlot::store {
namespace {

constexpr std::string_view kRange = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq >= $1 AND seq < $2 ORDER BY seq DESC LIMIT $3)sql";
constexpr std::string_view kKind = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq >= $1 AND seq < $2 AND kind = $4 ORDER BY seq DESC LIMIT $3)sql";
constexpr std::string_view kSubject = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq >= $1 AND seq < $2 AND subject = $4 ORDER BY seq DESC LIMIT $3)sql";
constexpr std::string_view kActorKind = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq >= $1 AND seq < $2 AND actor = $4 AND kind = $5 ORDER BY seq DESC LIMIT $3)sql";
// A subject has fewer entries than a kind or an actor: its index is the one to walk, which `|| ''` makes sure of.
constexpr std::string_view kSubjectKind = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq >= $1 AND seq < $2 AND subject = $4 AND kind || '' = $5 ORDER BY seq DESC LIMIT $3)sql";
constexpr std::string_view kSubjectActor = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq >= $1 AND seq < $2 AND subject = $4 AND actor || '' = $5 ORDER BY seq DESC LIMIT $3)sql";
constexpr std::string_view kSubjectActorKind = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq >= $1 AND seq < $2 AND subject = $4 AND actor || '' = $5 AND kind || '' = $6
    ORDER BY seq DESC LIMIT $3)sql";
constexpr std::string_view kByLeaf = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE leaf >= $1 AND leaf <= $2 ORDER BY leaf LIMIT $3)sql";
constexpr std::string_view kTimeOf = R"sql(
    SELECT at FROM journal WHERE seq = $1)sql";
constexpr std::string_view kNextKindOf = R"sql(
    SELECT min(kind) FROM journal WHERE actor = $1 AND kind > $2)sql";

/// The kinds of what this actor has done, hopping along the index from one to the next.
std::vector<std::string> kinds_of(View& view, std::string_view actor) {
    std::vector<std::string> kinds;
    std::string last;
    for (;;) {
        const auto next =
            view.query_one(kNextKindOf, {actor, last}, [](const Row& row) { return row.optional_text(0); });
        if (!next || !*next) return kinds;
        kinds.push_back(last = **next);
    }
}

std::vector<JournalRow> of_kind(View& view, const JournalSearch& wanted, std::string_view kind) {
    const auto [from, before, limit] = std::tuple(wanted.from, wanted.before, wanted.limit);
    if (wanted.subject && !wanted.actor.empty())
        return view.query_all(kSubjectActorKind, {from, before, limit, *wanted.subject, wanted.actor, kind},
                              journal_row);
    if (wanted.subject) return view.query_all(kSubjectKind, {from, before, limit, *wanted.subject, kind}, journal_row);
    if (!wanted.actor.empty())
        return view.query_all(kActorKind, {from, before, limit, wanted.actor, kind}, journal_row);
    return view.query_all(kKind, {from, before, limit, kind}, journal_row);
}

}  // namespace

std::vector<JournalRow> search_journal(View& view, const JournalSearch& search) {
    const auto [from, before, limit] = std::tuple(search.from, search.before, search.limit);
    auto kinds = search.kinds;
    if (kinds.empty() && search.subject) {
        if (search.actor.empty()) return view.query_all(kSubject, {from, before, limit, *search.subject}, journal_row);
        return view.query_all(kSubjectActor, {from, before, limit, *search.subject, search.actor}, journal_row);
    }
    if (kinds.empty() && search.actor.empty()) return view.query_all(kRange, {from, before, limit}, journal_row);
    if (kinds.empty()) kinds = kinds_of(view, search.actor);
    std::vector<JournalRow> rows;
    for (const auto& kind : kinds) std::ranges::move(of_kind(view, search, kind), std::back_inserter(rows));
    std::ranges::sort(rows, std::greater{}, &JournalRow::seq);
    if (rows.size() > limit) rows.resize(limit);
    return rows;
}

std::vector<JournalRow> entries_by_leaf(View& view, std::string_view hex_digits, std::size_t limit) {
    const auto bound = [&](char filler) {
        std::string digits(hex_digits.substr(0, 64));
        digits.resize(64, filler);
        return from_hex(digits).value_or(Bytes());
    };
    auto rows = view.query_all(kByLeaf, {bound('0'), bound('f'), limit}, journal_row);
    std::ranges::sort(rows, std::greater{}, &JournalRow::seq);
    return rows;
}

std::uint64_t first_entry_at(View& view, Instant at) {
    std::uint64_t low = 0;
    std::uint64_t high = view.journal().size;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        const auto time = view.query_one(kTimeOf, {middle}, [](const Row& row) { return row.instant(0); });
        if (!time) throw DatabaseError("the journal has a gap at " + std::to_string(middle));
        if (*time < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool is_actor(View& view, std::string_view actor) {
    const auto kind = view.query_one(kNextKindOf, {actor, ""}, [](const Row& row) { return row.optional_text(0); });
    return kind && kind->has_value();
}

}  // namespace sunlot::store
