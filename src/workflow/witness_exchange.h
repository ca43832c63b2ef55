// One exchange with a witness (C2SP tlog-witness, docs/formats/log-v1.md §5): the request it is given, by wire or in a
// file, and what is done with its answer. A cosignature is believed only after it was verified over the text that was
// signed.
#pragma once
#include "base/result.h"
#include "http/client.h"
#include "workflow/context.h"
#include "workflow/signed_head.h"
#include "workflow/witness_policy.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sunlot::workflow {

/// The body of add-checkpoint for a witness that knows our first `old` entries. Refuses log.damaged.
Result<std::string> add_checkpoint_body(const Context& context, const SignedHead& head, std::uint64_t old);

/// The size in the body of a 409 answer ("1234\n"), if it is one.
std::optional<std::uint64_t> size_in_conflict(std::string_view body);

/// Takes the body of a 200 answer for the head of this size: verifies the witness's line, adds it to the head, and
/// makes the head `witnessed` when the quorum is there and it is the newest such. Refuses witness.answer (no line of
/// this witness, a wrong one, or one without a time) and witness.head (no such head is kept).
Result<ledger::NoteSignature> take_cosignature(const Context& context, const PolicyInForce& policy,
                                               const Witness& witness, std::uint64_t size, std::string_view body);

/// Posts the head, asks once more when the witness knows another size, and notes how it went. Never throws.
void ask_witness(const Context& context, http::Client& client, const PolicyInForce& policy, const Witness& witness,
                 const SignedHead& head);

/// The cosignature lines that the head of this size has, in the order of the policy.
std::vector<std::string> cosignature_lines(const Context& context, const ledger::Policy& policy, std::uint64_t size);

}  // namespace sunlot::workflow
