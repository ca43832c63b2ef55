#include "api/one_liners.h"

#include "api/test_system.h"
#include "base/text.h"
#include "hash/sha256.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

void write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

/// Exit code of a script run as a reader of the page would run it, inside the bundle.
int run(const std::string& shell, const fs::path& bundle, const std::string& script) {
    write(bundle.parent_path() / "script.sh", script);
    const std::string command = "cd '" + bundle.string() + "' && " + shell + " ../script.sh > /dev/null 2>&1";
    return std::system(command.c_str());
}

std::string hash_hex(const std::string& bytes) {
    return hash::hex(hash::sha256(bytes));
}

/// A draw of 300 objects in three strata made by hand from the protocol's own words, in a folder like a bundle.
class OneLiners : public ::testing::Test {
protected:
    void SetUp() override {
        bundle = directory.path() / "bundle";
        fs::create_directories(bundle / "log");
        const std::string value(64, '7');
        const std::string commitment = hash_hex("sunlot/commit/v1|lhrs-150802-2026-0001|jiwei|" + value);
        write(bundle / "seed.txt", "sunlot/seed/v1\ndraw=lhrs-150802-2026-0001\nparty=jiwei:" + value +
                                       "\nevent=ssq:2026135:03,09,12,18,26,31+07\n");
        draw.draw_id = "lhrs-150802-2026-0001";
        draw.seed = hash_hex(read(bundle / "seed.txt"));
        draw.parties.push_back({.id = "jiwei",
                                .organisation = "it's",
                                .role = "supervisor",
                                .commitment = commitment,
                                .committed_at = {},
                                .value = value,
                                .typed = {},
                                .revealed_at = {},
                                .dropped = {}});
        make_lists();
        draw.seal = workflow::SealView{.at = {},
                                       .frame_root = "",
                                       .digest = hash_hex("{}"),
                                       .files = {},
                                       .strata = {},
                                       .excluded = {},
                                       .journal_size = 1};
        write(bundle / "seal.json", "{}");
        draw.seal->files["frame.tsv"] = {.lines = 300, .sha256 = hash_hex(read(bundle / "frame.tsv"))};
        draw.seal->strata = {{.label = "A", .n = 100, .k = 5},
                             {.label = "B", .n = 100, .k = 50},
                             {.label = "重 点", .n = 100, .k = 100}};
        draw.sample = 155;
        write(bundle / "log" / "7.json", "{\"entry\":7}");
        draw.entries.push_back({.seq = 7,
                                .kind = "result.sealed",
                                .at = {},
                                .leaf = hash_hex(std::string("\0{\"entry\":7}", 12)),
                                .data = Json::Object{{"result", hash_hex(read(bundle / "result.tsv"))}}});
    }

    void make_lists() {
        const std::string select = hash_hex("sunlot/derive/v1\n" + *draw.seed + "\nselect\n");
        const std::map<std::string, std::pair<std::size_t, std::size_t>> quotas{
            {"A", {5, 7}}, {"B", {50, 52}}, {"重 点", {100, 100}}};
        std::map<std::string, std::map<std::string, std::string>> tickets;
        std::string frame;
        for (int i = 100; i < 400; ++i) {
            const std::string id = "X:SITE:" + std::to_string(i);
            const std::string stratum = i < 200 ? "A" : i < 300 ? "B" : "重 点";
            frame += id + "\t" + stratum + "\t临河区\n";
            tickets[stratum][hash_hex(select + id)] = id;
        }
        std::string result;
        for (const auto& [stratum, rows] : tickets) {
            std::size_t rank = 0;
            for (const auto& [ticket, id] : rows) {
                if (++rank > quotas.at(stratum).second) break;
                result += stratum + "\t\t" + std::to_string(rank) +
                          (rank <= quotas.at(stratum).first ? "\tS\t" : "\tR\t") + ticket + "\t" + id + "\n";
            }
        }
        write(bundle / "frame.tsv", frame);
        write(bundle / "result.tsv", result);
    }

    TemporaryDirectory directory;
    fs::path bundle;
    workflow::DrawView draw;
};

TEST_F(OneLiners, hold_for_an_honest_draw_in_every_shell) {
    const auto all = one_liners(draw);
    ASSERT_EQ(all.size(), 4U);
    for (const auto& one : all) {
        EXPECT_EQ(run("bash", bundle, one.script), 0) << one.script;
        EXPECT_EQ(run("dash", bundle, one.script), 0) << one.script;
    }
}

TEST_F(OneLiners, fail_when_two_drawn_objects_change_places) {
    const std::string result = read(bundle / "result.tsv");
    auto lines = split(result, '\n');
    std::swap(lines[0], lines[1]);
    write(bundle / "result.tsv", join({lines.begin(), lines.end()}, "\n"));
    const auto all = one_liners(draw);
    EXPECT_NE(run("bash", bundle, all[0].script), 0);
    EXPECT_NE(run("bash", bundle, all[3].script), 0);
}

TEST_F(OneLiners, fail_when_a_friend_is_left_out_of_the_result) {
    std::string result = read(bundle / "result.tsv");
    write(bundle / "result.tsv", result.substr(result.find('\n') + 1));
    EXPECT_NE(run("bash", bundle, one_liners(draw)[3].script), 0);
}

TEST_F(OneLiners, fail_when_fewer_are_drawn_than_the_quota) {
    draw.seal->strata[0].k = 6;
    EXPECT_NE(run("bash", bundle, one_liners(draw)[3].script), 0);
}

TEST_F(OneLiners, fail_when_seed_commitment_or_entry_was_changed) {
    auto all = one_liners(draw);
    write(bundle / "log" / "7.json", "{\"entry\":8}");
    EXPECT_NE(run("bash", bundle, all[1].script), 0);
    draw.parties[0].value = std::string(64, '8');
    EXPECT_NE(run("bash", bundle, one_liners(draw)[2].script), 0);
    std::string seed = read(bundle / "seed.txt");
    seed[seed.size() - 2] = '8';
    write(bundle / "seed.txt", seed);
    EXPECT_NE(run("bash", bundle, all[3].script), 0);
}

TEST_F(OneLiners, say_nothing_of_the_sample_while_it_is_sealed) {
    draw.embargo = workflow::EmbargoView{};
    draw.seed.reset();
    draw.entries.clear();
    EXPECT_EQ(one_liners(draw).size(), 2U) << "digests and entries";
}

TEST_F(OneLiners, check_the_revealed_shares_against_commitments_and_seed) {
    const std::string first(64, '1');
    const std::string second(64, '2');
    draw.embargo = workflow::EmbargoView{.reveal_by = {}, .overdue = false, .revealed = true, .shares = {}};
    for (const auto& [id, value] : {std::pair("sealed-1", first), std::pair("sealed-2", second)}) {
        workflow::ShareView share;
        share.id = id;
        share.commitment = hash_hex("sunlot/commit/v1|" + draw.draw_id + "|" + id + "|" + value);
        draw.embargo->shares.push_back(share);
        draw.entries.push_back({.seq = 9,
                                .kind = "share.revealed",
                                .at = {},
                                .leaf = "",
                                .data = Json::Object{{"share", id}, {"value", value}}});
    }
    write(bundle / "seed.txt", read(bundle / "seed.txt") + "sealed=" + hash_hex(first + second) + "\n");
    EXPECT_EQ(run("dash", bundle, one_liners(draw)[2].script), 0) << one_liners(draw)[2].script;
    draw.embargo->shares[1].commitment = std::string(64, '0');
    EXPECT_NE(run("dash", bundle, one_liners(draw)[2].script), 0);
}

}  // namespace
}  // namespace sunlot::api::testing
