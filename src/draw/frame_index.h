// Finding one object in a sealed frame and proving where it stands, without hashing the whole frame each time: every
// 256th line's place and the root of every 256 lines are kept (160 kB for a million objects), the rest is hashed when
// asked for. The frame's bytes are viewed: keep them.
#pragma once
#include "ledger/merkle.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sunlot::draw {

class FrameIndex {
public:
    /// REQUIRES: a frame.tsv that parse_frame accepts. Hashes every line once.
    explicit FrameIndex(std::string_view file);

    std::uint64_t size() const { return size_; }
    const ledger::Digest& root() const { return root_; }

    struct Place {
        std::uint64_t index = 0;  ///< of the line; of the first line behind it when it is not there
        bool found = false;
    };
    Place find(std::string_view id) const;
    /// Without LF. REQUIRES: index < size().
    std::string_view line(std::uint64_t index) const;
    /// The inclusion proof of a line (RFC 9162 §2.1.3). REQUIRES: index < size().
    std::vector<ledger::Digest> path(std::uint64_t index) const;

private:
    std::string_view block(std::size_t number) const;

    std::string_view file_;
    std::uint64_t size_ = 0;
    ledger::Digest root_{};
    std::vector<std::size_t> starts_;          // of every block of 256 lines
    std::vector<ledger::Digest> block_roots_;  // of each
};

}  // namespace sunlot::draw
