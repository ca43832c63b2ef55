#include "workflow/journal.h"

#include "store/database.h"
#include "store/draw_embargo.h"

#include <string>
#include <vector>

namespace sunlot::workflow {

std::vector<store::JournalRow> journal_page(const Context& context, const store::JournalFilter& filter) {
    auto view = context.database.read();
    return store::journal_page(view, filter);
}

namespace {

/// A changed row of a draw under embargo is reported, what is in it is not: an audit must not end the embargo.
void keep_secrets(const std::vector<std::string>& sealed, store::ReplayReport& report) {
    for (auto& difference : report.differences)
        for (const auto& draw : sealed) {
            if (difference.key.find("=" + draw) == std::string::npos) continue;
            difference.key = "draw=" + draw;
            if (difference.column.empty()) continue;
            difference.expected = "（保密 sealed）";
            difference.found = "（保密 sealed）";
        }
}

}  // namespace

store::ReplayReport replay_journal(const Context& context) {
    auto report =
        store::replay(context.database, {.temporary = context.data_directory / "uploads",
                                         .known = {},
                                         .progress = [&](std::string_view stage, std::uint64_t done,
                                                         std::uint64_t total) { context.report(stage, done, total); }});
    auto view = context.database.read();
    keep_secrets(store::draws_under_embargo(view), report);
    return report;
}

}  // namespace sunlot::workflow
