#include "store/blob_store.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace sunlot::store {
namespace {

class Blobs : public ::testing::Test {
protected:
    ~Blobs() override { std::filesystem::remove_all(directory_); }
    std::filesystem::path directory_ =
        std::filesystem::temp_directory_path() / ("sunlot_blobs_" + std::to_string(::getpid()));
    BlobStore store_{directory_};

    std::size_t files() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_))
            count += entry.is_regular_file() ? 1U : 0U;
        return count;
    }
};

TEST_F(Blobs, are_found_under_the_digest_of_their_bytes) {
    const std::string bytes("with\0nul\n", 9);
    const auto name = store_.put(bytes);
    EXPECT_EQ(name, hash::sha256_hex(bytes));
    EXPECT_EQ(store_.path_of(name), directory_ / name.substr(0, 2) / name);
    EXPECT_TRUE(store_.contains(name));
    EXPECT_EQ(store_.open(name).text(), bytes);
}

TEST_F(Blobs, may_be_empty) {
    const auto name = store_.put("");
    EXPECT_EQ(name, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(store_.open(name).text(), "");
}

TEST_F(Blobs, written_twice_are_kept_once) {
    EXPECT_EQ(store_.put("same"), store_.put("same"));
    EXPECT_EQ(files(), 1U);
}

TEST_F(Blobs, can_be_written_in_pieces_larger_than_memory_would_like) {
    auto writer = store_.writer();
    std::string whole;
    for (int i = 0; i < 40; ++i) {
        const std::string piece(100'000, static_cast<char>('a' + i % 26));
        writer.append(piece);
        whole += piece;
    }
    const auto name = writer.finish();
    EXPECT_EQ(name, hash::sha256_hex(whole));
    EXPECT_EQ(store_.open(name).text(), whole);
}

TEST_F(Blobs, given_up_half_way_leave_nothing) {
    {
        auto writer = store_.writer();
        writer.append("half");
        auto moved = std::move(writer);
        moved.append(" a blob");
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(Blobs, that_are_missing_or_no_name_are_refused) {
    EXPECT_THROW(store_.open(std::string(64, '0')), BlobDamaged);
    EXPECT_THROW(store_.open("../../etc/passwd"), BlobDamaged);
    EXPECT_FALSE(store_.contains("../../etc/passwd"));
}

TEST_F(Blobs, that_were_changed_are_found_by_a_checking_reader) {
    const auto name = store_.put("what was imported");
    std::ofstream(store_.path_of(name)) << "what was not imported";
    EXPECT_EQ(store_.open(name).text(), "what was not imported");
    const BlobStore checking(directory_, BlobStore::Reading::checked);
    EXPECT_THROW(checking.open(name), BlobDamaged);
    EXPECT_EQ(checking.open(checking.put("another")).text(), "another");
}

}  // namespace
}  // namespace sunlot::store
