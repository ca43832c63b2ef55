#include "base/json.h"
#include "ledger/entry.h"
#include "store/data_keys.h"
#include "store/journal.h"
#include "store/replay_parts.h"

#include <algorithm>
#include <charconv>

namespace sunlot::store {
namespace {

constexpr std::size_t kNamed = 1000;

/// Somebody may have put anything into the column.
hash::Digest digest_or_zero(const Row& row, int column) {
    const auto cell = row.cell(column);
    const auto* bytes = std::get_if<Bytes>(&cell);
    hash::Digest digest{};
    if (bytes != nullptr && bytes->size() == digest.size()) std::ranges::copy(*bytes, digest.begin());
    return digest;
}

std::string text_of(std::uint64_t number) {
    return std::to_string(number);
}

}  // namespace

void add_fault(ReplayReport& report, JournalFaultKind kind, std::uint64_t seq, std::string detail) {
    ++report.journal_faults_total;
    if (report.journal_faults.size() < kNamed) report.journal_faults.push_back({kind, seq, std::move(detail)});
}

JournalWalk::JournalWalk(ReplayReport& report, const View& view, const StoredHead& head,
                         const std::vector<KnownHead>& known, const Start& start)
    : report_(report), view_(view), head_(head), reached_(start.head), next_(start.head.size) {
    frontier_ = ledger::Frontier::restore(start.head.size, start.frontier).value();
    for (const auto& [size, root] : known)
        if (size >= next_) known_.emplace(size, root);
    compare_known(next_);
}

std::optional<StoredEvent> JournalWalk::take(const Row& row) {
    const auto seq = static_cast<std::uint64_t>(row.integer(0));
    place(seq);
    check_tree(seq, row);
    ++report_.entries;
    auto entry = ledger::parse_entry(row.text_view(5));
    if (!entry) {
        add_fault(report_, JournalFaultKind::unreadable, seq, entry.error().code + " " + entry.error().text.en);
        return std::nullopt;
    }
    StoredEvent event{.seq = entry->seq,
                      .kind = std::move(entry->kind),
                      .actor = std::move(entry->actor),
                      .subject = std::move(entry->subject),
                      .at = entry->at,
                      .data = std::move(entry->data),
                      .private_data = open_private(row, seq, entry->private_commitment)};
    check_columns(row, event, entry->log);
    if (event.at < reached_.last_at)
        add_fault(report_, JournalFaultKind::time_backwards, seq, event.at.text() + " < " + reached_.last_at.text());
    reached_.last_at = event.at;
    if (event.kind == "private.erased") {
        std::uint64_t erased = 0;
        std::from_chars(event.subject.data(), event.subject.data() + event.subject.size(), erased);
        without_private_.erase(erased);
    }
    return event;
}

/// Notices gaps, and rows beyond the recorded size.
void JournalWalk::place(std::uint64_t seq) {
    if (seq > next_ && seq < head_.head.size)
        add_fault(report_, JournalFaultKind::missing, next_, seq == next_ + 1 ? "" : "up to " + text_of(seq - 1));
    if (seq >= head_.head.size)
        add_fault(report_, JournalFaultKind::surplus, seq, "recorded size " + text_of(head_.head.size));
    next_ = seq + 1;
}

// The tree goes on with the leaf that was recorded: then an entry whose bytes alone were changed is the only one named.
void JournalWalk::check_tree(std::uint64_t seq, const Row& row) {
    const auto leaf = digest_or_zero(row, 6);
    const auto root = digest_or_zero(row, 7);
    const auto computed = ledger::leaf_hash(row.text_view(5));
    if (computed != leaf)
        add_fault(report_, JournalFaultKind::leaf, seq,
                  "recorded " + hash::hex(leaf) + ", the bytes give " + hash::hex(computed));
    last_leaf_ = leaf;
    frontier_.append(leaf);
    reached_.size = frontier_.size();
    reached_.root = frontier_.root();
    if (!tree_broken_ && reached_.root != root) {
        tree_broken_ = true;  // every later root differs as well; that says nothing new
        add_fault(report_, JournalFaultKind::root, seq,
                  "recorded " + hash::hex(root) + ", the leaves give " + hash::hex(reached_.root));
    }
    compare_known(reached_.size);
}

void JournalWalk::retake(const Row& row, const hash::Digest& leaf) {
    const auto seq = static_cast<std::uint64_t>(row.integer(0));
    place(seq);
    ++report_.entries;
    const auto computed = ledger::leaf_hash(row.text_view(5));
    if (computed != leaf || digest_or_zero(row, 6) != leaf)
        add_fault(report_, JournalFaultKind::leaf, seq,
                  "was " + hash::hex(leaf) + ", the bytes give " + hash::hex(computed));
    auto entry = ledger::parse_entry(row.text_view(5));
    if (!entry) return add_fault(report_, JournalFaultKind::unreadable, seq, entry.error().code);
    const StoredEvent event{.seq = entry->seq,
                            .kind = std::move(entry->kind),
                            .actor = std::move(entry->actor),
                            .subject = std::move(entry->subject),
                            .at = entry->at,
                            .data = std::move(entry->data),
                            .private_data = open_private(row, seq, entry->private_commitment)};
    check_columns(row, event, entry->log);
}

void JournalWalk::check_columns(const Row& row, const StoredEvent& event, const std::string& log) {
    const auto seq = static_cast<std::uint64_t>(row.integer(0));
    const bool same = event.seq == seq && event.kind == row.text_view(1) && event.actor == row.text_view(2) &&
                      event.subject == row.text_view(3) && event.at == row.instant(4);
    if (!same) add_fault(report_, JournalFaultKind::columns, seq, "");
    if (log != head_.head.origin) add_fault(report_, JournalFaultKind::foreign_log, seq, log);
    reached_.origin = log;
}

Json JournalWalk::open_private(const Row& row, std::uint64_t seq, const std::optional<std::string>& commitment) {
    if (row.is_null(9)) {
        if (commitment) without_private_.insert(seq);
        return {};
    }
    try {
        const auto number = std::to_string(seq);
        const auto salt = view_.unseal(kPrivateSalt, number, row.text_view(8));
        const auto text = view_.unseal(kPrivatePart, number, row.text_view(9));
        if (commitment && ledger::private_commitment(salt, text) == *commitment) {
            auto part = parse_canonical(text);
            return part ? std::move(*part) : Json();
        }
        add_fault(report_, JournalFaultKind::private_part, seq, "");
    } catch (const SealBroken& broken) {
        add_fault(report_, JournalFaultKind::private_part, seq, broken.what());
    }
    return {};
}

void JournalWalk::compare_known(std::uint64_t size) {
    const auto [first, last] = known_.equal_range(size);
    const auto root = frontier_.root();
    for (auto known = first; known != last; ++known)
        if (known->second != root)
            add_fault(report_, JournalFaultKind::rolled_back, size == 0 ? 0 : size - 1,
                      "known root at size " + text_of(size) + ": " + hash::hex(known->second));
    known_.erase(first, last);
}

void recheck_journal(ReplayReport& report, View& view, const StoredHead& head, std::uint64_t first,
                     const std::vector<hash::Digest>& leaves) {
    constexpr std::string_view kErased = R"sql(
        SELECT count(*) FROM journal WHERE kind = 'private.erased' AND subject = $1)sql";
    if (leaves.empty()) return;
    JournalWalk walk(report, view, head, {});
    walk.skip_to(first);
    const std::uint64_t end = first + leaves.size();
    view.query(JournalWalk::kRowsBetween, {first, end}, [&](const Row& row) {
        walk.retake(row, leaves.at(static_cast<std::uint64_t>(row.integer(0)) - first));
    });
    walk.expect_next(end);
    for (const auto seq : walk.without_private())
        if (view.count(kErased, {std::to_string(seq)}) == 0)
            add_fault(report, JournalFaultKind::private_part, seq, "gone, and no entry says it was erased");
}

void JournalWalk::expect_next(std::uint64_t end) {
    if (next_ < end)
        add_fault(report_, JournalFaultKind::missing, next_, next_ + 1 == end ? "" : "up to " + text_of(end - 1));
}

void JournalWalk::finish() {
    for (const auto seq : without_private_)
        add_fault(report_, JournalFaultKind::private_part, seq, "gone, and no entry says it was erased");
    for (const auto& [size, root] : known_)
        add_fault(report_, JournalFaultKind::rolled_back, head_.head.size,
                  "known with " + text_of(size) + " entries, now " + text_of(head_.head.size));
    expect_next(head_.head.size);
    if (frontier_.size() != head_.head.size || frontier_.root() != head_.head.root ||
        frontier_.state() != head_.frontier || reached_.last_at != head_.head.last_at)
        add_fault(report_, JournalFaultKind::head, head_.head.size, "recorded root " + hash::hex(head_.head.root));
}

}  // namespace sunlot::store
