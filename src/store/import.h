// The blob of an import (docs/formats/rows-v1.md): a line of 64 random hex digits, so that its public digest gives
// nothing away, then the new and changed rows as TSV lines sorted by id. The entry says
// {"added","blob","changed","format","rows"}.
#pragma once
#include "store/blob_store.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sunlot::store {

struct StoredEvent;

/// Thrown when a blob is not what its entry says: replay reports it as not applicable.
class ImportMalformed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Walks the lines of the blob an import's entry names, a piece in memory at a time, so that a million rows need no
/// more than a thousand.
class ImportLines {
public:
    ImportLines(const BlobStore& blobs, const StoredEvent& event, std::string_view format);
    /// The next line without its line feed, good until the next call; false at the end. Throws ImportMalformed when the
    /// blob ends within a line.
    bool next(std::string_view& line);
    /// Starts again with the first row.
    void rewind();

    /// How many of the rows were not there before, and how many were there with another content.
    std::int64_t added() const { return added_; }
    std::int64_t changed() const { return changed_; }

private:
    bool read_on();
    BlobReader blob_;
    std::string piece_;
    std::size_t position_ = 0;
    std::int64_t added_ = 0;
    std::int64_t changed_ = 0;
};

/// Cuts a line at its tabs into exactly `columns.size()` texts; throws ImportMalformed otherwise.
void cut_line(std::string_view line, std::span<std::string_view> columns);
template <std::size_t N>
std::array<std::string_view, N> cut_line(std::string_view line) {
    std::array<std::string_view, N> columns;
    cut_line(line, std::span(columns));
    return columns;
}

}  // namespace sunlot::store
