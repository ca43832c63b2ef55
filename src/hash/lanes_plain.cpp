// One lane, for processors without vectors and as the measure of the others.
#include "hash/lanes_kernel.h"

#include <bit>
#include <cstring>

namespace sunlot::hash {
namespace {

struct OneLane {
    using Word = std::uint32_t;
    static constexpr std::size_t kLanes = 1;

    static Word set(std::uint32_t x) { return x; }
    static Word add(Word a, Word b) { return a + b; }
    template <int kBits>
    static Word rotate_left(Word x) {
        return std::rotl(x, kBits);
    }
    template <int kBits>
    static Word shift_right(Word x) {
        return x >> kBits;
    }
    static Word exclusive_or(Word a, Word b) { return a ^ b; }
    static Word exclusive_or(Word a, Word b, Word c) { return a ^ b ^ c; }
    static Word choose(Word a, Word b, Word c) { return c ^ (a & (b ^ c)); }
    static Word majority(Word a, Word b, Word c) { return (a & b) | (c & (a | b)); }

    template <std::size_t kWords>
    static void load(const std::string_view* ids, Word (&w)[16]) {
        unsigned char block[64] = {};
        std::memcpy(block, ids->data(), ids->size());
        block[ids->size()] = 0x80;
        for (std::size_t t = 0; t < 15; ++t) {
            std::memcpy(&w[t], block + 4 * t, 4);
            w[t] = __builtin_bswap32(w[t]);
        }
        w[15] = static_cast<Word>((64 + ids->size()) * 8);
    }
    static std::uint32_t below(Word word, const std::uint32_t* bar) { return word <= *bar ? 1 : 0; }
    static void store(std::uint32_t* to, Word word) { *to = word; }
};

constexpr std::size_t kAllWords = 15;  // none of the 16 is known to be zero

}  // namespace

void sm3_block(std::uint32_t* state, const unsigned char* block) {
    std::uint32_t w[16];
    std::uint32_t s[8];
    for (std::size_t t = 0; t < 16; ++t) {
        std::memcpy(&w[t], block + 4 * t, 4);
        w[t] = __builtin_bswap32(w[t]);
    }
    std::memcpy(s, state, sizeof s);
    Sm3Rounds<OneLane>::rounds<kAllWords>(s, w);
    for (std::size_t i = 0; i < 8; ++i) state[i] = Sm3Rounds<OneLane>::feed(state[i], s[i]);
}

constinit const LaneFunctions kPlainLanes = {Kernel<OneLane, Sha256Rounds>::kFunctions,
                                             Kernel<OneLane, Sm3Rounds>::kFunctions,
                                             {nullptr, nullptr}};  // whole messages: OpenSSL is quicker (messages.cpp)

}  // namespace sunlot::hash
