#include "inspection/import.h"

#include "base/text.h"
#include "inspection/cell.h"
#include "inspection/history.h"
#include "inspection/officer.h"
#include "inspection/roll.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

/// "* 统一社会信用代码（必填）：" and "统一社会信用代码" are one title.
std::string plain_title(std::string_view title) {
    std::string plain = lower(tidy(title));
    std::erase_if(plain, [](char c) { return c == ' ' || c == '*' || c == ':'; });
    const auto bracket = plain.find('(');
    if (bracket != std::string::npos && bracket > 0 && plain.ends_with(')')) plain.resize(bracket);
    return plain;
}

/// How surely a title means a field: the lower the surer.
enum class Match { exact, alias, combined, ending, none };
constexpr std::array kMatches{Match::exact, Match::alias, Match::combined, Match::ending};

bool is_alias(const Field& field, std::string_view title) {
    const auto aliases = split(field.aliases, '|');
    return std::ranges::find(aliases, title) != aliases.end();
}

/// "企业统一社会信用代码" ends in a title of four characters or more; shorter endings (名称, 日期) say too little.
bool ends_in_title(const Field& field, std::string_view title) {
    constexpr std::size_t kFourCharacters = 12;
    const auto ends_in = [&](std::string_view known) {
        return known.size() >= kFourCharacters && title.ends_with(known);
    };
    return ends_in(field.title) || std::ranges::any_of(split(field.aliases, '|'), ends_in);
}

Match match(const Field& field, std::string_view title) {
    if (title.empty()) return Match::none;
    if (title == field.title || title == field.name) return Match::exact;
    if (is_alias(field, title)) return Match::alias;
    if (const auto slash = title.find('/'); slash != std::string_view::npos) {
        const auto first = title.substr(0, slash);  // "统一社会信用代码/注册号"
        if (first == field.title || is_alias(field, first)) return Match::combined;
    }
    return ends_in_title(field, title) ? Match::ending : Match::none;
}

std::vector<std::string> tidy_titles(std::vector<std::string> titles) {
    for (std::string& title : titles) title = tidy(title);
    return titles;
}

std::size_t filled(std::span<const std::string_view> cells) {
    std::size_t count = cells.size();
    while (count > 0 && trim(cells[count - 1]).empty()) --count;
    return count;
}

}  // namespace

std::string_view text(ImportKind kind) {
    switch (kind) {
        case ImportKind::objects:
            return "objects";
        case ImportKind::officers:
            return "officers";
        case ImportKind::history:
            return "history";
    }
    return {};
}

std::string_view title(ImportKind kind) {
    switch (kind) {
        case ImportKind::objects:
            return "监管对象名录";
        case ImportKind::officers:
            return "执法人员名录";
        case ImportKind::history:
            return "既往检查记录";
    }
    return {};
}

std::optional<ImportKind> parse_import_kind(std::string_view word) {
    for (const auto kind : {ImportKind::objects, ImportKind::officers, ImportKind::history})
        if (word == text(kind)) return kind;
    return std::nullopt;
}

std::span<const Field> fields(ImportKind kind) {
    switch (kind) {
        case ImportKind::objects:
            return roll_fields();
        case ImportKind::officers:
            return officer_fields();
        case ImportKind::history:
            return history_fields();
    }
    return {};
}

Columns::Columns(ImportKind kind, std::vector<std::string> titles)
    : kind_(kind), titles_(tidy_titles(std::move(titles))), column_of_(fields(kind).size()) {}

Columns Columns::guess(ImportKind kind, std::vector<std::string> titles) {
    Columns columns(kind, std::move(titles));
    std::vector<std::string> plain;
    plain.reserve(columns.titles_.size());
    for (const std::string& title : columns.titles_) plain.push_back(plain_title(title));
    const auto all = fields(kind);
    for (const Match sureness : kMatches)
        for (std::size_t field = 0; field < all.size(); ++field)
            for (std::size_t column = 0; column < plain.size() && !columns.column_of_[field]; ++column)
                if (!columns.field_of(column) && match(all[field], plain[column]) == sureness)
                    columns.column_of_[field] = column;
    return columns;
}

Result<Columns> Columns::choose(ImportKind kind, std::vector<std::string> titles,
                                const std::map<std::string, std::optional<std::string>>& choice) {
    Columns columns(kind, std::move(titles));
    const auto all = fields(kind);
    for (const auto& [title, name] : choice) {
        const auto column = std::ranges::find(columns.titles_, tidy(title));
        if (column == columns.titles_.end())
            return refuse(RefusalKind::invalid, "mapping.unknown_title", fmt::format("文件里没有“{}”这一列", title),
                          fmt::format("the file has no column “{}”", title), "columns");
        if (!name) continue;
        const auto field = std::ranges::find(all, *name, &Field::name);
        if (field == all.end())
            return refuse(RefusalKind::invalid, "mapping.unknown_field", fmt::format("没有“{}”这个字段", *name),
                          fmt::format("there is no field “{}”", *name), "columns");
        auto& taken = columns.column_of_[static_cast<std::size_t>(field - all.begin())];
        if (taken)
            return refuse(
                RefusalKind::invalid, "mapping.twice",
                fmt::format("“{}”和“{}”两列都对应“{}”，请只选一列", columns.titles_[*taken], title, field->title),
                fmt::format("two columns feed “{}”; choose one", field->name), "columns");
        taken = static_cast<std::size_t>(column - columns.titles_.begin());
    }
    return columns;
}

const Field* Columns::field_of(std::size_t column) const {
    const auto found = std::ranges::find(column_of_, std::optional(column));
    return found == column_of_.end() ? nullptr : &fields(kind_)[static_cast<std::size_t>(found - column_of_.begin())];
}

std::vector<const Field*> Columns::missing() const {
    const auto all = fields(kind_);
    const auto fed = [&](std::string_view name) {
        const auto field = std::ranges::find(all, name, &Field::name);
        return field != all.end() && column_of_[static_cast<std::size_t>(field - all.begin())].has_value();
    };
    std::vector<const Field*> missing;
    for (const Field& field : all)
        if (field.required && !fed(field.name) && std::ranges::none_of(split(field.instead, '|'), fed))
            missing.push_back(&field);
    return missing;
}

std::optional<Refusal> Columns::refusal() const {
    std::vector<std::string> titles;
    for (const Field* field : missing()) titles.push_back(fmt::format("“{}”", field->title));
    if (titles.empty()) return std::nullopt;
    return refuse(RefusalKind::invalid, "import.missing_columns",
                  fmt::format("没有找到必需的列：{}。请在列对应中指定，或在文件中补上", join(titles, "、")),
                  fmt::format("required columns are missing: {}; choose them in the mapping or add them to the file",
                              join(titles, ", ")),
                  "columns");
}

std::optional<std::size_t> find_header(ImportKind kind, std::span<const std::vector<std::string>> rows) {
    std::optional<std::size_t> best;
    std::size_t most = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Columns columns = Columns::guess(kind, rows[i]);
        std::size_t known = 0;
        for (std::size_t field = 0; field < fields(kind).size(); ++field) known += columns.column_of(field) ? 1 : 0;
        if (known > most) {
            most = known;
            best = i;
        }
    }
    return best;
}

std::optional<Problem> check_width(const Columns& columns, const SheetRow& row) {
    const std::size_t titles = columns.titles().size();
    const std::size_t cells = filled(row.cells);
    if (cells <= titles) return std::nullopt;
    return Problem{
        .row = row.number,
        .column = {},
        .value = std::string(row.cells[cells - 1]),
        .code = "row.too_wide",
        .message = {fmt::format("本行有 {} 格，标题只有 {} 列；多半是某格文字里的逗号没有加引号，请改正后重新导出",
                                cells, titles),
                    fmt::format("the row has {} cells under {} titles; a text with a comma is probably not in quotes",
                                cells, titles)},
    };
}

void DuplicateFinder::add(std::string_view id, std::uint64_t row, std::uint64_t digest) {
    entries_.push_back({ids_.size(), row, digest, static_cast<std::uint32_t>(id.size())});
    ids_ += id;
}

std::vector<Problem> DuplicateFinder::finish(std::string_view column) {
    std::ranges::sort(entries_, [&](const Entry& a, const Entry& b) {
        const int order = id(a).compare(id(b));
        return order != 0 ? order < 0 : a.row < b.row;
    });
    std::vector<Problem> problems;
    for (std::size_t begin = 0; begin < entries_.size();) {
        std::size_t end = begin + 1;
        while (end < entries_.size() && id(entries_[end]) == id(entries_[begin])) ++end;
        append_problems(std::span(entries_).subspan(begin, end - begin), column, problems);
        begin = end;
    }
    std::ranges::sort(problems, {}, &Problem::row);
    return problems;
}

void DuplicateFinder::append_problems(std::span<const Entry> same_id, std::string_view column,
                                      std::vector<Problem>& problems) const {
    const Entry& first = same_id.front();
    const bool identical =
        std::ranges::all_of(same_id, [&](const Entry& entry) { return entry.digest == first.digest; });
    for (const Entry& entry : same_id) {
        if (same_id.size() == 1 || (identical && &entry == &first)) continue;
        const std::uint64_t other = &entry == &first ? same_id[1].row : first.row;
        Problem problem;
        problem.row = entry.row;
        problem.column = column;
        problem.value = id(entry);
        if (identical) {
            problem.code = "row.repeated";
            problem.severity = Severity::warning;
            problem.message = {fmt::format("与第 {} 行完全相同，只取第 {} 行", other, other),
                               fmt::format("identical to row {}, which is kept", other)};
        } else {
            problem.code = "row.conflict";
            problem.message = {fmt::format("与第 {} 行代码相同而内容不同，请核实后只留一行", other),
                               fmt::format("same code as row {} but other content; keep the right one", other)};
        }
        problems.push_back(std::move(problem));
    }
}

}  // namespace sunlot::inspection
