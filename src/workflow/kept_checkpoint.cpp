#include "workflow/kept_checkpoint.h"

#include "base/text.h"

#include <utility>

namespace sunlot::workflow {
namespace {

struct KeptNote {
    std::string text;  ///< origin, size and root, as they are signed
    std::string note;  ///< with the signatures; "" when there are none
};

/// Lines without blanks at their ends, and one line feed between them.
KeptNote tidy(std::string_view pasted) {
    std::string lines;
    for (const auto line : split(trim(pasted), '\n')) lines += std::string(trim(line)) + "\n";
    const auto border = lines.find("\n\n");
    if (border == std::string::npos) return {.text = std::move(lines), .note = {}};
    return {.text = lines.substr(0, border + 1), .note = std::move(lines)};
}

bool signed_by_log(const Context& context, const KeptNote& kept) {
    if (kept.note.empty()) return false;
    const auto opened = ledger::open_note(kept.note, published_keys(context));
    return opened && opened->text == kept.text;
}

}  // namespace

Result<KeptCheckpoint> compare_kept(const Context& context, std::string_view text) {
    const auto log = published_log(context);
    if (!log) return pass_on(log.error());
    const KeptNote note = tidy(text);
    auto kept = ledger::parse_checkpoint(note.text);
    if (!kept) return pass_on(kept.error());
    KeptCheckpoint out{.kept = std::move(*kept),
                       .verdict = KeptVerdict::contained,
                       .signed_by_log = signed_by_log(context, note),
                       .published = log->head.size,
                       .proof = {}};
    if (out.kept.origin != log->head.origin) {
        out.verdict = KeptVerdict::foreign;
    } else if (out.kept.size > log->head.size) {
        out.verdict = KeptVerdict::ahead;
    } else {
        auto proof = published_consistency(context, out.kept.size, log->head.size);
        if (!proof) return pass_on(proof.error());
        if (proof->from_root != out.kept.root) out.verdict = KeptVerdict::forked;
        out.proof = std::move(*proof);
    }
    return out;
}

}  // namespace sunlot::workflow
