#include "store/object_segment.h"

#include "base/text.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace sunlot::store {

std::uint32_t Words::number_of(std::string_view word) {
    const auto found = numbers_.find(word);
    if (found != numbers_.end()) return found->second;
    const auto number = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(word);
    numbers_.emplace(word, number);
    return number;
}

std::uint32_t Words::find(std::string_view word) const {
    const auto found = numbers_.find(word);
    return found == numbers_.end() ? kUnknown : found->second;
}

void LongText::add(std::string_view text) {
    if (bytes_.size() + text.size() >= 0xFFFFFFFF) throw std::length_error("more text than the index of objects takes");
    starts_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    bytes_ += text;
    bytes_ += '\n';
    for (const char c : text) ++frequency_[static_cast<unsigned char>(c)];
}

std::string_view LongText::at(std::size_t row) const {
    const std::size_t end = row + 1 < starts_.size() ? starts_[row + 1] : bytes_.size();
    return std::string_view(bytes_).substr(starts_[row], end - starts_[row] - 1);
}

void LongText::mark(std::string_view part, Marks& rows) const {
    if (bytes_.size() < part.size()) return;
    const auto often = [&](char c) { return frequency_[static_cast<unsigned char>(c)]; };
    const auto rarest = std::ranges::min_element(part, {}, often);
    if (often(*rarest) == 0) return;
    const auto offset = static_cast<std::size_t>(rarest - part.begin());
    const char* const begin = bytes_.data();
    const char* const end = begin + bytes_.size() - (part.size() - offset) + 1;
    std::size_t row = 0;
    for (const char* at = begin + offset; at < end; ++at) {
        at = static_cast<const char*>(std::memchr(at, *rarest, static_cast<std::size_t>(end - at)));
        if (at == nullptr) return;
        const char* const start = at - offset;
        // Two bytes first: a call for every candidate would cost more than the walk.
        if (*start != part.front() || start[part.size() - 1] != part.back()) continue;
        if (std::memcmp(start, part.data(), part.size()) != 0) continue;
        row = row_of(static_cast<std::uint32_t>(start - begin), row);
        rows[row] = 1;
        if (row + 1 == starts_.size()) return;
        at = begin + starts_[row + 1] + offset - 1;  // one find in each text is enough
    }
}

/// The row in which a position lies. REQUIRES: not before `from`. Looks nearby first: finds come in order, often dense.
std::size_t LongText::row_of(std::uint32_t position, std::size_t from) const {
    std::size_t step = 1;
    while (from + step < starts_.size() && starts_[from + step] <= position) {
        from += step;
        step *= 2;
    }
    const auto last = starts_.begin() + static_cast<std::ptrdiff_t>(std::min(from + step, starts_.size()));
    const auto next = std::upper_bound(starts_.begin() + static_cast<std::ptrdiff_t>(from), last, position);
    return static_cast<std::size_t>(next - starts_.begin()) - 1;
}

void LongText::mark_ends(std::string_view part, Marks& rows) const {
    if (bytes_.size() == starts_.size()) return;  // all of them empty
    for (std::size_t row = 0; row < starts_.size(); ++row) {
        const auto whole = at(row);
        if (whole.size() < part.size()) continue;
        if (whole.ends_with(part) || whole.starts_with(part)) rows[row] = 1;
    }
}

void LongText::shrink() {
    bytes_.shrink_to_fit();
    starts_.shrink_to_fit();
}

void ObjectSegment::add(const SegmentRow& row, SharedWords& words) {
    ids_.add(row.id);
    names_.add(upper(row.name));
    initials_.add(row.initials);
    legacy_.add(row.legacy_number == row.id ? std::string_view() : row.legacy_number);
    kind_.push_back(static_cast<std::uint8_t>(words.kinds.number_of(row.kind)));
    status_.push_back(static_cast<std::uint8_t>(words.statuses.number_of(row.status)));
    grade_.push_back(static_cast<std::uint8_t>(words.grades.number_of(row.grade)));
    district_.push_back(words.districts.number_of(row.district));
    grid_.push_back(words.grids.number_of(row.grid));
    category_.push_back(words.categories.number_of(row.category));
    if (!row.libraries.empty())
        for (const auto library : split(row.libraries, ','))
            labels_.push_back(words.labels.number_of(kLibraryMark + std::string(library)));
    if (!row.tags.empty())
        for (const auto tag : split(row.tags, ',')) labels_.push_back(words.labels.number_of(tag));
    label_start_.push_back(static_cast<std::uint32_t>(labels_.size()));
    hidden_.push_back(row.merged ? 1 : 0);
}

void ObjectSegment::shrink() {
    for (LongText* text : {&ids_, &names_, &initials_, &legacy_}) text->shrink();
    for (auto* column : {&kind_, &status_, &grade_}) column->shrink_to_fit();
    for (auto* column : {&district_, &grid_, &category_, &label_start_, &labels_}) column->shrink_to_fit();
}

std::size_t ObjectSegment::lower_bound(std::string_view id) const {
    std::size_t low = 0;
    std::size_t high = rows();
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (ids_.at(middle) < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

Marks ObjectSegment::matching(std::string_view name, std::string_view code) const {
    Marks found(rows(), 0);
    names_.mark(name, found);
    if (code.empty()) return found;
    initials_.mark(code, found);
    for (const LongText* codes : {&ids_, &legacy_}) codes->mark_ends(code, found);
    return found;
}

bool ObjectSegment::has_label(std::size_t row, std::uint32_t label) const {
    return std::find(labels_.begin() + label_start_[row], labels_.begin() + label_start_[row + 1], label) !=
           labels_.begin() + label_start_[row + 1];
}

bool ObjectSegment::passes(std::size_t row, const Filter& filter) const {
    const auto is = [](std::uint32_t wanted, std::uint32_t value) { return wanted == 0 || wanted == value; };
    return hidden_[row] == 0 && is(filter.kind, kind_[row]) && is(filter.status, status_[row]) &&
           is(filter.grade, grade_[row]) && is(filter.district, district_[row]) &&
           (filter.grids == nullptr || (*filter.grids)[grid_[row]]) &&
           (filter.districts == nullptr || (*filter.districts)[district_[row]]) &&
           (filter.label == 0 || has_label(row, filter.label)) &&
           (filter.second_label == 0 || has_label(row, filter.second_label));
}

void ObjectSegment::each_label(std::size_t row, const std::function<void(std::uint32_t)>& take) const {
    for (auto at = label_start_[row]; at < label_start_[row + 1]; ++at) take(labels_[at]);
}

}  // namespace sunlot::store
