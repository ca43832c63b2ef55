// The log as readers see it: entries, proofs and heads out of DATA/log, against the checkpoint published last. What is
// answered here was checked before: an entry that does not lead to the root of the checkpoint is refused, never shown.
//
// Nothing here asks the database: a row that was edited behind the log's back cannot change an answer.
#pragma once
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct PublishedLog {
    ledger::Checkpoint head;
    /// The signed note, byte for byte.
    std::string note;
};
/// Refuses log.unpublished (nothing was published yet) and log.damaged (the file is no checkpoint).
Result<PublishedLog> published_log(const Context& context);

/// The verifier keys that lie beside the checkpoint: the present one first.
std::vector<ledger::VerifierKey> published_keys(const Context& context);

struct PublishedEntry {
    std::uint64_t seq = 0;
    std::string bytes;  ///< as they were hashed
    ledger::Entry entry;
    hash::Digest leaf{};
    std::vector<hash::Digest> path;
    PublishedLog log;
    std::string proof;  ///< C2SP tlog-proof
};
/// Refuses log.unpublished, log.not_yet (not in the published log), log.damaged.
Result<PublishedEntry> published_entry(const Context& context, std::uint64_t seq);

struct ConsistencyProof {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    hash::Digest from_root{};
    hash::Digest to_root{};
    std::vector<hash::Digest> path;
};
/// Between any two sizes up to the published one, `to` being that one when nothing is given. Refuses log.sizes (from >
/// to), log.not_yet, log.unpublished, log.damaged.
Result<ConsistencyProof> published_consistency(const Context& context, std::uint64_t from,
                                               std::optional<std::uint64_t> to);

/// One signature line of a note: by whom, and when, if it is a witness's.
struct SignatureLine {
    std::string name;
    std::string key_id;                  ///< 8 hex digits
    std::optional<Instant> cosigned_at;  ///< of a cosignature (type 0x04); it is the witness's word
    friend bool operator==(const SignatureLine&, const SignatureLine&) = default;
};
/// In the order of the lines; lines that are none are left out. Verifies nothing.
std::vector<SignatureLine> signature_lines(std::string_view note);

}  // namespace sunlot::workflow
