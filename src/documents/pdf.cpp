#include "documents/pdf.h"

#include "documents/pdf_sheet.h"

#include <stdexcept>

namespace sunlot::documents {
namespace {

constexpr double kPointsPerMillimetre = 72 / 25.4;
constexpr double kKeyShare = 0.27;  // of the width
constexpr double kGutter = 8;
constexpr PdfFont kNormal{};
constexpr PdfFont kSmall{.size = 8.5, .leading = 1.5, .grey = 0.25};
constexpr PdfFont kDigest{.size = 8.5, .leading = 1.45, .mono = true};
constexpr PdfFont kKey{.size = 9.5, .leading = 1.55, .grey = 0.35};
constexpr PdfFont kCell{.size = 9, .leading = 1.5};

void put(PdfSheet& sheet, const PaperTitle& title) {
    sheet.write({{.text = title.text,
                  .width = sheet.inner(),
                  .font = {.size = 20, .leading = 1.35},
                  .align = PdfAlign::centre}},
                PdfSheet::Split::seldom);
    if (!title.subtitle.empty())
        sheet.write({{.text = title.subtitle, .width = sheet.inner(), .font = kKey, .align = PdfAlign::centre}},
                    PdfSheet::Split::seldom);
    sheet.skip(6);
    sheet.line(1.2, 0.15);
    sheet.skip(10);
}

void put(PdfSheet& sheet, const PaperHeading& heading) {
    constexpr PdfFont kHeading{.size = 13, .leading = 1.5};
    sheet.skip(8);
    sheet.keep(kHeading.size * kHeading.leading + 40);  // never alone at the foot of a page
    sheet.write({{.text = heading.text, .width = sheet.inner(), .font = kHeading}}, PdfSheet::Split::seldom);
    sheet.skip(2);
}

void put(PdfSheet& sheet, const PaperText& text) {
    const PdfFont& font = text.size == PaperText::Size::small ? kSmall : kNormal;
    sheet.write({{.text = text.text, .width = sheet.inner(), .font = font}}, PdfSheet::Split::anywhere);
    sheet.skip(5);
}

void put(PdfSheet& sheet, const PaperMono& mono) {
    sheet.write({{.text = mono.text, .left = 6, .width = sheet.inner() - 12, .font = kDigest}},
                PdfSheet::Split::anywhere, true);
    sheet.skip(6);
}

void put(PdfSheet& sheet, const PaperKeyValues& facts) {
    const double key_width = kKeyShare * sheet.inner();
    for (const auto& row : facts.rows) {
        PdfFont value = row.mono ? kDigest : kNormal;
        value.leading = kKey.size * kKey.leading / value.size;  // first lines of key and value on one height
        sheet.write({{.text = row.key, .width = key_width - kGutter, .font = kKey},
                     {.text = row.value, .left = key_width, .width = sheet.inner() - key_width, .font = value}},
                    PdfSheet::Split::seldom);
        sheet.skip(2);
    }
    sheet.skip(6);
}

using Cells = std::vector<std::string_view>;

void put_row(PdfSheet& sheet, const PaperTable& table, const Cells& cells, bool head) {
    double shares = 0;
    for (const auto& column : table.columns) shares += column.share;
    std::vector<PdfColumn> columns;
    double left = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const double width = sheet.inner() * table.columns[i].share / shares;
        PdfFont font = kCell;
        if (head) {
            font.grey = 0.35;
        } else if (table.columns[i].mono) {
            font = {.size = 8, .leading = kCell.size * kCell.leading / 8, .mono = true};
        }
        columns.push_back({.text = cells[i], .left = left, .width = width - kGutter, .font = font});
        left += width;
    }
    sheet.skip(2);
    sheet.write(columns, PdfSheet::Split::seldom);
    sheet.skip(2);
    sheet.line(head ? 0.8 : 0.3, head ? 0.2 : 0.75);
}

void put(PdfSheet& sheet, const PaperTable& table) {
    const auto head = [&] {
        Cells titles;
        for (const auto& column : table.columns) titles.emplace_back(column.title);
        put_row(sheet, table, titles, true);
    };
    sheet.keep(60);
    head();
    sheet.set_page_head(head);
    for (const auto& row : table.rows) {
        if (row.size() != table.columns.size()) throw std::logic_error("a row of a paper's table has other columns");
        put_row(sheet, table, Cells(row.begin(), row.end()), false);
    }
    sheet.set_page_head({});
    sheet.skip(8);
}

void put(PdfSheet& sheet, const PaperQr& qr) {
    sheet.write_beside(qr_modules(qr.content), qr.millimetres * kPointsPerMillimetre,
                       {.text = qr.caption, .font = kNormal});
    sheet.skip(6);
}

void put(PdfSheet& sheet, const PaperBreak&) {
    sheet.new_page();
}

PdfProperties properties_of(const Paper& paper) {
    // Seconds are as fine as the file format goes.
    return {.title = paper.title,
            .date = paper.dated.text().substr(0, 19) + "Z",
            .footer = paper.footer,
            .landscape = paper.landscape};
}

}  // namespace

std::string pdf(const Paper& paper) {
    // Written twice: only the first pass knows how many pages there are.
    int pages = 0;
    while (true) {
        PdfSheet sheet(properties_of(paper), pages);
        for (const PaperBlock& block : paper.blocks) std::visit([&](const auto& part) { put(sheet, part); }, block);
        const bool counted = pages == sheet.page();
        pages = sheet.page();
        std::string bytes = sheet.finish();
        if (counted) return bytes;
    }
}

}  // namespace sunlot::documents
