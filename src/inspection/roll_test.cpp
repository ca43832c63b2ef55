#include "inspection/roll.h"

#include "inspection/credit_code.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::inspection {
namespace {

const RowContext kContext{.today = {2026, 11, 22}, .region = "150802", .source = "登记名录"};
const std::vector<std::string> kTitles{"企业名称", "统一社会信用代码", "注册日期", "企业类型",
                                       "经营范围", "所在省份",         "地区",     "注册地址"};

Checked<ObjectRow> check(std::vector<std::string> titles, const std::vector<std::string_view>& cells,
                         std::uint64_t formulas = 0) {
    const Columns columns = Columns::guess(ImportKind::objects, std::move(titles));
    return check_object(columns, {.number = 17, .cells = cells, .formulas = formulas}, kContext);
}

Checked<ObjectRow> check_code(std::string_view code) {
    return check({"名称", "统一社会信用代码/注册号"}, {"甲公司", code});
}

std::string only_problem(const Checked<ObjectRow>& checked) {
    return checked.problems.size() == 1 ? checked.problems[0].code : std::to_string(checked.problems.size());
}

}  // namespace

TEST(Roll, a_row_of_a_registration_file_is_read) {
    const auto checked = check(kTitles, {"巴彦淖尔市示例食品有限公司", "91150802MA0N1A2B31", "2019/3/5", "N/A",
                                         "面粉加工（除外）、销售", "内蒙古", "巴彦淖尔", "临河区干召庙镇广联村１社"});
    ASSERT_TRUE(checked.row);
    const ObjectRow& row = *checked.row;
    EXPECT_EQ(row.id, "91150802MA0N1A2B31");
    EXPECT_EQ(row.kind, ObjectKind::enterprise);
    EXPECT_EQ(row.category, "");
    EXPECT_EQ(row.scope, "面粉加工（除外）、销售");
    EXPECT_EQ(row.region, "150802");
    EXPECT_EQ(row.district, "干召庙镇");
    EXPECT_EQ(row.address, "临河区干召庙镇广联村1社");
    EXPECT_EQ(row.registered_on->text(), "2019-03-05");
    EXPECT_EQ(row.status, ObjectStatus::active);
    EXPECT_EQ(row.source, "登记名录");
}

TEST(Roll, a_problem_names_row_column_value_and_remedy) {
    const auto checked = check(kTitles, {"甲公司", "91150802MA0N1A2B32", "2019-02-30"});
    EXPECT_FALSE(checked.row);
    ASSERT_EQ(checked.problems.size(), 2U);
    EXPECT_EQ(checked.problems[0].row, 17U);
    EXPECT_EQ(checked.problems[0].column, "统一社会信用代码");
    EXPECT_EQ(checked.problems[0].value, "91150802MA0N1A2B32");
    EXPECT_TRUE(checked.problems[0].message.zh.contains("最后一位应为 1"));
    EXPECT_EQ(checked.problems[1].column, "注册日期");
    EXPECT_EQ(checked.problems[1].code, "date.malformed");
}

TEST(Roll, old_numbers_stand_in_for_a_credit_code) {
    EXPECT_EQ(check_code("110108000000016").row->id, "X:REG:110108000000016");
    EXPECT_EQ(check_code("110108000000016").row->kind, ObjectKind::enterprise);
    EXPECT_EQ(only_problem(check_code("110108000000017")), "registration_number.check");
    EXPECT_EQ(only_problem(check_code("")), "code.missing");
    EXPECT_EQ(only_problem(check_code("无")), "code.missing");
    const auto other_column = check({"名称", "注册号"}, {"甲公司", "91150802MA0N1A2B31"});
    EXPECT_EQ(other_column.row->credit_code, "91150802MA0N1A2B31");
}

TEST(Roll, a_site_is_known_by_its_permit_and_not_by_its_builder) {
    const auto checked = check({"项目名称", "统一社会信用代码", "施工许可证号"},
                               {"新区学校工程", "91150802MA0N1A2B31", "150802202301010101"});
    EXPECT_EQ(checked.row->id, "X:SITE:150802202301010101");
    EXPECT_EQ(checked.row->kind, ObjectKind::site);
    EXPECT_EQ(checked.row->credit_code, "91150802MA0N1A2B31");
    EXPECT_EQ(only_problem(check({"项目名称", "施工许可证号"}, {"工程", "建施2023"})), "permit.character");
}

TEST(Roll, words_of_other_offices_are_understood) {
    const std::vector<std::string> titles{"名称", "信用代码", "经营状态", "诚信等级", "风险等级", "从业人数", "标签"};
    const auto row =
        *check(titles, {"甲公司", "91150802MA0N1A2B31", "吊销，未注销", "b级", "较高风险", "35人", "劳务派遣、餐饮"})
             .row;
    EXPECT_EQ(row.status, ObjectStatus::revoked);
    EXPECT_EQ(row.grade, Grade::b);
    EXPECT_EQ(row.risk, Risk::c);
    EXPECT_EQ(row.employees, 35);
    EXPECT_EQ(row.tags, (std::vector<std::string>{"劳务派遣", "餐饮"}));
    EXPECT_EQ(only_problem(check(titles, {"甲", "91150802MA0N1A2B31", "？", "", "", "", ""})), "status.unknown");
    EXPECT_EQ(only_problem(check(titles, {"甲", "91150802MA0N1A2B31", "存续", "优", "", "", ""})), "grade.unknown");
}

TEST(Roll, formulas_are_kept_as_text_and_told) {
    const auto text = check(kTitles, {"=HYPERLINK(\"x\")", "91150802MA0N1A2B31"});
    ASSERT_TRUE(text.row);
    EXPECT_EQ(text.row->name, "=HYPERLINK(\"x\")");
    EXPECT_EQ(only_problem(text), "cell.formula_text");
    const auto computed = check(kTitles, {"甲公司", "91150802MA0N1A2B31"}, 1);
    EXPECT_TRUE(computed.row);
    EXPECT_EQ(only_problem(computed), "cell.formula");
    EXPECT_EQ(only_problem(check(kTitles, {"#REF!", "91150802MA0N1A2B31"})), "cell.formula_error");
}

TEST(Roll, more_cells_than_titles_is_an_error) {
    EXPECT_EQ(only_problem(check({"名称", "代码", "信用代码"}, {"甲", "", "91150802MA0N1A2B31", "x"})), "row.too_wide");
    EXPECT_TRUE(check({"名称", "信用代码"}, {"甲", "91150802MA0N1A2B31", "", ""}).row);
}

TEST(Roll, tomorrows_firms_and_private_values) {
    EXPECT_EQ(only_problem(check(kTitles, {"甲", "91150802MA0N1A2B31", "2026-11-23"})), "date.future");
    const auto checked =
        check({"名称", "信用代码", "联系电话"}, {"甲", "91150802MA0N1A2B31", std::string_view("=13912341234")});
    EXPECT_EQ(checked.problems.at(0).value, "=13*****1234");
}

TEST(Roll, ids_of_codes_as_people_type_them) {
    EXPECT_EQ(object_id(" 91150802ma0n1a2b31 ").value(), "91150802MA0N1A2B31");
    EXPECT_EQ(object_id("110108000000016").value(), "X:REG:110108000000016");
    EXPECT_EQ(object_id("X:SITE:1508").value(), "X:SITE:1508");
    EXPECT_FALSE(object_id("甲公司"));
}

TEST(Roll, lines_are_read_back_and_nothing_else_is) {
    EXPECT_TRUE(rc::check([] {
        const auto text = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc ,\"'=")));
        ObjectRow row;
        row.id = "91150802MA0N1A2B31";
        row.kind = static_cast<ObjectKind>(*rc::gen::inRange(0, 9));
        row.name = *text;
        row.scope = *text;
        row.status = static_cast<ObjectStatus>(*rc::gen::inRange(0, 6));
        row.grade = static_cast<Grade>(*rc::gen::inRange(0, 4));
        row.risk = static_cast<Risk>(*rc::gen::inRange(0, 5));
        if (*rc::gen::arbitrary<bool>()) row.registered_on = Date::from_days(*rc::gen::inRange(0, 30'000));
        if (*rc::gen::arbitrary<bool>()) row.employees = *rc::gen::inRange(0, 1000);
        if (*rc::gen::arbitrary<bool>()) row.tags = {"a", "b"};
        row.contact_phone = *text;
        std::string line;
        encode(row, line);
        RC_ASSERT(parse_object(line).value() == row);
        RC_ASSERT(!parse_object(line + "\t"));
        RC_ASSERT(!parse_object(line.substr(0, line.rfind('\t'))));
    }));
    ObjectRow broken;
    broken.name = "a\tb";
    std::string line;
    EXPECT_THROW(encode(broken, line), std::logic_error);
}

}  // namespace sunlot::inspection
