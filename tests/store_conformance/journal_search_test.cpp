// The search in the journal finds the same on both engines, page by page.
#include "store/journal_search.h"

#include "world.h"

#include <algorithm>

namespace sunlot::store::testing {
namespace {

template <class World>
class JournalSearching : public StoreTest<World> {
protected:
    /// Every entry that fits, found by looking at all of them.
    std::vector<std::uint64_t> by_looking(const JournalSearch& search) {
        auto view = this->database_->read();
        std::vector<std::uint64_t> found;
        for (std::uint64_t seq = search.before; seq-- > search.from;) {
            const auto row = journal_entry(view, seq);
            const bool kind = search.kinds.empty() || std::ranges::find(search.kinds, row->kind) != search.kinds.end();
            if (kind && (search.actor.empty() || row->actor == search.actor) &&
                (!search.subject || row->subject == *search.subject))
                found.push_back(seq);
        }
        return found;
    }

    std::vector<std::uint64_t> by_searching(JournalSearch search) {
        auto view = this->database_->read();
        std::vector<std::uint64_t> found;
        for (;;) {
            const auto rows = search_journal(view, search);
            for (const auto& row : rows) found.push_back(row.seq);
            if (rows.size() < search.limit) return found;
            search.before = rows.back().seq;
        }
    }

    void fill() {
        begin_journal(*this->database_, 30);
        auto transaction = this->database_->write();
        for (int i = 0; i < 60; ++i) transaction.append(signed_in(i % 3 == 0 ? "u1" : "u2"));
        transaction.append(account_created("u99", "ninety_nine"));
        transaction.commit();
    }
};
TYPED_TEST_SUITE(JournalSearching, Worlds, WorldNames);

TYPED_TEST(JournalSearching, finds_what_looking_at_every_entry_finds) {
    this->fill();
    const std::uint64_t size = this->database_->read().journal().size;
    const auto last = [&] {
        auto view = this->database_->read();
        return *journal_entry(view, size - 1);
    }();
    for (const auto& kinds : std::vector<std::vector<std::string>>{
             {}, {"account.signed_in"}, {"account.created", "account.signed_in"}, {"draw.opened"}})
        for (const std::string actor : {"", "u1", "system", "nobody"})
            for (const auto& subject : std::vector<std::optional<std::string>>{{}, "u1", last.subject, "nothing"})
                for (const auto& [from, before] : {std::pair<std::uint64_t, std::uint64_t>{0, size}, {7, size - 5}}) {
                    const JournalSearch search{
                        .kinds = kinds, .actor = actor, .subject = subject, .from = from, .before = before, .limit = 7};
                    EXPECT_EQ(this->by_searching(search), this->by_looking(search))
                        << kinds.size() << " " << actor << " " << subject.value_or("any");
                }
}

TYPED_TEST(JournalSearching, an_entry_is_found_by_the_beginning_of_its_leaf) {
    this->fill();
    auto view = this->database_->read();
    const auto row = *journal_entry(view, 40);
    const std::string leaf = hash::hex(row.leaf);
    for (const std::size_t digits : {8U, 9U, 63U, 64U}) {
        const auto found = entries_by_leaf(view, leaf.substr(0, digits), 10);
        ASSERT_EQ(found.size(), 1U) << digits;
        EXPECT_EQ(found[0].seq, 40U);
    }
    EXPECT_TRUE(entries_by_leaf(view, std::string(64, 'f'), 10).empty());
    EXPECT_GT(entries_by_leaf(view, leaf.substr(0, 1), 1000).size(), 0U);
}

TYPED_TEST(JournalSearching, a_moment_leads_to_the_first_entry_at_or_after_it) {
    this->fill();
    auto view = this->database_->read();
    const std::uint64_t size = view.journal().size;
    EXPECT_EQ(first_entry_at(view, Instant{0}), 0U);
    EXPECT_EQ(first_entry_at(view, Instant{INT64_MAX}), size);
    for (std::uint64_t seq = 0; seq < size; ++seq) {
        const auto at = journal_entry(view, seq)->at;
        const auto first = first_entry_at(view, at);
        EXPECT_LE(first, seq);
        EXPECT_EQ(journal_entry(view, first)->at, at);
        if (first > 0) {
            EXPECT_LT(journal_entry(view, first - 1)->at, at);
        }
    }
}

TYPED_TEST(JournalSearching, an_actor_is_whoever_has_done_something) {
    this->fill();
    auto view = this->database_->read();
    EXPECT_TRUE(is_actor(view, journal_entry(view, 5)->actor));
    EXPECT_FALSE(is_actor(view, "nobody"));
    EXPECT_FALSE(is_actor(view, ""));
}

}  // namespace
}  // namespace sunlot::store::testing
