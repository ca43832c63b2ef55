// Cuts the lines of a sealed frame.tsv into their three fields, sixteen bytes at a time where the processor can.
// Inside draw/ only.
#pragma once
#include "draw/frame.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sunlot::draw {

/// The rows of a frame in turn, without copying. Only the form of a line is checked (two tabs, a final line feed, an id
/// of 1–55 bytes): what the fields may hold and their order is parse_frame's business, before a frame is sealed.
class FrameLines {
public:
    explicit FrameLines(std::string_view lines) : at_(lines.data()), end_(lines.data() + lines.size()) {}

    /// The next row, or nothing at the end and at a line that is not one: `complete()` tells the two apart.
    std::optional<FrameRow> next() {
#ifdef __SSE2__
        // A whole line of a directory is shorter than this: an id of 18 bytes, a stratum, a district.
        if (end_ - at_ >= kWindow) {
            const std::uint64_t tabs = places_of('\t');
            const std::uint64_t ends = places_of('\n');
            if (ends != 0) return row_within(tabs & (ends ^ (ends - 1)), std::countr_zero(ends));
        }
#endif
        return row_by_search();
    }
    bool complete() const { return at_ == end_; }

private:
    static constexpr std::ptrdiff_t kWindow = 64;
    static constexpr std::ptrdiff_t kLongestId = 55;

#ifdef __SSE2__
    /// Bit i says that byte i of the next 64 is `c`.
    std::uint64_t places_of(char c) const {
        const __m128i wanted = _mm_set1_epi8(c);
        std::uint64_t places = 0;
        for (int i = 0; i < 4; ++i) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at_ + 16 * i));
            const auto found = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)));
            places |= std::uint64_t{found} << (16 * i);
        }
        return places;
    }
    std::optional<FrameRow> row_within(std::uint64_t tabs, int end) {
        const std::uint64_t second = tabs & (tabs - 1);
        if (second == 0 || (second & (second - 1)) != 0) return std::nullopt;
        return row(at_ + std::countr_zero(tabs), at_ + std::countr_zero(second), at_ + end);
    }
#endif
    std::optional<FrameRow> row_by_search() {
        const auto find = [&](const char* from, const char* to, char c) {
            return static_cast<const char*>(std::memchr(from, c, static_cast<std::size_t>(to - from)));
        };
        if (at_ == end_) return std::nullopt;
        const char* end = find(at_, end_, '\n');
        const char* first = end == nullptr ? nullptr : find(at_, end, '\t');
        const char* second = first == nullptr ? nullptr : find(first + 1, end, '\t');
        if (second == nullptr || find(second + 1, end, '\t') != nullptr) return std::nullopt;
        return row(first, second, end);
    }
    std::optional<FrameRow> row(const char* first, const char* second, const char* end) {
        if (first == at_ || first - at_ > kLongestId) return std::nullopt;
        const FrameRow row{{at_, first}, {first + 1, second}, {second + 1, end}};
        at_ = end + 1;
        return row;
    }

    const char* at_;
    const char* end_;
};

}  // namespace sunlot::draw
