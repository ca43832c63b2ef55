#include "files/secret_box.h"

#include "hash/sha256.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace sunlot::files {
namespace {

namespace fs = std::filesystem;

struct Counter : Entropy {
    void fill(std::span<unsigned char> bytes) override { std::ranges::fill(bytes, ++last); }
    unsigned char last = 0;
};

constexpr BoxCost kCheap{.passes = 1, .kibibytes = 8};

SecretBytes bytes(std::string_view text) {
    return SecretBytes(as_bytes(text));
}

std::string sealed(std::string_view inside = "what nobody may read") {
    Counter entropy;
    return seal_box("some/kind/v1\nname x\n", bytes(inside), bytes("the secret"), kCheap, entropy);
}

std::string with_digest(std::string body) {
    return body + "sha256 " + hash::sha256_hex(body) + "\n";
}

TEST(SecretBox, gives_back_what_was_put_in_with_its_lines) {
    const auto file = sealed();
    const auto box = read_box(file);
    ASSERT_TRUE(box);
    EXPECT_EQ(box->lines, "some/kind/v1\nname x\n");
    EXPECT_EQ(box->size(), std::string_view("what nobody may read").size());
    const auto inside = open_box(*box, bytes("the secret"));
    ASSERT_TRUE(inside);
    EXPECT_EQ(as_text(inside->view()), "what nobody may read");
    EXPECT_FALSE(open_box(*box, bytes("another secret")));
}

TEST(SecretBox, any_changed_byte_is_noticed) {
    const auto file = sealed();
    for (std::size_t i = 0; i < file.size(); ++i) {
        auto changed = file;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(read_box(changed)) << i;
    }
}

TEST(SecretBox, a_line_changed_with_its_digest_does_not_open) {
    auto body = sealed();
    body.resize(body.rfind("sha256 "));
    body.replace(body.find("name x"), 6, "name y");
    const auto file = with_digest(body);
    const auto box = read_box(file);
    ASSERT_TRUE(box);
    EXPECT_FALSE(open_box(*box, bytes("the secret")));
}

TEST(SecretBox, that_asks_for_hours_or_for_all_memory_is_none) {
    const auto file = sealed();
    for (const char* cost : {"argon2id 101 8 ", "argon2id 1 2097153 ", "argon2id 0 8 ", "argon2id 1 7 "}) {
        auto body = file.substr(0, file.rfind("sha256 "));
        body.replace(body.find("argon2id 1 8 "), 13, cost);
        EXPECT_FALSE(read_box(with_digest(body))) << cost;
    }
    EXPECT_FALSE(read_box(""));
    EXPECT_FALSE(read_box(with_digest("some/kind/v1\n")));
}

TEST(SecretFile, is_made_once_and_read_again) {
    const auto folder = fs::temp_directory_path() / ("secret-file-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    Counter entropy;
    const auto file = default_secret_file(folder / "data");
    EXPECT_EQ(file, folder / "data.key-secret");
    EXPECT_EQ(read_secret_file(file).error().code, "key.missing");
    const auto made = make_secret_file(file, entropy);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->view().size(), 64U);
    EXPECT_EQ(as_text(make_secret_file(file, entropy)->view()), as_text(made->view()));
    std::ofstream(file) << "short\n";
    EXPECT_EQ(read_secret_file(file).error().code, "key.secret_short");
    fs::remove_all(folder);
}

}  // namespace
}  // namespace sunlot::files
