// A part of the index of objects: rows in the order of their ids, column by column. For object_index.cpp alone.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sunlot::store {

/// Texts that many rows share, by number. Number 0 is the empty text.
class Words {
public:
    Words() { number_of(""); }
    std::uint32_t number_of(std::string_view word);
    /// The number of a word that is there, or kUnknown.
    std::uint32_t find(std::string_view word) const;
    const std::string& text(std::uint32_t number) const { return texts_[number]; }
    std::size_t size() const { return texts_.size(); }
    static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    std::vector<std::string> texts_;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
};

/// One byte for each row: 1 where it was found. (Bits would be slower to set one by one.)
using Marks = std::vector<std::uint8_t>;

/// Short texts one behind the other, each ended by a line feed.
class LongText {
public:
    void add(std::string_view text);
    std::string_view at(std::size_t row) const;
    std::size_t rows() const { return starts_.size(); }
    /// Marks the rows whose text holds `part`, which is not empty and has no line feed.
    void mark(std::string_view part, Marks& rows) const;
    /// Marks the rows whose text begins or ends with `part`.
    void mark_ends(std::string_view part, Marks& rows) const;
    void shrink();

private:
    std::size_t row_of(std::uint32_t position, std::size_t from) const;
    std::string bytes_;
    std::vector<std::uint32_t> starts_;
    /// How often each byte occurs: a search looks for the rarest of its part.
    std::array<std::uint32_t, 256> frequency_{};
};

struct SegmentRow {
    std::string_view id, name, initials, legacy_number, kind, status, grade, district, grid, libraries, tags, category;
    bool merged = false;
};

struct SharedWords {
    Words kinds, statuses, grades, districts, grids, labels, categories;
};

class ObjectSegment {
public:
    /// In the order of ids.
    void add(const SegmentRow& row, SharedWords& words);
    void shrink();

    std::size_t rows() const { return ids_.rows(); }
    std::string_view id(std::size_t row) const { return ids_.at(row); }
    /// The first row whose id is not before `id`.
    std::size_t lower_bound(std::string_view id) const;
    /// It is in no list: merged, or a later segment has it.
    void hide(std::size_t row) { hidden_[row] = 1; }
    bool hidden(std::size_t row) const { return hidden_[row] != 0; }

    /// Rows that a search text finds. REQUIRES: `name` is not empty.
    Marks matching(std::string_view name, std::string_view code) const;

    struct Filter {
        std::uint32_t kind = 0, status = 0, grade = 0, district = 0;  // 0: any
        std::uint32_t label = 0, second_label = 0;
        const std::vector<bool>* grids = nullptr;  // by number
        const std::vector<bool>* districts = nullptr;
        bool asks_nothing() const {
            return kind == 0 && status == 0 && grade == 0 && district == 0 && label == 0 && second_label == 0 &&
                   grids == nullptr && districts == nullptr;
        }
    };
    bool passes(std::size_t row, const Filter& filter) const;

    std::uint32_t grid(std::size_t row) const { return grid_[row]; }
    std::uint32_t category(std::size_t row) const { return category_[row]; }
    /// Numbers of its tags and libraries.
    void each_label(std::size_t row, const std::function<void(std::uint32_t)>& take) const;

private:
    bool has_label(std::size_t row, std::uint32_t label) const;

    LongText ids_, names_, initials_, legacy_;
    std::vector<std::uint8_t> kind_, status_, grade_;
    std::vector<std::uint32_t> district_, grid_, category_;
    /// Labels of row i: labels_[label_start_[i] … label_start_[i + 1]).
    std::vector<std::uint32_t> label_start_{0}, labels_;
    Marks hidden_;
};

/// Labels share one list of words: a library's begin with this.
inline constexpr char kLibraryMark = '\x01';

}  // namespace sunlot::store
