#include "workflow/exchange_seen.h"

#include "workflow/test_bureau.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using Look = SeenRows::Look;

class Seen : public ::testing::Test {
protected:
    testing::Folder folder;
    testing::CountingEntropy entropy;
    const SeenRows::Stamp stamp{.settings = 7, .merged = 9, .columns = "c"};
    std::filesystem::path file = folder.path / "seen";

    SeenRows after(int rows) {
        SeenRows seen(entropy);
        for (int i = 0; i < rows; ++i) (void)seen.look("code" + std::to_string(i), "row" + std::to_string(i));
        seen.save(file, stamp);
        return SeenRows::load(file, stamp).value();
    }
};

TEST_F(Seen, tells_rows_that_say_what_they_said_before) {
    auto seen = after(10'000);
    EXPECT_EQ(seen.missing(), 10'000U);
    EXPECT_EQ(seen.look("code5", "row5").look, Look::same);
    EXPECT_EQ(seen.look("code6", "another").look, Look::other);
    EXPECT_EQ(seen.look("new", "row").look, Look::other);
    EXPECT_EQ(seen.missing(), 9'998U);
}

TEST_F(Seen, notices_two_rows_about_one_thing) {
    auto seen = after(3);
    (void)seen.look("code1", "row1");
    EXPECT_EQ(seen.look("code1", "row1").look, Look::repeated);
    EXPECT_EQ(seen.look("code1", "other").look, Look::contrary);
}

TEST_F(Seen, names_those_that_no_longer_come_once) {
    auto seen = after(5000);
    for (int i = 0; i < 4998; ++i) (void)seen.look("code" + std::to_string(i), "row" + std::to_string(i));
    std::vector<std::string> gone;
    seen.each_missing([&](std::string_view identity) { gone.emplace_back(identity); });
    std::ranges::sort(gone);
    EXPECT_EQ(gone, (std::vector<std::string>{"code4998", "code4999"}));
    seen.drop_missing();
    seen.save(file, stamp);
    auto next = SeenRows::load(file, stamp).value();
    EXPECT_EQ(next.size(), 4998U);
    for (int i = 0; i < 4998; ++i)
        ASSERT_EQ(next.look("code" + std::to_string(i), "row" + std::to_string(i)).look, Look::same) << i;
    EXPECT_EQ(next.missing(), 0U);
}

TEST_F(Seen, a_row_that_was_no_good_is_looked_at_again) {
    auto seen = after(2);
    const auto found = seen.look("code1", "broken");
    seen.forget(found.place);
    seen.save(file, stamp);
    EXPECT_EQ(SeenRows::load(file, stamp).value().look("code1", "broken").look, Look::other);
}

TEST_F(Seen, is_worth_nothing_when_it_belongs_to_something_else_or_is_damaged) {
    (void)after(100);
    EXPECT_FALSE(SeenRows::load(file, {.settings = 8, .merged = 9, .columns = "c"}));
    EXPECT_FALSE(SeenRows::load(file, {.settings = 7, .merged = 10, .columns = "c"}));
    EXPECT_FALSE(SeenRows::load(folder.path / "none", stamp));
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
    EXPECT_FALSE(SeenRows::load(file, stamp));
    std::ofstream(file, std::ios::trunc) << "nonsense";
    EXPECT_FALSE(SeenRows::load(file, stamp));
}

}  // namespace
}  // namespace sunlot::workflow
