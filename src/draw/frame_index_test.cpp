#include "draw/frame_index.h"

#include "draw/frame.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sunlot::draw {
namespace {

/// Ids with even numbers, so that between any two there is room.
std::string frame_of(std::size_t count) {
    std::string file;
    for (std::size_t i = 0; i < count; ++i) append_row(file, {fmt::format("X:REG:{:07}", 2 * i), "A", "解放"});
    return file;
}

}  // namespace

TEST(FrameIndex, has_the_root_and_the_proofs_of_the_whole_tree_whatever_its_size) {
    for (const std::size_t count : {1U, 2U, 3U, 255U, 256U, 257U, 511U, 512U, 513U, 767U, 1025U, 3000U}) {
        const std::string file = frame_of(count);
        const FrameIndex index(file);
        ASSERT_EQ(index.size(), count);
        ASSERT_EQ(index.root(), frame_root(file)) << count;
        for (std::uint64_t i = 0; i < count; i += count < 600 ? 1 : 97)
            ASSERT_TRUE(
                ledger::verify_inclusion(ledger::leaf_hash(index.line(i)), i, count, index.path(i), index.root()))
                << i << " of " << count;
    }
}

TEST(FrameIndex, finds_every_id_and_the_place_of_every_id_that_is_not_there) {
    const std::string file = frame_of(700);
    const FrameIndex index(file);
    for (std::uint64_t i = 0; i < 700; ++i) {
        const auto there = index.find(fmt::format("X:REG:{:07}", 2 * i));
        EXPECT_TRUE(there.found);
        EXPECT_EQ(there.index, i);
        const auto missing = index.find(fmt::format("X:REG:{:07}", 2 * i + 1));
        EXPECT_FALSE(missing.found);
        EXPECT_EQ(missing.index, i + 1);
    }
    EXPECT_EQ(index.find("0").index, 0U);
    EXPECT_FALSE(index.find("0").found);
}

TEST(FrameIndex, of_an_empty_frame_finds_nothing) {
    const FrameIndex index("");
    EXPECT_EQ(index.size(), 0U);
    EXPECT_FALSE(index.find("X:1").found);
    EXPECT_EQ(index.root(), frame_root(""));
}

}  // namespace sunlot::draw
