// The sample computed inside PostgreSQL: tickets, quotas and ranks by SQL, for frames that live there, and as the
// second way to draw beside draw/sample.h, with which it shares no code. The same bytes of result.tsv (draw-v1 §7).
//
// A frame may lie on several nodes, cut up in any way. Each counts its cells; the first node works out the quotas from
// the sums; each gives the lowest of its cells, and the lowest of those are the sample: bottom-k of a union is bottom-k
// of the parts' bottom-k. Only (k + reserve) rows of each cell leave a node.
#pragma once
#include "draw/plan.h"
#include "draw/seal.h"

#include <span>
#include <string>
#include <string_view>

namespace sunlot::store {

class Connection;

/// A node and the part of the frame on it.
struct EngineShard {
    /// To PostgreSQL, in no transaction; used by one call at a time, and left as it was.
    Connection& connection;
    /// Lines of a sealed frame.tsv: brought there by COPY into a table that goes away afterwards.
    std::string_view lines = {};
    /// Or: a table there already, with columns id, stratum and district, not null, as a sealed frame has them. A name,
    /// or schema.name, of [a-z0-9_].
    std::string table = {};
};

struct EngineDraw {
    const draw::Plan& plan;
    std::string_view seed;
    /// The quotas of an attempt after the first; empty: the plan's.
    std::span<const draw::Cell> kept = {};
};

/// The bytes of result.tsv. REQUIRES: at least one shard; every stratum of the frame is in the plan; no object is on
/// two shards. The role needs the TEMPORARY privilege. Throws a class of errors.h when a node fails.
std::string engine_sample(std::span<const EngineShard> shards, const EngineDraw& draw);

}  // namespace sunlot::store
