// Values that k of n trustees can open (docs/formats/draw-v1.md §5.2): Shamir's scheme, byte by byte, over GF(2⁸) with
// x⁸+x⁴+x³+x+1. Random bytes come in as an argument; the sealed boxes around the shares are made elsewhere.
#pragma once
#include "base/bytes.h"
#include "base/json.h"
#include "base/result.h"
#include "draw/plan.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

struct Share {
    std::string trustee;
    std::string share;  ///< 64 hex digits
    friend bool operator==(const Share&, const Share&) = default;
};

/// What stands in contribution.committed: a sealed box for one trustee.
struct Box {
    std::string trustee;
    std::string box;  ///< 160 hex digits
    friend bool operator==(const Box&, const Box&) = default;
};

/// The value (64 hex digits) that these shares give. Refuses trustees.shares unless they are exactly `threshold`
/// well-formed shares of trustees of the plan, in the order of their ids, each once.
Result<std::string> combine_shares(const Trustees& trustees, std::span<const Share> shares);
/// A share for every trustee. REQUIRES: value = 64 hex digits, 32 × (threshold − 1) random bytes.
std::vector<Share> split_value(std::string_view value, const Trustees& trustees, ByteView random);

/// `[{"share":…,"trustee":…},…]`
Json shares_json(std::span<const Share> shares);
/// The member "shares"; form only, combine_shares has the rules.
std::vector<Share> read_shares(FieldReader& in);
/// `[{"box":…,"trustee":…},…]`
Json deposit_json(std::span<const Box> boxes);
/// The member "deposit": one box for each trustee of the plan, in their order.
std::vector<Box> read_deposit(FieldReader& in, const Trustees& trustees);

}  // namespace sunlot::draw
