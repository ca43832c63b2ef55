#include "store/journal.h"

#include <stdexcept>

namespace sunlot::store {
namespace {

constexpr std::string_view kEntry = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal WHERE seq = $1)sql";
constexpr std::string_view kPage = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq < $1 ORDER BY seq DESC LIMIT $2)sql";
constexpr std::string_view kPageOfKind = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq < $1 AND kind = $3 ORDER BY seq DESC LIMIT $2)sql";
constexpr std::string_view kPageOfSubject = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq < $1 AND subject = $3 ORDER BY seq DESC LIMIT $2)sql";
constexpr std::string_view kPageOfBoth = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal
    WHERE seq < $1 AND kind = $3 AND subject = $4 ORDER BY seq DESC LIMIT $2)sql";
constexpr std::string_view kOfSubject = R"sql(
    SELECT seq, kind, actor, subject, at, entry, leaf, root FROM journal WHERE subject = $1 ORDER BY seq)sql";
constexpr std::string_view kRange = R"sql(
    SELECT entry FROM journal WHERE seq >= $1 AND seq < $2 ORDER BY seq)sql";
constexpr std::string_view kNumbered = R"sql(
    SELECT seq, entry FROM journal WHERE seq >= $1 AND seq < $2 ORDER BY seq)sql";
constexpr std::string_view kRoot = R"sql(
    SELECT root FROM journal WHERE seq = $1)sql";
constexpr std::string_view kPrivate = R"sql(
    SELECT part FROM journal_private WHERE seq = $1)sql";

}  // namespace

JournalRow journal_row(const Row& row) {
    return {.seq = static_cast<std::uint64_t>(row.integer(0)),
            .kind = row.text(1),
            .actor = row.text(2),
            .subject = row.text(3),
            .at = row.instant(4),
            .entry = row.text(5),
            .leaf = row.digest(6),
            .root = row.digest(7)};
}

std::optional<JournalRow> journal_entry(View& view, std::uint64_t seq) {
    return view.query_one(kEntry, {seq}, journal_row);
}

std::vector<JournalRow> journal_page(View& view, const JournalFilter& filter) {
    const auto before = filter.before.value_or(view.journal().size);
    if (!filter.kind.empty() && !filter.subject.empty())
        return view.query_all(kPageOfBoth, {before, filter.limit, filter.kind, filter.subject}, journal_row);
    if (!filter.kind.empty()) return view.query_all(kPageOfKind, {before, filter.limit, filter.kind}, journal_row);
    if (!filter.subject.empty())
        return view.query_all(kPageOfSubject, {before, filter.limit, filter.subject}, journal_row);
    return view.query_all(kPage, {before, filter.limit}, journal_row);
}

std::vector<JournalRow> journal_of_subject(View& view, std::string_view subject) {
    return view.query_all(kOfSubject, {subject}, journal_row);
}

void for_each_entry(View& view, std::uint64_t begin, std::uint64_t end,
                    const std::function<void(const std::string&)>& entry) {
    view.scan(kRange, {begin, end}, [&](const Row& row) { entry(row.text(0)); });
}

void for_each_row(View& view, std::uint64_t begin, std::uint64_t end,
                  const std::function<void(std::uint64_t, const std::string&)>& row) {
    view.scan(kNumbered, {begin, end},
              [&](const Row& one) { row(static_cast<std::uint64_t>(one.integer(0)), one.text(1)); });
}

hash::Digest journal_root(View& view, std::uint64_t size) {
    if (size == 0) return hash::sha256(std::string_view());
    const auto root = view.query_one(kRoot, {size - 1}, [](const Row& row) { return row.digest(0); });
    if (!root) throw DatabaseError("the journal has fewer than " + std::to_string(size) + " entries");
    return *root;
}

std::optional<Json> journal_private(View& view, std::uint64_t seq) {
    const auto sealed = view.query_one(kPrivate, {seq}, [](const Row& row) { return row.text(0); });
    if (!sealed) return std::nullopt;
    auto value = parse_canonical(view.unseal(kPrivatePart, std::to_string(seq), *sealed));
    if (!value) throw DatabaseError("the private part of entry " + std::to_string(seq) + " is unreadable");
    return std::move(*value);
}

}  // namespace sunlot::store
