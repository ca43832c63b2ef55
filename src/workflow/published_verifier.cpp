#include "workflow/published_verifier.h"

#include "base/json.h"
#include "ledger/entry.h"
#include "store/database.h"
#include "store/journal.h"

#include <stdexcept>

namespace sunlot::workflow {
namespace {

constexpr const char* kKind = "verifier.published";
constexpr const char* kPage = "verify.html";

}  // namespace

std::optional<PublishedVerifier> published_verifier(const Context& context) {
    auto view = context.database.read();
    const auto rows = store::journal_page(view, {.kind = kKind, .subject = kPage, .before = {}, .limit = 1});
    if (rows.empty()) return {};
    const auto entry = ledger::parse_entry(rows.front().entry);
    if (!entry) throw std::runtime_error("the journal holds what is no entry");
    return PublishedVerifier{
        .sha256 = entry->data.at("sha256").as_string(), .seq = rows.front().seq, .at = rows.front().at};
}

void append_verifier(const Context& context, store::Transaction& transaction) {
    if (context.verifier_digest.empty()) return;
    transaction.append({.kind = kKind,
                        .actor = "system",
                        .subject = kPage,
                        .at = context.clock.now(),
                        .data = Json::Object{{"name", kPage}, {"sha256", context.verifier_digest}},
                        .private_data = nullptr});
}

void publish_verifier(const Context& context) {
    if (context.verifier_digest.empty() || context.database.read().journal().size == 0) return;
    const auto last = published_verifier(context);
    if (last && last->sha256 == context.verifier_digest) return;
    auto transaction = context.database.write();
    append_verifier(context, transaction);
    transaction.commit();  // a crash before this leaves nothing; the next start does it again
}

}  // namespace sunlot::workflow
