#include "workflow/import_runs.h"

#include "workflow/test_bureau.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sunlot::workflow {
namespace {

using Records = std::vector<std::pair<std::string, std::string>>;

Records sorted_by_runs(const Records& records, std::size_t run_bytes) {
    testing::Folder folder;
    RunWriter writer(folder.path / "runs", run_bytes);
    for (const auto& [key, payload] : records) writer.add(key, payload);
    writer.finish();
    Records out;
    RunReader reader(folder.path / "runs");
    while (reader.next()) out.emplace_back(reader.key(), reader.payload());
    return out;
}

RC_GTEST_PROP(ImportRuns, ComeOutByKeyAndOtherwiseInTheOrderInWhichTheyWentIn, (Records records)) {
    const auto run_bytes = *rc::gen::inRange<std::size_t>(1, 64);
    auto expected = records;
    std::ranges::stable_sort(expected, {}, &Records::value_type::first);
    RC_ASSERT(sorted_by_runs(records, run_bytes) == expected);
}

TEST(ImportRuns, MergeRecordsLargerThanTheReadBuffer) {
    const std::string large(3'000'000, 'x');
    const Records records{{"b", large}, {"a", "1"}, {"c", large}, {"a", "2"}};
    const Records expected{{"a", "1"}, {"a", "2"}, {"b", large}, {"c", large}};
    EXPECT_EQ(sorted_by_runs(records, 100), expected);
}

TEST(ImportRuns, ARunThatWasCutOffIsNoticed) {
    testing::Folder folder;
    RunWriter writer(folder.path / "runs");
    writer.add("a", "1");
    writer.finish();
    std::filesystem::resize_file(folder.path / "runs" / "0.run", 9);
    RunReader reader(folder.path / "runs");
    EXPECT_THROW(while (reader.next()){}, std::runtime_error);
}

}  // namespace
}  // namespace sunlot::workflow
