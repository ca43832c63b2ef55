// The digest of the verifier that the server hands out (verify.html), in the log: whoever was given another page by us,
// or by somebody in between, can prove it. Event: verifier.published {"name":"verify.html","sha256":hex}, subject
// "verify.html", by system, whenever the digest is not the last one there.
#pragma once
#include "base/clock.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sunlot::store {
class Transaction;
}

namespace sunlot::workflow {

struct PublishedVerifier {
    std::string sha256;
    std::uint64_t seq = 0;
    Instant at;
};

/// The last digest in the log.
std::optional<PublishedVerifier> published_verifier(const Context& context);

/// At start: puts Context::verifier_digest into the log unless it is the last one there. Does nothing while there is
/// no log yet, or no verifier to hand out.
void publish_verifier(const Context& context);

/// The same within the transaction that creates the log.
void append_verifier(const Context& context, store::Transaction& transaction);

}  // namespace sunlot::workflow
