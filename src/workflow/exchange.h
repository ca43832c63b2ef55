// Interconnection (互联互通): the sources that feed the directory, the runs that read them, and what waits for a
// person.
//
// A run reads what a source delivers, passes over what it delivered before, checks the rest as an import does, meets
// the directory field by field by the source's policies, and writes one entry, exchange.merged, with the rows that are
// new or changed and the list of conflicts. A run that changes nothing leaves no entry. A dry run does all but write.
// Reports of runs are files under DATA/exchange/<source>/, not entries: nothing rests on them.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/exchange.h"
#include "inspection/import.h"
#include "store/exchange.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/exchange_delivery.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

// ── sources ───────────────────────────────────────────────────────────────────────────────────────────────────────

struct Source {
    store::SourceRecord record;
    inspection::SourceSettings settings;
    bool has_secret = false;
};
std::vector<Source> list_sources(const Context& context);
/// Refuses exchange.unknown.
Result<Source> find_source(const Context& context, std::string_view id);

/// `id` empty: a new one. `secret`: the key or password; nothing: as it was. Refuses what read_source refuses,
/// exchange.name_taken, exchange.name_fixed (the name stands beside every field that came from it), exchange.inside (a
/// folder of our own data), exchange.secret.
Result<Source> set_source(const Context& context, const Actor& actor, std::string_view id, const Json& settings,
                          const std::optional<std::string>& secret);
Result<Done> remove_source(const Context& context, const Actor& actor, std::string_view id, std::string_view reason);

/// The first rows of what a source delivers, and how its columns would be understood. Private cells are masked.
struct SourceTrial {
    struct Column {
        std::string title;
        std::string field;  ///< or ""
        std::vector<std::string> sample;
    };
    std::string label;
    std::vector<Column> columns;
    std::vector<std::string> missing;  ///< required fields that no column feeds
};
/// Also of settings that are not kept yet: `settings` as for set_source. Refuses exchange.nothing.
Result<SourceTrial> try_source(const Context& context, std::string_view id, const Json& settings,
                               const std::optional<std::string>& secret);

// ── runs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

struct RunTerms {
    bool dry = false;
    bool full = false;   ///< from the beginning, and every row compared
    bool force = false;  ///< although much has vanished
    bool scheduled = false;
    /// Of a folder, by schedule: files that lay there like this at the last look, so that nobody is writing them now.
    std::optional<std::vector<SeenFile>> settled = {};
};

/// waiting → running → done, nothing (there was nothing new) or failed; stopped: the program ended meanwhile.
enum class RunState { waiting, running, done, nothing, failed, stopped };
std::string_view text(RunState state);

struct RunRow {
    std::uint64_t row = 0;
    std::string change;  ///< new, changed
    std::string id;
    std::string name;
    std::vector<std::string> fields;  ///< those that change
};

struct RunReport {
    std::string id;
    std::string source;
    std::string actor;
    RunTerms terms;
    RunState state = RunState::waiting;
    std::string stage;  ///< reading, merging, writing
    std::uint64_t rows_so_far = 0;
    int permille = -1;
    Instant started_at;
    std::optional<Instant> ended_at;
    std::string delivery;
    std::uint64_t read = 0, same = 0, added = 0, changed = 0, conflicting = 0, rejected = 0, vanished = 0;
    std::vector<RunRow> rows;                   ///< the first fifty
    std::vector<std::string> vanished_ids;      ///< the first fifty
    std::vector<inspection::Problem> problems;  ///< the first hundred, personal cells masked
    std::uint64_t problems_total = 0;
    std::optional<Refusal> refusal;  ///< of a failed one
    std::optional<std::uint64_t> entry;
};

/// Told about now and then; may be called from threads of the run.
using RunProgress = std::function<void(const RunReport&)>;

RunReport begin_run(const Context& context, const Actor& actor, std::string_view source, const RunTerms& terms);
/// Does the whole run on this thread and keeps its report. Faults are reported as failed and logged.
void do_run(const Context& context, const Actor& actor, RunReport& report, const RunProgress& progress,
            const std::stop_token& stop);

/// Newest first, at most fifty are kept for each source.
std::vector<RunReport> list_runs(const Context& context, std::string_view source);
/// Refuses exchange.run_unknown.
Result<RunReport> find_run(const Context& context, std::string_view id);
/// All that was rejected, as a CSV file for the office the rows came from.
Result<std::filesystem::path> run_problems(const Context& context, std::string_view id);

// ── conflicts ─────────────────────────────────────────────────────────────────────────────────────────────────────

enum class Choice { keep, take };
struct Resolved {
    std::uint64_t conflicts = 0;
    std::uint64_t objects = 0;  ///< that changed
    std::uint64_t entry = 0;
};
/// `ids`: at most 500, of one source. Refuses exchange.conflict_unknown, exchange.conflict_decided,
/// exchange.conflict_sources, exchange.reason.
Result<Resolved> resolve_conflicts(const Context& context, const Actor& actor, const std::vector<std::string>& ids,
                                   Choice choice, std::string_view reason);

}  // namespace sunlot::workflow
