#include "workflow/import_preview.h"

#include "inspection/cell.h"
#include "store/database.h"
#include "workflow/import_kind.h"
#include "workflow/organ.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sunlot::workflow {

namespace {

using inspection::Columns;

constexpr std::uint64_t kReportEvery = 50'000;
constexpr std::size_t kProblemsShown = 200;
constexpr std::size_t kSamplesShown = 50;

inspection::RowContext row_context(const Context& context) {
    auto view = context.database.read();
    const auto organ = configured_organ(view);
    return {.today = context.clock.now().beijing_date(),
            .region = organ ? organ->region : std::string(),
            .source = "登记名录"};
}

/// What the file calls the column that says who a row is about.
std::string code_title(const Import& import, std::string_view code_field) {
    const auto column = std::ranges::find(import.columns, code_field, &ImportColumn::field);
    return column == import.columns.end() ? std::string(code_field) : column->title;
}

bool is_private(inspection::ImportKind kind, std::string_view name) {
    const auto all = inspection::fields(kind);
    const auto field = std::ranges::find(all, name, &inspection::Field::name);
    return field != all.end() && field->is_private;
}

void fill_columns(Import& import, const TableHead& head, const Columns& columns) {
    import.columns.clear();
    for (std::size_t i = 0; i < columns.titles().size(); ++i) {
        const auto* field = columns.field_of(i);
        ImportColumn column{columns.titles()[i], head.samples[i], field ? std::string(field->name) : std::string()};
        if (field && field->is_private)
            for (auto& cell : column.sample) cell = inspection::mask(cell);
        import.columns.push_back(std::move(column));
    }
    import.missing.clear();
    for (const auto* field : columns.missing()) import.missing.emplace_back(field->name);
}

/// Keeps the rows that come first in the file, whatever the order in which they are seen.
class FirstRows {
public:
    FirstRows(const ImportKindRules& rules, inspection::ImportKind kind) : rules_(rules), kind_(kind) {}

    void take(RowChange change, std::uint64_t row, std::string_view line) {
        if (kept_.size() == kSamplesShown && row > kept_.rbegin()->first) return;
        ImportSample sample{.row = row, .change = change, .cells = {}};
        for (const auto name : rules_.columns) {
            const auto cell = line.substr(0, line.find('\t'));
            line.remove_prefix(std::min(line.size(), cell.size() + 1));
            sample.cells.emplace(name, is_private(kind_, name) ? inspection::mask(cell) : std::string(cell));
        }
        kept_.insert_or_assign(row, std::move(sample));
        if (kept_.size() > kSamplesShown) kept_.erase(std::prev(kept_.end()));
    }
    std::vector<ImportSample> finish() {
        std::vector<ImportSample> samples;
        for (auto& [row, sample] : kept_) samples.push_back(std::move(sample));
        return samples;
    }

private:
    const ImportKindRules& rules_;
    inspection::ImportKind kind_;
    std::map<std::uint64_t, ImportSample> kept_;
};

void fill_problems(Import& import, const ImportFolder& folder) {
    import.problems.clear();
    import.problems_total =
        each_problem({folder.problems(import.generation), folder.duplicates(import.generation)}, kProblemsShown,
                     [&](const inspection::Problem& problem) { import.problems.push_back(problem); });
}

}  // namespace

void compare_again(const Context& context, Import& import, const ImportFolder& folder) {
    const auto& rules = import_rules(import.kind);
    inspection::DuplicateFinder duplicates;
    FirstRows first(rules, import.kind);
    std::uint64_t done = 0;
    const auto take_row = [&](RowChange change, std::uint64_t row, std::string_view line) {
        first.take(change, row, line);
        if (++done % kReportEvery == 0) context.report("comparing", done, import.rows);
    };
    const auto take_same = [&](const SameKey& same) {
        for (const auto& [row, digest] : same.members) duplicates.add(same.key, row, digest);
    };
    auto view = context.database.read();
    import.counts = compare(view, rules, folder.rows(import.generation), {.row = take_row, .same_key = take_same});
    import.bad = import.rows - import.counts.good();
    import.sample = first.finish();
    // Rows that contradict each other show only now that rows are sorted.
    std::filesystem::remove_all(folder.duplicates(import.generation));
    ProblemWriter writer(folder.duplicates(import.generation));
    for (const auto& problem : duplicates.finish(code_title(import, rules.code_field))) writer.add(problem);
    writer.finish();
    fill_problems(import, folder);
}

Result<Done> make_preview(const Context& context, Import& import, const ImportFolder& folder, const TableHead& head,
                          const Columns& columns) {
    std::filesystem::remove_all(folder.scratch(import.generation));
    ++import.generation;
    fill_columns(import, head, columns);
    import.rows = import.bad = import.problems_total = 0;
    import.counts = {};
    import.problems.clear();
    import.sample.clear();
    if (!import.missing.empty()) return Done{};
    const auto staged = stage(
        {.file = folder.source(),
         .head = head,
         .columns = columns,
         .context = row_context(context),
         .directory = folder.scratch(import.generation),
         .progress = [&](int permille) { context.report("reading", static_cast<std::uint64_t>(permille), 1000); }});
    if (!staged) return pass_on(staged.error());
    import.rows = staged->rows;
    compare_again(context, import, folder);
    return Done{};
}

}  // namespace sunlot::workflow
