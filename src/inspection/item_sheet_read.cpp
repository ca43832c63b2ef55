#include "base/text.h"
#include "inspection/cell.h"
#include "inspection/item_outcome.h"
#include "inspection/item_sheet.h"
#include "inspection/roll.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace sunlot::inspection {
namespace {

/// Titles stand among the first rows; lists of other offices have a heading or two above them.
constexpr std::size_t kHeadRows = 12;
constexpr std::size_t kLeastTitles = 3;

/// Prose of one cell, its lines kept.
std::string prose(std::string_view cell) {
    std::string out;
    for (const auto line : split(cell, '\n')) {
        const auto words = tidy_prose(line);
        if (words.empty()) continue;
        if (!out.empty()) out += '\n';
        out += words;
    }
    return out;
}

/// As titles are compared: without spaces and line breaks, brackets of either width alike.
std::string title_key(std::string_view cell) {
    std::string key;
    for (const char c : tidy(cell))
        if (c != ' ') key += c;
    return key;
}

bool is_title_of(const ItemColumn& column, const std::string& key) {
    if (key == title_key(column.title)) return true;
    for (const auto alias : split(column.aliases, '|'))
        if (!alias.empty() && key == title_key(alias)) return true;
    return false;
}

/// Which cell of a row feeds which field.
using Feeds = std::map<std::string_view, std::size_t>;

Feeds feeds_of(const RawRow& row) {
    Feeds feeds;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const auto key = title_key(row.cells[i]);
        for (const auto& column : item_columns())
            if (is_title_of(column, key)) feeds.emplace(column.field, i);
    }
    return feeds;
}

std::string_view title_of(std::string_view field) {
    for (const auto& column : item_columns())
        if (column.field == field) return column.title;
    return "检查事项";
}

/// Titles of our own part sheets, with the code in front; a cell is "" where the sheet has no such column.
class Parts {
public:
    Parts(std::span<const RawSheet> sheets, std::string_view name, std::vector<std::string_view> titles) {
        const auto sheet = std::ranges::find(sheets, name, &RawSheet::name);
        if (sheet == sheets.end() || sheet->rows.empty()) return;
        std::vector<std::optional<std::size_t>> columns;
        titles.insert(titles.begin(), "事项编码");
        const auto& head = sheet->rows.front().cells;
        for (const auto title : titles) {
            const auto at = std::ranges::find_if(
                head, [&](const std::string& cell) { return title_key(cell) == title_key(title); });
            columns.push_back(at == head.end() ? std::nullopt
                                               : std::optional(static_cast<std::size_t>(at - head.begin())));
        }
        for (std::size_t i = 1; i < sheet->rows.size(); ++i) take(sheet->rows[i], columns);
    }

    /// The rows of an item, or nothing when the sheet has none.
    const std::vector<std::vector<std::string>>* of(const std::string& code) const {
        const auto found = rows_.find(code);
        return found == rows_.end() ? nullptr : &found->second;
    }

private:
    void take(const RawRow& row, const std::vector<std::optional<std::size_t>>& columns) {
        std::vector<std::string> cells;
        for (const auto& column : columns)
            cells.push_back(column && *column < row.cells.size() ? prose(row.cells[*column]) : "");
        const std::string code = tidy_code(cells.front());
        cells.erase(cells.begin());
        if (!code.empty() && !cells.front().empty()) rows_[code].push_back(std::move(cells));
    }
    std::map<std::string, std::vector<std::vector<std::string>>> rows_;
};

struct AllParts {
    Parts basis;
    Parts sub_items;
    Parts materials;
    Parts checkpoints;
    Parts outcomes;

    explicit AllParts(std::span<const RawSheet> sheets)
        : basis(sheets, "检查依据", {"法律法规规章", "条款", "条文内容"}),
          sub_items(sheets, "检查子项", {"子项名称", "检查内容"}),
          materials(sheets, "检查材料清单", {"材料名称", "说明"}),
          checkpoints(sheets, "检查要点", {"检查内容", "操作方法与要领", "规范时的默认描述", "发现问题时的默认描述"}),
          outcomes(sheets, "结果及处置", {"结果代码", "结果说明", "后续处置"}) {}

    /// What the sheets say of the item; rows that are those of `before` leave alone what the first sheet changed.
    void overlay(Item& item, const Item* before) const {
        put(basis.of(item.code), item.basis, before == nullptr ? nullptr : &before->basis,
            [](const auto& row) { return LegalBasis{.law = row[0], .article = row[1], .text = row[2]}; });
        put(sub_items.of(item.code), item.sub_items, before == nullptr ? nullptr : &before->sub_items,
            [](const auto& row) { return SubItem{.name = row[0], .content = row[1]}; });
        put(materials.of(item.code), item.materials, before == nullptr ? nullptr : &before->materials,
            [](const auto& row) { return Material{.name = row[0], .note = row[1]}; });
        put(checkpoints.of(item.code), item.checkpoints, before == nullptr ? nullptr : &before->checkpoints,
            [](const auto& row) {
                return Checkpoint{.what = row[0], .how = row[1], .passed = row[2], .failed = row[3]};
            });
        put(outcomes.of(item.code), item.outcomes, before == nullptr ? nullptr : &before->outcomes,
            [](const auto& row) {
                return Outcome{.code = row[0].size() == 1 ? "0" + row[0] : row[0], .note = row[1], .disposal = row[2]};
            });
    }

private:
    template <class Row, class Make>
    static void put(const std::vector<std::vector<std::string>>* rows, std::vector<Row>& into,
                    const std::vector<Row>* before, Make make) {
        if (rows == nullptr) return;
        std::vector<Row> made;
        for (const auto& row : *rows) made.push_back(make(row));
        if (before == nullptr || made != *before) into = std::move(made);
    }
};

/// One row of the first sheet over an item.
class RowReader {
public:
    RowReader(const RawRow& row, const Feeds& feeds, ReadItem& out) : row_(row), feeds_(feeds), out_(out) {}

    std::string cell(std::string_view field) const {
        const auto found = feeds_.find(field);
        return found == feeds_.end() || found->second >= row_.cells.size() ? "" : prose(row_.cells[found->second]);
    }

    void overlay() {
        Item& item = out_.item;
        for (const auto& [field, text] : {std::pair<std::string_view, std::string*>{"name", &item.name},
                                          {"subject", &item.subject},
                                          {"level", &item.level},
                                          {"department", &item.department},
                                          {"power", &item.power},
                                          {"objects", &item.objects},
                                          {"content", &item.content},
                                          {"ratio", &item.ratio},
                                          {"frequency", &item.frequency},
                                          {"standard", &item.standard},
                                          {"special_plan", &item.special_plan},
                                          {"note", &item.note}})
            if (auto words = cell(field); !words.empty()) *text = std::move(words);
        read_kind();
        read_cap();
        read_lists();
        read_qualification();
    }

private:
    void problem(std::string_view field, const char* zh, const char* en) {
        out_.problems.push_back({.row = row_.number, .column = std::string(title_of(field)), .message = {zh, en}});
    }

    void read_kind() {
        const auto words = cell("kind");
        if (words.contains("重点"))
            out_.item.kind = ItemKind::key;
        else if (words.contains("一般"))
            out_.item.kind = ItemKind::general;
        else if (!words.empty())
            problem("kind", "应为“一般检查事项”或“重点检查事项”", "Must be 一般检查事项 or 重点检查事项");
    }

    /// "1", "每年不超过1次" and "不设上限".
    void read_cap() {
        const auto words = tidy(cell("cap"));
        if (words.empty()) return;
        if (words.contains("不限") || words.contains("不设") || words.contains("无上限")) {
            out_.item.cap = 0;
            return;
        }
        std::string digits;
        for (const char c : words) {
            if (c >= '0' && c <= '9')
                digits += c;
            else if (!digits.empty())
                break;
        }
        const auto count = read_count(digits, 99);
        if (count)
            out_.item.cap = *count;
        else
            problem("cap", "应为次数，例如 1；不设上限的写“不设上限”", "Must be a number, or 不设上限");
    }

    void read_lists() {
        Item& item = out_.item;
        if (const auto words = cell("basis"); !words.empty() && basis_sentence(item.basis) != words)
            item.basis = parse_basis(words);
        if (const auto words = cell("methods"); !words.empty()) {
            std::string line;
            for (const auto& word : read_list(words)) (line += line.empty() ? "" : "、") += word;
            auto methods = parse_methods(words.contains("、") ? words : line);
            if (!methods.empty()) item.methods = std::move(methods);
        }
        if (const auto words = cell("sub_items"); !words.empty()) read_sub_items(words);
        if (const auto words = cell("object_kinds"); !words.empty()) read_object_kinds(words);
    }

    /// Names alone; what is known of a part of that name stays.
    void read_sub_items(std::string_view words) {
        std::vector<SubItem> parts;
        for (const auto name : split(words, '\n')) {
            const auto known = std::ranges::find(out_.item.sub_items, name, &SubItem::name);
            parts.push_back(known == out_.item.sub_items.end() ? SubItem{.name = std::string(name), .content = {}}
                                                               : *known);
        }
        out_.item.sub_items = std::move(parts);
    }

    void read_object_kinds(const std::string& words) {
        constexpr std::array kKinds{
            ObjectKind::enterprise, ObjectKind::individual, ObjectKind::cooperative,           ObjectKind::institution,
            ObjectKind::organ,      ObjectKind::social,     ObjectKind::private_nonenterprise, ObjectKind::site,
            ObjectKind::other};
        std::vector<std::string> kinds;
        for (const auto& word : parse_methods(words)) {
            const auto kind = std::ranges::find(kKinds, word, [](ObjectKind one) { return title(one); });
            if (kind == kKinds.end())
                problem("object_kinds",
                        "没有这种监管对象类型；可用：企业、个体工商户、农专社、事业单位、机关、社会团体、民办非企业、工"
                        "程项目、其他",
                        "No such kind of object");
            else
                kinds.emplace_back(text(*kind));
        }
        out_.item.object_kinds = std::move(kinds);
    }

    void read_qualification() {
        if (const auto words = cell("qualification"); !words.empty())
            out_.item.qualified = !words.contains("无需") && !words.contains("不需");
        if (const auto words = cell("tags"); !words.empty()) out_.item.qualification_tags = parse_methods(words);
    }

    const RawRow& row_;
    const Feeds& feeds_;
    ReadItem& out_;
};

/// The item's own rules, in the words of the sheet.
void check(ReadItem& read) {
    const auto checked = item_from_json(to_json(read.item));
    if (checked) return;
    const auto& no = checked.error();
    const auto field = std::string_view(no.field).substr(0, std::min(no.field.find_first_of(".["), no.field.size()));
    read.problems.push_back({.row = read.row, .column = std::string(title_of(field)), .message = no.text});
}

const Item* known_item(std::span<const Item> known, std::string_view code, std::string_view name) {
    const auto found = std::ranges::find_if(
        known, [&](const Item& item) { return code.empty() ? item.name == name : item.code == code; });
    return found == known.end() ? nullptr : &*found;
}

/// Where the titles are, and which cell feeds what. Empty feeds: there are no titles.
std::pair<std::size_t, Feeds> find_titles(const std::vector<RawRow>& rows) {
    for (std::size_t head = 0; head < std::min(rows.size(), kHeadRows); ++head)
        if (auto feeds = feeds_of(rows[head]); feeds.size() >= kLeastTitles && feeds.contains("name"))
            return {head, std::move(feeds)};
    return {};
}

struct Source {
    const Feeds& feeds;
    const AllParts& parts;
    std::span<const Item> known;
    std::string_view subject;
};

/// Nothing for a row that names no item. `codes`: those met so far.
std::optional<ReadItem> read_row(const RawRow& row, const Source& source, std::set<std::string>& codes) {
    ReadItem read{.row = row.number, .item = {}, .problems = {}};
    RowReader reader(row, source.feeds, read);
    const auto code = tidy_code(reader.cell("code"));
    const auto name = reader.cell("name");
    if (code.empty() && name.empty()) return std::nullopt;
    const auto* const before = known_item(source.known, code, name);
    if (before != nullptr) read.item = *before;
    if (!code.empty()) read.item.code = code;
    const auto code_problem = [&](const char* zh, const char* en) {
        read.problems.push_back({.row = row.number, .column = "事项编码", .message = {zh, en}});
    };
    if (read.item.code.empty()) code_problem("缺少事项编码，也没有同名的事项", "No code, and no item of that name");
    read.item.category = read.item.code.substr(0, 1);
    if (read.item.subject.empty()) read.item.subject = source.subject;
    reader.overlay();
    source.parts.overlay(read.item, before);
    if (!read.item.code.empty() && !codes.insert(read.item.code).second)
        code_problem("文件里有两行是同一个事项", "Two rows are about the same item");
    if (read.problems.empty()) check(read);
    return read;
}

}  // namespace

Result<std::vector<ReadItem>> read_item_sheets(std::span<const RawSheet> sheets, std::span<const Item> known,
                                               std::string_view subject) {
    if (sheets.empty() || sheets.front().rows.empty())
        return refuse(RefusalKind::invalid, "item_sheet.empty", "文件里没有内容", "The file is empty", "file");
    const auto& rows = sheets.front().rows;
    const auto [head, feeds] = find_titles(rows);
    if (feeds.empty())
        return refuse(
            RefusalKind::invalid, "item_sheet.no_header",
            "没有找到标题行。标题行至少要有“检查事项”和另外两栏，例如“事项编码”“检查依据”；可以先导出清单作为模板",
            "No row of titles was found; export the list to see the form", "file");
    const AllParts parts(sheets);
    const Source source{.feeds = feeds, .parts = parts, .known = known, .subject = subject};
    std::vector<ReadItem> items;
    std::set<std::string> codes;
    for (const auto& row : std::span(rows).subspan(head + 1))
        if (auto read = read_row(row, source, codes)) items.push_back(std::move(*read));
    if (items.empty())
        return refuse(RefusalKind::invalid, "item_sheet.empty", "标题行下面没有事项",
                      "There is no item below the titles", "file");
    return items;
}

}  // namespace sunlot::inspection
