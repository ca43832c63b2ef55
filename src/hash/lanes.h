// Many tickets at once: the hash of a constant prefix of 64 bytes and an id, one id in each lane of a vector. The
// prefix is compressed once; an id of up to 55 bytes then costs one compression, shared by 1, 8 or 16 lanes.
//
// The instructions are chosen at run time; every choice gives the same bytes. Immutable after construction: one object
// may be used from any number of threads.
#pragma once
#include "hash/lanes_functions.h"
#include "hash/sha256.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sunlot::hash {

enum class Function { sha256, sm3 };
enum class Target { plain, avx2, avx512 };

inline constexpr std::array kTargets = {Target::plain, Target::avx2, Target::avx512};

std::string_view name_of(Target target);
/// Whether this processor, and the system on it, has the instructions.
bool can_run(Target target);
/// The quickest that can run here.
Target best_target();

/// What `target` offers; for the files of hash/ that are built on it.
const LaneFunctions& functions_of(Target target);

class TicketLanes {
public:
    /// REQUIRES: 64 bytes (a derived key in hex), and `can_run(target)`; std::logic_error otherwise.
    explicit TicketLanes(std::string_view prefix, Function function = Function::sha256, Target target = best_target());

    /// Writes to `hits` which ids (their index, ascending) have a ticket whose first 32 bits are at most their bar, and
    /// returns how many. An id whose bar is the largest number always is one.
    /// REQUIRES: as many bars as ids, room for as many hits, ids of at most 55 bytes.
    std::size_t below(std::span<const std::string_view> ids, std::span<const std::uint32_t> bars,
                      std::span<std::uint32_t> hits) const;
    /// REQUIRES: room for as many digests as ids, ids of at most 55 bytes.
    void digests(std::span<const std::string_view> ids, std::span<Digest> out) const;
    Digest operator()(std::string_view id) const;

private:
    std::array<std::uint32_t, 8> start_;
    TicketFunctions functions_;
};

}  // namespace sunlot::hash
