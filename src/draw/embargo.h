// What the log gets of an embargoed draw while its lists are secret (docs/formats/draw-v1.md §11): roots over salted
// lines, so that one line can be shown and proved without giving away any other.
#pragma once
#include "hash/sha256.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

enum class SealedList { result, slots, assignment };

/// "result", "slots" or "assignment".
std::string_view text(SealedList list);

/// hex(H("sunlot/sealed-seed/v1|" ‖ seed)): what seed.fixed says instead of the seed.
std::string sealed_seed(std::string_view seed);

/// 32 hex digits; lines count from 0.
std::string line_salt(std::string_view seed, SealedList list, std::uint64_t attempt, std::uint64_t line);
/// Leaf hash of salt ‖ "|" ‖ line without LF.
hash::Digest salted_leaf(std::string_view salt, std::string_view line);
/// One leaf hash per line of the file.
std::vector<hash::Digest> salted_leaves(std::string_view seed, SealedList list, std::uint64_t attempt,
                                        std::string_view file);
/// The Merkle root of these leaves.
hash::Digest salted_root(std::string_view seed, SealedList list, std::uint64_t attempt, std::string_view file);

}  // namespace sunlot::draw
