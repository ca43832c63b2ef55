// Commands that a reader pastes to check an entry of the log, or that one state of the log contains another, with
// nothing but bash, sha256sum and openssl. Tests run them.
#pragma once
#include "api/one_liners.h"
#include "ledger/note.h"
#include "workflow/published_log.h"

#include <string>
#include <string_view>
#include <vector>

namespace sunlot::api {

/// The leaf hash, the way to the root, and the log's signature on the checkpoint; each prints OK (openssl: "Signature
/// Verified Successfully").
std::vector<OneLiner> entry_one_liners(const workflow::PublishedEntry& entry,
                                       const std::vector<ledger::VerifierKey>& keys);

/// The proof that the log of `from` entries is the beginning of that of `to`; prints OK. "" when there is nothing to
/// compute (from size 0, or between equal sizes).
std::string consistency_script(const workflow::ConsistencyProof& proof);

}  // namespace sunlot::api
