// Sixteen lanes. Compiled with -mavx512f -mavx512bw -mavx512vl (CMakeLists.txt): nothing here may run before
// `can_run(Target::avx512)` said so, and nothing here may be visible to other files but the one table at the end.
#include "hash/lanes_kernel.h"
#include "hash/lanes_messages.h"

#ifdef __x86_64__

#include <immintrin.h>

namespace sunlot::hash {
namespace {

struct SixteenLanes {
    using Word = __m512i;
    static constexpr std::size_t kLanes = 16;

    // As immediate operands of vpternlogd: the answer for each of the eight combinations of three bits.
    static constexpr int kExclusiveOr = 0x96;
    static constexpr int kChoose = 0xca;
    static constexpr int kMajority = 0xe8;

    static Word set(std::uint32_t x) { return _mm512_set1_epi32(static_cast<int>(x)); }
    static Word add(Word a, Word b) { return _mm512_add_epi32(a, b); }
    template <int kBits>
    static Word rotate_left(Word x) {
        return _mm512_rol_epi32(x, kBits);
    }
    template <int kBits>
    static Word shift_right(Word x) {
        return _mm512_srli_epi32(x, kBits);
    }
    template <int kBits>
    static Word shift_left(Word x) {
        return _mm512_slli_epi32(x, kBits);
    }
    static Word exclusive_or(Word a, Word b) { return _mm512_xor_si512(a, b); }
    static Word exclusive_or(Word a, Word b, Word c) { return _mm512_ternarylogic_epi32(a, b, c, kExclusiveOr); }
    static Word choose(Word a, Word b, Word c) { return _mm512_ternarylogic_epi32(a, b, c, kChoose); }
    static Word majority(Word a, Word b, Word c) { return _mm512_ternarylogic_epi32(a, b, c, kMajority); }

    /// The id, its end mark and zeros. A masked load touches no byte outside the id.
    [[gnu::always_inline]] static inline __m256i short_row(std::string_view id) {
        const auto size = static_cast<unsigned>(id.size());
        const __m256i text = _mm256_maskz_loadu_epi8((std::uint32_t{1} << size) - 1, id.data());
        return _mm256_mask_mov_epi8(text, std::uint32_t{1} << size, _mm256_set1_epi8(static_cast<char>(0x80)));
    }
    [[gnu::always_inline]] static inline __m512i long_row(std::string_view id) {
        const auto size = static_cast<unsigned>(id.size());
        const __m512i text = _mm512_maskz_loadu_epi8((std::uint64_t{1} << size) - 1, id.data());
        return _mm512_mask_mov_epi8(text, std::uint64_t{1} << size, _mm512_set1_epi8(static_cast<char>(0x80)));
    }
    [[gnu::always_inline]] static inline Word big_endian(Word x) {
        const __m128i order = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
        return _mm512_shuffle_epi8(x, _mm512_broadcast_i32x4(order));
    }
    [[gnu::always_inline]] static inline Word bit_lengths(const std::string_view* ids) {
        alignas(64) std::uint32_t bits[kLanes];
        for (std::size_t i = 0; i < kLanes; ++i) bits[i] = static_cast<std::uint32_t>((64 + ids[i].size()) * 8);
        return _mm512_load_si512(bits);
    }

    /// Eight rows of 16 words (two ids of up to 32 bytes side by side) to columns; five of the eight are needed.
    [[gnu::always_inline]] static inline void load_short(const std::string_view* ids, Word (&w)[16]) {
        __m512i r[8];
        for (std::size_t i = 0; i < 8; ++i)
            r[i] = _mm512_inserti64x4(_mm512_castsi256_si512(short_row(ids[i])), short_row(ids[i + 8]), 1);
        // Within each quarter of 128 bits: words 0–3 of four ids.
        const __m512i a0 = _mm512_unpacklo_epi32(r[0], r[1]), a1 = _mm512_unpacklo_epi32(r[2], r[3]);
        const __m512i a2 = _mm512_unpacklo_epi32(r[4], r[5]), a3 = _mm512_unpacklo_epi32(r[6], r[7]);
        const __m512i b0 = _mm512_unpackhi_epi32(r[0], r[1]), b1 = _mm512_unpackhi_epi32(r[2], r[3]);
        const __m512i b2 = _mm512_unpackhi_epi32(r[4], r[5]), b3 = _mm512_unpackhi_epi32(r[6], r[7]);
        // Quarters 0 and 2 hold words 0–3 of ids 0–7 and 8–15, quarters 1 and 3 words 4–7.
        const __m512i low = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
        const __m512i high = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
        const __m512i c0 = _mm512_unpacklo_epi64(a0, a1), c1 = _mm512_unpacklo_epi64(a2, a3);
        const __m512i d0 = _mm512_unpackhi_epi64(a0, a1), d1 = _mm512_unpackhi_epi64(a2, a3);
        const __m512i e0 = _mm512_unpacklo_epi64(b0, b1), e1 = _mm512_unpacklo_epi64(b2, b3);
        const __m512i f0 = _mm512_unpackhi_epi64(b0, b1), f1 = _mm512_unpackhi_epi64(b2, b3);
        w[0] = big_endian(_mm512_permutex2var_epi64(c0, low, c1));
        w[1] = big_endian(_mm512_permutex2var_epi64(d0, low, d1));
        w[2] = big_endian(_mm512_permutex2var_epi64(e0, low, e1));
        w[3] = big_endian(_mm512_permutex2var_epi64(f0, low, f1));
        w[4] = big_endian(_mm512_permutex2var_epi64(c0, high, c1));
        for (std::size_t t = 5; t < 15; ++t) w[t] = _mm512_setzero_si512();
    }

    [[gnu::always_inline]] static inline void load_long(const std::string_view* ids, Word (&w)[16]) {
        alignas(64) std::uint32_t rows[kLanes][16];
        for (std::size_t i = 0; i < kLanes; ++i) _mm512_store_si512(rows[i], long_row(ids[i]));
        const __m512i lanes = _mm512_setr_epi32(0, 16, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240);
        for (std::size_t t = 0; t < 14; ++t) w[t] = big_endian(_mm512_i32gather_epi32(lanes, &rows[0][t], 4));
        w[14] = _mm512_setzero_si512();
    }

    template <std::size_t kWords>
    [[gnu::always_inline]] static inline void load(const std::string_view* ids, Word (&w)[16]) {
        if constexpr (kWords == 5)
            load_short(ids, w);
        else
            load_long(ids, w);
        w[15] = bit_lengths(ids);
    }

    /// Sixteen rows of sixteen words to columns: first within quarters of 128 bits, then the quarters.
    [[gnu::always_inline]] static inline void load_rows(const unsigned char* const* rows, Word (&w)[16]) {
        Word q[16];
        for (std::size_t i = 0; i < 16; i += 4) {
            const __m512i r0 = _mm512_loadu_si512(rows[i]), r1 = _mm512_loadu_si512(rows[i + 1]);
            const __m512i r2 = _mm512_loadu_si512(rows[i + 2]), r3 = _mm512_loadu_si512(rows[i + 3]);
            const __m512i a0 = _mm512_unpacklo_epi32(r0, r1), a1 = _mm512_unpackhi_epi32(r0, r1);
            const __m512i a2 = _mm512_unpacklo_epi32(r2, r3), a3 = _mm512_unpackhi_epi32(r2, r3);
            q[i] = _mm512_unpacklo_epi64(a0, a2);
            q[i + 1] = _mm512_unpackhi_epi64(a0, a2);
            q[i + 2] = _mm512_unpacklo_epi64(a1, a3);
            q[i + 3] = _mm512_unpackhi_epi64(a1, a3);
        }
        for (std::size_t j = 0; j < 4; ++j) {  // quarter k of q[4·g + j] is word 4·k + j of the rows 4·g …
            const __m512i b0 = _mm512_shuffle_i32x4(q[j], q[4 + j], 0x88);
            const __m512i b1 = _mm512_shuffle_i32x4(q[j], q[4 + j], 0xdd);
            const __m512i b2 = _mm512_shuffle_i32x4(q[8 + j], q[12 + j], 0x88);
            const __m512i b3 = _mm512_shuffle_i32x4(q[8 + j], q[12 + j], 0xdd);
            w[j] = big_endian(_mm512_shuffle_i32x4(b0, b2, 0x88));
            w[4 + j] = big_endian(_mm512_shuffle_i32x4(b1, b3, 0x88));
            w[8 + j] = big_endian(_mm512_shuffle_i32x4(b0, b2, 0xdd));
            w[12 + j] = big_endian(_mm512_shuffle_i32x4(b1, b3, 0xdd));
        }
    }
    static Word load_words(const std::uint32_t* from) { return _mm512_loadu_si512(from); }

    static std::uint32_t below(Word words, const std::uint32_t* bars) {
        return _mm512_cmple_epu32_mask(words, _mm512_loadu_si512(bars));
    }
    static void store(std::uint32_t* to, Word word) { _mm512_storeu_si512(to, word); }
};

}  // namespace

constinit const LaneFunctions kAvx512Lanes = {Kernel<SixteenLanes, Sha256Rounds>::kFunctions,
                                              Kernel<SixteenLanes, Sm3Rounds>::kFunctions,
                                              MessageKernel<SixteenLanes>::kFunctions};

}  // namespace sunlot::hash

#else  // never asked for: can_run says no
namespace sunlot::hash {
const LaneFunctions kAvx512Lanes = {};
}
#endif
