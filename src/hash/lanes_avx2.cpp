// Eight lanes. Compiled with -mavx2 (CMakeLists.txt): nothing here may run before `can_run(Target::avx2)` said so, and
// nothing here may be visible to other files but the one table at the end.
#include "hash/lanes_kernel.h"
#include "hash/lanes_messages.h"

#ifdef __x86_64__

#include <cstring>

#include <immintrin.h>

namespace sunlot::hash {
namespace {

struct EightLanes {
    using Word = __m256i;
    static constexpr std::size_t kLanes = 8;

    static Word set(std::uint32_t x) { return _mm256_set1_epi32(static_cast<int>(x)); }
    static Word add(Word a, Word b) { return _mm256_add_epi32(a, b); }
    template <int kBits>
    static Word rotate_left(Word x) {
        return _mm256_or_si256(_mm256_slli_epi32(x, kBits), _mm256_srli_epi32(x, 32 - kBits));
    }
    template <int kBits>
    static Word shift_right(Word x) {
        return _mm256_srli_epi32(x, kBits);
    }
    template <int kBits>
    static Word shift_left(Word x) {
        return _mm256_slli_epi32(x, kBits);
    }
    static Word exclusive_or(Word a, Word b) { return _mm256_xor_si256(a, b); }
    static Word exclusive_or(Word a, Word b, Word c) { return _mm256_xor_si256(_mm256_xor_si256(a, b), c); }
    static Word choose(Word a, Word b, Word c) {
        return _mm256_xor_si256(c, _mm256_and_si256(a, _mm256_xor_si256(b, c)));
    }
    static Word majority(Word a, Word b, Word c) {
        return _mm256_or_si256(_mm256_and_si256(a, b), _mm256_and_si256(c, _mm256_or_si256(a, b)));
    }

    /// The id, its end mark and zeros, by two overlapping moves of a fixed size instead of a call for some bytes.
    [[gnu::always_inline]] static inline void copy(std::string_view id, unsigned char* row) {
        const char* text = id.data();
        const std::size_t size = id.size();
        std::memset(row, 0, 64);
        if (size >= 32)
            twice<32>(text, size, row);
        else if (size >= 16)
            twice<16>(text, size, row);
        else if (size >= 8)
            twice<8>(text, size, row);
        else
            for (std::size_t i = 0; i < size; ++i) row[i] = static_cast<unsigned char>(id[i]);
        row[size] = 0x80;
    }
    template <std::size_t kBytes>
    [[gnu::always_inline]] static inline void twice(const char* from, std::size_t size, unsigned char* row) {
        std::memcpy(row, from, kBytes);
        std::memcpy(row + size - kBytes, from + size - kBytes, kBytes);
    }

    /// Words 8·kPart … of eight rows of 64 bytes (or where they begin) to columns.
    template <std::size_t kPart, class Rows>
    [[gnu::always_inline]] static inline void transpose(const Rows& rows, Word (&w)[16]) {
        const __m256i order =
            _mm256_broadcastsi128_si256(_mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3));
        __m256i r[8];
        for (std::size_t i = 0; i < 8; ++i)
            r[i] =
                _mm256_shuffle_epi8(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows[i] + 32 * kPart)), order);
        const __m256i a0 = _mm256_unpacklo_epi32(r[0], r[1]), a1 = _mm256_unpacklo_epi32(r[2], r[3]);
        const __m256i a2 = _mm256_unpacklo_epi32(r[4], r[5]), a3 = _mm256_unpacklo_epi32(r[6], r[7]);
        const __m256i b0 = _mm256_unpackhi_epi32(r[0], r[1]), b1 = _mm256_unpackhi_epi32(r[2], r[3]);
        const __m256i b2 = _mm256_unpackhi_epi32(r[4], r[5]), b3 = _mm256_unpackhi_epi32(r[6], r[7]);
        const __m256i c0 = _mm256_unpacklo_epi64(a0, a1), c1 = _mm256_unpacklo_epi64(a2, a3);
        const __m256i d0 = _mm256_unpackhi_epi64(a0, a1), d1 = _mm256_unpackhi_epi64(a2, a3);
        const __m256i e0 = _mm256_unpacklo_epi64(b0, b1), e1 = _mm256_unpacklo_epi64(b2, b3);
        const __m256i f0 = _mm256_unpackhi_epi64(b0, b1), f1 = _mm256_unpackhi_epi64(b2, b3);
        Word* to = w + 8 * kPart;
        to[0] = _mm256_permute2x128_si256(c0, c1, 0x20);
        to[1] = _mm256_permute2x128_si256(d0, d1, 0x20);
        to[2] = _mm256_permute2x128_si256(e0, e1, 0x20);
        to[3] = _mm256_permute2x128_si256(f0, f1, 0x20);
        to[4] = _mm256_permute2x128_si256(c0, c1, 0x31);
        to[5] = _mm256_permute2x128_si256(d0, d1, 0x31);
        to[6] = _mm256_permute2x128_si256(e0, e1, 0x31);
        to[7] = _mm256_permute2x128_si256(f0, f1, 0x31);
    }

    template <std::size_t kWords>
    [[gnu::always_inline]] static inline void load(const std::string_view* ids, Word (&w)[16]) {
        alignas(32) unsigned char rows[kLanes][64];
        alignas(32) std::uint32_t bits[kLanes];
        for (std::size_t i = 0; i < kLanes; ++i) {
            copy(ids[i], rows[i]);
            bits[i] = static_cast<std::uint32_t>((64 + ids[i].size()) * 8);
        }
        transpose<0>(rows, w);
        if constexpr (kWords > 8)
            transpose<1>(rows, w);
        else
            for (std::size_t t = 8; t < 15; ++t) w[t] = _mm256_setzero_si256();
        w[15] = _mm256_load_si256(reinterpret_cast<const __m256i*>(bits));
    }

    [[gnu::always_inline]] static inline void load_rows(const unsigned char* const* rows, Word (&w)[16]) {
        transpose<0>(rows, w);
        transpose<1>(rows, w);
    }
    static Word load_words(const std::uint32_t* from) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
    }

    static std::uint32_t below(Word words, const std::uint32_t* bars) {
        const __m256i bar = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bars));
        const __m256i below = _mm256_cmpeq_epi32(_mm256_min_epu32(words, bar), words);
        return static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(below)));
    }
    static void store(std::uint32_t* to, Word word) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), word); }
};

}  // namespace

constinit const LaneFunctions kAvx2Lanes = {Kernel<EightLanes, Sha256Rounds>::kFunctions,
                                            Kernel<EightLanes, Sm3Rounds>::kFunctions,
                                            MessageKernel<EightLanes>::kFunctions};

}  // namespace sunlot::hash

#else  // never asked for: can_run says no
namespace sunlot::hash {
const LaneFunctions kAvx2Lanes = {};
}
#endif
