#include "draw/frame_lines.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace sunlot::draw {
namespace {

std::size_t one_by_one(const char* text, std::size_t begin, std::size_t end, std::uint32_t* places) {
    std::size_t n = 0;
    for (std::size_t at = begin; at < end; ++at)
        if (text[at] == '\t' || text[at] == '\n') places[n++] = static_cast<std::uint32_t>(at);
    return n;
}

#ifdef __x86_64__
#define SUNLOT_AVX2 [[gnu::target("avx2,bmi,popcnt")]]

/// Bit i says that byte i of 64 is a tab or a line feed.
SUNLOT_AVX2 inline std::uint64_t places_in(const char* bytes) {
    const __m256i tab = _mm256_set1_epi8('\t');
    const __m256i line_feed = _mm256_set1_epi8('\n');
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32));
    const __m256i in_low = _mm256_or_si256(_mm256_cmpeq_epi8(low, tab), _mm256_cmpeq_epi8(low, line_feed));
    const __m256i in_high = _mm256_or_si256(_mm256_cmpeq_epi8(high, tab), _mm256_cmpeq_epi8(high, line_feed));
    return std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(in_low))} |
           std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(in_high))} << 32;
}

/// The next four places are written without asking whether there are so many: that costs less than a wrong guess.
SUNLOT_AVX2 inline void write_four(std::uint32_t* to, std::uint64_t& places, std::uint32_t at) {
    for (int i = 0; i < 4; ++i) {
        to[i] = at + static_cast<std::uint32_t>(_tzcnt_u64(places));
        places = _blsr_u64(places);
    }
}

SUNLOT_AVX2 std::size_t by_blocks(const char* text, std::size_t begin, std::size_t end, std::uint32_t* places) {
    std::size_t n = 0;
    std::size_t at = begin;
    for (; at + 64 <= end; at += 64) {
        std::uint64_t found = places_in(text + at);
        const auto count = static_cast<std::size_t>(_mm_popcnt_u64(found));
        std::uint32_t* to = places + n;
        const auto base = static_cast<std::uint32_t>(at);
        write_four(to, found, base);
        write_four(to + 4, found, base);
        write_four(to + 8, found, base);
        for (std::size_t i = 12; i < count; i += 4) write_four(to + i, found, base);
        n += count;
    }
    return n + one_by_one(text, at, end, places + n);
}
#endif

}  // namespace

FieldEnds field_ends() {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
        __builtin_cpu_supports("popcnt") != 0)
        return by_blocks;
#endif
    return one_by_one;
}

}  // namespace sunlot::draw
