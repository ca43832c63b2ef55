#include "workflow/journal_search.h"

#include "workflow/journal_words.h"
#include "workflow/test_bureau.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

const Date kToday = *Date::parse("2026-11-22");

std::string days(std::string_view word) {
    const auto found = parse_days(word, kToday);
    return found ? found->from.text() + " " + found->to.text() : "none";
}

TEST(JournalWords, a_date_is_a_day_a_month_or_from_one_to_another) {
    EXPECT_EQ(days("2026-11-22"), "2026-11-22 2026-11-22");
    EXPECT_EQ(days("2026-02"), "2026-02-01 2026-02-28");
    EXPECT_EQ(days("2024-02"), "2024-02-01 2024-02-29");
    EXPECT_EQ(days("2026-12"), "2026-12-01 2026-12-31");
    EXPECT_EQ(days("2026-11-01..2026-11-22"), "2026-11-01 2026-11-22");
    EXPECT_EQ(days("2026-01~2026-03"), "2026-01-01 2026-03-31");
    EXPECT_EQ(days("2026-11-01至今天"), "2026-11-01 2026-11-22");
    EXPECT_EQ(days("昨天"), "2026-11-21 2026-11-21");
    for (const auto* word : {"2026", "2026-13", "2026-02-30", "2026-11-22..2026-11-01", "", "..", "2026-11-22.."})
        EXPECT_EQ(days(word), "none") << word;
}

TEST(JournalWords, a_kind_is_named_by_its_code_its_name_or_a_part_of_it) {
    EXPECT_EQ(kinds_named("frame.sealed"), std::vector<std::string>{"frame.sealed"});
    EXPECT_EQ(kinds_named("封存名单"), std::vector<std::string>{"frame.sealed"});
    const auto draws = kinds_named("draw.");
    EXPECT_GT(draws.size(), 2U);
    EXPECT_TRUE(std::ranges::all_of(draws, [](const auto& kind) { return kind.starts_with("draw."); }));
    EXPECT_TRUE(kinds_named("u3").empty());
    EXPECT_TRUE(kinds_named("").empty());
    EXPECT_TRUE(kinds_named("lhrs-150802-2026-0001").empty());
}

struct Searched : testing::TestBureau {
    std::vector<std::uint64_t> find(std::string_view box, std::string_view after = "", std::size_t limit = 500) {
        std::vector<std::uint64_t> found;
        for (const auto& row :
             testing::expect(search_journal(context, {.box = box, .after = after, .limit = limit})).rows)
            found.push_back(row.seq);
        return found;
    }
    std::string refusal(std::string_view box) { return search_journal(context, {.box = box}).error().code; }
};

TEST(JournalSearch, one_box_takes_number_leaf_kind_subject_actor_and_date) {
    Searched bureau;
    const auto size = bureau.context.database.read().journal().size;
    ASSERT_GT(size, 5U);
    EXPECT_EQ(bureau.find("").size(), size);
    EXPECT_EQ(bureau.find("3"), std::vector<std::uint64_t>{3});
    auto view = bureau.context.database.read();
    const auto row = *store::journal_entry(view, 2);
    EXPECT_EQ(bureau.find(hash::hex(row.leaf).substr(0, 8)), std::vector<std::uint64_t>{2});
    EXPECT_EQ(bureau.find("叶:" + hash::hex(row.leaf)), std::vector<std::uint64_t>{2});
    EXPECT_EQ(bureau.find("log.created"), std::vector<std::uint64_t>{0});
    EXPECT_EQ(bureau.find("事项:建立日志"), bureau.find("kind:建立日志"));
    EXPECT_EQ(bureau.find("2026-11").size(), size);
    EXPECT_TRUE(bureau.find("1999-01-01").empty());
    EXPECT_FALSE(bureau.find("actor:" + row.actor).empty());
    EXPECT_TRUE(bureau.find("3 log.created").empty());
    EXPECT_EQ(bureau.find("log.created 0"), std::vector<std::uint64_t>{0});
}

TEST(JournalSearch, pages_follow_one_another_without_gap_or_repetition) {
    Searched bureau;
    const auto all = bureau.find("");
    std::vector<std::uint64_t> read;
    std::string after;
    do {
        const auto page = testing::expect(search_journal(bureau.context, {.box = "", .after = after, .limit = 3}));
        for (const auto& row : page.rows) read.push_back(row.seq);
        after = page.next.value_or("");
    } while (!after.empty());
    EXPECT_EQ(read, all);
}

TEST(JournalSearch, what_cannot_be_meant_is_refused) {
    Searched bureau;
    EXPECT_EQ(bureau.refusal("编号:x"), "search.number");
    EXPECT_EQ(bureau.refusal("leaf:xyz"), "search.leaf");
    EXPECT_EQ(bureau.refusal("date:tomorrow"), "search.date");
    EXPECT_EQ(bureau.refusal("kind:没有这种"), "search.kind");
    EXPECT_EQ(bureau.refusal("actor:a actor:b"), "search.twice");
    EXPECT_EQ(bureau.refusal("a b c d e f g h i"), "search.words");
    EXPECT_EQ(search_journal(bureau.context, {.box = "", .after = "x"}).error().code, "cursor.invalid");
}

}  // namespace
}  // namespace sunlot::workflow
