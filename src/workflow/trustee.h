// What a trustee does on his own machine, away from the server: make a key pair, and open the boxes that were sealed
// for him. And what a contributor does there: seal a value for the trustees (docs/formats/draw-v1.md §5.2). Sealed
// boxes are libsodium's (X25519, XSalsa20-Poly1305).
#pragma once
#include "base/result.h"
#include "draw/trustees.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct TrusteeSecret {
    std::string key;     // public, 64 hex
    std::string secret;  // 64 hex
};

/// A new pair, written to `file` (readable by its owner only), which must not exist. Refuses trustee.file.
Result<TrusteeSecret> make_trustee_key(const std::filesystem::path& file);
/// Refuses trustee.file: not there, not ours, or its two keys don't belong together.
Result<TrusteeSecret> read_trustee_key(const std::filesystem::path& file);

/// A box for each trustee with his share of the value. REQUIRES: value = 64 hex digits.
std::vector<draw::Box> seal_value(std::string_view value, const draw::Trustees& trustees);
/// The share in a box. Refuses trustee.box: it was not sealed for this key, or was changed.
Result<std::string> open_box(const TrusteeSecret& secret, std::string_view box);

}  // namespace sunlot::workflow
