// When the server ran, as which program and with which settings: entries at its start and its end, so that nobody runs
// another program or another configuration unseen. A run that died leaves no end; the next start says so.
#pragma once
#include "base/json.h"
#include "workflow/context.h"

#include <string>
#include <string_view>

namespace sunlot::workflow {

struct ProgramRun {
    std::string version;
    std::string program;    ///< SHA-256 of its file
    Json::Object settings;  ///< without secrets
};

/// SHA-256 of the running program's file; empty when it can't be read.
std::string running_program_digest();

/// server.started, and settings.changed when the settings are not those of the run before. Nothing before log.created,
/// or while the journal is frozen.
void note_start(const Context& context, const ProgramRun& run);
/// console.used: somebody who holds the data directory acts without an account. `verb`: "audit/replay".
void note_console(const Context& context, std::string_view verb);
/// server.stopped.
void note_stop(const Context& context);

}  // namespace sunlot::workflow
