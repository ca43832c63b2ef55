// A proof that travels alone (C2SP tlog-proof): an entry's index, its inclusion path, and the checkpoint it leads to.
#pragma once
#include "base/result.h"
#include "ledger/merkle.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::ledger {

struct TlogProof {
    std::uint64_t index{};
    std::vector<Digest> path;
    std::string checkpoint;  ///< the signed note, byte for byte; not verified here
    friend bool operator==(const TlogProof&, const TlogProof&) = default;
};

std::string encode(const TlogProof& proof);
/// Refuses tlog_proof.malformed.
Result<TlogProof> parse_tlog_proof(std::string_view bytes);

}  // namespace sunlot::ledger
