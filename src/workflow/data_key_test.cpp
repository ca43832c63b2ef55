#include "workflow/data_key.h"

#include "store/blob_store.h"
#include "store/database.h"
#include "store/journal.h"
#include "workflow/test_bureau.h"
#include "workflow/test_keys.h"

#include <fstream>
#include <functional>
#include <iterator>

#include <gtest/gtest.h>

namespace sunlot::workflow::testing {
namespace {

namespace fs = std::filesystem;

/// A data directory, opened and closed as the program does it.
struct Office {
    Folder folder;
    CountingEntropy entropy;
    StandingClock clock;
    LogKey log_key;
    DataKeyPlace place{.data_directory = folder.path / "data", .keys = test_keys(folder.path)};

    /// What `work` sees of the opened database; gives the refusal's code, or "".
    std::string open(const std::function<void(store::Database&)>& work = {}) {
        const auto keys = open_data_keys(place, entropy);
        if (!keys) return keys.error().code;
        fs::create_directories(place.data_directory);
        store::BlobStore blobs(place.data_directory / "blobs", keys->keys);
        const auto database = expect(store::Database::open(
            {.url = "sqlite:" + (place.data_directory / "sunlot.db").string(), .blobs = blobs, .entropy = entropy}));
        const Context context{.database = *database,
                              .blobs = blobs,
                              .clock = clock,
                              .entropy = entropy,
                              .data_directory = place.data_directory,
                              .log_key = log_key,
                              .keys = place.keys};
        const auto settled = settle_data_keys(context, *keys);
        if (!settled) return settled.error().code;
        if (work) work(*database);
        return "";
    }
    std::string file() const {
        std::ifstream in(place.file(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void write(const std::string& text) const {
        std::ofstream(place.file(), std::ios::binary | std::ios::trunc) << text;
    }
};

void begin(store::Database& database) {
    auto transaction = database.write();
    transaction.append({.kind = "log.created",
                        .actor = "system",
                        .subject = "lhrs-150802/log/2026",
                        .at = Instant{1'000'000},
                        .data = Json::Object{{"origin", "lhrs-150802/log/2026"}, {"vkey", "x"}}});
    transaction.append({.kind = "private.viewed",
                        .actor = "u1",
                        .subject = "officer",
                        .at = Instant{2'000'000},
                        .data = Json::Object{{"fields", Json::Array{"phone"}}, {"purpose", "check"}},
                        .private_data = Json::Object{{"id", "F0001"}, {"note", ""}}});
    transaction.commit();
}

std::string looked_at(store::Database& database) {
    auto view = database.read();
    return store::journal_private(view, 1)->at("id").as_string();
}

TEST(DataKeyFile, is_made_at_the_first_start_and_read_at_the_next) {
    Office office;
    EXPECT_EQ(office.open(begin), "");
    EXPECT_TRUE(office.file().starts_with("sunlot/data-key/v1\ngeneration 1\nargon2id 1 8 "));
    EXPECT_EQ(fs::status(office.place.file()).permissions(), fs::perms(0600));
    EXPECT_EQ(office.open([](store::Database& database) { EXPECT_EQ(looked_at(database), "F0001"); }), "");
}

TEST(DataKeyFile, that_does_not_open_is_told_apart) {
    Office office;
    EXPECT_EQ(office.open(begin), "");
    const auto file = office.file();
    office.write(file.substr(0, file.size() / 2));
    EXPECT_EQ(office.open(), "data_key.damaged");
    office.write(file);
    fs::permissions(office.place.file(), fs::perms(0640));
    EXPECT_EQ(office.open(), "key.permissions");
    fs::permissions(office.place.file(), fs::perms(0600));
    std::ofstream(office.place.keys.secret_file) << "another secret altogether\n";
    EXPECT_EQ(office.open(), "data_key.secret");
}

TEST(DataKeyFile, that_is_gone_is_not_made_anew_while_the_database_needs_it) {
    Office office;
    EXPECT_EQ(office.open(begin), "");
    fs::rename(office.place.file(), office.folder.path / "aside");
    EXPECT_EQ(office.open(), "data_key.missing");
    EXPECT_FALSE(fs::exists(office.place.file()));
    Office other;
    EXPECT_EQ(other.open(begin), "");
    fs::copy_file(other.place.file(), office.place.file());
    // The same secret opens it, but it is of another database: CountingEntropy gives both the same key, so this one is
    // moved to its next generation first.
    EXPECT_TRUE(add_data_key(other.place, other.entropy));
    EXPECT_EQ(other.open(), "");
    fs::copy_file(other.place.file(), office.place.file(), fs::copy_options::overwrite_existing);
    EXPECT_EQ(office.open(), "data_key.not_ours");
}

TEST(DataKeyFile, with_a_further_generation_is_settled_at_the_next_start) {
    Office office;
    EXPECT_EQ(office.open(begin), "");
    fs::create_directories(office.place.data_directory / "audit");
    std::ofstream(office.place.data_directory / "audit/shadow.db") << "what the old key sealed";
    EXPECT_EQ(add_data_key(office.place, office.entropy).value(), 2U);
    EXPECT_EQ(add_data_key(office.place, office.entropy).error().code, "data_key.moving");
    EXPECT_EQ(office.open([](store::Database& database) {
        EXPECT_EQ(looked_at(database), "F0001");
        auto view = database.read();
        EXPECT_EQ(store::journal_entry(view, view.journal().size - 1)->kind, "data_key.rotated");
    }),
              "");
    EXPECT_TRUE(office.file().starts_with("sunlot/data-key/v1\ngeneration 2\nargon2id "));
    EXPECT_FALSE(fs::exists(office.place.data_directory / "audit/shadow.db"));
    EXPECT_EQ(office.open([](store::Database& database) { EXPECT_EQ(looked_at(database), "F0001"); }), "");
}

TEST(DataKeyFile, is_restored_from_a_copy_under_another_secret) {
    Office office;
    EXPECT_EQ(office.open(begin), "");
    const DataKeyCopy copy{.file = office.folder.path / "copy", .secret = office.folder.path / "copy-secret"};
    EXPECT_EQ(export_data_key(office.place, copy, office.entropy).error().code, "key.missing");
    files::write_private_file(copy.secret, "kept in the safe of the archive\n");
    ASSERT_TRUE(export_data_key(office.place, copy, office.entropy));
    EXPECT_EQ(restore_data_key(office.place, copy, office.entropy).error().code, "data_key.exists");
    files::write_private_file(office.place.keys.secret_file, "a new secret, the old one is lost\n");
    EXPECT_EQ(office.open(), "data_key.secret");
    ASSERT_TRUE(restore_data_key(office.place, copy, office.entropy));
    EXPECT_EQ(office.open([](store::Database& database) { EXPECT_EQ(looked_at(database), "F0001"); }), "");
}

}  // namespace
}  // namespace sunlot::workflow::testing
