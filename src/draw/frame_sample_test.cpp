#include "draw/frame_sample.h"

#include "draw/quota.h"
#include "draw/sample.h"
#include "draw/seed.h"
#include "draw/ticket_scan.h"
#include "hash/sha256.h"
#include "hash/ticket.h"

#include <algorithm>
#include <map>
#include <random>
#include <thread>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::draw {
namespace {

const std::string kSeed = hash::sha256_hex("a seed");

struct Row {
    std::string id, stratum, district;
};

Plan plan_with(std::vector<Quota> quotas, bool spread, std::uint64_t reserve) {
    Plan plan;
    for (std::size_t i = 0; i < quotas.size(); ++i)
        plan.strata.push_back({std::string(1, char('A' + i)), quotas[i], {}});
    plan.spread = spread;
    plan.reserve = reserve;
    return plan;
}

std::string file_of(const std::vector<Row>& rows) {
    std::string file;
    for (const Row& row : rows) append_row(file, {row.id, row.stratum, row.district});
    return file;
}

/// n objects in sorted order, in three strata and `districts` districts with long and short names.
std::string directory(std::size_t n, std::size_t districts) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < n; ++i) {
        const std::string number = std::to_string(10'000'000 + i);
        const std::string district =
            i % 7 == 0 ? "内蒙古自治区巴彦淖尔市临河区" + std::to_string(i % districts) : std::to_string(i % districts);
        rows.push_back({i % 11 == 0 ? "X:SITE:" + number + std::string(i % 40, '9') : "91150802MA" + number,
                        std::string(1, char('A' + i % 3)), district});
    }
    std::ranges::sort(rows, {}, &Row::id);
    return file_of(rows);
}

/// The rule as it is written: count, quotas, sort each cell by (ticket, id), take the first.
std::string naive(const Plan& plan, const std::string& file, std::string_view seed) {
    const auto rows = parse_frame(file).value();
    std::map<std::pair<std::string, std::string>, std::vector<std::pair<std::string, std::string>>> cells;
    for (const FrameRow& row : rows)
        cells[{std::string(row.stratum), plan.spread ? std::string(row.district) : ""}].emplace_back(
            ticket(seed, row.id), std::string(row.id));
    std::string out;
    const auto planned = plan_cells(plan, rows, seed).value();
    for (const Cell& cell : planned) {
        auto& tickets = cells.at({cell.stratum, cell.district});
        std::ranges::sort(tickets);
        for (std::uint64_t rank = 0; rank < std::min<std::uint64_t>(tickets.size(), cell.k + plan.reserve); ++rank)
            out += cell.stratum + "\t" + cell.district + "\t" + std::to_string(rank + 1) +
                   (rank < cell.k ? "\tS\t" : "\tR\t") + tickets[rank].first + "\t" + tickets[rank].second + "\n";
    }
    return out;
}

void run_on_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
}

}  // namespace

TEST(FrameSample, is_sorting_every_cell_by_ticket_and_taking_the_first) {
    rc::check([] {
        const auto quota = rc::gen::element(Quota::number(0), Quota::number(3), Quota::number(700),
                                            Quota::ratio(1, 100), Quota::ratio(1, 3), Quota::ratio(0, 5), Quota::all());
        const Plan plan = plan_with(*rc::gen::container<std::vector<Quota>>(3, quota), *rc::gen::arbitrary<bool>(),
                                    *rc::gen::element<std::uint64_t>(0, 1, 20, 1'000'000'000));
        const std::string file =
            directory(*rc::gen::inRange<std::size_t>(0, 6000), *rc::gen::inRange<std::size_t>(1, 90));
        const std::string seed = hash::sha256_hex(*rc::gen::arbitrary<std::string>());
        const std::string expected = naive(plan, file, seed);
        RC_ASSERT(encode_result(sample_frame(plan, file, seed).value()) == expected);
        RC_ASSERT(encode_result(draw_sample(plan, parse_frame(file).value(), seed).value().rows) == expected);
    });
}

TEST(FrameSample, takes_the_cells_of_a_redraw) {
    const Plan plan = plan_with({Quota::all(), Quota::all(), Quota::all()}, false, 1);
    const std::string file = directory(3000, 4);
    const auto rows = parse_frame(file).value();
    const std::vector<Cell> before{{"A", "", 0, 7}, {"B", "", 0, 5000}, {"D", "", 9, 9}};
    const auto kept = kept_cells(plan, before, rows).value();
    const auto sample = sample_frame(plan, file, kSeed, kept).value();
    EXPECT_EQ(sample.cells,
              (std::vector<Cell>{{"A", "", 1000, 7}, {"B", "", 1000, 1000}, {"C", "", 1000, 0}, {"D", "", 0, 0}}));
    std::vector<std::size_t> sizes;
    for (const auto& drawn : sample.drawn) sizes.push_back(drawn.size());
    EXPECT_EQ(sizes, (std::vector<std::size_t>{8, 1000, 1, 0}));
    EXPECT_EQ(encode_result(draw_sample(plan, rows, kSeed, kept).value().rows), encode_result(sample));
}

TEST(FrameSample, does_not_depend_on_threads_or_on_how_the_frame_is_cut) {
    const Plan plan = plan_with({Quota::ratio(1, 100), Quota::number(500), Quota::ratio(1, 50)}, true, 2);
    std::string file;  // of three parts
    const std::string long_id(47, '0');
    const std::string long_label(60, 'z');
    for (int i = 10'000'000; i < 10'300'000; ++i)
        append_row(file, {long_id + std::to_string(i), std::string(1, char('A' + i % 3)),
                          long_label + std::to_string(i % 40)});
    ASSERT_GT(file.size(), std::size_t{33} << 20);
    const std::string in_turn = encode_result(sample_frame(plan, file, kSeed).value());
    EXPECT_EQ(encode_result(sample_frame(plan, file, kSeed, std::nullopt, run_on_threads).value()), in_turn);
    EXPECT_EQ(encode_result(sample_rows(plan, parse_frame(file).value(), kSeed, std::nullopt, run_on_threads).value()),
              in_turn);
}

TEST(FrameSample, is_exact_when_everyone_in_a_cell_has_a_high_ticket) {
    // Whoever knew the seed could fill a directory with ids of his choice: here only those above half the range.
    const hash::TicketHasher ticket_of(derive(kSeed, "select"));
    std::vector<Row> rows;
    for (int i = 0; rows.size() < 5000; ++i) {
        const std::string id = "X:H:" + std::to_string(10'000'000 + i);
        if (ticket_of(id)[0] >= 0x80) rows.push_back({id, "A", ""});
    }
    const std::string file = file_of(rows);
    const Plan plan = plan_with({Quota::ratio(1, 100)}, false, 3);
    EXPECT_EQ(encode_result(sample_frame(plan, file, kSeed).value()), naive(plan, file, kSeed));
}

TEST(FrameSample, of_a_whole_is_made_of_the_samples_of_its_parts_in_100000_partitions) {
    constexpr std::size_t kWanted = 5;
    constexpr std::size_t kObjects = 24;
    const std::string key = derive(kSeed, "select");
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < kObjects; ++i) ids.push_back("X:" + std::to_string(i));
    const std::vector<std::string_view> whole(ids.begin(), ids.end());
    std::vector<std::string_view> answer;
    for (const Ticketed& drawn : lowest_tickets(key, whole, kWanted)) answer.push_back(drawn.id);
    std::mt19937 random(7);
    for (int round = 0; round < 100'000; ++round) {
        std::array<std::vector<std::string_view>, 4> parts;
        const auto used = 1 + random() % parts.size();
        for (const std::string_view id : whole) parts[random() % used].push_back(id);
        std::vector<std::string_view> survivors;
        for (const auto& part : parts)
            for (const Ticketed& drawn : lowest_tickets(key, part, kWanted)) survivors.push_back(drawn.id);
        std::vector<std::string_view> merged;
        for (const Ticketed& drawn : lowest_tickets(key, survivors, kWanted)) merged.push_back(drawn.id);
        ASSERT_EQ(merged, answer) << "partition " << round;
    }
}

TEST(FrameSample, refuses_what_is_no_frame_and_whom_no_quota_names) {
    const Plan plan = plan_with({Quota::all()}, false, 0);
    const std::string padding(200, '9');
    for (const std::string& bad : {std::string("A\tA\n"), std::string("A\tA\t\t\n"), std::string("A\tA\t"),
                                   std::string("\tA\t\n"), std::string(56, 'A') + "\tA\t\n", "A\n" + padding})
        EXPECT_EQ(sample_frame(plan, bad, kSeed).error().code, "frame.malformed") << bad;
    EXPECT_EQ(sample_frame(plan, "X:1\tB\t\n", kSeed).error().code, "frame.stratum");
    EXPECT_EQ(sample_frame(plan, "X:1\tA\t\n", kSeed, std::vector<Cell>{}).error().code, "sample.cell");
    EXPECT_TRUE(sample_frame(plan, "", kSeed)->cells.empty());
}

TEST(Bar, never_falls_below_the_share_and_shrinks_as_a_cell_grows) {
    rc::check([](std::uint32_t wanted, std::uint32_t more) {
        const std::uint64_t n = std::uint64_t{wanted} + more;
        const auto bar = bar_of(wanted, n);
        const bool safe = bar == kNoBar || bar >= (std::uint64_t{wanted} << 32) / n;
        RC_ASSERT(safe);
        RC_ASSERT(bar_of(wanted, n + 1) <= bar);
    });
    EXPECT_EQ(bar_of(5, 5), kNoBar);
    EXPECT_LT(bar_of(10'000, 1'000'000), kNoBar / 90);
}

}  // namespace sunlot::draw
