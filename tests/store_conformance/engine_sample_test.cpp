// The sample computed inside PostgreSQL is draw_sample's, byte for byte, wherever the frame lies. The nodes are those
// of SUNLOT_TEST_PG_NODES (addresses with blanks between), or four connections to the one cluster.
#include "store/engine_sample.h"

#include "draw/quota.h"
#include "draw/sample.h"
#include "hash/sha256.h"
#include "store/engine.h"
#include "world.h"

#include <cstdlib>
#include <random>
#include <sstream>

#include <fmt/format.h>

namespace sunlot::store::testing {
namespace {

using draw::Quota;

class EngineSample : public ::testing::Test {
protected:
    static constexpr std::size_t kNodes = 4;
    std::mt19937_64 numbers_{20260724};  // the same draws in every run
    PostgresWorld world_;
    std::vector<std::unique_ptr<Engine>> engines_;
    std::vector<std::unique_ptr<Connection>> nodes_;

    void SetUp() override {
        std::vector<std::string> addresses;
        if (const char* given = std::getenv("SUNLOT_TEST_PG_NODES")) {
            std::istringstream words(given);
            for (std::string word; words >> word;) addresses.push_back(word);
        }
        while (addresses.size() < kNodes) addresses.push_back(world_.url());
        for (const auto& address : addresses) {
            engines_.push_back(postgres_engine(address));
            nodes_.push_back(engines_.back()->connect(Purpose::write));
        }
    }

    std::uint64_t below(std::uint64_t n) { return numbers_() % n; }

    template <class T>
    T one_of(std::vector<T> choices) {
        return choices[below(choices.size())];
    }

    draw::Plan plan() {
        draw::Plan plan;
        plan.spread = below(2) == 1;
        plan.reserve = one_of<std::uint64_t>({0, 1, 2, 40});
        for (const char* label : {"A", "AA", "", "甲", "\\N", "'"})
            plan.strata.push_back(
                {.label = label,
                 .quota = one_of<Quota>({Quota::all(), Quota::number(0), Quota::number(3), Quota::ratio(5, 100),
                                         Quota::ratio(1, 3), Quota::ratio(1'000'000'000, 999'999'937)}),
                 .grades = {}});
        return plan;
    }

    /// Lines of a frame, and beside it the same cut up for the nodes.
    std::vector<std::string> parts_;
    std::string frame(std::size_t size, std::uint64_t salt) {
        parts_.assign(nodes_.size(), "");
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < size; ++i)
            ids.push_back(lower_ascii_free(hash::sha256_hex(std::to_string(salt) + "/" + std::to_string(i))));
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        std::string whole;
        for (const auto& id : ids) {
            const auto line = id + "\t" + one_of<std::string>({"A", "AA", "", "甲", "\\N", "'"}) + "\t" +
                              one_of<std::string>({"", "解放", "b", "B", "\"", "\\."}) + "\n";
            whole += line;
            parts_[below(nodes_.size())] += line;
        }
        return whole;
    }
    static std::string lower_ascii_free(std::string hex) {
        for (char& c : hex) c = static_cast<char>(c >= 'a' ? c - 'a' + 'A' : c);
        return hex.substr(0, 3 + hex.size() % 15);
    }

    std::string in_memory(const draw::Plan& plan, const std::string& frame, const std::string& seed,
                          const std::vector<draw::Cell>& kept) {
        const auto rows = draw::parse_frame(frame);
        if (kept.empty()) return draw::encode_result(draw::draw_sample(plan, *rows, seed)->rows);
        return draw::encode_result(draw::draw_sample(plan, *rows, seed, kept)->rows);
    }

    std::vector<EngineShard> shards() {
        std::vector<EngineShard> shards;
        for (std::size_t i = 0; i < nodes_.size(); ++i)
            shards.push_back({.connection = *nodes_[i], .lines = parts_[i], .table = {}});
        return shards;
    }
};

TEST_F(EngineSample, one_node_and_four_give_the_bytes_of_the_program) {
    for (std::uint64_t round = 0; round < 60; ++round) {
        const auto plan = this->plan();
        const std::string lines = frame(below(120), round);
        const std::string seed = hash::sha256_hex(std::to_string(round));
        const std::string expected = in_memory(plan, lines, seed, {});
        const std::vector<EngineShard> alone{{.connection = *nodes_[0], .lines = lines, .table = {}}};
        ASSERT_EQ(expected, engine_sample(alone, {.plan = plan, .seed = seed})) << round;
        ASSERT_EQ(expected, engine_sample(shards(), {.plan = plan, .seed = seed})) << round;
    }
}

TEST_F(EngineSample, a_redraw_keeps_its_quotas_on_the_engine_too) {
    for (std::uint64_t round = 0; round < 20; ++round) {
        const auto plan = this->plan();
        const std::string before = frame(60, round);
        const std::string seed = hash::sha256_hex(std::to_string(round));
        const auto cells = draw::plan_cells(plan, *draw::parse_frame(before), seed);
        const std::string lines = frame(60, round + 1000);
        const auto kept = draw::kept_cells(plan, *cells, *draw::parse_frame(lines));
        if (kept->empty()) continue;
        ASSERT_EQ(in_memory(plan, lines, seed, *kept),
                  engine_sample(shards(), {.plan = plan, .seed = seed, .kept = *kept}))
            << round;
    }
}

TEST_F(EngineSample, a_frame_that_lives_in_a_table_is_drawn_where_it_is) {
    const auto plan = this->plan();
    const std::string lines = frame(500, 7);
    const auto engine = postgres_engine(world_.url());
    const auto owner = engine->connect(Purpose::write);
    owner->begin();
    owner->run_script("CREATE TABLE living_frame (id text NOT NULL, stratum text NOT NULL, district text NOT NULL)");
    {
        constexpr std::array<std::string_view, 3> kColumns{"id", "stratum", "district"};
        const auto bulk = owner->bulk("living_frame", kColumns);
        const auto rows = draw::parse_frame(lines);
        for (const auto& row : *rows) bulk->RowSink::add({row.id, row.stratum, row.district});
        bulk->finish();
    }
    owner->commit();
    const std::vector<EngineShard> living{{.connection = *owner, .lines = {}, .table = "public.living_frame"}};
    const std::string seed = hash::sha256_hex("living");
    EXPECT_EQ(in_memory(plan, lines, seed, {}), engine_sample(living, {.plan = plan, .seed = seed}));
    EXPECT_THROW(engine_sample(std::vector<EngineShard>{{.connection = *owner, .lines = {}, .table = "a; drop"}},
                               {.plan = plan, .seed = seed}),
                 std::logic_error);
}

TEST_F(EngineSample, nothing_stays_behind_on_a_node) {
    const auto plan = this->plan();
    const std::string lines = frame(50, 1);
    const std::vector<EngineShard> alone{{.connection = *nodes_[0], .lines = lines, .table = {}}};
    const std::string seed = hash::sha256_hex("again");
    const auto once = engine_sample(alone, {.plan = plan, .seed = seed});
    EXPECT_EQ(once, engine_sample(alone, {.plan = plan, .seed = seed})) << "the tables of before are gone";
}

TEST_F(EngineSample, the_database_draws_inside_itself_only_on_postgresql) {
    CountingEntropy entropy;
    const BlobStore blobs(world_.folder() / "blobs", test_data_keys());
    const auto plan = this->plan();
    const std::string lines = frame(200, 3);
    const std::string seed = hash::sha256_hex("inside");
    auto postgres = Database::open({.url = world_.url(), .blobs = blobs, .entropy = entropy});
    EXPECT_EQ(in_memory(plan, lines, seed, {}), (*postgres)->sample_inside({.plan = plan, .seed = seed}, lines));
    const SqliteWorld file;
    const BlobStore other_blobs(file.folder() / "blobs", test_data_keys());
    auto sqlite = Database::open({.url = file.url(), .blobs = other_blobs, .entropy = entropy});
    EXPECT_EQ(std::nullopt, (*sqlite)->sample_inside({.plan = plan, .seed = seed}, lines));
}

}  // namespace
}  // namespace sunlot::store::testing
