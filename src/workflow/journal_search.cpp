#include "workflow/journal_search.h"

#include "base/bytes.h"
#include "base/text.h"
#include "store/database.h"
#include "store/journal_search.h"
#include "workflow/cursor.h"
#include "workflow/journal_words.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
constexpr std::int64_t kBeijing = 8 * 3'600'000'000LL;
constexpr std::size_t kLeavesLookedAt = 64;

/// When the day begins in Beijing.
Instant start_of(Date day) {
    return Instant{day.days() * kMicrosPerDay - kBeijing};
}

struct Range {
    std::uint64_t from = 0;
    std::uint64_t before = 0;
};

Range range_of(store::View& view, const JournalWish& wish, std::uint64_t before) {
    Range range{.from = 0, .before = std::min(before, view.journal().size)};
    if (!wish.days) return range;
    range.from = store::first_entry_at(view, start_of(wish.days->from));
    range.before =
        std::min(range.before, store::first_entry_at(view, start_of(Date::from_days(wish.days->to.days() + 1))));
    return range;
}

bool fits(const store::JournalRow& row, const JournalWish& wish, const Range& range) {
    return row.seq >= range.from && row.seq < range.before && (!wish.number || row.seq == *wish.number) &&
           (wish.leaf.empty() || hash::hex(row.leaf).starts_with(wish.leaf)) &&
           (wish.kinds.empty() || std::ranges::find(wish.kinds, row.kind) != wish.kinds.end()) &&
           (wish.actor.empty() || row.actor == wish.actor) && (!wish.subject || row.subject == *wish.subject) &&
           (wish.either.empty() || row.actor == wish.either || row.subject == wish.either);
}

/// A number or a leaf hash names very few entries: they are fetched and looked at.
std::vector<store::JournalRow> named(store::View& view, const JournalWish& wish) {
    if (!wish.number) return store::entries_by_leaf(view, wish.leaf, kLeavesLookedAt);
    std::vector<store::JournalRow> rows;
    if (auto row = store::journal_entry(view, *wish.number)) rows.push_back(std::move(*row));
    return rows;
}

std::vector<store::JournalRow> walked(store::View& view, const JournalWish& wish, const Range& range,
                                      std::size_t limit) {
    store::JournalSearch search{.kinds = wish.kinds,
                                .actor = wish.actor,
                                .subject = wish.subject,
                                .from = range.from,
                                .before = range.before,
                                .limit = limit};
    if (wish.either.empty()) return store::search_journal(view, search);
    search.subject = wish.either;
    auto rows = store::search_journal(view, search);
    search.subject.reset();
    search.actor = wish.either;
    std::ranges::move(store::search_journal(view, search), std::back_inserter(rows));
    std::ranges::sort(rows, std::greater{}, &store::JournalRow::seq);
    const auto [first, last] = std::ranges::unique(rows, {}, &store::JournalRow::seq);
    rows.erase(first, last);
    return rows;
}

}  // namespace

std::string_view name(WordKind kind) {
    constexpr std::array<std::string_view, 7> kNames{"number",          "leaf", "kind", "date", "actor", "subject",
                                                     "actor_or_subject"};
    return kNames.at(static_cast<std::size_t>(kind));
}

Result<JournalAnswer> search_journal(const Context& context, const JournalQuestion& question) {
    const auto position = position_before(question.after);
    if (!position) return pass_on(position.error());
    auto view = context.database.read();
    auto wish = understand(view, question.box, context.clock.now().beijing_date());
    if (!wish) return pass_on(wish.error());
    std::uint64_t before = question.below.value_or(view.journal().size);
    if (*position) before = std::min(before, static_cast<std::uint64_t>(**position));
    const Range range = range_of(view, *wish, before);
    const std::size_t wanted = question.limit + 1;
    const bool few = wish->number || !wish->leaf.empty();
    auto rows = few ? named(view, *wish) : walked(view, *wish, range, wanted);
    std::erase_if(rows, [&](const auto& row) { return !fits(row, *wish, range); });
    JournalAnswer answer{.words = std::move(wish->words), .rows = std::move(rows), .next = {}};
    if (answer.rows.size() > question.limit) {
        answer.rows.resize(question.limit);
        answer.next = std::to_string(answer.rows.back().seq);
    }
    return answer;
}

}  // namespace sunlot::workflow
