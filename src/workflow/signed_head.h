// A signed head of the log, and the hook by which witnesses are asked for their signatures before it is published.
#pragma once
#include "hash/sha256.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sunlot::workflow {

struct SignedHead {
    std::uint64_t size = 0;
    hash::Digest root{};
    /// C2SP checkpoint: the signed note, every line of it.
    std::string checkpoint;
};

/// Asked once for each head, after it was signed and before it is published; its tiles lie in DATA/log already. Gives
/// the verified cosignature lines that came in time (whole lines with their line feed, in the policy's order). Must
/// return within 1.5 s, throw nothing, and not publish: the turn to publish is held meanwhile.
using Cosign = std::function<std::vector<std::string>(const SignedHead&)>;

}  // namespace sunlot::workflow
