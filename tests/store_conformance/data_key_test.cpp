// Personal data at rest on both engines: what lies in the tables cannot be read, a database from before is sealed, the
// key can be changed, and a crash at any point of either leaves what can be gone on with.
#include "store/data_key_move.h"
#include "store/data_keys.h"
#include "store/journal.h"
#include "store/replay.h"
#include "world.h"

#include <array>
#include <fstream>
#include <iterator>

namespace sunlot::store::testing {
namespace {

struct PulledPlug : std::runtime_error {
    PulledPlug() : std::runtime_error("the plug was pulled") {}
};

template <class World>
class DataKey : public StoreTest<World> {
protected:
    static constexpr Instant kNow{9'000'000};
    const std::string salt_ = std::string(63, 'c') + "1\n";

    void SetUp() override {
        begin_journal(*this->database_, 3);
        auto transaction = this->database_->write();
        for (int i = 0; i < 4; ++i) transaction.append(private_viewed("u1", Instant{5'000'000 + i}));
        transaction.commit();
        blob_ = this->blobs_.put(salt_ + "王建国\n", Privacy::personal);
    }

    std::string private_text(std::uint64_t seq) {
        auto view = this->database_->read();
        return to_canonical(journal_private(view, seq).value());
    }
    std::string raw(std::uint64_t seq) {
        auto view = this->database_->read();
        return view
            .query_one("SELECT part FROM journal_private WHERE seq = $1", {seq},
                       [](const Row& row) { return row.text(0); })
            .value();
    }
    void put_back(const std::string& column, std::uint64_t seq, const std::string& text) {
        auto transaction = this->database_->write();
        transaction.execute("UPDATE journal_private SET " + column + " = $2 WHERE seq = $1", {seq, text});
        transaction.commit();
    }
    /// As the release before left it: nothing sealed in the tables.
    void unseal_everything() {
        auto view = this->database_->read();
        const auto rows = view.query_all("SELECT seq, salt, part FROM journal_private", {}, [&](const Row& row) {
            const auto seq = std::to_string(row.integer(0));
            return std::array{seq, view.unseal(kPrivateSalt, seq, row.text(1)),
                              view.unseal(kPrivatePart, seq, row.text(2))};
        });
        for (const auto& [seq, salt, part] : rows) {
            put_back("salt", std::stoull(seq), salt);
            put_back("part", std::stoull(seq), part);
        }
    }
    /// The same database with other keys.
    void with_keys(std::uint32_t first, std::uint32_t last) {
        this->database_.reset();
        other_ = std::make_unique<BlobStore>(this->world_.folder() / "blobs", test_data_keys(first, last));
        auto opened = Database::open({.url = this->world_.url(), .blobs = *other_, .entropy = this->entropy_});
        ASSERT_TRUE(opened);
        this->database_ = std::move(*opened);
    }
    Result<std::optional<DataKeyMove>> move() { return move_to_present_key(*this->database_, kNow); }
    /// Stops at the n-th report of progress; false when it came to its end before.
    bool stops_at(int nth) {
        try {
            EXPECT_TRUE(move_to_present_key(*this->database_, kNow, [&](auto, auto, auto) {
                if (nth-- == 0) throw PulledPlug();
            }));
            return false;
        } catch (const PulledPlug&) {
            return true;
        }
    }
    bool is_clean() {
        const auto report = replay(*this->database_, {.temporary = this->world_.folder()});
        for (const auto& fault : report.journal_faults) ADD_FAILURE() << name(fault.kind) << " " << fault.detail;
        return report.clean();
    }
    std::string file() const {
        std::ifstream in((this->world_.folder() / "blobs" / blob_.substr(0, 2) / blob_).string() + ".sealed",
                         std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::unique_ptr<BlobStore> other_;
    std::string blob_;
};
TYPED_TEST_SUITE(DataKey, Worlds, WorldNames);

TYPED_TEST(DataKey, hides_private_parts_and_their_salts_in_the_tables) {
    const auto part = this->private_text(4);
    EXPECT_TRUE(this->raw(4).starts_with("s1."));
    EXPECT_FALSE(this->raw(4).contains("{"));
    auto view = this->database_->read();
    EXPECT_EQ(view.count("SELECT count(*) FROM journal_private WHERE salt NOT LIKE 's1.%'"), 0);
    EXPECT_FALSE(part.empty());
    EXPECT_TRUE(this->is_clean());
}

TYPED_TEST(DataKey, of_a_new_database_is_proved_by_it_and_nothing_moves_again) {
    const auto first = this->move().value();
    ASSERT_TRUE(first);
    EXPECT_TRUE(first->first);
    EXPECT_EQ(first->texts, 0U);
    EXPECT_FALSE(this->move().value());
    auto view = this->database_->read();
    EXPECT_EQ(data_key_generation(view), 1U);
}

TYPED_TEST(DataKey, seals_what_the_release_before_left_in_the_clear) {
    const auto part = this->private_text(4);
    this->unseal_everything();
    EXPECT_EQ(this->raw(4), part);
    const auto moved = this->move().value();
    ASSERT_TRUE(moved);
    EXPECT_GE(moved->texts, 8U);
    EXPECT_TRUE(this->raw(4).starts_with("s1."));
    EXPECT_EQ(this->private_text(4), part);
    EXPECT_TRUE(this->is_clean());
}

TYPED_TEST(DataKey, is_changed_with_every_text_and_file_and_an_entry) {
    const auto part = this->private_text(4);
    this->move().value();
    const auto size = this->database_->read().journal().size;
    this->with_keys(1, 2);
    const auto moved = this->move().value();
    ASSERT_TRUE(moved);
    EXPECT_FALSE(moved->first);
    EXPECT_EQ(moved->files, 1U);
    this->with_keys(2, 2);  // the old one is gone
    EXPECT_EQ(this->private_text(4), part);
    EXPECT_EQ(this->other_->open(this->blob_).text(), this->salt_ + "王建国\n");
    EXPECT_TRUE(this->file().starts_with("sunlot/sealed-blob/v1 2\n"));
    auto view = this->database_->read();
    EXPECT_EQ(journal_entry(view, size)->kind, "data_key.rotated");
    EXPECT_EQ(data_key_generation(view), 2U);
    EXPECT_TRUE(this->is_clean());
}

TYPED_TEST(DataKey, cut_off_anywhere_is_gone_on_with) {
    const auto part = this->private_text(4);
    this->unseal_everything();
    int stops = 0;
    while (this->stops_at(stops)) {
        this->reopen();
        ++stops;
    }
    EXPECT_GE(stops, 2);
    EXPECT_EQ(this->private_text(4), part);
    this->with_keys(1, 2);
    for (stops = 0; this->stops_at(stops); ++stops) {
        this->with_keys(1, 2);
        EXPECT_EQ(this->private_text(4), part) << stops;
        EXPECT_EQ(this->other_->open(this->blob_).text(), this->salt_ + "王建国\n") << stops;
    }
    EXPECT_GE(stops, 2);
    this->with_keys(2, 2);
    EXPECT_EQ(this->private_text(4), part);
    EXPECT_TRUE(this->is_clean());
}

TYPED_TEST(DataKey, of_another_database_is_refused) {
    this->move().value();
    this->with_keys(2, 2);
    EXPECT_EQ(this->move().error().code, "data_key.not_ours");
}

TYPED_TEST(DataKey, does_not_open_what_was_moved_to_another_row) {
    this->put_back("part", 4, this->raw(5));
    EXPECT_THROW(this->private_text(4), SealBroken);
    const auto report = replay(*this->database_, {.temporary = this->world_.folder()});
    ASSERT_EQ(report.journal_faults.size(), 1U);
    EXPECT_EQ(report.journal_faults.front().kind, JournalFaultKind::private_part);
    EXPECT_EQ(report.journal_faults.front().seq, 4U);
}

TYPED_TEST(DataKey, erased_parts_stay_erased_when_the_key_changes) {
    this->move().value();
    auto transaction = this->database_->write();
    transaction.erase_private(4, "u1", Instant{8'000'000}, "本人撤回同意");
    transaction.commit();
    this->with_keys(1, 2);
    this->move().value();
    auto view = this->database_->read();
    EXPECT_FALSE(journal_private(view, 4));
    EXPECT_TRUE(this->is_clean());
}

}  // namespace
}  // namespace sunlot::store::testing
