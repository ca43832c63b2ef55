// Cuts the lines of a sealed frame.tsv into their three fields, sixty-four bytes at a time.
// Inside draw/ only.
#pragma once
#include "draw/frame.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace sunlot::draw {

/// Writes the places of all tabs and line feeds of text[begin, end) and returns how many; up to kSpareEnds more are
/// written to.
using FieldEnds = std::size_t (*)(const char* text, std::size_t begin, std::size_t end, std::uint32_t* places);
inline constexpr std::size_t kSpareEnds = 16;
/// The quickest that this processor can run.
FieldEnds field_ends();

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
    static constexpr std::size_t kPiece = 4096;
    static constexpr std::size_t kLongestId = 55;

    bool read_piece(std::size_t begin, std::size_t end) {
        // The next piece comes from memory while the rows of this one are hashed.
        for (std::size_t at = end; at < std::min(lines_.size(), end + kPiece); at += 64)
            __builtin_prefetch(lines_.data() + at);
        const std::size_t n = left_ + field_ends_(lines_.data(), begin, end, ends_.data() + left_);
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

    std::string_view lines_;
    Add add_;
    std::size_t row_ = 0;   ///< where the row begins that is read next
    std::size_t left_ = 0;  ///< ends of that row found already
    FieldEnds field_ends_ = field_ends();
    std::array<std::uint32_t, kPiece + kSpareEnds + 3> ends_{};
};

}  // namespace sunlot::draw
