#include "draw/frame_index.h"

#include "draw/lines.h"

#include <algorithm>
#include <span>
#include <stdexcept>

namespace sunlot::draw {
namespace {

// A power of two, so that the lines of a block are a whole subtree of the frame's tree (the last block: its right end)
// and the tree over the blocks' roots has the shape of what is above them.
constexpr std::uint64_t kBlock = 256;

std::string_view id_of(std::string_view line) {
    return line.substr(0, line.find('\t'));
}

}  // namespace

FrameIndex::FrameIndex(std::string_view file) : file_(file) {
    std::vector<ledger::Digest> leaves;
    const auto finish_block = [&] {
        if (!leaves.empty()) block_roots_.push_back(ledger::merkle_root(leaves));
        leaves.clear();
    };
    Lines lines("frame.tsv", file);
    while (const auto line = lines.next()) {
        if (size_ % kBlock == 0) {
            finish_block();
            starts_.push_back(static_cast<std::size_t>(line->data() - file.data()));
        }
        leaves.push_back(ledger::leaf_hash(*line));
        ++size_;
    }
    finish_block();
    root_ = ledger::merkle_root(block_roots_);
}

std::string_view FrameIndex::block(std::size_t number) const {
    const std::size_t end = number + 1 < starts_.size() ? starts_[number + 1] : file_.size();
    return file_.substr(starts_[number], end - starts_[number]);
}

FrameIndex::Place FrameIndex::find(std::string_view id) const {
    const auto first_id = [&](std::size_t start) { return id_of(file_.substr(start, 64)); };
    const auto behind = std::ranges::upper_bound(starts_, id, std::less{}, first_id);
    if (behind == starts_.begin()) return {};
    const auto number = static_cast<std::size_t>(behind - starts_.begin()) - 1;
    Place place{.index = number * kBlock, .found = false};
    Lines lines("frame.tsv", block(number));
    while (const auto line = lines.next()) {
        if (id_of(*line) >= id) {
            place.found = id_of(*line) == id;
            return place;
        }
        ++place.index;
    }
    return place;
}

std::string_view FrameIndex::line(std::uint64_t index) const {
    if (index >= size_) throw std::logic_error("a line behind the end of the frame");
    Lines lines("frame.tsv", block(static_cast<std::size_t>(index / kBlock)));
    for (std::uint64_t skipped = 0; skipped < index % kBlock; ++skipped) (void)lines.next();
    return lines.next().value();
}

std::vector<ledger::Digest> FrameIndex::path(std::uint64_t index) const {
    if (index >= size_) throw std::logic_error("a line behind the end of the frame");
    std::vector<ledger::Digest> leaves;
    Lines lines("frame.tsv", block(static_cast<std::size_t>(index / kBlock)));
    while (const auto line = lines.next()) leaves.push_back(ledger::leaf_hash(*line));
    auto path = ledger::inclusion_proof(leaves, index % kBlock);
    const auto above = ledger::inclusion_proof(block_roots_, index / kBlock);
    path.insert(path.end(), above.begin(), above.end());
    return path;
}

}  // namespace sunlot::draw
