// SHA-256 (FIPS 180-4) and SM3 (GB/T 32905-2016) for many messages at once: one message in each lane of a vector.
// Inside hash/ only. Instantiated once for each set of instructions, with a vector type V from an unnamed namespace, so
// that no function compiled for one processor can be taken by the linker for another.
//
// V has: Word, kLanes, set, add, rotate_left<n>, shift_right<n>, exclusive_or, exclusive_or(three), choose, majority.
//
// All loops are unrolled by index sequences: the 16 words of the message and the 8 of the state then stay in registers.
#pragma once
#include "hash/sha256_block.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace sunlot::hash {

/// Which of the first 16 words can differ from zero: 0 … kWords−1 (the id and its end mark) and 15 (the length).
template <std::size_t kWords>
constexpr bool is_zero_word(std::size_t t) {
    return t >= kWords && t < 15;
}

template <class V>
struct Sha256Rounds {
    using Word = typename V::Word;
    template <int kA, int kB, int kC>
    [[gnu::always_inline]] static inline Word three_rotations(Word x) {
        return V::exclusive_or(V::template rotate_left<32 - kA>(x), V::template rotate_left<32 - kB>(x),
                               V::template rotate_left<32 - kC>(x));
    }
    template <int kA, int kB, int kC>
    [[gnu::always_inline]] static inline Word two_rotations_and_shift(Word x) {
        return V::exclusive_or(V::template rotate_left<32 - kA>(x), V::template rotate_left<32 - kB>(x),
                               V::template shift_right<kC>(x));
    }

    template <std::size_t kWords, std::size_t t>
    [[gnu::always_inline]] static inline void extend(Word (&w)[16]) {
        Word sum = w[t % 16];
        if constexpr (t - 15 >= 16 || !is_zero_word<kWords>(t - 15))
            sum = V::add(sum, two_rotations_and_shift<7, 18, 3>(w[(t - 15) % 16]));
        if constexpr (t - 7 >= 16 || !is_zero_word<kWords>(t - 7)) sum = V::add(sum, w[(t - 7) % 16]);
        if constexpr (t - 2 >= 16 || !is_zero_word<kWords>(t - 2))
            sum = V::add(sum, two_rotations_and_shift<17, 19, 10>(w[(t - 2) % 16]));
        w[t % 16] = sum;
    }

    template <std::size_t kWords, std::size_t t>
    [[gnu::always_inline]] static inline void round(Word (&s)[8], Word (&w)[16]) {
        if constexpr (t >= 16) extend<kWords, t>(w);
        // The names a … h move by one place each round; here the places stay and the names move.
        Word& a = s[(64 - t) % 8];
        Word& b = s[(65 - t) % 8];
        Word& c = s[(66 - t) % 8];
        Word& d = s[(67 - t) % 8];
        Word& e = s[(68 - t) % 8];
        Word& f = s[(69 - t) % 8];
        Word& g = s[(70 - t) % 8];
        Word& h = s[(71 - t) % 8];
        Word t1 = V::add(h, V::set(kSha256Rounds[t]));
        if constexpr (t >= 16 || !is_zero_word<kWords>(t)) t1 = V::add(t1, w[t % 16]);
        t1 = V::add(V::add(t1, V::choose(e, f, g)), three_rotations<6, 11, 25>(e));
        d = V::add(d, t1);
        h = V::add(V::add(t1, V::majority(a, b, c)), three_rotations<2, 13, 22>(a));
    }

    template <std::size_t kWords>
    [[gnu::always_inline]] static inline void rounds(Word (&s)[8], Word (&w)[16]) {
        [&]<std::size_t... kT>(std::index_sequence<kT...>)
            __attribute__((always_inline)) { (round<kWords, kT>(s, w), ...); }(std::make_index_sequence<64>());
    }
    [[gnu::always_inline]] static inline Word feed(Word start, Word end) { return V::add(start, end); }
};

template <class V>
struct Sm3Rounds {
    using Word = typename V::Word;

    static constexpr std::uint32_t round_constant(std::size_t j) {
        const std::uint32_t t = j < 16 ? 0x79cc4519 : 0x7a879d8a;
        return j % 32 == 0 ? t : t << (j % 32) | t >> (32 - j % 32);
    }

    /// W[t] for t ≥ 16; the ring holds W[t−16 … t−1].
    template <std::size_t kWords, std::size_t t>
    [[gnu::always_inline]] static inline void extend(Word (&w)[16]) {
        const Word x = V::exclusive_or(w[t % 16], w[(t - 9) % 16], V::template rotate_left<15>(w[(t - 3) % 16]));
        const Word p1 = V::exclusive_or(x, V::template rotate_left<15>(x), V::template rotate_left<23>(x));
        if constexpr (t - 13 < 16 && is_zero_word<kWords>(t - 13))
            w[t % 16] = V::exclusive_or(p1, w[(t - 6) % 16]);
        else
            w[t % 16] = V::exclusive_or(p1, V::template rotate_left<7>(w[(t - 13) % 16]), w[(t - 6) % 16]);
    }

    template <std::size_t kWords, std::size_t t>
    [[gnu::always_inline]] static inline void round(Word (&s)[8], Word (&w)[16]) {
        // W[t] leaves the ring when W[t+16] comes in, and a round needs W[t] and W[t+4]: twelve words ahead is enough.
        if constexpr (t >= 12) extend<kWords, t + 4>(w);
        auto& [a, b, c, d, e, f, g, h] = s;
        const Word a12 = V::template rotate_left<12>(a);
        const Word ss1 = V::template rotate_left<7>(V::add(V::add(a12, e), V::set(round_constant(t))));
        const Word ss2 = V::exclusive_or(ss1, a12);
        const Word ff = t < 16 ? V::exclusive_or(a, b, c) : V::majority(a, b, c);
        const Word gg = t < 16 ? V::exclusive_or(e, f, g) : V::choose(e, f, g);
        const Word wt = V::exclusive_or(w[t % 16], w[(t + 4) % 16]);
        const Word tt1 = V::add(V::add(ff, d), V::add(ss2, wt));
        const Word tt2 = V::add(V::add(gg, h), V::add(ss1, w[t % 16]));
        d = c;
        c = V::template rotate_left<9>(b);
        b = a;
        a = tt1;
        h = g;
        g = V::template rotate_left<19>(f);
        f = e;
        e = V::exclusive_or(tt2, V::template rotate_left<9>(tt2), V::template rotate_left<17>(tt2));
    }

    template <std::size_t kWords>
    [[gnu::always_inline]] static inline void rounds(Word (&s)[8], Word (&w)[16]) {
        [&]<std::size_t... kT>(std::index_sequence<kT...>)
            __attribute__((always_inline)) { (round<kWords, kT>(s, w), ...); }(std::make_index_sequence<64>());
    }
    [[gnu::always_inline]] static inline Word feed(Word start, Word end) { return V::exclusive_or(start, end); }
};

}  // namespace sunlot::hash
