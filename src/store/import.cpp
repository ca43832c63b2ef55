#include "store/import.h"

#include "store/database.h"
#include "store/sealed_blob.h"

#include <cstdint>
#include <span>
#include <string>

namespace sunlot::store {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
/// What is walked more than once need not be unsealed more than once, as long as it is small.
constexpr std::size_t kKept = std::size_t{32} << 20;

}  // namespace

ImportLines::ImportLines(const BlobStore& blobs, const StoredEvent& event, std::string_view format)
    : blob_(blobs.reader(event.data.at("blob").as_string())),
      added_(event.data.at("added").as_integer()),
      changed_(event.data.at("changed").as_integer()) {
    if (event.data.at("format").as_string() != format)
        throw ImportMalformed(event.kind + ": format " + event.data.at("format").as_string());
    rewind();
    if (piece_.size() < kSaltLine || piece_[kSaltLine - 1] != '\n')
        throw ImportMalformed(event.kind + ": the blob does not start with its salt");
}

void ImportLines::rewind() {
    if (piece_.size() < blob_.size() || piece_.empty()) {
        blob_.rewind();
        piece_.clear();
        position_ = 0;
        read_on();
    }
    position_ = kSaltLine;
}

/// Drops what was given out and reads as much again; false at the end.
bool ImportLines::read_on() {
    if (piece_.size() == blob_.size()) return false;  // all of it is here
    piece_.erase(0, position_);
    position_ = 0;
    const auto kept = piece_.size();
    piece_.resize(kept + (blob_.size() <= kKept ? static_cast<std::size_t>(blob_.size()) : kPiece));
    piece_.resize(kept + blob_.read(std::span(piece_).subspan(kept)));
    return piece_.size() > kept;
}

bool ImportLines::next(std::string_view& line) {
    auto end = piece_.find('\n', position_);
    while (end == std::string::npos) {
        const auto looked = piece_.size() - position_;
        if (!read_on()) break;
        end = piece_.find('\n', looked);
    }
    if (end == std::string::npos) {
        if (position_ < piece_.size()) throw ImportMalformed("an import's blob ends within a line");
        return false;
    }
    line = std::string_view(piece_).substr(position_, end - position_);
    position_ = end + 1;
    return true;
}

void cut_line(std::string_view line, std::span<std::string_view> columns) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto end = line.find('\t', start);
        const bool last = i + 1 == columns.size();
        if ((end == std::string_view::npos) != last)
            throw ImportMalformed("a line with another number of columns than " + std::to_string(columns.size()));
        columns[i] = line.substr(start, last ? line.npos : end - start);
        start = end + 1;
    }
}

}  // namespace sunlot::store
