#include "inspection/import.h"

#include "inspection/history.h"
#include "inspection/officer.h"
#include "inspection/roll.h"

#include <set>

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

const RowContext kContext{.today = {2026, 11, 22}, .region = "150802", .source = "登记名录"};

std::string fed_by(const Columns& columns, std::string_view title) {
    for (std::size_t i = 0; i < columns.titles().size(); ++i)
        if (columns.titles()[i] == title) return columns.field_of(i) ? std::string(columns.field_of(i)->name) : "-";
    return "?";
}

Checked<OfficerRow> check_one_officer(std::vector<std::string> titles, const std::vector<std::string_view>& cells) {
    return check_officer(Columns::guess(ImportKind::officers, std::move(titles)), {.number = 2, .cells = cells},
                         kContext);
}

Checked<HistoryRow> check_one_visit(const std::vector<std::string_view>& cells) {
    return check_history(
        Columns::guess(ImportKind::history, {"信用代码", "检查日期", "检查类型", "检查结果", "检查人员"}),
        {.number = 2, .cells = cells}, kContext);
}

}  // namespace

TEST(Columns, are_guessed_from_titles_of_many_offices) {
    const auto columns =
        Columns::guess(ImportKind::objects, {"序号", "* 用人单位名称（全称）", "统一社会信用代码/注册号", "成立时间",
                                             "被检查企业统一社会信用代码", "住所", "法定代表人电话", "备注"});
    EXPECT_EQ(fed_by(columns, "* 用人单位名称(全称)"), "name");
    EXPECT_EQ(fed_by(columns, "统一社会信用代码/注册号"), "credit_code");
    EXPECT_EQ(fed_by(columns, "成立时间"), "registered_on");
    EXPECT_EQ(fed_by(columns, "住所"), "address");
    EXPECT_EQ(fed_by(columns, "法定代表人电话"), "legal_person_phone");
    EXPECT_EQ(fed_by(columns, "备注"), "-");
    EXPECT_EQ(fed_by(columns, "序号"), "-");
    EXPECT_FALSE(columns.refusal());
}

TEST(Columns, exact_titles_win_over_aliases) {
    const auto columns = Columns::guess(ImportKind::objects, {"名称", "单位名称", "信用代码"});
    EXPECT_EQ(fed_by(columns, "单位名称"), "name");
    EXPECT_EQ(fed_by(columns, "名称"), "-");
}

TEST(Columns, missing_required_ones_are_named_and_a_number_may_stand_in) {
    const auto none = Columns::guess(ImportKind::objects, {"地址"});
    EXPECT_EQ(none.refusal()->code, "import.missing_columns");
    EXPECT_TRUE(none.refusal()->text.zh.contains("“单位名称”、“统一社会信用代码”"));
    EXPECT_FALSE(Columns::guess(ImportKind::objects, {"项目名称", "施工许可证号"}).refusal());
}

TEST(Columns, are_chosen_by_people) {
    const std::vector<std::string> titles{"甲", "乙", "备注"};
    const auto chosen =
        Columns::choose(ImportKind::objects, titles, {{"甲", "name"}, {"乙", "credit_code"}, {"备注", std::nullopt}});
    ASSERT_TRUE(chosen);
    EXPECT_EQ(fed_by(*chosen, "甲"), "name");
    EXPECT_EQ(Columns::choose(ImportKind::objects, titles, {{"丙", "name"}}).error().code, "mapping.unknown_title");
    EXPECT_EQ(Columns::choose(ImportKind::objects, titles, {{"甲", "nonsense"}}).error().code, "mapping.unknown_field");
    EXPECT_EQ(Columns::choose(ImportKind::objects, titles, {{"甲", "name"}, {"乙", "name"}}).error().code,
              "mapping.twice");
}

TEST(Columns, the_header_is_found_below_headings) {
    const std::vector<std::vector<std::string>> rows{{"临河区监管对象名录"},
                                                     {"单位：市场监督管理局", "2026年"},
                                                     {"企业名称", "统一社会信用代码", "地址"},
                                                     {"甲", "9115", "路"}};
    EXPECT_EQ(find_header(ImportKind::objects, rows), 2U);
    EXPECT_FALSE(find_header(ImportKind::objects, std::span(rows).last(1)));
}

TEST(Fields, no_two_have_the_same_name_or_title) {
    for (const auto kind : {ImportKind::objects, ImportKind::officers, ImportKind::history}) {
        std::set<std::string_view> names, titles;
        for (const Field& field : fields(kind)) {
            EXPECT_TRUE(names.insert(field.name).second) << field.name;
            EXPECT_TRUE(titles.insert(field.title).second) << field.title;
        }
        EXPECT_EQ(parse_import_kind(text(kind)), kind);
    }
}

TEST(Duplicates, are_told_with_both_rows) {
    DuplicateFinder finder;
    finder.add("A", 2, 1);
    finder.add("B", 3, 5);
    finder.add("A", 4, 1);
    finder.add("C", 5, 7);
    finder.add("C", 9, 8);
    const auto problems = finder.finish("统一社会信用代码");
    ASSERT_EQ(problems.size(), 3U);
    EXPECT_EQ(problems[0].row, 4U);
    EXPECT_EQ(problems[0].severity, Severity::warning);
    EXPECT_TRUE(problems[0].message.zh.contains("第 2 行"));
    EXPECT_EQ(problems[1].row, 5U);
    EXPECT_EQ(problems[1].code, "row.conflict");
    EXPECT_TRUE(problems[1].message.zh.contains("第 9 行"));
    EXPECT_EQ(problems[2].row, 9U);
    EXPECT_TRUE(problems[2].message.zh.contains("第 5 行"));
}

TEST(Officer, a_row_is_read_and_its_line_read_back) {
    const auto checked = check_one_officer(
        {"工号", "姓名", "性别", "身份证号", "执法证号", "有效期至", "资格标签", "人员状态", "是否辅助人员",
         "监察证有效期至"},
        {"LH001", "张某某", "", "11010519491231002x", "15080200001", "2029-12-31", "组长、l06", "在职", "否", "长期"});
    ASSERT_TRUE(checked.row);
    OfficerRow row = *checked.row;
    EXPECT_EQ(row.sex, Sex::female);
    EXPECT_EQ(row.key(), "employee:LH001");
    EXPECT_EQ(row.tags, (std::vector<std::string>{"L06", "lead"}));
    EXPECT_EQ(row.second_certificate_to->text(), "9999-09-09");
    EXPECT_FALSE(why_not_drawable(row, {2029, 12, 1}, {2029, 12, 31}));
    EXPECT_EQ(why_not_drawable(row, {2029, 12, 1}, {2030, 1, 1})->zh, "执法证有效期至 2029-12-31");
    row.id = "F0001";
    std::string line;
    encode(row, line);
    EXPECT_EQ(parse_officer(line).value(), row);
    EXPECT_EQ(parse_officer(line + "x").error().code, "officer.malformed");
}

TEST(Officer, who_may_not_be_drawn_is_warned_of_and_who_cannot_be_told_apart_is_refused) {
    const auto codes = [](const Checked<OfficerRow>& checked) {
        std::vector<std::string> all;
        for (const Problem& problem : checked.problems) all.push_back(problem.code);
        return all;
    };
    const std::vector<std::string> titles{"姓名", "工号", "执法证号", "执法证有效期至", "状态"};
    EXPECT_EQ(codes(check_one_officer(titles, {"张", "1", "", "", ""})),
              (std::vector<std::string>{"certificate.missing"}));
    EXPECT_EQ(codes(check_one_officer(titles, {"张", "1", "C1", "2020-01-01", ""})),
              (std::vector<std::string>{"certificate.expired"}));
    EXPECT_EQ(codes(check_one_officer(titles, {"", "1", "C1", "2030-01-01", ""})),
              (std::vector<std::string>{"cell.missing"}));
    EXPECT_EQ(codes(check_one_officer(titles, {"张", "1", "C1", "2030-01-01", "在月球"})),
              (std::vector<std::string>{"state.unknown"}));
    EXPECT_FALSE(check_one_officer(titles, {"张", "", "", "", ""}).row);
    EXPECT_EQ(check_one_officer(titles, {"张", "1", "C1", "2030-01-01", "产假"}).row->state, OfficerState::on_leave);
}

TEST(History, a_row_is_read_and_its_line_read_back) {
    const auto checked =
        check_one_visit({"91150802MA0N1A2B31", "2025年6月18日", "日常巡查", "未发现问题", "张某、李某"});
    ASSERT_TRUE(checked.row);
    EXPECT_EQ(checked.row->source, VisitSource::routine);
    EXPECT_EQ(checked.row->result, "01");
    EXPECT_EQ(checked.row->key(), "91150802MA0N1A2B31|2025-06-18|日常");
    std::string line;
    encode(*checked.row, line);
    EXPECT_EQ(parse_history(line).value(), *checked.row);
    EXPECT_FALSE(check_one_visit({"91150802MA0N1A2B31", "", "", "", ""}).row);
    EXPECT_FALSE(check_one_visit({"91150802MA0N1A2B31", "2025-06-18", "旅游", "", ""}).row);
    EXPECT_EQ(check_one_visit({"91150802MA0N1A2B31", "2025-06-18", "", "5", ""}).row->result, "05");
}

TEST(History, only_three_sources_use_up_the_cap) {
    EXPECT_TRUE(counts_for_cap(VisitSource::random));
    EXPECT_TRUE(counts_for_cap(VisitSource::campaign));
    EXPECT_FALSE(counts_for_cap(VisitSource::complaint));
}

}  // namespace sunlot::inspection
