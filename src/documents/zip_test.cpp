#include "documents/zip.h"

#include "documents/table_file_test.h"

#include <gtest/gtest.h>
#include <zip.h>

namespace sunlot::documents {
namespace {

using namespace std::string_literals;

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(in)), {});
}

std::string entry_of(const std::filesystem::path& path, const char* name) {
    zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, nullptr);
    zip_file_t* file = archive != nullptr ? zip_fopen(archive, name, 0) : nullptr;
    std::string text(100, '\0');
    text.resize(file != nullptr ? static_cast<std::size_t>(zip_fread(file, text.data(), text.size())) : 0);
    if (file != nullptr) zip_fclose(file);
    if (archive != nullptr) zip_discard(archive);
    return text;
}

}  // namespace

TEST(Zip, the_same_content_gives_the_same_bytes_in_any_order) {
    const TemporaryDirectory directory;
    const auto file = directory.write("frame.tsv", "91150802MA0N1A2B31\tA\t解放\n");
    for (const Packing packing : {Packing::stored, Packing::deflated}) {
        write_zip(directory / "a.zip", {{"log/policy.txt", "p"s}, {"frame.tsv", file}, {"seed.txt", "s"s}}, packing);
        std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() + std::chrono::hours(99));
        write_zip(directory / "b.zip", {{"seed.txt", "s"s}, {"log/policy.txt", "p"s}, {"frame.tsv", file}}, packing);
        EXPECT_EQ(bytes_of(directory / "a.zip"), bytes_of(directory / "b.zip"));
        EXPECT_EQ(entry_of(directory / "a.zip", "frame.tsv"), "91150802MA0N1A2B31\tA\t解放\n");
        EXPECT_EQ(entry_of(directory / "a.zip", "log/policy.txt"), "p");
    }
}

TEST(Zip, names_that_leave_the_archive_or_come_twice_are_bugs) {
    const TemporaryDirectory directory;
    const auto write = [&](std::vector<ZipEntry> entries) { write_zip(directory / "a.zip", std::move(entries)); };
    EXPECT_THROW(write({{"a", "1"s}, {"b", "2"s}, {"a", "3"s}}), std::logic_error);
    EXPECT_THROW(write({{"../a", "1"s}, {"b", "2"s}}), std::logic_error);
    EXPECT_THROW(write({{"/a", "1"s}, {"b", "2"s}}), std::logic_error);
    EXPECT_THROW(write({{"a", directory / "absent"}, {"b", "2"s}}), std::runtime_error);
    EXPECT_FALSE(std::filesystem::exists(directory / "a.zip"));
}

}  // namespace sunlot::documents
