#include "workflow/exchange_read.h"

#include "base/json.h"
#include "base/text.h"
#include "hash/sha256.h"
#include "inspection/cell.h"
#include "workflow/import_check.h"
#include "workflow/import_row.h"
#include "workflow/import_runs.h"
#include "workflow/import_stage.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace sunlot::workflow {
namespace {

using inspection::Columns;
using inspection::SheetRow;

constexpr std::uint64_t kReportEvery = 20'000;
constexpr std::array<std::string_view, 3> kIdentity{"credit_code", "legacy_number", "permit_no"};
std::optional<std::size_t> column_of(const Columns& columns, std::string_view name) {
    const auto all = inspection::fields(inspection::ImportKind::objects);
    const auto field = std::ranges::find(all, name, &inspection::Field::name);
    if (field == all.end()) return std::nullopt;
    return columns.column_of(static_cast<std::size_t>(field - all.begin()));
}

/// Cells as they are read: only the columns that feed something, with the source's words put into ours.
class RowWords {
public:
    RowWords(const inspection::SourceSettings& settings, const Columns& columns) {
        for (std::size_t i = 0; i < columns.titles().size(); ++i)
            if (columns.field_of(i) != nullptr) used_.push_back(i);
        for (const auto name : kIdentity)
            if (const auto column = inspection_column(columns, name)) identity_.push_back(*column);
        for (const auto& column : settings.columns)
            if (const auto place = inspection_column(columns, column.field); place && !column.values.empty())
                values_.emplace_back(*place, &column.values);
    }

    /// False for a row whose identity is empty.
    bool take(const SheetRow& row) {
        cells_.assign(row.cells.begin(), row.cells.end());
        for (const auto& [place, words] : values_) {
            if (place >= cells_.size()) continue;
            const auto found = words->find(trim(cells_[place]));
            if (found != words->end()) cells_[place] = found->second;
        }
        row_.clear();
        for (const auto place : used_) append(place, row_);
        named_.clear();
        bool any = false;
        for (const auto place : identity_) {
            any = any || (place < cells_.size() && !trim(cells_[place]).empty());
            append(place, named_);
        }
        return any;
    }
    std::span<const std::string_view> cells() const { return cells_; }
    std::string_view row() const { return row_; }
    std::string_view identity() const { return named_; }

private:
    static std::optional<std::size_t> inspection_column(const Columns& columns, std::string_view name) {
        return column_of(columns, name);
    }
    void append(std::size_t place, std::string& out) const {
        if (place < cells_.size()) out += trim(cells_[place]);
        out += '\x1f';
    }
    std::vector<std::size_t> used_;
    std::vector<std::size_t> identity_;
    std::vector<std::pair<std::size_t, const std::map<std::string, std::string, std::less<>>*>> values_;
    std::vector<std::string_view> cells_;
    std::string row_;
    std::string named_;
};

/// Takes checked rows in the order of the delivery.
class Stager {
public:
    Stager(const ReadInput& input)
        : seen_(input.seen), rows_(input.directory / "rows"), problems_(input.directory / "problems") {}

    /// A row that goes to be checked, with its place among what was seen.
    void expect(std::uint64_t row, std::optional<std::size_t> place, bool contrary) {
        waiting_.push_back({row, place});
        if (contrary) contrary_.insert(row);
    }

    void take(const std::vector<CheckedLine>& lines) {
        for (const auto& checked : lines) {
            const Waiting waiting = waiting_.front();
            waiting_.pop_front();
            for (const auto& problem : checked.problems) problems_.add(problem);
            if (!checked.good) {
                ++done.rejected;
                if (waiting.place) seen_.forget(*waiting.place);
                continue;
            }
            ++done.staged;
            pack_row(checked.row, checked.assumed, checked.line, payload_);
            rows_.add(checked.key, payload_);
            if (!contrary_.contains(checked.row)) continue;
            pack_row(checked.row, checked.assumed, kContraryRow, payload_);
            rows_.add(checked.key, payload_);
            seen_.forget(waiting.place.value());
        }
    }
    void finish() {
        rows_.finish();
        problems_.finish();
    }

    ReadRows done;

private:
    struct Waiting {
        std::uint64_t row;
        std::optional<std::size_t> place;
    };
    SeenRows& seen_;
    RunWriter rows_;
    ProblemWriter problems_;
    std::deque<Waiting> waiting_;
    std::set<std::uint64_t> contrary_;
    std::string payload_;
};

Refusal stopped() {
    return refuse(RefusalKind::unavailable, "exchange.stopped", "服务正在停止，这次运行没有做完，什么也没有改",
                  "The server is stopping; this run was not finished and changed nothing");
}

}  // namespace

Result<Columns> columns_of(const inspection::SourceSettings& settings, const std::vector<std::string>& titles) {
    if (settings.columns.empty()) {
        auto columns = Columns::guess(inspection::ImportKind::objects, titles);
        if (const auto no = columns.refusal()) return pass_on(*no);
        return columns;
    }
    std::map<std::string, std::optional<std::string>> choice;
    std::vector<std::string> gone;
    for (const auto& column : settings.columns) {
        choice.emplace(column.column, column.field);
        const auto is_it = [&](const auto& title) {
            return inspection::tidy(title) == inspection::tidy(column.column);
        };
        if (std::ranges::none_of(titles, is_it)) gone.push_back("“" + column.column + "”");
    }
    if (!gone.empty())
        return refuse(RefusalKind::conflict, "exchange.columns_gone",
                      "来源里没有列 " + join(gone, "、") + "，可能改了格式；什么也没有改，请核对列对应",
                      "The source has no column " + join(gone, ", ") + "; nothing was changed, look at the mapping");
    auto columns = Columns::choose(inspection::ImportKind::objects, titles, choice);
    if (!columns) return columns;
    if (const auto no = columns->refusal()) return pass_on(*no);
    return columns;
}

std::vector<std::string> columns_from_address(const Columns& columns) {
    std::vector<std::string> out;
    if (!column_of(columns, "district")) out.emplace_back("district");
    if (!column_of(columns, "region") && !column_of(columns, "province")) out.emplace_back("region");
    return out;
}

std::string columns_stamp(const inspection::SourceSettings& settings, const Columns& columns) {
    std::string text;
    for (std::size_t i = 0; i < columns.titles().size(); ++i)
        if (const auto* field = columns.field_of(i))
            text += columns.titles()[i] + "\x1f" + std::string(field->name) + "\n";
    for (const auto& column : settings.columns)
        for (const auto& [from, to] : column.values)
            text.append(column.field).append("\x1f").append(from).append("\x1f").append(to).append("\n");
    return hash::sha256_hex(text);
}

Result<ReadRows> read_delivery(const ReadInput& input) {
    Stager stager(input);
    const CheckLine::Taker take = [&](const std::vector<CheckedLine>& lines) { stager.take(lines); };
    CheckLine checks(input.columns, input.context, take);
    RowWords words(input.settings, input.columns);
    SheetRow row;
    while (input.delivery.next(row)) {
        if (++stager.done.rows % kReportEvery == 0) {
            if (input.stop.stop_requested()) return stopped();
            if (input.progress) input.progress(stager.done.rows, input.delivery.permille());
        }
        std::optional<std::size_t> place;
        bool contrary = false;
        if (words.take(row)) {
            const auto found = input.seen.look(words.identity(), words.row());
            if (found.look == SeenRows::Look::same || found.look == SeenRows::Look::repeated) {
                ++stager.done.same;
                continue;
            }
            place = found.place;
            // In a stream of changes the later row is right; in a stock two rows about one thing are a mistake.
            contrary = found.look == SeenRows::Look::contrary && !input.settings.incremental();
        }
        stager.expect(row.number, place, contrary);
        checks.add({.number = row.number, .cells = words.cells(), .formulas = row.formulas});
    }
    if (const auto& no = input.delivery.refusal()) return pass_on(*no);
    checks.finish();
    stager.finish();
    return stager.done;
}

}  // namespace sunlot::workflow
