// Checkpoint of the log (C2SP tlog-checkpoint), the text that is signed: origin, size and root, without extension
// lines.
#pragma once
#include "base/result.h"
#include "ledger/merkle.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sunlot::ledger {

struct Checkpoint {
    std::string origin;
    std::uint64_t size{};
    Digest root{};
    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// `origin\nsize\nbase64(root)\n`
std::string encode(const Checkpoint& checkpoint);
/// Refuses checkpoint.malformed. Takes the text of a note; the caller compares the origin.
Result<Checkpoint> parse_checkpoint(std::string_view text);

}  // namespace sunlot::ledger
