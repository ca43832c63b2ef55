#include "hash/lanes.h"

#include "hash/sha256_block.h"

#include <stdexcept>

namespace sunlot::hash {
namespace {

constexpr std::size_t kPrefix = 64;

using State = std::array<std::uint32_t, 8>;
constexpr State kSm3Start = {0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600,
                             0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e};

[[noreturn]] void too_long() {
    throw std::logic_error("an id is at most 55 bytes");
}

}  // namespace

std::string_view name_of(Target target) {
    switch (target) {
        case Target::plain:
            return "plain";
        case Target::avx2:
            return "avx2";
        case Target::avx512:
            return "avx512";
    }
    return "";
}

bool can_run(Target target) {
    switch (target) {
        case Target::plain:
            return true;
#ifdef __x86_64__
        case Target::avx2:
            return __builtin_cpu_supports("avx2") != 0;
        case Target::avx512:
            return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
                   __builtin_cpu_supports("avx512vl") != 0;
#else
        case Target::avx2:
        case Target::avx512:
            return false;
#endif
    }
    return false;
}

Target best_target() {
    if (can_run(Target::avx512)) return Target::avx512;
    return can_run(Target::avx2) ? Target::avx2 : Target::plain;
}

const LaneFunctions& functions_of(Target target) {
    switch (target) {
        case Target::plain:
            return kPlainLanes;
        case Target::avx2:
            return kAvx2Lanes;
        case Target::avx512:
            return kAvx512Lanes;
    }
    throw std::logic_error("a set of instructions that does not exist");
}

TicketLanes::TicketLanes(std::string_view prefix, Function function, Target target) {
    if (prefix.size() != kPrefix) throw std::logic_error("a ticket's prefix is one block of 64 bytes");
    if (!can_run(target)) throw std::logic_error("this processor lacks the instructions");
    const std::span<const unsigned char, kPrefix> block(as_bytes(prefix));
    start_ = function == Function::sha256 ? kSha256Start : kSm3Start;
    const auto& functions = functions_of(target);
    functions_ = function == Function::sha256 ? functions.sha256 : functions.sm3;
    if (function == Function::sha256)
        sha256_block(start_, block);
    else
        sm3_block(start_.data(), block.data());
}

std::size_t TicketLanes::below(std::span<const std::string_view> ids, std::span<const std::uint32_t> bars,
                               std::span<std::uint32_t> hits) const {
    if (bars.size() != ids.size() || hits.size() < ids.size())
        throw std::logic_error("one bar and one hit for each id");
    const std::size_t found = functions_.below(start_.data(), ids.data(), bars.data(), ids.size(), hits.data());
    if (found == kTooLong) too_long();
    return found;
}

void TicketLanes::digests(std::span<const std::string_view> ids, std::span<Digest> out) const {
    if (out.size() < ids.size()) throw std::logic_error("one digest for each id");
    if (!ids.empty() && !functions_.digests(start_.data(), ids.data(), ids.size(), out.front().data())) too_long();
}

Digest TicketLanes::operator()(std::string_view id) const {
    Digest digest;
    digests(std::span(&id, 1), std::span(&digest, 1));
    return digest;
}

}  // namespace sunlot::hash
