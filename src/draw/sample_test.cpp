#include "draw/sample.h"

#include "draw/frame.h"
#include "draw/quota.h"
#include "draw/slots.h"
#include "hash/sha256.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::draw {
namespace {

const std::string kSeed = hash::sha256_hex("a seed");

Plan plan_of(Quota a, Quota b) {
    Plan plan;
    plan.strata = {{"A", a, {}}, {"B", b, {}}};
    plan.reserve = 2;
    plan.spread = true;
    return plan;
}

/// n objects over two strata and five districts.
std::string frame_of(std::size_t n) {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < n; ++i) ids.push_back("X:T:" + std::to_string(i));
    std::ranges::sort(ids);
    std::string file;
    for (const std::string& id : ids) {
        const auto number = std::stoul(id.substr(4));
        append_row(file, {id, number % 3 == 0 ? "B" : "A", std::string("d") + static_cast<char>('0' + number % 5)});
    }
    return file;
}

std::vector<std::string> sample_of(const Plan& plan, const std::string& file) {
    const auto rows = parse_frame(file).value();
    return draw_sample(plan, rows, kSeed).value().sample_ids();
}

}  // namespace

TEST(Sample, a_higher_ratio_only_adds_objects) {
    Plan plan = plan_of(Quota::ratio(1, 10), Quota::ratio(1, 2));
    plan.spread = false;
    const std::string file = frame_of(500);
    const auto low = sample_of(plan, file);
    plan.strata[0].quota = Quota::ratio(3, 10);
    const auto high = sample_of(plan, file);
    EXPECT_TRUE(std::ranges::includes(high, low));
    EXPECT_GT(high.size(), low.size());
}

TEST(Extension, grows_the_strata_asked_for_and_only_adds_objects) {
    for (const bool spread : {false, true}) {
        Plan plan = plan_of(Quota::ratio(1, 10), Quota::ratio(1, 2));
        plan.spread = spread;
        const std::string file = frame_of(500);
        const auto rows = parse_frame(file).value();
        const auto before = draw_sample(plan, rows, kSeed).value();
        const std::vector<HigherQuota> higher{{"A", Quota::ratio(3, 10)}};
        const auto cells = extended_cells(plan, higher, before.cells, rows, kSeed).value();
        std::uint64_t a = 0;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            EXPECT_GE(cells[i].k, before.cells[i].k);
            if (cells[i].stratum == "A") a += cells[i].k;
            EXPECT_TRUE(cells[i].stratum == "A" || cells[i] == before.cells[i]);
        }
        EXPECT_EQ(a, 100U);  // three tenths of 333, rounded up
        const auto after = draw_sample(plan, rows, kSeed, cells).value();
        EXPECT_TRUE(std::ranges::includes(after.sample_ids(), before.sample_ids()));
        const auto code = [&](const std::vector<HigherQuota>& asked, std::span<const FrameRow> frame) {
            const auto extended = extended_cells(plan, asked, before.cells, frame, kSeed);
            return extended ? "" : extended.error().code;
        };
        EXPECT_EQ(code({{"A", Quota::ratio(1, 10)}}, rows), "extension.nothing");
        EXPECT_EQ(code({{"C", Quota::all()}}, rows), "extension.stratum");
        EXPECT_EQ(code(higher, std::span(rows).first(499)), "extension.frame");
    }
}

TEST(Sample, does_not_depend_on_the_order_of_the_rows) {
    const std::string file = frame_of(400);
    auto rows = parse_frame(file).value();
    const Plan plan = plan_of(Quota::ratio(1, 7), Quota::number(9));
    const auto sorted = draw_sample(plan, rows, kSeed).value().rows;
    std::ranges::reverse(rows);
    EXPECT_EQ(draw_sample(plan, rows, kSeed).value().rows, sorted);
}

TEST(Sample, is_sorting_by_ticket_and_taking_the_first) {
    rc::check([] {
        const auto n = *rc::gen::inRange<std::size_t>(0, 300);
        const auto k = *rc::gen::inRange<std::uint64_t>(0, 320);
        const std::string file = frame_of(n);
        Plan plan = plan_of(Quota::number(k), Quota::all());
        plan.spread = false;
        plan.reserve = *rc::gen::element<std::uint64_t>(0, 1, 5, 1'000'000'000);
        const auto rows = parse_frame(file).value();
        std::vector<std::pair<std::string, std::string>> tickets;
        for (const FrameRow& row : rows)
            if (row.stratum == "A") tickets.emplace_back(ticket(kSeed, row.id), row.id);
        std::ranges::sort(tickets);
        const auto result = draw_sample(plan, rows, kSeed).value();
        std::size_t at = 0;
        for (const DrawnRow& row : result.rows) {
            if (row.stratum != "A") continue;
            RC_ASSERT(row.id == tickets[at].second);
            RC_ASSERT((row.kind == DrawnKind::sample) == (at < k));
            ++at;
        }
        RC_ASSERT(at == std::min<std::uint64_t>(tickets.size(), k + plan.reserve));
        RC_ASSERT(parse_result(encode_result(result.rows)).value() == result.rows);
    });
}

TEST(Spread, shares_are_floor_or_ceiling_and_add_up) {
    rc::check([](const std::vector<std::uint16_t>& sizes, std::uint64_t wish, std::uint64_t word) {
        std::vector<std::uint64_t> counts(sizes.begin(), sizes.end());
        std::uint64_t n = 0;
        for (const auto count : counts) n += count;
        RC_PRE(n > 0);
        const std::uint64_t k = wish % (n + 1);
        std::uint64_t sum = 0;
        const auto shares = spread(k, counts, word % n);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            sum += shares[i];
            RC_ASSERT(shares[i] >= k * counts[i] / n && shares[i] <= (k * counts[i] + n - 1) / n);
            RC_ASSERT(shares[i] <= counts[i]);
        }
        RC_ASSERT(sum == k);
    });
}

TEST(KeptCells, keep_quotas_and_lower_them_only_where_a_cell_shrank) {
    Plan plan = plan_of(Quota::all(), Quota::all());
    plan.spread = false;
    const std::vector<Cell> before{{"A", "", 10, 3}, {"B", "", 4, 4}};
    const std::string file = "X:1\tA\t\nX:2\tA\t\nX:3\tA\t\nX:4\tA\t\n";
    const auto kept = kept_cells(plan, before, parse_frame(file).value()).value();
    EXPECT_EQ(kept, (std::vector<Cell>{{"A", "", 4, 3}, {"B", "", 0, 0}}));
    const auto again = kept_cells(plan, std::vector<Cell>{{"A", "", 10, 3}}, parse_frame("X:1\tB\t\n").value()).value();
    EXPECT_EQ(again, (std::vector<Cell>{{"A", "", 0, 0}, {"B", "", 1, 0}}));
    EXPECT_EQ(plan_cells(plan, parse_frame("X:1\tC\t\n").value(), kSeed).error().code, "frame.stratum");
}

TEST(Lists, have_one_form_and_say_where_they_have_not) {
    const auto frame_error = [](std::string_view file) {
        const auto parsed = parse_frame(file);
        return parsed ? "" : parsed.error().field;
    };
    EXPECT_EQ(frame_error("A\tx\ty\nB\t\t\n"), "");
    EXPECT_EQ(frame_error(""), "");
    EXPECT_EQ(frame_error("A\tx\ty\nB\tx\ty"), "frame.tsv:2");
    EXPECT_EQ(frame_error("B\tx\ty\nA\tx\ty\n"), "frame.tsv:2");
    EXPECT_EQ(frame_error("A\tx\ty\nA\tx\ty\n"), "frame.tsv:2");
    for (const char* bad :
         {"a\tx\ty\n", "\tx\ty\n", "A\tx\n", "A\tx\ty\tz\n", "A\tx\ty\r\n", "A\t x\ty\n", "A\tx\xff\ty\n", "\n"})
        EXPECT_EQ(frame_error(bad), "frame.tsv:1") << bad;
    EXPECT_FALSE(parse_exclusions("A\tannual_cap\t017\n"));
    EXPECT_FALSE(parse_exclusions("A\tAnnual\t1\n"));
    EXPECT_FALSE(parse_officers("F1\t0\t9\tb,a\n"));
    EXPECT_FALSE(parse_officers("F1\t-1\t9\t\n"));
    EXPECT_FALSE(parse_officers("F1\t0\t9\ta,\n"));
    EXPECT_FALSE(parse_recusals(std::string(64, 'A') + "\n"));
    EXPECT_FALSE(parse_result("A\t\t2\tS\t" + std::string(64, '0') + "\tX\n"));
    EXPECT_FALSE(
        parse_result("A\t\t1\tR\t" + std::string(64, '0') + "\tX\nA\t\t2\tS\t" + std::string(64, '1') + "\tY\n"));
}

TEST(Lists, never_crash_on_arbitrary_bytes) {
    rc::check([] {
        const auto noise =
            *rc::gen::container<std::string>(rc::gen::element('\n', '\t', ',', 'A', '0', '1', 'S', '\xe4', '-'));
        const auto officers = parse_officers("A\t0\t1\t\n").value();
        (void)parse_frame(noise);
        (void)parse_exclusions(noise);
        (void)parse_officers(noise);
        (void)parse_recusals(noise);
        (void)parse_result(noise);
        (void)parse_slots(noise, officers);
        (void)frame_root(noise);
    });
}

TEST(Slots, follow_tags_and_recusals) {
    const auto officers = parse_officers("F1\t0\t9\tlead\nF2\t0\t9\t\nF3\t0\t9\tlead\n").value();
    const std::vector<TeamSlot> team{{"lead", {"lead"}}, {"second", {}}};
    const std::vector<std::string> jobs{"J1", "J2"};
    const auto slots = make_slots(team, officers, jobs, {{"F3", "J2"}, {"F9", "J1"}});
    const std::string file = "J1\t0\tF1,F3\nJ1\t1\tF1,F2,F3\nJ2\t0\tF1\nJ2\t1\tF1,F2\n";
    EXPECT_EQ(encode_slots(slots, officers), file);
    EXPECT_EQ(encode_slots(parse_slots(file, officers).value(), officers), file);
    EXPECT_EQ(slots.lists.size(), 4U);
    for (const char* bad :
         {"J1\t1\tF1\n", "J1\t0\tF4\n", "J1\t0\tF2,F1\n", "J1\t0\tF1,F1\n", "J2\t0\tF1\nJ1\t0\tF1\n", "J1\t0\tF1"})
        EXPECT_EQ(parse_slots(bad, officers).error().code, "slots.malformed") << bad;
    EXPECT_TRUE(parse_slots("J1\t0\t\n", officers)->candidates(0).empty());
}

}  // namespace sunlot::draw
