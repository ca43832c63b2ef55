#include "documents/table_file_test.h"
#include "documents/table_writer.h"
#include "documents/xlsx_sheet.h"
#include "documents/zip.h"

#include <gtest/gtest.h>
#include <xlsxwriter.h>

namespace sunlot::documents {
namespace {

constexpr std::string_view kRootRelations =
    R"(<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>)";
constexpr std::string_view kWorkbook =
    R"(<workbook xmlns:r="http://r"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>)";
constexpr std::string_view kWorkbookRelations =
    R"(<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>)"
    R"(<Relationship Id="r2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>)"
    R"(<Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>)";

/// A workbook written by hand; a test replaces the part it is about.
struct HandMade {
    std::string root{kRootRelations};
    std::string workbook{kWorkbook};
    std::string relations{kWorkbookRelations};
    std::string sheet = R"(<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>)";
    std::string texts = "<sst/>";
    std::string styles = "<styleSheet/>";

    Table read(const TableOptions& options = {}) const {
        const TemporaryDirectory directory;
        write_zip(directory / "t.xlsx", {{"_rels/.rels", root},
                                         {"xl/workbook.xml", workbook},
                                         {"xl/_rels/workbook.xml.rels", relations},
                                         {"xl/worksheets/sheet1.xml", sheet},
                                         {"xl/sharedStrings.xml", texts},
                                         {"xl/styles.xml", styles}});
        return read_table(directory / "t.xlsx", options);
    }
};

std::string sheet_of(std::string_view rows) {
    return "<worksheet><sheetData>" + std::string(rows) + "</sheetData></worksheet>";
}

}  // namespace

TEST(Xlsx, what_is_written_is_read_back) {
    const TemporaryDirectory directory;
    const Rows rows{{"名称", "代码"}, {"=1+1", "91150802MA0N1A2B31"}, {"甲\n乙 <&>\"", "007"}, {"", "x"}};
    std::size_t next = 1;
    write_xlsx(directory / "t.xlsx", "名录", {{"名称", 20}, {"代码", 20}}, [&](std::vector<std::string>& cells) {
        if (next == rows.size()) return false;
        cells = rows[next++];
        return true;
    });
    const Table table = read_table(directory / "t.xlsx");
    EXPECT_EQ(table.message, "");
    EXPECT_EQ(table.rows, rows);
    EXPECT_EQ(table.formulas, (std::vector<std::uint64_t>{0, 0, 0, 0}));
}

TEST(Xlsx, reads_dates_numbers_booleans_formulas_of_libxlsxwriter) {
    const TemporaryDirectory directory;
    const std::string path = (directory / "t.xlsx").string();
    lxw_workbook* book = workbook_new(path.c_str());
    lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
    lxw_format* date = workbook_add_format(book);
    format_set_num_format(date, "yyyy\"年\"m\"月\"d\"日\"");
    lxw_format* clock = workbook_add_format(book);
    format_set_num_format_index(clock, 20);
    worksheet_write_number(sheet, 0, 0, 43529, date);
    worksheet_write_number(sheet, 0, 1, 43529.5, date);
    worksheet_write_number(sheet, 0, 2, 0.75, clock);
    worksheet_write_number(sheet, 0, 3, 150802000001234, nullptr);
    worksheet_write_number(sheet, 0, 4, 0.1 + 0.2, nullptr);
    worksheet_write_boolean(sheet, 0, 5, 1, nullptr);
    worksheet_write_formula_num(sheet, 0, 6, "=1+1", nullptr, 2);
    worksheet_write_string(sheet, 0, 7, "文字", nullptr);
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    const Table table = read_table(path);
    EXPECT_EQ(table.rows,
              (Rows{{"2019-03-05", "2019-03-05 12:00:00", "18:00:00", "150802000001234", "0.3", "TRUE", "2", "文字"}}));
    EXPECT_EQ(table.formulas, (std::vector<std::uint64_t>{1U << 6}));
}

TEST(Xlsx, reads_what_openpyxl_writes) {
    const TemporaryDirectory directory;
    const auto script = directory.write("make.py", R"(
import datetime, sys
from openpyxl import Workbook
book = Workbook()
sheet = book.active
sheet.append(["名称", "成立日期", "人数", "比例", "在营", "空"])
sheet.append(["甲公司", datetime.date(2019, 3, 5), 12, 0.5, True, None])
sheet.append([None, datetime.datetime(2019, 3, 5, 13, 20), "=1+1", "#N/A", False])
sheet["B5"] = "合并"
sheet.merge_cells("B5:D6")
book.create_sheet("第二张").append(["别的"])
book.save(sys.argv[1])
)");
    const std::string path = (directory / "t.xlsx").string();
    if (std::system(("/usr/bin/python3 " + script.string() + " " + path + " 2>/dev/null").c_str()) != 0)
        GTEST_SKIP() << "python3-openpyxl is not installed";
    const Table table = read_table(path);
    EXPECT_EQ(table.message, "");
    EXPECT_EQ(table.rows, (Rows{{"名称", "成立日期", "人数", "比例", "在营", "空"},
                                {"甲公司", "2019-03-05", "12", "0.5", "TRUE"},
                                {"", "2019-03-05 13:20:00", "", "#N/A", "FALSE"},
                                {"", "合并"}}));
    EXPECT_EQ(table.numbers, (std::vector<std::uint64_t>{1, 2, 3, 5}));
    EXPECT_EQ(table.formulas[2], 1U << 2);
    TableOptions second;
    second.sheet = "第二张";
    EXPECT_EQ(read_table(path, second).rows, (Rows{{"别的"}}));
    second.sheet = "第三张";
    EXPECT_EQ(read_table(path, second).refused, "xlsx.no_sheet");
}

TEST(Xlsx, rich_texts_are_joined_and_readings_left_out) {
    HandMade book;
    book.texts =
        "<sst><si><r><t>临</t></r><r><t>河_x000D_区</t></r><rPh><t>LIN</t></rPh></si><si><t>_x005F_x</t></si></sst>";
    book.sheet =
        sheet_of(R"(<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>内</t></is></c></row>)");
    EXPECT_EQ(book.read().rows, (Rows{{"临河 区", "_x", "内"}}));
}

TEST(Xlsx, both_calendars_and_the_day_that_never_was) {
    EXPECT_EQ(serial_text("43529", NumberFormat::date, false), "2019-03-05");
    EXPECT_EQ(serial_text("42067", NumberFormat::date, true), "2019-03-05");
    EXPECT_EQ(serial_text("1", NumberFormat::date, false), "1900-01-01");
    EXPECT_EQ(serial_text("59", NumberFormat::date, false), "1900-02-28");
    EXPECT_EQ(serial_text("61", NumberFormat::date, false), "1900-03-01");
    EXPECT_EQ(serial_text("x", NumberFormat::date, false), "x");
    EXPECT_EQ(number_text("9.1150802123456794e17"), "9.1150802123456794E17");
    EXPECT_EQ(number_text("1.50802000001234E+14"), "150802000001234");
}

TEST(Xlsx, tells_date_formats_from_others) {
    for (const auto* code : {"yyyy/m/d", "[$-804]yyyy\"年\"m\"月\";@", "m/d/yy h:mm", "d-mmm", "mmm-yy"})
        EXPECT_EQ(number_format_of(code), NumberFormat::date) << code;
    for (const auto* code : {"h:mm:ss", "mm:ss", "[h]:mm"})
        EXPECT_EQ(number_format_of(code), NumberFormat::time) << code;
    for (const auto* code : {"General", "0.00", "#,##0;[Red]-#,##0", "\"days\" 0", "0.00_ ;\\d", "@", "0.00E+00"})
        EXPECT_EQ(number_format_of(code), NumberFormat::number) << code;
}

TEST(Xlsx, hidden_sheets_are_not_the_first) {
    HandMade book;
    book.workbook =
        R"(<workbook xmlns:r="http://r"><sheets><sheet name="藏" state="hidden" r:id="r9"/><sheet name="表" r:id="r1"/></sheets></workbook>)";
    EXPECT_EQ(book.read().rows, (Rows{{"1"}}));
    book.workbook =
        R"(<workbook xmlns:r="http://r"><sheets><sheet name="表" state="veryHidden" r:id="r1"/></sheets></workbook>)";
    EXPECT_EQ(book.read().refused, "xlsx.no_sheet");
}

TEST(Xlsx, bombs_are_refused) {
    HandMade blanks;
    blanks.texts = "<sst>" + std::string(16U << 20, ' ') + "</sst>";  // packs 1000 : 1
    EXPECT_EQ(blanks.read().refused, "xlsx.bomb");
    HandMade cell;
    cell.sheet = sheet_of("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>" + std::string(1U << 20, 'a') + "</v></c></row>");
    EXPECT_EQ(cell.read().refused, "xlsx.cell");
    HandMade texts;
    texts.texts = "<sst><si><t>" + std::string(1U << 19, 'a') + "</t></si></sst>";
    TableOptions little;
    little.xlsx.text_bytes = 1U << 18;
    EXPECT_EQ(texts.read(little).refused, "xlsx.texts");
}

TEST(Xlsx, document_types_and_entities_are_refused) {
    HandMade book;
    book.sheet = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" +
                 sheet_of("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row>");
    EXPECT_EQ(book.read().refused, "xlsx.doctype");
    book.sheet = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + sheet_of("");
    EXPECT_EQ(book.read().refused, "xlsx.doctype");
}

TEST(Xlsx, malformed_parts_are_refused) {
    HandMade deep;
    for (int i = 0; i < 5000; ++i) deep.sheet.insert(0, "<a>");
    EXPECT_EQ(deep.read().refused, "xlsx.depth");
    HandMade broken;
    broken.sheet = "<worksheet><sheetData><row";
    EXPECT_EQ(broken.read().refused, "xlsx.damaged");
    HandMade shared;
    shared.sheet = sheet_of(R"(<row r="1"><c r="A1" t="s"><v>7</v></c></row>)");
    EXPECT_EQ(shared.read().refused, "xlsx.shared");
    HandMade backwards;
    backwards.sheet = sheet_of(R"(<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>)");
    EXPECT_EQ(backwards.read().refused, "xlsx.row_number");
    HandMade cells;
    cells.sheet = sheet_of(R"(<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>)");
    EXPECT_EQ(cells.read().refused, "xlsx.cell_order");
    HandMade wide;
    wide.sheet = sheet_of(R"(<row r="1"><c r="XFD1"><v>1</v></c></row>)");
    EXPECT_EQ(wide.read().refused, "xlsx.columns");
    HandMade tall;
    tall.sheet = sheet_of(R"(<row r="99999999999"><c><v>1</v></c></row>)");
    EXPECT_EQ(tall.read().refused, "xlsx.row_number");
    HandMade other;
    other.root = "<Relationships/>";
    EXPECT_EQ(other.read().refused, "xlsx.not_workbook");
}

TEST(Xlsx, damaged_archives_are_refused) {
    const TemporaryDirectory directory;
    EXPECT_EQ(read_table(directory.write("t.xlsx", "PK\x03\x04 and nothing else")).refused, "xlsx.damaged");
    write_zip(directory / "plain.zip", {ZipEntry{"a.txt", std::string("text")}});
    EXPECT_EQ(read_table(directory / "plain.zip").refused, "xlsx.not_workbook");
}

TEST(Xlsx, flipped_bits_never_break_the_parent) {
    const TemporaryDirectory directory;
    std::size_t next = 0;
    write_xlsx(directory / "t.xlsx", "s", {{"a", 9}}, [&](std::vector<std::string>& cells) {
        cells = {"row " + std::to_string(next)};
        return next++ < 20;
    });
    std::ifstream in(directory / "t.xlsx", std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    for (std::size_t at = 7; at < bytes.size(); at += bytes.size() / 60) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x24);
        const Table table = read_table(directory.write("d.xlsx", damaged));
        EXPECT_TRUE(table.refused.empty() || table.refused.starts_with("xlsx.") ||
                    table.refused.starts_with("table.") || table.refused.starts_with("csv."));
    }
}

TEST(Xlsx, a_child_that_lies_or_dies_is_not_believed) {
    const TemporaryDirectory directory;
    write_zip(directory / "t.xlsx", {ZipEntry{"a", std::string("b")}});
    const auto with_child = [&](std::string_view script, std::chrono::seconds wall = TableOptions{}.xlsx.wall) {
        const auto program = directory.write("child", script);
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        TableOptions options;
        options.xlsx_program = program;
        options.xlsx.wall = wall;
        return read_table(directory / "t.xlsx", options).refused;
    };
    EXPECT_EQ(with_child("#!/bin/sh\nexit 0\n"), "xlsx.hostile");
    EXPECT_EQ(with_child("#!/bin/sh\nkill -KILL $$\n"), "xlsx.exhausted");
    EXPECT_EQ(with_child("#!/bin/sh\nexec sleep 600\n", std::chrono::seconds(1)), "xlsx.slow");
    EXPECT_EQ(with_child("#!/bin/sh\nprintf 'H\\377\\377\\377\\377'\n"), "xlsx.hostile");
    EXPECT_EQ(with_child("#!/bin/sh\nprintf 'H\\0\\0\\0\\0R\\1\\0\\0\\0x'\n"), "xlsx.hostile");
    EXPECT_EQ(with_child("#!/bin/sh\nprintf 'H\\0\\0\\0\\0?\\0\\0\\0\\0'\n"), "xlsx.hostile");
}

TEST(Xlsx, memory_and_time_of_the_child_are_limited) {
    const TemporaryDirectory directory;
    std::size_t next = 0;
    std::string word;
    write_xlsx(directory / "t.xlsx", "s", {{"a", 9}}, [&](std::vector<std::string>& cells) {
        cells = {std::to_string(next * 2654435761U % 1000003)};
        return next++ < 30'000;
    });
    TableOptions little;
    little.xlsx.unpacked_bytes = 1U << 18;
    EXPECT_EQ(read_table(directory / "t.xlsx", little).refused, "xlsx.bomb");
    EXPECT_EQ(read_table(directory / "t.xlsx").rows.size(), 30'001U);
    little = {};
    little.xlsx.file_bytes = 1000;
    EXPECT_EQ(read_table(directory / "t.xlsx", little).refused, "table.too_large");
}

TEST(Xlsx, templates_open_and_have_every_required_column) {
    using inspection::ImportKind;
    for (const auto kind : {ImportKind::objects, ImportKind::officers, ImportKind::history}) {
        const TemporaryDirectory directory;
        write_import_template(directory / "t.xlsx", kind);
        const Table table = read_table(directory / "t.xlsx");
        ASSERT_EQ(table.rows.size(), 1U) << table.message;
        EXPECT_TRUE(inspection::Columns::guess(kind, table.rows[0]).missing().empty());
        TableOptions example;
        example.sheet = "填写示例";
        EXPECT_EQ(read_table(directory / "t.xlsx", example).rows.size(), 2U);
    }
}

}  // namespace sunlot::documents
