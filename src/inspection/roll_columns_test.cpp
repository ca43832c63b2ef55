// What roll-v2 added: lines that leave out what is empty, the labour archive out of other offices' files, single cells.
#include "inspection/roll.h"

#include <set>

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

const RowContext kContext{.today = {2026, 11, 22}, .region = "150802", .source = "登记名录"};
const Date kToday{2026, 11, 22};

std::string line_of(const std::vector<std::string>& titles, const std::vector<std::string_view>& cells) {
    const auto checked = check_object(Columns::guess(ImportKind::objects, titles),
                                      {.number = 2, .cells = cells, .formulas = 0}, kContext);
    std::string line;
    if (checked.row) encode(*checked.row, line);
    for (const auto& problem : checked.problems) line += problem.code;
    return line;
}

std::string column(std::string_view line, std::string_view name) {
    return std::string((*cut_object(line))[*roll_column(name)]);
}

}  // namespace

TEST(RollColumns, every_column_has_a_name_a_title_and_a_group) {
    ASSERT_EQ(roll_columns().size(), kRollColumnCount);
    std::set<std::string_view> names;
    for (const auto& one : roll_columns()) {
        EXPECT_TRUE(names.insert(one.name).second) << one.name;
        EXPECT_FALSE(one.title.empty() || one.group.empty()) << one.name;
    }
}

TEST(RollColumns, no_title_and_no_alias_means_two_fields) {
    std::set<std::string_view> titles;
    for (const Field& field : roll_fields()) {
        EXPECT_TRUE(titles.insert(field.title).second) << field.title;
        std::string_view rest = field.aliases;
        while (!rest.empty()) {
            const auto bar = rest.find('|');
            EXPECT_TRUE(titles.insert(rest.substr(0, bar)).second) << rest.substr(0, bar);
            rest.remove_prefix(bar == std::string_view::npos ? rest.size() : bar + 1);
        }
    }
}

TEST(RollColumns, a_line_of_the_first_version_is_one_of_the_second) {
    const std::string first =
        "91150802MA0N1A2B31\tenterprise\t甲公司\t91150802MA0N1A2B31\t\t\t\t\t150802\t解放街道\t\t\t存续\tA\t\t35\t\t王"
        "某\t\t\t登记名录";
    const auto row = parse_object(first);
    ASSERT_TRUE(row);
    std::string again;
    encode(*row, again);
    EXPECT_EQ(again, first);
    EXPECT_FALSE(parse_object(first.substr(0, first.rfind('\t'))));
}

TEST(RollColumns, the_labour_archive_is_read_and_empty_columns_at_the_end_are_left_out) {
    const auto line =
        line_of({"单位名称", "统一社会信用代码", "全日制用工", "已参加社会保险总人数", "工资支付日期", "劳资负责人姓名",
                 "劳资负责人电话", "所属网格名称", "专项库类别", "有效期限", "企业规模"},
                {"甲公司", "91150802MA0N1A2B31", "30人", "28", "每月15日", "李某", "13904780001", "第一网格",
                 "劳务派遣、建筑施工", "长期", "小型"});
    EXPECT_EQ(column(line, "full_time"), "30");
    EXPECT_EQ(column(line, "insured"), "28");
    EXPECT_EQ(column(line, "wage_day"), "每月15日");
    EXPECT_EQ(column(line, "labour_name"), "李某");
    EXPECT_EQ(column(line, "contact_name"), "");
    EXPECT_EQ(column(line, "grid"), "第一网格");
    EXPECT_EQ(column(line, "libraries"), "劳务派遣,建筑施工");
    EXPECT_EQ(column(line, "licence_to"), "9999-09-09");
    EXPECT_EQ(column(line, "scale"), "小型");
    EXPECT_FALSE(line.ends_with('\t'));
    const auto row = parse_object(line);
    ASSERT_TRUE(row);
    std::string again;
    encode(*row, again);
    EXPECT_EQ(again, line);
    std::string joined;
    join_object(*cut_object(line), joined);
    EXPECT_EQ(joined, line);
}

TEST(RollColumns, a_licence_number_makes_no_building_site) {
    const auto line = line_of({"单位名称", "统一社会信用代码", "许可证名称", "许可证编号"},
                              {"甲公司", "91150802MA0N1A2B31", "劳务派遣经营许可证", "15080220190001"});
    EXPECT_EQ(column(line, "kind"), "enterprise");
    EXPECT_EQ(column(line, "special_permit_no"), "15080220190001");
}

TEST(RollColumns, a_site_has_its_wage_measures) {
    const auto line = line_of({"项目名称", "施工许可证号", "总承包单位", "实名制", "工资专户", "计划竣工日期"},
                              {"新区学校工程", "150802202301010101", "某建工公司", "是", "√", "2027-10-31"});
    EXPECT_EQ(column(line, "kind"), "site");
    EXPECT_EQ(column(line, "contractor"), "某建工公司");
    EXPECT_EQ(column(line, "real_name"), "是");
    EXPECT_EQ(column(line, "wage_account"), "是");
    EXPECT_EQ(column(line, "planned_end"), "2027-10-31");
}

TEST(RollColumns, one_cell_goes_by_the_rules_of_a_file) {
    const auto cell = [](std::string_view name, std::string_view typed) {
        const auto checked = check_cell(*roll_column(name), typed, kToday);
        return checked ? *checked : checked.error().code;
    };
    EXPECT_EQ(cell("name", " 甲　公司 "), "甲 公司");
    EXPECT_EQ(cell("name", ""), "cell.missing");
    EXPECT_EQ(cell("employees", "1,234 人"), "1234");
    EXPECT_EQ(cell("employees", "很多"), "number.malformed");
    EXPECT_EQ(cell("employees", ""), "");
    EXPECT_EQ(cell("grade", "b级"), "B");
    EXPECT_EQ(cell("grade", ""), "未评");
    EXPECT_EQ(cell("tags", "投诉高发、劳务派遣"), "劳务派遣,投诉高发");
    EXPECT_EQ(cell("registered_on", "2030-01-01"), "date.future");
    EXPECT_EQ(cell("licence_to", "2030-01-01"), "2030-01-01");
    EXPECT_EQ(cell("abnormal", "有"), "是");
    EXPECT_EQ(cell("scale", "巨型"), "word.unknown");
    EXPECT_EQ(cell("region", "临河区"), "150802");
    for (const auto* fixed : {"id", "kind", "credit_code", "status", "source"})
        EXPECT_EQ(cell(fixed, "x"), "column.fixed");
}

}  // namespace sunlot::inspection
