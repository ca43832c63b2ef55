#include "store/import.h"

#include "store/database.h"

#include <cstdint>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace sunlot::store {

namespace {

constexpr std::size_t kReleaseBytes = 16U << 20;
constexpr std::size_t kSaltLine = 65;

}  // namespace

ImportLines::ImportLines(const BlobStore& blobs, const StoredEvent& event, std::string_view format)
    : blob_(blobs.open(event.data.at("blob").as_string())),
      first_(kSaltLine),
      added_(event.data.at("added").as_integer()),
      changed_(event.data.at("changed").as_integer()) {
    const auto text = blob_.text();
    if (event.data.at("format").as_string() != format)
        throw ImportMalformed(event.kind + ": format " + event.data.at("format").as_string());
    if (text.size() < kSaltLine || text[kSaltLine - 1] != '\n')
        throw ImportMalformed(event.kind + ": the blob does not start with its salt");
    rewind();
}

void ImportLines::rewind() {
    position_ = first_;
    released_ = 0;
}

bool ImportLines::next(std::string_view& line) {
    const auto text = blob_.text();
    if (position_ == text.size()) return false;
    if (position_ - released_ > kReleaseBytes) {
        // Only a hint: the pages come back from the file when they are read again.
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        const auto until = position_ / page * page;
        ::madvise(const_cast<char*>(text.data()) + released_, until - released_, MADV_DONTNEED);
        released_ = until;
    }
    const auto end = text.find('\n', position_);
    if (end == std::string_view::npos) throw ImportMalformed("an import's blob ends within a line");
    line = text.substr(position_, end - position_);
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
