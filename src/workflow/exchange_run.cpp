#include "base/text.h"
#include "inspection/roll.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "workflow/exchange.h"
#include "workflow/exchange_merge.h"
#include "workflow/exchange_read.h"
#include "workflow/exchange_state.h"
#include "workflow/import_stage.h"
#include "workflow/organ.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShown = 50;
constexpr std::size_t kProblemsShown = 100;
/// More than a hundred objects and more than a fifth of the stock gone at once: somebody has sent half a file.
constexpr std::size_t kMuch = 100;
constexpr std::size_t kMuchOneIn = 5;

inspection::RowContext row_context(const Context& context, store::View& view, const std::string& source) {
    const auto organ = configured_organ(view);
    return {
        .today = context.clock.now().beijing_date(), .region = organ ? organ->region : std::string(), .source = source};
}

/// The names of the fields in which two lines differ.
std::vector<std::string> differing(std::string_view before, std::string_view after) {
    std::vector<std::string> out;
    const auto a = inspection::cut_object(before);
    const auto b = inspection::cut_object(after);
    if (!a || !b) return out;
    for (std::size_t i = 0; i < a->size(); ++i)
        if ((*a)[i] != (*b)[i]) out.emplace_back(inspection::roll_columns()[i].name);
    return out;
}

/// The object an identity of exchange_read.cpp means: its first cell that is a code of some kind.
std::optional<std::string> object_of(std::string_view identity) {
    for (const auto cell : split(identity, '\x1f')) {
        if (trim(cell).empty()) continue;
        if (auto id = inspection::object_id(cell)) return std::move(*id);
        return "X:SITE:" + std::string(trim(cell));
    }
    return std::nullopt;
}

/// The rows and the list of conflicts of one merge, as blobs that begin with their first line.
class MergeBlobs {
public:
    explicit MergeBlobs(const Context& context) : context_(context) {}

    void row(std::string_view line) {
        if (!rows_) {
            rows_.emplace(context_.blobs.writer(store::Privacy::personal));
            rows_->append(context_.entropy.hex(32) + "\n");
        }
        rows_->append(line);
        rows_->append("\n");
    }
    void conflict(char op, const FieldConflict& conflict) {
        if (conflicts_.empty()) conflicts_ = context_.entropy.hex(32) + "\n";
        conflicts_ +=
            fmt::format("{}\t{}\t{}\t{}\t{}\n", op, conflict.object, conflict.field, conflict.ours, conflict.theirs);
    }
    std::string rows_hex() { return rows_ ? rows_->finish() : std::string(); }
    std::string conflicts_hex() const {
        return conflicts_.empty() ? std::string() : context_.blobs.put(conflicts_, store::Privacy::personal);
    }
    bool any() const { return rows_.has_value() || !conflicts_.empty(); }

private:
    const Context& context_;
    std::optional<store::BlobWriter> rows_;
    std::string conflicts_;
};

class Run {
public:
    Run(const Context& context, const Actor& actor, RunReport& report, const RunProgress& progress,
        const std::stop_token& stop)
        : context_(context),
          actor_(actor),
          report_(report),
          progress_(progress),
          stop_(stop),
          folder_(context, report.source) {}

    Result<Done> go() {
        auto source = find_source(context_, report_.source);
        if (!source) return pass_on(source.error());
        source_ = std::move(*source);
        folder_.made();
        fs::create_directories(folder_.runs());
        fs::create_directories(directory());
        load_reading();
        say("opening");
        auto delivery = open_delivery({.settings = source_->settings,
                                       .secret = secret_,
                                       .cursor = reading_.cursor,
                                       .taken = report_.terms.full ? std::vector<SeenFile>() : reading_.taken,
                                       .settled = report_.terms.settled,
                                       .scratch = directory(),
                                       .first_rows = false});
        if (!delivery) return pass_on(delivery.error());
        if (*delivery == nullptr) {
            report_.state = RunState::nothing;
            return Done{};
        }
        return take(**delivery);
    }

    fs::path directory() const { return folder_.scratch(report_.id); }

private:
    void say(std::string_view stage) {
        report_.stage = stage;
        if (progress_) progress_(report_);
    }

    std::int64_t merged_entry() const { return source_->record.merged_entry.value_or(-1); }

    void load_reading() {
        auto view = context_.database.read();
        secret_ = source_secret(view, source_->record);
        rows_ = row_context(context_, view, source_->settings.name);
        reading_ = load_progress(folder_, source_->record.entry, merged_entry());
        if (reading_.cursor.empty()) reading_.cursor = source_->record.cursor;
        if (report_.terms.full) reading_.cursor.clear();
    }

    Result<Done> take(Delivery& delivery) {
        report_.delivery = delivery.label();
        const auto columns = columns_of(source_->settings, delivery.titles());
        if (!columns) return pass_on(columns.error());
        derived_ = columns_from_address(*columns);
        stamp_ = {.settings = source_->record.entry,
                  .merged = merged_entry(),
                  .columns = columns_stamp(source_->settings, *columns)};
        auto seen = SeenRows::load(folder_.seen(), stamp_);
        if (seen && report_.terms.full) seen->look_at_all();
        if (!seen) seen.emplace(context_.entropy);
        const auto read = read_delivery({.delivery = delivery,
                                         .settings = source_->settings,
                                         .columns = *columns,
                                         .context = rows_,
                                         .seen = *seen,
                                         .directory = directory(),
                                         .stop = stop_,
                                         .progress = [&](std::uint64_t rows, int permille) {
                                             report_.rows_so_far = rows;
                                             report_.permille = permille;
                                             say("reading");
                                         }});
        if (!read) return pass_on(read.error());
        report_.read = read->rows;
        report_.same = read->same;
        report_.rejected = read->rejected;
        if (const auto sound = look_for_vanished(*seen); !sound) return sound;
        if (const auto merged = merge(*read, delivery); !merged) return merged;
        keep_problems();
        if (!report_.terms.dry) keep_reading(delivery, *seen);
        report_.state = RunState::done;
        return Done{};
    }

    Result<Done> look_for_vanished(const SeenRows& seen) {
        if (!source_->settings.complete) return Done{};
        seen.each_missing([&](std::string_view identity) {
            ++report_.vanished;
            if (auto id = object_of(identity)) vanished_.push_back(std::move(*id));
        });
        if (report_.vanished == 0) return Done{};
        std::ranges::sort(vanished_);
        report_.vanished_ids.assign(
            vanished_.begin(), vanished_.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, vanished_.size())));
        const bool much = report_.vanished > kMuch && report_.vanished * kMuchOneIn > seen.size();
        if (!much || report_.terms.force || report_.terms.dry) return Done{};
        return refuse(
            RefusalKind::conflict, "exchange.shrunk",
            fmt::format("来源上次交来的对象有 {} 个这次没有了，可能只交来一部分；什么也没有改。核实后可选择“仍然并入”",
                        report_.vanished),
            fmt::format("{} objects that were delivered before are missing; nothing was changed. "
                        "Run again with force when that is right",
                        report_.vanished));
    }

    // ── merging ───────────────────────────────────────────────────────────────────────────────────────────────────

    MergeCounts meet(store::View& view, const ReadRows& read, MergeBlobs* blobs) {
        ProblemWriter contrary(directory() / "contrary");
        const MergeTakers takers{
            .row =
                [&](RowChange change, std::uint64_t row, std::string_view line, std::string_view before) {
                    if (blobs != nullptr) blobs->row(line);
                    if (report_.rows.size() < kShown) show(change, row, line, before);
                },
            .conflict =
                [&](const FieldConflict& conflict) {
                    if (blobs != nullptr) blobs->conflict('+', conflict);
                },
            .settled =
                [&](std::string_view object, std::string_view field) {
                    if (blobs != nullptr)
                        blobs->conflict('-', {std::string(object), std::string(field), std::string(), std::string()});
                },
            .contrary = [&](std::string_view id,
                            const std::vector<std::uint64_t>& rows) { tell_contrary(contrary, id, rows); }};
        const auto counts = merge_rows(context_, view,
                                       {.settings = source_->settings,
                                        .source = report_.source,
                                        .rows = directory() / "rows",
                                        .staged = read.staged,
                                        .derived = derived_,
                                        .vanished = vanished_},
                                       takers);
        contrary.finish();
        report_.added = counts.added;
        report_.changed = counts.changed;
        report_.same = read.same + counts.same;
        report_.conflicting = counts.conflicting;
        report_.rejected = read.rejected + counts.contrary;
        return counts;
    }

    void show(RowChange change, std::uint64_t row, std::string_view line, std::string_view before) {
        const auto cells = inspection::cut_object(line).value();
        report_.rows.push_back(
            {.row = row,
             .change = std::string(text(change)),
             .id = std::string(cells[0]),
             .name = std::string(cells[inspection::roll_column("name").value()]),
             .fields = change == RowChange::added ? std::vector<std::string>() : differing(before, line)});
    }

    static void tell_contrary(ProblemWriter& problems, std::string_view id, const std::vector<std::uint64_t>& rows) {
        for (const auto row : rows) {
            const auto other = row == rows.front() ? rows.back() : rows.front();
            problems.add({.row = row,
                          .column = "统一社会信用代码",
                          .value = std::string(id),
                          .code = "row.conflict",
                          .message = {fmt::format("与第 {} 行是同一个对象而内容不同，请核实后只留一行", other),
                                      fmt::format("the same object as row {} with other content; keep one", other)}});
        }
    }

    Result<Done> merge(const ReadRows& read, const Delivery& delivery) {
        say("merging");
        if (report_.terms.dry) {
            auto view = context_.database.read();
            (void)meet(view, read, nullptr);
            return Done{};
        }
        auto transaction = context_.database.write();
        const auto now = store::find_source(transaction, report_.source);
        if (!now || now->removed || now->entry != source_->record.entry ||
            now->merged_entry.value_or(-1) != merged_entry())
            return refuse(RefusalKind::conflict, "exchange.changed", "运行期间来源的设置变了，请再运行一次",
                          "The source was configured anew meanwhile; run it again");
        MergeBlobs blobs(context_);
        (void)meet(transaction, read, &blobs);
        if (!blobs.any() && report_.vanished == 0) return Done{};
        say("writing");
        report_.entry = transaction.append(entry(blobs, delivery)).seq;
        transaction.commit();
        return Done{};
    }

    store::Event entry(MergeBlobs& blobs, const Delivery& delivery) const {
        Json::Object data{{"added", report_.added},
                          {"changed", report_.changed},
                          {"conflicting", report_.conflicting},
                          {"delivery", inspection::text(source_->settings.kind)},
                          {"read", report_.read},
                          {"rejected", report_.rejected},
                          {"rows", report_.added + report_.changed},
                          {"run", report_.id},
                          {"same", report_.same},
                          {"settings", source_->record.entry},
                          {"source", source_->settings.name},
                          {"vanished", report_.vanished}};
        if (auto hex = blobs.rows_hex(); !hex.empty()) {
            data.emplace("blob", std::move(hex));
            data.emplace("format", inspection::kRollFormat);
        }
        if (auto hex = blobs.conflicts_hex(); !hex.empty()) data.emplace("conflicts", std::move(hex));
        if (auto cursor = delivery.cursor(); !cursor.empty()) data.emplace("cursor", std::move(cursor));
        return {.kind = "exchange.merged",
                .actor = actor_.account,
                .subject = report_.source,
                .at = context_.clock.now(),
                .data = std::move(data),
                .private_data = nullptr};
    }

    // ── what is kept ──────────────────────────────────────────────────────────────────────────────────────────────

    void keep_problems() {
        report_.problems_total =
            each_problem({directory() / "problems", directory() / "contrary"}, kProblemsShown,
                         [&](const inspection::Problem& problem) { report_.problems.push_back(problem); });
    }

    void keep_reading(const Delivery& delivery, SeenRows& seen) {
        const auto merged = report_.entry ? static_cast<std::int64_t>(*report_.entry) : merged_entry();
        if (source_->settings.complete) seen.drop_missing();
        stamp_.merged = merged;
        seen.save(folder_.seen(), stamp_);
        save_progress(folder_, {.settings = source_->record.entry,
                                .merged = merged,
                                .cursor = delivery.cursor(),
                                .taken = delivery.taken()});
    }

    const Context& context_;
    const Actor& actor_;
    RunReport& report_;
    const RunProgress& progress_;
    const std::stop_token& stop_;
    ExchangeFolder folder_;
    std::optional<Source> source_;
    std::string secret_;
    inspection::RowContext rows_;
    ReadingProgress reading_;
    SeenRows::Stamp stamp_;
    std::vector<std::string> derived_;
    std::vector<std::string> vanished_;
};

/// Of looks by schedule that found nothing only the last is kept.
void drop_quiet_reports(const Context& context, const std::string& source) {
    const ExchangeFolder folder(context, source);
    for (const auto& old : list_runs(context, source)) {
        if (old.state != RunState::nothing || !old.terms.scheduled) continue;
        fs::remove(folder.report(old.id));
        fs::remove_all(folder.scratch(old.id));
    }
}

}  // namespace

RunReport begin_run(const Context& context, const Actor& actor, std::string_view source, const RunTerms& terms) {
    RunReport report;
    report.id = "r" + context.entropy.hex(8);
    report.source = source;
    report.actor = actor.account;
    report.terms = terms;
    report.started_at = context.clock.now();
    return report;
}

void do_run(const Context& context, const Actor& actor, RunReport& report, const RunProgress& progress,
            const std::stop_token& stop) {
    report.state = RunState::running;
    report.started_at = context.clock.now();
    Run run(context, actor, report, progress, stop);
    try {
        if (const auto done = run.go(); !done) {
            report.refusal = done.error();
            report.state = done.error().code == "exchange.stopped" ? RunState::stopped : RunState::failed;
        }
    } catch (const store::Frozen& frozen) {
        report.refusal = frozen.why;
        report.state = RunState::failed;
    } catch (const std::exception& fault) {  // of a background job; the next one tries again
        spdlog::error("exchange {} {}: {}", report.source, report.id, fault.what());
        report.refusal = refuse(RefusalKind::unavailable, "exchange.fault", "系统出错，详见运行日志；什么也没有改",
                                "Something went wrong, see the server's log; nothing was changed");
        report.state = RunState::failed;
    }
    report.stage.clear();
    report.ended_at = context.clock.now();
    std::error_code ignored;
    for (const char* part : {"rows", "delivery"}) fs::remove_all(run.directory() / part, ignored);
    if (report.state == RunState::nothing && report.terms.scheduled) drop_quiet_reports(context, report.source);
    save_report(context, report);
    trim_reports(ExchangeFolder(context, report.source));
}

}  // namespace sunlot::workflow
