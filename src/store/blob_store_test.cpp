#include "store/blob_store.h"

#include "store/test_data_keys.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <unistd.h>

namespace sunlot::store {
namespace {

class Blobs : public ::testing::Test {
protected:
    ~Blobs() override { std::filesystem::remove_all(directory_); }
    std::filesystem::path directory_ =
        std::filesystem::temp_directory_path() / ("sunlot_blobs_" + std::to_string(::getpid()));
    BlobStore store_{directory_, test_data_keys()};

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
    const BlobStore checking = store_.checking();
    EXPECT_THROW(checking.open(name), BlobDamaged);
    EXPECT_EQ(checking.open(checking.put("another")).text(), "another");
}

// ── With personal data ────────────────────────────────────────────────────────────────────────────────────────────

const std::string kSalt = std::string(63, 'a') + "7\n";

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path sealed_path(const BlobStore& store, const std::string& name) {
    return store.path_of(name).string() + ".sealed";
}

TEST_F(Blobs, with_personal_data_lie_sealed_under_the_digest_of_what_is_inside) {
    const auto bytes = kSalt + "王建国\t13800000000\n";
    const auto name = store_.put(bytes, Privacy::personal);
    EXPECT_EQ(name, hash::sha256_hex(bytes));
    EXPECT_FALSE(std::filesystem::exists(store_.path_of(name)));
    EXPECT_TRUE(store_.contains(name));
    const auto file = bytes_of(sealed_path(store_, name));
    EXPECT_TRUE(file.starts_with("sunlot/sealed-blob/v1 1\n"));
    for (const char* word : {"王建国", "13800000000", "aaaaaaaa"}) EXPECT_FALSE(file.contains(word)) << word;
    EXPECT_EQ(store_.open(name).text(), bytes);
    EXPECT_EQ(store_.checking().open(name).text(), bytes);
    EXPECT_EQ(store_.put(bytes, Privacy::personal), name);
    EXPECT_EQ(files(), 1U);
}

TEST_F(Blobs, sealed_are_read_in_pieces_of_any_size) {
    std::string bytes = kSalt;
    for (int i = 0; i < 300'000; ++i) bytes += std::to_string(i) + "\n";
    auto writer = store_.writer(Privacy::personal);
    for (std::size_t at = 0; at < bytes.size(); at += 70'001) writer.append(std::string_view(bytes).substr(at, 70'001));
    const auto name = writer.finish();
    for (const std::size_t piece : {1'000'000U, 65'537U, 4'093U}) {
        auto reader = store_.reader(name);
        EXPECT_EQ(reader.size(), bytes.size());
        std::string read;
        std::string room(piece, '\0');
        while (const auto got = reader.read(room)) read += room.substr(0, got);
        EXPECT_TRUE(read == bytes) << piece;
        reader.rewind();
        EXPECT_EQ(room.substr(0, reader.read(room)), bytes.substr(0, std::min(piece, bytes.size())));
    }
}

TEST_F(Blobs, sealed_and_changed_in_any_byte_are_refused) {
    const auto name = store_.put(kSalt + "王建国\n", Privacy::personal);
    const auto file = bytes_of(sealed_path(store_, name));
    for (std::size_t i = 0; i < file.size(); ++i) {
        auto changed = file;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        std::ofstream(sealed_path(store_, name), std::ios::binary | std::ios::trunc) << changed;
        // Another generation is a key that is not here; everything else is a broken tag.
        EXPECT_ANY_THROW(store_.open(name)) << i;
    }
    std::ofstream(sealed_path(store_, name), std::ios::binary | std::ios::trunc) << file.substr(0, file.size() - 1);
    EXPECT_THROW(store_.open(name), BlobDamaged);
}

TEST_F(Blobs, sealed_do_not_open_under_each_others_names) {
    const auto one = store_.put(kSalt + "one\n", Privacy::personal);
    const auto other = store_.put(std::string(64, '0') + "\nother\n", Privacy::personal);
    std::filesystem::copy_file(sealed_path(store_, one), sealed_path(store_, other),
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_THROW(store_.open(other), BlobDamaged);
}

TEST_F(Blobs, with_personal_data_must_begin_with_their_random_line) {
    EXPECT_THROW(store_.put("王建国\n", Privacy::personal), std::logic_error);
    EXPECT_EQ(files(), 0U);
}

TEST_F(Blobs, from_before_there_were_keys_are_sealed_and_the_plain_file_goes) {
    const auto name = store_.put(kSalt + "王建国\n");
    store_.seal_anew(name);
    EXPECT_FALSE(std::filesystem::exists(store_.path_of(name)));
    EXPECT_EQ(store_.open(name).text(), kSalt + "王建国\n");
    store_.seal_anew(name);
    EXPECT_EQ(files(), 1U);
    store_.seal_anew(std::string(64, '0'));  // not there: erased, or never imported
}

TEST_F(Blobs, move_to_the_next_key_and_no_longer_need_the_old_one) {
    const auto name = store_.put(kSalt + "王建国\n", Privacy::personal);
    const BlobStore both(directory_, test_data_keys(1, 2));
    EXPECT_EQ(both.open(name).text(), kSalt + "王建国\n");
    both.seal_anew(name);
    EXPECT_EQ(BlobStore(directory_, test_data_keys(2, 2)).open(name).text(), kSalt + "王建国\n");
    EXPECT_THROW(store_.open(name), SealBroken);
}

TEST_F(Blobs, sealed_are_replaced_as_others_are) {
    const auto name = store_.put(kSalt + "王建国\n", Privacy::personal);
    const auto by = store_.put(std::string(64, '1') + "\n\n", Privacy::personal);
    store_.replace(name, by);
    EXPECT_FALSE(std::filesystem::exists(sealed_path(store_, name)));
    EXPECT_EQ(store_.open(name).text(), std::string(64, '1') + "\n\n");
    store_.seal_anew(name);
    EXPECT_FALSE(std::filesystem::exists(sealed_path(store_, name)));
}

}  // namespace
}  // namespace sunlot::store
