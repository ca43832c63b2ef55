#include "documents/table_writer.h"

#include "base/text.h"
#include "inspection/cell.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <system_error>

#include <xlsxwriter.h>

namespace sunlot::documents {
namespace {

// ── CSV ───────────────────────────────────────────────────────────────────────────────────────────────────────────

void append_cell(std::string& out, std::string_view cell) {
    const bool guarded = inspection::looks_like_formula(cell);
    const bool quoted =
        cell.find_first_of(",\"\r\n;\t") != std::string_view::npos || cell.starts_with(' ') || cell.ends_with(' ');
    if (quoted) out += '"';
    if (guarded) out += '\'';
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    if (quoted) out += '"';
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

void write_all(std::FILE* file, std::string& buffer) {
    if (std::fwrite(buffer.data(), 1, buffer.size(), file) != buffer.size())
        throw std::system_error(errno, std::generic_category(), "write csv");
    buffer.clear();
}

// ── XLSX ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void check(lxw_error error) {
    if (error != LXW_NO_ERROR) throw std::runtime_error(std::string("xlsx: ") + lxw_strerror(error));
}

/// A workbook being written; closing it writes the file.
class Book {
public:
    explicit Book(const std::filesystem::path& path) {
        std::string directory = path.parent_path().empty() ? "." : path.parent_path().string();
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = directory.data();  // not in /tmp, which may be small
        options.use_zip64 = LXW_TRUE;
        book_ = workbook_new_opt(path.c_str(), &options);
        if (book_ == nullptr) throw std::runtime_error("xlsx: cannot create " + path.string());
        title_ = workbook_add_format(book_);
        format_set_bold(title_);
        format_set_bg_color(title_, 0xE8EEF5);
        format_set_border(title_, LXW_BORDER_THIN);
        required_ = workbook_add_format(book_);
        format_set_bold(required_);
        format_set_bg_color(required_, 0xFFF2CC);
        format_set_border(required_, LXW_BORDER_THIN);
        text_ = workbook_add_format(book_);
        format_set_num_format(text_, "@");  // so that Excel keeps 18 digits and leading zeros
        prose_ = workbook_add_format(book_);
        format_set_num_format(prose_, "@");
        format_set_text_wrap(prose_);
        format_set_align(prose_, LXW_ALIGN_VERTICAL_TOP);
    }
    Book(const Book&) = delete;
    ~Book() {
        if (book_ != nullptr) lxw_workbook_free(book_);
    }

    lxw_worksheet* add_sheet(std::string_view name) {
        lxw_worksheet* const sheet = workbook_add_worksheet(book_, std::string(name).c_str());
        if (sheet == nullptr) throw std::runtime_error("xlsx: bad sheet name " + std::string(name));
        return sheet;
    }
    lxw_format* title() const { return title_; }
    lxw_format* required() const { return required_; }
    lxw_format* text() const { return text_; }
    lxw_format* prose() const { return prose_; }
    void close() { check(workbook_close(std::exchange(book_, nullptr))); }

private:
    lxw_workbook* book_ = nullptr;
    lxw_format* title_ = nullptr;
    lxw_format* required_ = nullptr;
    lxw_format* text_ = nullptr;
    lxw_format* prose_ = nullptr;
};

/// Always a string, never a formula or a number: nothing is run and no code loses its last digits.
void write_text(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& text,
                lxw_format* format) {
    if (text.empty()) return;
    check(worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), text.c_str(),
                                 format));
}

void set_column(lxw_worksheet* sheet, std::size_t column, double width, lxw_format* format) {
    const auto c = static_cast<lxw_col_t>(column);
    check(worksheet_set_column(sheet, c, c, width, format));
}

/// A drop-down list on the first ten thousand rows of a column.
void offer_choices(lxw_worksheet* sheet, std::size_t column, std::string_view choices) {
    std::vector<std::string> words;
    for (const auto word : split(choices, '|')) words.emplace_back(word);
    std::vector<char*> list;
    list.reserve(words.size() + 1);
    for (std::string& word : words) list.push_back(word.data());
    list.push_back(nullptr);
    lxw_data_validation validation{};
    validation.validate = LXW_VALIDATION_TYPE_LIST;
    validation.value_list = list.data();
    const auto c = static_cast<lxw_col_t>(column);
    check(worksheet_data_validation_range(sheet, 1, c, 10'000, c, &validation));
}

double width_of(const inspection::Field& field) {
    return static_cast<double>(
        std::max(field.title.size() / 3 * 2 + 4, std::min<std::size_t>(field.example.size(), 28)));
}

void write_template_titles(Book& book, lxw_worksheet* sheet, std::span<const inspection::Field> fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const inspection::Field& field = fields[i];
        write_text(sheet, 0, i, std::string(field.title), field.required ? book.required() : book.title());
        set_column(sheet, i, width_of(field), book.text());
    }
    worksheet_freeze_panes(sheet, 1, 0);
}

enum class Sheet { data, paper };

void lay_out_for_paper(lxw_worksheet* sheet) {
    constexpr std::uint8_t kA4 = 9;
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, kA4);
    worksheet_fit_to_pages(sheet, 1, 0);
    check(worksheet_repeat_rows(sheet, 0, 0));
}

/// Rows one after another: a book of ours keeps only the present row in memory.
void fill_sheet(Book& book, std::string_view name, const std::vector<Column>& columns, const RowSource& rows,
                Sheet kind = Sheet::data) {
    lxw_worksheet* const sheet = book.add_sheet(name);
    lxw_format* const format = kind == Sheet::paper ? book.prose() : book.text();
    if (kind == Sheet::paper) lay_out_for_paper(sheet);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        set_column(sheet, i, columns[i].width, format);
        write_text(sheet, 0, i, columns[i].title, book.title());
    }
    worksheet_freeze_panes(sheet, 1, 0);
    std::size_t row = 0;
    std::vector<std::string> cells;
    while (rows(cells)) {
        ++row;
        for (std::size_t i = 0; i < cells.size(); ++i) write_text(sheet, row, i, cells[i], format);
    }
    if (!columns.empty())
        check(
            worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(columns.size() - 1)));
}

}  // namespace

void append_csv_line(std::string& out, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) out += ',';
        append_cell(out, cells[i]);
    }
    out += "\r\n";
}

void write_csv(const std::filesystem::path& path, const std::vector<std::string>& titles, const RowSource& rows) {
    constexpr std::size_t kFlushBytes = 1U << 20;
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "wbe"));
    if (!file) throw std::system_error(errno, std::generic_category(), "create " + path.string());
    std::string buffer = "\xef\xbb\xbf";
    append_csv_line(buffer, titles);
    std::vector<std::string> cells;
    while (rows(cells)) {
        append_csv_line(buffer, cells);
        if (buffer.size() > kFlushBytes) write_all(file.get(), buffer);
    }
    write_all(file.get(), buffer);
    if (std::fflush(file.get()) != 0) throw std::system_error(errno, std::generic_category(), "write csv");
}

void write_xlsx(const std::filesystem::path& path, std::string_view sheet_name, const std::vector<Column>& columns,
                const RowSource& rows) {
    Book book(path);
    fill_sheet(book, sheet_name, columns, rows);
    book.close();
}

void write_workbook(const std::filesystem::path& path, const std::vector<TableSheet>& sheets) {
    Book book(path);
    for (const auto& sheet : sheets) {
        std::size_t next = 0;
        fill_sheet(
            book, sheet.name, sheet.columns,
            [&](std::vector<std::string>& cells) {
                if (next == sheet.rows.size()) return false;
                cells = sheet.rows[next++];
                return true;
            },
            sheet.for_paper ? Sheet::paper : Sheet::data);
    }
    book.close();
}

void write_import_template(const std::filesystem::path& path, inspection::ImportKind kind) {
    const auto fields = inspection::fields(kind);
    Book book(path);
    lxw_worksheet* const table = book.add_sheet(inspection::title(kind));
    write_template_titles(book, table, fields);
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (!fields[i].choices.empty()) offer_choices(table, i, fields[i].choices);
    // A sheet of its own: an example among the rows would be imported by those who forget to delete it.
    lxw_worksheet* const example = book.add_sheet("填写示例");
    write_template_titles(book, example, fields);
    for (std::size_t i = 0; i < fields.size(); ++i)
        write_text(example, 1, i, std::string(fields[i].example), book.text());
    lxw_worksheet* const notes = book.add_sheet("填写说明");
    const std::vector<std::string> titles{"列", "必填", "可选内容", "说明"};
    const std::vector<double> widths{24, 8, 48, 64};
    for (std::size_t i = 0; i < titles.size(); ++i) {
        set_column(notes, i, widths[i], nullptr);
        write_text(notes, 0, i, titles[i], book.title());
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        std::string choices(fields[i].choices);
        std::ranges::replace(choices, '|', ' ');
        write_text(notes, i + 1, 0, std::string(fields[i].title), nullptr);
        write_text(notes, i + 1, 1, fields[i].required ? "是" : "", nullptr);
        write_text(notes, i + 1, 2, choices, nullptr);
        write_text(notes, i + 1, 3, std::string(fields[i].note), nullptr);
    }
    book.close();
}

}  // namespace sunlot::documents
