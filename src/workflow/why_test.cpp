#include "workflow/why.h"

#include "draw/frame.h"
#include "draw/sample.h"
#include "draw/seed.h"
#include "ledger/merkle.h"
#include "workflow/contribution.h"
#include "workflow/test_bureau.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>

namespace sunlot::workflow {
using testing::expect;
using testing::ReadyBureau;

namespace {

hash::Digest digest(std::string_view hex) {
    const auto bytes = from_hex(hex).value();
    hash::Digest out{};
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

bool leads_to_the_root(const FrameProof& proof, const Why& answer) {
    return ledger::verify_inclusion(ledger::leaf_hash(proof.line), proof.index, answer.size, proof.path,
                                    digest(answer.root));
}

int run_in_bash(const ReadyBureau& bureau, const std::string& script) {
    const auto file = bureau.folder.path / "script.sh";
    std::ofstream(file) << script << "\n";
    return std::system(("bash " + file.string() + " | grep -qx OK").c_str());
}

}  // namespace

TEST(Why, tells_every_object_of_the_frame_its_ticket_its_rank_and_the_way_to_the_root) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    FrameShelf shelf;
    std::map<std::string, DrawnRow> drawn;
    for (const auto& row : bureau.rows(draw)) drawn[row.id] = row;
    const std::string seed = *bureau.view(draw).seed;
    for (const auto& object : testing::TestBureau::objects(400)) {
        const auto answer = expect(why(bureau.context, shelf, draw, object.id));
        ASSERT_TRUE(answer.proof);
        EXPECT_TRUE(leads_to_the_root(*answer.proof, answer)) << object.id;
        EXPECT_EQ(answer.root, bureau.view(draw).seal->frame_root);
        EXPECT_EQ(answer.ticket, draw::ticket(seed, object.id));
        EXPECT_EQ(answer.select_key, draw::derive(seed, "select"));
        const auto row = drawn.find(object.id);
        if (row == drawn.end()) {
            EXPECT_EQ(answer.standing, Standing::not_drawn);
            EXPECT_GT(answer.ticket, answer.cut.value().ticket);
            continue;
        }
        EXPECT_EQ(answer.standing, row->second.kind == "S" ? Standing::sampled : Standing::reserve);
        EXPECT_EQ(answer.rank, row->second.rank);
        EXPECT_EQ(answer.stratum, row->second.stratum);
    }
}

TEST(Why, counts_the_ranks_of_a_cell_without_a_gap_also_when_spread_over_districts) {
    ReadyBureau bureau;
    Json body = testing::TestBureau::task_body();
    body.as_object()["spread"] = true;
    const auto draw = bureau.whole_draw(bureau.create_task(body));
    FrameShelf shelf;
    std::map<std::string, std::map<std::uint64_t, std::string>> ranks;  // cell → rank → ticket
    for (const auto& object : testing::TestBureau::objects(400)) {
        const auto answer = expect(why(bureau.context, shelf, draw, object.id));
        EXPECT_TRUE(ranks[answer.stratum + answer.district].emplace(*answer.rank, answer.ticket).second);
    }
    for (const auto& [cell, tickets] : ranks) {
        EXPECT_EQ(tickets.begin()->first, 1U) << cell;
        EXPECT_EQ(tickets.rbegin()->first, tickets.size()) << cell;
        std::string before;
        for (const auto& [rank, ticket] : tickets) {
            EXPECT_LT(before, ticket);
            before = ticket;
        }
    }
}

TEST(Why, proves_by_two_neighbours_that_an_object_was_not_in_the_pool) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    FrameShelf shelf;
    const auto answer = expect(why(bureau.context, shelf, draw, " x:reg:0000100a "));
    EXPECT_EQ(answer.standing, Standing::not_in_pool);
    ASSERT_EQ(answer.neighbours.size(), 2U);
    EXPECT_TRUE(answer.neighbours[0].line.starts_with("X:REG:0000100\t"));
    EXPECT_TRUE(answer.neighbours[1].line.starts_with("X:REG:0000101\t"));
    EXPECT_EQ(answer.neighbours[0].index + 1, answer.neighbours[1].index);
    for (const auto& neighbour : answer.neighbours) EXPECT_TRUE(leads_to_the_root(neighbour, answer));
    EXPECT_EQ(expect(why(bureau.context, shelf, draw, "0")).neighbours.size(), 1U) << "before the first line";
    EXPECT_EQ(expect(why(bureau.context, shelf, draw, "Z")).neighbours.size(), 1U) << "behind the last";
}

TEST(Why, names_the_rule_that_kept_an_object_out_and_its_entry_in_the_journal) {
    ReadyBureau bureau;
    inspection::HistoryRow check;
    check.object = "X:REG:0000017";
    check.date = Date{2026, 3, 3};
    check.source = inspection::VisitSource::routine;
    bureau.import_history({check});
    const auto draw = bureau.whole_draw(bureau.task);
    FrameShelf shelf;
    const auto answer = expect(why(bureau.context, shelf, draw, "X:REG:0000017"));
    EXPECT_EQ(answer.standing, Standing::excluded);
    ASSERT_TRUE(answer.excluded);
    EXPECT_EQ(answer.excluded->reason, "annual_cap");
    EXPECT_EQ(answer.excluded->kind, "history.imported");
    EXPECT_EQ(answer.excluded->line, 1U);
    EXPECT_EQ(answer.neighbours.size(), 2U) << "and it is not in the frame";
}

TEST(Why, says_only_that_an_object_is_in_the_frame_until_the_draw_is_drawn) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    FrameShelf shelf;
    EXPECT_EQ(why(bureau.context, shelf, draw, "X:REG:0000017").error().code, "draw.not_sealed");
    bureau.commit(draw);
    bureau.seal(draw);
    const auto answer = expect(why(bureau.context, shelf, draw, "X:REG:0000017"));
    EXPECT_EQ(answer.standing, Standing::sealed);
    EXPECT_EQ(answer.ticket, "");
    EXPECT_FALSE(answer.rank);
    EXPECT_TRUE(leads_to_the_root(*answer.proof, answer));
    EXPECT_EQ(why(bureau.context, shelf, draw, "某某公司").error().code, "object.code");
    EXPECT_EQ(why(bureau.context, shelf, "nothing", "X:1").error().code, "draw.unknown");
}

TEST(Why, gives_nothing_away_while_an_embargo_lasts) {
    ReadyBureau bureau;
    const auto draw = bureau.embargoed_draw(bureau.task);
    FrameShelf shelf;
    for (const auto& object : testing::TestBureau::objects(400)) {
        const auto answer = expect(why(bureau.context, shelf, draw, object.id));
        EXPECT_EQ(answer.standing, Standing::sealed);
        EXPECT_TRUE(answer.ticket.empty() && answer.select_key.empty() && !answer.rank && !answer.cut && !answer.k);
    }
    expect(reveal_shares(bureau.context, bureau.clerk, draw));
    EXPECT_NE(expect(why(bureau.context, shelf, draw, "X:REG:0000017")).standing, Standing::sealed);
}

TEST(Why, prints_a_script_of_stock_commands_that_recomputes_the_root) {
    ReadyBureau bureau;
    bureau.import_objects({{.id = "X:REG:9999999", .grade = "A", .district = "胜利's"}});
    const auto draw = bureau.whole_draw(bureau.task);
    FrameShelf shelf;
    for (const char* object : {"X:REG:0000000", "X:REG:0000017", "X:REG:0000399", "X:REG:9999999"}) {
        const auto answer = expect(why(bureau.context, shelf, draw, object));
        auto proof = *answer.proof;
        EXPECT_EQ(run_in_bash(bureau, path_script(proof, answer.size, answer.root)), 0) << object;
        proof.line += "x";
        EXPECT_NE(run_in_bash(bureau, path_script(proof, answer.size, answer.root)), 0) << object;
    }
}

}  // namespace sunlot::workflow
