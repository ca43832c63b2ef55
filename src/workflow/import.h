// Importing a file (导入): upload → preview → confirm or discard. Until it is confirmed nothing in the directory
// changes; confirming is one transaction and one journal entry (roll.imported, officer.imported, history.imported),
// whose rows lie in a blob. What the directory says already stays the same: the same file again changes nothing and
// leaves no entry.
//
// An import's own state is scratch, not journal: DATA/uploads/<id>/{import.json, source, <n>/rows, <n>/problems}. It
// may be deleted at any time; it is after thirty days.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "inspection/import.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/import_compare.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class Transaction;
}

namespace sunlot::workflow {

enum class ImportState { preview, confirmed, discarded };
std::string_view text(ImportState state);

struct ImportColumn {
    std::string title;
    std::vector<std::string> sample;  // masked when the column feeds a private field
    std::string field;                // name of the field it feeds, or ""
    friend bool operator==(const ImportColumn&, const ImportColumn&) = default;
};

/// One of the first rows, as the directory would hold it; private cells are masked.
struct ImportSample {
    std::uint64_t row = 0;
    RowChange change = RowChange::same;
    std::map<std::string, std::string> cells;
};

struct Import {
    std::string id;
    inspection::ImportKind kind = inspection::ImportKind::objects;
    std::string filename;
    std::string account;
    Instant created_at;
    ImportState state = ImportState::preview;
    std::string format;
    std::string encoding;
    std::uint64_t header_row = 0;
    std::vector<ImportColumn> columns;
    std::vector<std::string> missing;  // names of required fields no column feeds: then no row was read
    std::uint64_t rows = 0;
    std::uint64_t bad = 0;
    CompareCounts counts;
    std::vector<inspection::Problem> problems;  // the first 200
    std::uint64_t problems_total = 0;
    std::vector<ImportSample> sample;    // the first 50 rows
    std::optional<std::uint64_t> entry;  // the journal entry, once confirmed and something changed
    std::uint64_t generation = 0;        // counts the mappings tried
};

/// Takes the file over (it is moved). Refuses what the readers refuse, and import.no_header.
Result<Import> start_import(const Context& context, const Actor& actor, inspection::ImportKind kind,
                            std::string_view filename, const std::filesystem::path& file);
/// Refuses import.unknown.
Result<Import> find_import(const Context& context, std::string_view id);
/// Another mapping, another preview. Refuses import.closed when it is confirmed or discarded, and what Columns::choose
/// refuses.
Result<Import> map_columns(const Context& context, std::string_view id,
                           const std::map<std::string, std::optional<std::string>>& choice);

enum class BadRows { refuse, skip };
/// Refuses import.closed, import.missing_columns, import.bad_rows, import.empty, and import.stale when the directory
/// changed since the preview (which is then made anew, to be looked at again).
Result<Import> confirm_import(const Context& context, const Actor& actor, std::string_view id, BadRows bad_rows);
Result<Import> discard_import(const Context& context, std::string_view id);

/// All problems as a CSV file, for the office the file came from. The file is made anew each time.
Result<std::filesystem::path> problem_report(const Context& context, std::string_view id);

/// An empty table to fill in, as XLSX, into a file of its own in DATA/uploads: the caller removes it.
std::filesystem::path import_template(const Context& context, inspection::ImportKind kind);

/// Stages a file and appends its entry in a transaction of the caller's, without a preview: for the demonstration data.
/// Throws std::logic_error when any row is bad.
struct DirectImport {
    inspection::ImportKind kind;
    std::filesystem::path directory;
};
DirectImport stage_directly(const Context& context, inspection::ImportKind kind, const std::filesystem::path& file,
                            const inspection::RowContext& row_context);
void append_directly(const Context& context, store::Transaction& transaction, const Actor& actor,
                     const DirectImport& import);

}  // namespace sunlot::workflow
