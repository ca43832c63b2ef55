// seal.json: the digests of the sealed lists, and for a redraw what it keeps of the draw before it.
#pragma once
#include "base/result.h"
#include "draw/plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

/// A cell (stratum, or stratum × district) with its size and its share of the sample.
struct Cell {
    std::string stratum;
    std::string district;  ///< empty when the draw is not spread
    std::uint64_t n = 0;
    std::uint64_t k = 0;
    friend bool operator==(const Cell&, const Cell&) = default;
};

struct SealedFile {
    std::uint64_t lines = 0;
    std::string sha256;
    friend bool operator==(const SealedFile&, const SealedFile&) = default;
};

/// A stratum and its higher quota, as an extension asks for it.
struct HigherQuota {
    std::string label;
    Quota quota;
    friend bool operator==(const HigherQuota&, const HigherQuota&) = default;
};

/// How the frame differs from that of the organ's draw before over the same kind of pool; recorded, not interpreted.
struct Since {
    std::uint64_t added = 0;
    std::string draw_id;
    std::uint64_t regraded = 0, removed = 0;
    friend bool operator==(const Since&, const Since&) = default;
};

struct Seal {
    std::string draw_id;
    SealedFile frame, exclusions, officers, recusals;
    std::string frame_root;
    std::uint64_t attempt = 1;            ///< written from 2 on
    std::optional<std::string> previous;  ///< SHA-256 of the seal.json before; from attempt 2 on
    /// From attempt 2 on: k of every cell, as kept_cells or extended_cells (quota.h) give it; `n` is not written (0
    /// after parsing).
    std::vector<Cell> quotas;
    std::vector<HigherQuota> extends;  ///< of an extension; empty in a redraw and in attempt 1
    std::optional<Since> since;
    friend bool operator==(const Seal&, const Seal&) = default;
};

/// `[{"label":…,"quota":…},…]`, in seal.json and in the entry extension.requested.
Json higher_quotas_json(const std::vector<HigherQuota>& strata);
/// The member `key`: at least one stratum, labels unique.
std::vector<HigherQuota> read_higher_quotas(FieldReader& in, std::string_view key);

/// Digests and counts of the four files; attempt 1.
Seal make_seal(std::string_view draw_id, std::string_view frame, std::string_view exclusions, std::string_view officers,
               std::string_view recusals);
/// Canonical JSON: the bytes of seal.json.
std::string encode(const Seal& seal);
Result<Seal> parse_seal(std::string_view bytes);

}  // namespace sunlot::draw
