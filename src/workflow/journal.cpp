#include "workflow/journal.h"

#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "store/database.h"

namespace sunlot::workflow {

std::vector<store::JournalRow> journal_page(const Context& context, const store::JournalFilter& filter) {
    auto view = context.database.read();
    return store::journal_page(view, filter);
}

Result<SignedHead> signed_head(const Context& context) {
    const auto key = context.require_log_key();
    if (!key) return pass_on(key.error());
    const auto head = context.database.read().journal();
    const ledger::Checkpoint checkpoint{.origin = head.origin, .size = head.size, .root = head.root};
    return SignedHead{
        .size = head.size, .root = head.root, .checkpoint = (*key)->sign_note(ledger::encode(checkpoint))};
}

store::ReplayReport replay_journal(const Context& context) {
    return store::replay(context.database,
                         {.temporary = context.data_directory / "uploads",
                          .known = {},
                          .progress = [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
                              context.report(stage, done, total);
                          }});
}

}  // namespace sunlot::workflow
