#include "workflow/program_run.h"

#include "ledger/entry.h"
#include "store/database.h"
#include "store/journal.h"
#include "workflow/actor.h"
#include "workflow/file_digest.h"

#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr const char* kServer = "server";

bool can_write(const Context& context) {
    return !context.database.frozen() && context.database.read().journal().size > 0;
}

std::optional<store::JournalRow> newest(store::View& view, const char* kind) {
    auto rows = store::journal_page(view, {.kind = kind, .subject = kServer, .before = {}, .limit = 1});
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

store::Event event_of(const Context& context, const char* kind, Json::Object data) {
    return {.kind = kind,
            .actor = system_actor().account,
            .subject = kServer,
            .at = context.clock.now(),
            .data = std::move(data),
            .private_data = nullptr};
}

Json settings_of(const store::JournalRow& started) {
    const auto entry = ledger::parse_entry(started.entry);
    if (!entry) throw std::runtime_error("the journal holds what is no entry");
    return entry->data.at("settings");
}

}  // namespace

std::string running_program_digest() {
    try {
        return file_digest("/proc/self/exe");
    } catch (const std::system_error&) {
        return {};
    }
}

void note_start(const Context& context, const ProgramRun& run) {
    if (!can_write(context)) return;
    context.database.transact([&](store::Transaction& transaction) {
        const auto started = newest(transaction, "server.started");
        const auto stopped = newest(transaction, "server.stopped");
        const bool died = started && (!stopped || stopped->seq < started->seq);
        if (started && settings_of(*started) != Json(run.settings))
            transaction.append(
                event_of(context, "settings.changed", {{"after", run.settings}, {"before", settings_of(*started)}}));
        transaction.append(event_of(context, "server.started",
                                    {{"before", !started ? "none"
                                                : died   ? "died"
                                                         : "stopped"},
                                     {"program", run.program},
                                     {"settings", run.settings},
                                     {"version", run.version}}));
    });
}

void note_console(const Context& context, std::string_view verb) {
    if (!can_write(context)) return;
    context.database.transact([&](store::Transaction& transaction) {
        transaction.append({.kind = "console.used",
                            .actor = "cli",
                            .subject = std::string(verb),
                            .at = context.clock.now(),
                            .data = Json::Object{},
                            .private_data = nullptr});
    });
}

void note_stop(const Context& context) {
    if (!can_write(context)) return;
    context.database.transact(
        [&](store::Transaction& transaction) { transaction.append(event_of(context, "server.stopped", {})); });
}

}  // namespace sunlot::workflow
