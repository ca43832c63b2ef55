// Cuts the lines of a sealed frame.tsv into their three fields, sixty-four bytes at a time.
// Inside draw/ only.
#pragma once
#include "draw/frame.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sunlot::draw {

/// Calls add(FrameRow) for each line, without copying; false at a line that is not one. Only the form of a line is
/// checked (two tabs, a final line feed, an id of 1–55 bytes): what the fields may hold and their order is
/// parse_frame's business, before a frame is sealed. REQUIRES: less than 4 GB.
///
/// First the places of all tabs and line feeds of a piece, then the rows between them: so no row has to wait for the
/// end of the row before it to be found.
template <class Add>
class FrameLines {
public:
    FrameLines(std::string_view lines, Add add) : lines_(lines), add_(std::move(add)) {}

    bool read() {
        if (lines_.size() > ~std::uint32_t{0}) return false;
        for (std::size_t piece = 0; piece < lines_.size(); piece += kPiece)
            if (!read_piece(piece, std::min(lines_.size(), piece + kPiece))) return false;
        return left_ == 0 && row_ == lines_.size();
    }

private:
    static constexpr std::size_t kBlock = 64;
    static constexpr std::size_t kPiece = 64 * kBlock;
    static constexpr std::size_t kUsual = 12;  ///< ends of fields in a block of short lines
    static constexpr std::size_t kLongestId = 55;

    bool read_piece(std::size_t begin, std::size_t end) {
        std::size_t n = left_;
        for (std::size_t at = begin; at < end; at += kBlock) n = note(places_in(at, end), at, n);
        const char* text = lines_.data();
        std::size_t i = 0;
        for (; i + 3 <= n; i += 3) {
            const std::size_t first = ends_[i], second = ends_[i + 1], third = ends_[i + 2];
            const std::size_t id = first - row_;
            const bool is_row = text[first] == '\t' && text[second] == '\t' && text[third] == '\n';
            if (!is_row || id == 0 || id > kLongestId) return false;
            add_(FrameRow{{text + row_, id}, {text + first + 1, text + second}, {text + second + 1, text + third}});
            row_ = third + 1;
        }
        left_ = n - i;
        for (std::size_t j = 0; j < left_; ++j) ends_[j] = ends_[i + j];
        return true;
    }

    /// Bit i says that byte at + i is a tab or a line feed.
    std::uint64_t places_in(std::size_t at, std::size_t end) const {
        const char* bytes = lines_.data() + at;
        std::array<char, kBlock> last{};
        if (end - at < kBlock) {
            std::memcpy(last.data(), bytes, end - at);
            bytes = last.data();
        }
        std::uint64_t places = 0;
#ifdef __SSE2__
        const __m128i tab = _mm_set1_epi8('\t');
        const __m128i line_feed = _mm_set1_epi8('\n');
        for (std::size_t i = 0; i < kBlock; i += 16) {
            const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i));
            const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(x, tab), _mm_cmpeq_epi8(x, line_feed));
            places |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))} << i;
        }
#else
        for (std::size_t i = 0; i < kBlock; ++i) places |= std::uint64_t{bytes[i] == '\t' || bytes[i] == '\n'} << i;
#endif
        return places;
    }

    /// Appends them to `ends_`. The usual number is written without asking how many there are.
    std::size_t note(std::uint64_t places, std::size_t at, std::size_t n) {
        const auto found = static_cast<std::size_t>(std::popcount(places));
        std::uint32_t* to = ends_.data() + n;
        for (std::size_t i = 0; i < kUsual; ++i, places &= places - 1)
            to[i] = static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(places));
        for (std::size_t i = kUsual; i < found; ++i, places &= places - 1)
            to[i] = static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(places));
        return n + found;
    }

    std::string_view lines_;
    Add add_;
    std::size_t row_ = 0;   ///< where the row begins that is read next
    std::size_t left_ = 0;  ///< ends of that row found already
    std::array<std::uint32_t, kPiece + kUsual + 3> ends_{};
};

}  // namespace sunlot::draw
