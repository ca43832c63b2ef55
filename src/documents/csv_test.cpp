#include "documents/csv_reader.h"
#include "documents/table_file_test.h"
#include "documents/table_writer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::documents {
namespace {

using namespace std::string_literals;

Table read_csv(std::string_view bytes) {
    const TemporaryDirectory directory;
    return read_table(directory.write("t.csv", bytes));
}

}  // namespace

TEST(Csv, reads_quotes_line_breaks_and_both_line_ends) {
    const Table table = read_csv("名称,地址\r\n\"甲,\"\"乙\"\"\",\"一\n二\"\n丙\"丁\",\n");
    EXPECT_EQ(table.refused, "");
    EXPECT_EQ(table.rows, (Rows{{"名称", "地址"}, {"甲,\"乙\"", "一\n二"}, {"丙\"丁\"", ""}}));
    EXPECT_EQ(table.numbers, (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST(Csv, the_last_line_needs_no_line_end) {
    EXPECT_EQ(read_csv("a,b\n1,2").rows, (Rows{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(read_csv("a,b\n1,").rows, (Rows{{"a", "b"}, {"1", ""}}));
    EXPECT_EQ(read_csv("a,b\n1,\"2\"").rows, (Rows{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(read_csv("a,b\n1,2\r").rows, (Rows{{"a", "b"}, {"1", "2"}}));
}

TEST(Csv, empty_rows_are_counted_and_left_out) {
    const Table table = read_csv("a,b\n\n , \n1,2\n,\n");
    EXPECT_EQ(table.rows, (Rows{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(table.numbers, (std::vector<std::uint64_t>{1, 4}));
}

TEST(Csv, finds_the_separator) {
    EXPECT_EQ(read_csv("a;b;c\n1;2,5;3\n").rows, (Rows{{"a", "b", "c"}, {"1", "2,5", "3"}}));
    EXPECT_EQ(read_csv("a\tb\n1\t2\n").rows, (Rows{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(read_csv("sep=;\na;b\n").rows, (Rows{{"a", "b"}}));
    EXPECT_EQ(read_csv("\"a,b,c\";d\n1;2\n").rows, (Rows{{"a,b,c", "d"}, {"1", "2"}}));
}

TEST(Csv, finds_the_encoding) {
    const Table plain = read_csv("名称\n临河");
    EXPECT_EQ(plain.encoding, "utf-8");
    const Table marked = read_csv("\xef\xbb\xbf名称\n临河");
    EXPECT_EQ(marked.encoding, "utf-8-bom");
    EXPECT_EQ(marked.rows, plain.rows);
    const Table gbk = read_csv("\xc3\xfb\xb3\xc6\n\xc1\xd9\xba\xd3");
    EXPECT_EQ(gbk.encoding, "gbk");
    EXPECT_EQ(gbk.rows, plain.rows);
    const Table wide = read_csv("\xff\xfe\x0d\x54\xf0\x79\x0a\x00\x34\x4e\xb3\x6c"s);
    EXPECT_EQ(wide.encoding, "utf-16");
    EXPECT_EQ(wide.rows, plain.rows);
}

TEST(Csv, a_long_beginning_in_ascii_does_not_hide_gbk) {
    std::string bytes = "a,b\n";
    for (int i = 0; i < 60'000; ++i) bytes += "123456,abcdef\n";
    bytes += "\xc1\xd9\xba\xd3,1\n";
    const Table table = read_csv(bytes);
    EXPECT_EQ(table.encoding, "gbk");
    ASSERT_EQ(table.rows.size(), 60'002U);
    EXPECT_EQ(table.rows.back()[0], "临河");
}

TEST(Csv, characters_cut_by_the_reading_buffer_stay_whole) {
    for (std::size_t pad = 0; pad < 4; ++pad) {
        std::string bytes = "a,b\n" + std::string(pad, 'x') + ",";
        for (int i = 0; i < 200'000; ++i) bytes += "临";
        bytes += "\n";
        const Table table = read_csv(bytes);
        EXPECT_EQ(table.encoding, "utf-8");
        ASSERT_EQ(table.rows.size(), 2U);
        EXPECT_EQ(table.rows[1][1].size(), 600'000U);
    }
}

TEST(Csv, what_can_only_be_guessed_at_is_refused_with_its_row) {
    EXPECT_EQ(read_csv("a,b\n1,\"2\n3,4\n").refused, "csv.quote");
    EXPECT_EQ(read_csv("a,b\n1,\"2\"x\n").refused, "csv.after_quote");
    EXPECT_EQ(read_csv("a,b\n1,2\r3,4\n").refused, "csv.lone_cr");
    EXPECT_EQ(read_csv("a,b\n1,2\0\n"s).refused, "csv.nul");
    EXPECT_EQ(read_csv("a,b\n1,\"2\0\"\n"s).refused, "csv.nul");
    EXPECT_EQ(read_csv("名称,b\n1,2\n3,\xff\n").refused, "csv.encoding");
    EXPECT_EQ(read_csv("a\n" + std::string(3000, ',')).refused, "csv.columns");
    EXPECT_TRUE(read_csv("a,b\n1,2\n3,\"4\n").message.starts_with("第 3 行：从这一行开始的引号"));
}

TEST(Csv, a_quote_never_closed_is_found_without_reading_the_whole_file_into_memory) {
    const Table table = read_csv("a,b\n\"" + std::string(6U << 20, 'x'));
    EXPECT_EQ(table.refused, "csv.record");
    EXPECT_TRUE(table.message.starts_with("第 2 行"));
}

TEST(Csv, files_that_are_no_tables_are_refused_by_their_first_bytes) {
    EXPECT_EQ(read_csv("").refused, "table.empty");
    EXPECT_EQ(read_csv("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").refused, "table.old_xls");
    EXPECT_EQ(read_csv("%PDF-1.7\n").refused, "table.unknown_format");
}

TEST(Csv, formulas_are_neutralised_when_written) {
    std::string line;
    append_csv_line(line, {"=1+1", "+86", "-2", "@x", "\t", "a\"b,c", "plain", ""});
    EXPECT_EQ(line, "'=1+1,'+86,'-2,'@x,\"'\t\",\"a\"\"b,c\",plain,\r\n");
}

TEST(Csv, what_is_written_is_read_back) {
    rc::check([] {
        const auto cell = rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,;\"\n\t x'")));
        const auto some = *rc::gen::container<std::vector<std::vector<std::string>>>(
            rc::gen::container<std::vector<std::string>>(3, cell));
        const TemporaryDirectory directory;
        std::size_t next = 0;
        write_csv(directory / "t.csv", {"甲", "乙", "丙"}, [&](std::vector<std::string>& cells) {
            if (next == some.size()) return false;
            cells = some[next++];
            return true;
        });
        Rows expected{{"甲", "乙", "丙"}};
        for (auto row : some) {
            bool blank = true;
            for (std::string& text : row) {
                blank = blank && text.find_first_not_of(" \t\n") == std::string::npos && !text.starts_with('\t');
                if (text.starts_with('\t')) text.insert(0, "'");
            }
            if (!blank) expected.push_back(row);
        }
        const Table table = read_table(directory / "t.csv");
        RC_ASSERT(table.refused.empty());
        RC_ASSERT(table.rows == expected);
        RC_ASSERT(table.encoding == "utf-8-bom");
    });
}

}  // namespace sunlot::documents
