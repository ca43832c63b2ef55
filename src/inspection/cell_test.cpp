#include "inspection/cell.h"

#include "base/text.h"
#include "inspection/initials.h"
#include "inspection/initials_table.h"
#include "inspection/region.h"

#include <memory>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

namespace sunlot::inspection {

TEST(Cell, texts_are_tidied) {
    EXPECT_EQ(tidy("  临河　区\t\n Ａ座（１２） "), "临河 区 A座(12)");
    EXPECT_EQ(tidy_prose("粮食（除外）、油料；  “三来一补”"), "粮食（除外）、油料； “三来一补”");
    EXPECT_EQ(tidy("\u200b甲\ufeff公司\u00a0"), "甲公司");
    EXPECT_EQ(tidy("'=1+1"), "=1+1");
    EXPECT_EQ(tidy("'甲'"), "'甲'");
    EXPECT_EQ(tidy_code(" 9115 0802-ma0n1a2b31 "), "91150802MA0N1A2B31");
    EXPECT_EQ(tidy_code("=\"91150802MA0N1A2B31\""), "91150802MA0N1A2B31");
    EXPECT_EQ(tidy_code("９１１５０８０２ＭＡ０Ｎ１Ａ２Ｂ３１"), "91150802MA0N1A2B31");
    EXPECT_EQ(tidy_code("无"), "");
}

TEST(Cell, tidying_twice_changes_nothing) {
    rc::check([] {
        const auto piece =
            rc::gen::elementOf(std::vector<std::string>{"临", "a", " ", "　", "Ａ", "（", "é", "e\u0301", "\t", "ﬁ",
                                                        "\u200b", "、", "“", "①", "가", "'", "=", "𠮷"});
        const std::string text = join(*rc::gen::container<std::vector<std::string>>(piece), "");
        for (const auto form : {tidy, tidy_prose}) {
            std::string once = form(text);
            RC_ASSERT(is_utf8(once));
            RC_ASSERT(once.find_first_of("\t\n\r") == std::string::npos);
            if (!once.starts_with('\'')) RC_ASSERT(form(once) == once);
        }
    });
}

TEST(Cell, dates_are_read_in_the_forms_of_the_wild) {
    for (const auto* text :
         {"2019-03-05", "2019-3-5", "2019/3/5", "2019.3.5", "2019年3月5日", "2019年03月05日", "20190305", "43529",
          "43529.5", "2019-03-05 13:20:00", "2019-03-05T00:00:00.000Z", "2019/3/5 0:00", "2019年3月5日 13时20分"}) {
        const auto date = read_date(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(date->text(), "2019-03-05") << text;
    }
}

TEST(Cell, what_is_no_date_is_refused) {
    for (const auto* text : {"", "2019-02-30", "2019-13-01", "3/5/2019", "19-3-5", "2019年3月", "2019", "2019-3",
                             "1234", "01234", "20191301", "2019-03-05x", "2019--5", "昨天", "2019年3-5", "4352912345"})
        EXPECT_FALSE(read_date(text)) << text;
}

TEST(Cell, numbers_flags_and_lists) {
    EXPECT_EQ(read_count("1,234人", 9999).value(), 1234);
    EXPECT_EQ(read_count("12.0", 9999).value(), 12);
    EXPECT_EQ(read_count("12.5", 9999).error().code, "number.malformed");
    EXPECT_EQ(read_count("-1", 9999).error().code, "number.malformed");
    EXPECT_EQ(read_count("99999", 9999).error().code, "number.range");
    EXPECT_EQ(read_count("99999999999999999999999", 9999).error().code, "number.range");
    EXPECT_TRUE(read_flag("是").value());
    EXPECT_FALSE(read_flag("false").value());
    EXPECT_FALSE(read_flag("也许"));
    EXPECT_EQ(read_list("组长、L06，专家;L06"), (std::vector<std::string>{"L06", "专家", "组长"}));
    EXPECT_EQ(read_list(""), std::vector<std::string>{});
    EXPECT_EQ(mask("13912341234"), "139****1234");
    EXPECT_EQ(mask("王某某"), "***");
}

TEST(Region, is_found_by_name_stem_code_and_address) {
    EXPECT_EQ(find_region("巴彦淖尔")->code, "150800");
    EXPECT_EQ(find_region("临河区")->code, "150802");
    EXPECT_EQ(find_region("150802")->name, "临河区");
    EXPECT_EQ(region_of_address("内蒙古巴彦淖尔市临河区新华镇")->code, "150802");
    EXPECT_EQ(region_of_address("浙江省杭州市西湖区")->code, "330000");
    EXPECT_EQ(region_of_address("呼和浩特市临河街")->code, "150100");
    EXPECT_FALSE(region_of_address("解放西街"));
}

TEST(Region, the_district_is_the_town_else_the_county) {
    EXPECT_EQ(district_of_address("内蒙古自治区巴彦淖尔市临河区新华镇友谊七社"), "新华镇");
    EXPECT_EQ(district_of_address("临河区解放街道示例路1号"), "解放街道");
    EXPECT_EQ(district_of_address("内蒙古巴彦淖尔市临河区新华西街48号"), "临河区");
    EXPECT_EQ(district_of_address("内蒙古巴彦淖尔市临河区金川大道水岸故乡小区"), "临河区");
    EXPECT_EQ(district_of_address("乌拉特后旗巴音宝力格镇"), "巴音宝力格镇");
    EXPECT_EQ(district_of_address("幸福路3号"), "");
    EXPECT_EQ(district_of_address(""), "");
}

TEST(Initials, of_firm_names) {
    EXPECT_EQ(initials_of("内蒙古恒丰食品工业(集团)股份有限公司"), "NMGHFSPGYJTGFYXGS");
    EXPECT_EQ(initials_of("重庆银行长春支行"), "CQYHCCZH");
    EXPECT_EQ(initials_of("A1b 临河"), "A1BLH");
    EXPECT_EQ(initials_of(""), "");
}

TEST(Initials, the_table_says_what_icu_says) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> to_latin(
        icu::Transliterator::createInstance("Han-Latin; Latin-ASCII", UTRANS_FORWARD, status));
    ASSERT_TRUE(U_SUCCESS(status));
    int differ = 0;
    // Every 16th character: the whole block takes ICU a second.
    for (std::size_t i = 0; i < kHanInitials.size(); i += 16) {
        icu::UnicodeString text(static_cast<UChar32>(kFirstHan + i));
        to_latin->transliterate(text);
        const char16_t letter = text.charAt(0);
        const char expected = letter >= u'a' && letter <= u'z' ? static_cast<char>(letter - u'a' + 'A') : '.';
        differ += kHanInitials[i] != expected ? 1 : 0;
    }
    // Other editions of ICU know a few more readings.
    EXPECT_LE(differ, 13);
}

}  // namespace sunlot::inspection
