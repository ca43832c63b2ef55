// The doorstep proof (docs/formats/draw-v1.md §11): what a firm gets at its gate in an embargoed draw, to see on its
// own phone that it was on the list sealed before anyone came. It shows one line of result and assignment and nothing
// else.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "hash/sha256.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

/// An entry of the log, whole, with its tlog-proof, both byte for byte.
struct LoggedEntry {
    std::string entry;
    std::string proof;
    friend bool operator==(const LoggedEntry&, const LoggedEntry&) = default;
};

/// A line of a sealed list with its way to the root that the entry gives.
struct ProvenLine {
    LoggedEntry logged;
    std::uint64_t index = 0;  ///< of the line, from 0
    std::string line;         ///< without LF
    std::vector<hash::Digest> path;
    std::string salt;        ///< 32 hex digits
    std::uint64_t size = 0;  ///< lines of the list
    friend bool operator==(const ProvenLine&, const ProvenLine&) = default;
};

struct DoorstepProof {
    ProvenLine result;                        ///< of result.tsv, with result.sealed
    std::optional<ProvenLine> assignment;     ///< of assignment.tsv, with assignment.sealed; absent for a replacement
    std::optional<LoggedEntry> substitution;  ///< the substitution.approved by which the object came in
    /// Where officers were replaced: substitution.requested and substitution.approved of each, in turn.
    std::vector<LoggedEntry> replaced;
    std::string vkey;  ///< the log's public key
    friend bool operator==(const DoorstepProof&, const DoorstepProof&) = default;
};

/// Canonical JSON.
std::string encode(const DoorstepProof& proof);
/// Refuses json.*, field.* and doorstep.form: anything that `encode` would not write.
Result<DoorstepProof> parse_doorstep(std::string_view bytes);

/// What a proof that holds says.
struct DoorstepFinding {
    std::string draw_id, log;
    std::uint64_t attempt = 1;
    std::string object, stratum, district;
    std::vector<std::string> officers;  ///< one per slot, after replacements
    Instant sealed_at;                  ///< of result.sealed
    bool replacement = false;           ///< the object came in for another
};

/// Refuses doorstep.log (key, signature, inclusion), doorstep.draw (entries of different draws or attempts, or of other
/// kinds), doorstep.line (a line that is not under its root, not drawn, or two lines of different objects) and
/// doorstep.key when `vkey` is given and the proof is of another log. Without it the key is the proof's own, to be
/// compared with what the bureau gives out.
Result<DoorstepFinding> check_doorstep(const DoorstepProof& proof, const std::optional<std::string>& vkey = {});

}  // namespace sunlot::draw
