#include "documents/pdf.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

namespace sunlot::documents {
namespace {

constexpr std::string_view kDigest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

Paper sample_paper(int rows = 3) {
    PaperTable table{.columns = {{"序号", 1}, {"对象 Object", 4}, {"票号 Ticket", 7, true}}, .rows = {}};
    for (int row = 1; row <= rows; ++row)
        table.rows.push_back({std::to_string(row), "巴彦淖尔市解放餐饮服务有限公司", std::string(kDigest)});
    return {
        .title = "抽取凭证",
        .footer = "临河区人力资源和社会保障局 · lhrs-150802-2026-0007",
        .dated = {1'700'000'000'000'000},
        .blocks = {PaperTitle{"上门核验凭证", "Doorstep proof"}, PaperHeading{"一、这是什么"},
                   PaperText{"本单位在检查人员出发之前封存的名单里。This firm was on the list that was sealed before "
                             "the inspectors set out."},
                   PaperKeyValues{{{"抽取 Draw", "lhrs-150802-2026-0007"}, {"种子 Seed", std::string(kDigest), true}}},
                   PaperQr{"https://example.cn/verify.html#p=0123456789abcdef", "用手机扫一扫，自己核对。\nScan it."},
                   PaperMono{"sha256sum seed.txt\n" + std::string(200, 'a')}, table,
                   PaperText{"小字。", PaperText::Size::small}}};
}

/// What pdftotext reads from the file.
std::string text_of(const std::string& bytes) {
    const auto path = std::filesystem::path(testing::TempDir()) / "paper.pdf";
    std::ofstream(path, std::ios::binary) << bytes;
    const std::string command = "pdftotext -layout '" + path.string() + "' -";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string text;
    char buffer[4096];
    for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, pipe.get())) > 0;)
        text.append(buffer, count);
    return text;
}

std::size_t occurrences(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

}  // namespace

TEST(Pdf, the_same_paper_gives_the_same_bytes) {
    const std::string once = pdf(sample_paper());
    EXPECT_TRUE(once.starts_with("%PDF-"));
    EXPECT_EQ(once, pdf(sample_paper()));
    EXPECT_TRUE(once.contains("(20231114221320Z)")) << "the date is the paper's, not the clock's";
}

TEST(Pdf, another_word_gives_another_file) {
    auto paper = sample_paper();
    paper.blocks.emplace_back(PaperText{"另"});
    EXPECT_NE(pdf(paper), pdf(sample_paper()));
}

TEST(Pdf, its_text_can_be_copied_in_both_languages) {
    const std::string text = text_of(pdf(sample_paper()));
    for (const std::string_view part :
         {"上门核验凭证", "Doorstep proof", "lhrs-150802-2026-0007", "本单位在检查人员出发之前",
          "临河区人力资源和社会保障局", "sha256sum seed.txt", "page 1 / 1"})
        EXPECT_TRUE(text.contains(part)) << part << "\n" << text;
}

TEST(Pdf, a_digest_too_wide_for_its_column_is_wrapped_not_cut) {
    auto paper = sample_paper(1);
    paper.blocks.emplace_back(PaperKeyValues{{{"两个 Two", std::string(kDigest) + std::string(kDigest), true}}});
    std::string text = text_of(pdf(paper));
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    EXPECT_TRUE(text.contains(std::string(60, 'a')));
    EXPECT_EQ(occurrences(text, "9f86d081"), 4U);
    EXPECT_TRUE(text.contains(std::string(kDigest) + std::string(kDigest))) << "also no hyphen at the break: " << text;
}

TEST(Pdf, the_font_is_inside_with_its_true_type_outlines) {
    const std::string bytes = pdf(sample_paper());
    EXPECT_TRUE(bytes.contains("/CIDFontType2"));
    EXPECT_TRUE(bytes.contains("/FontFile2"));
    EXPECT_FALSE(bytes.contains("/Type3"));
}

TEST(Pdf, a_long_table_repeats_its_head_on_every_page) {
    const std::string text = text_of(pdf(sample_paper(120)));
    const std::size_t pages = occurrences(text, "\f");
    EXPECT_GT(pages, 3U);
    EXPECT_EQ(occurrences(text, "票号"), pages);
    EXPECT_EQ(occurrences(text, "/ " + std::to_string(pages) + " 页"), pages);
}

TEST(Pdf, a_text_longer_than_a_page_goes_on_to_the_next) {
    std::string story;
    for (int i = 0; i < 4000; ++i) story += "抽";
    const std::string text = text_of(pdf({.title = "长", .footer = "", .dated = {}, .blocks = {PaperText{story}}}));
    EXPECT_EQ(occurrences(text, "抽"), 4000U);
    EXPECT_TRUE(text.contains("page 3 / 3"));
}

TEST(Pdf, bytes_that_are_no_text_are_a_fault) {
    EXPECT_THROW(pdf({.title = "", .footer = "", .dated = {}, .blocks = {PaperText{"\xff"}}}), std::runtime_error);
}

}  // namespace sunlot::documents
