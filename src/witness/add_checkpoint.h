// The body of POST /add-checkpoint (C2SP tlog-witness), also on a stick as NAME-SIZE.add-checkpoint:
//
//     old <size>\n
//     <base64 hash>\n        the consistency proof from that size, at most 63 lines
//     \n
//     <checkpoint, a signed note>
#pragma once
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/merkle.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::witness {

struct AddCheckpoint {
    std::uint64_t old_size = 0;
    std::vector<ledger::Digest> proof;
    std::string note;               ///< byte for byte
    ledger::Checkpoint checkpoint;  ///< what the note says; its signatures are not checked here
};

/// Refuses request.malformed.
Result<AddCheckpoint> parse_add_checkpoint(std::string_view body);

/// What a note says, without looking at its signatures. Refuses note.malformed, checkpoint.malformed.
Result<ledger::Checkpoint> checkpoint_in(std::string_view note);

}  // namespace sunlot::witness
