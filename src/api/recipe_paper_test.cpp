#include "api/recipe_paper.h"

#include "api/verify_files.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sunlot::api {
namespace {

workflow::DrawView sealed_draw() {
    workflow::DrawView draw;
    draw.draw_id = "lhrs-150802-2026-0007";
    draw.task_name = "年度抽查";
    draw.public_url = "/d/lhrs-150802-2026-0007";
    draw.seal = workflow::SealView{};
    draw.seal->digest = std::string(64, 'a');
    draw.seal->strata = {{.label = "A", .n = 100, .k = 5}};
    draw.seed = std::string(64, 'b');
    return draw;
}

}  // namespace

TEST(RecipePaper, the_same_draw_prints_the_same_bytes) {
    const std::string once = recipe_paper(sealed_draw(), "https://sunlot.example");
    EXPECT_TRUE(once.starts_with("%PDF-"));
    EXPECT_EQ(once, recipe_paper(sealed_draw(), "https://sunlot.example"));
}

TEST(RecipePaper, a_draw_not_yet_sealed_has_a_paper_too) {
    EXPECT_TRUE(recipe_paper({}, "https://sunlot.example").starts_with("%PDF-"));
}

TEST(VerifyFiles, the_three_dialects_and_the_recipe_are_in_the_program) {
    std::vector<std::string_view> names;
    for (const auto& file : verify_files()) {
        names.push_back(file.name);
        EXPECT_FALSE(file.content.empty()) << file.name;
    }
    EXPECT_EQ(names, (std::vector<std::string_view>{"clickhouse.sql", "duckdb.sql", "postgres.sql", "recipe.md"}));
}

}  // namespace sunlot::api
