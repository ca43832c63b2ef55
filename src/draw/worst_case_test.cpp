// Whether every sample can be served, against trying them all.
#include "draw/worst_case.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace sunlot::draw {
namespace {

using Ids = std::vector<std::string>;

struct Before {
    std::vector<TeamSlot> team;
    std::vector<Officer> officers;
    std::vector<Ids> objects;  // per cell
    std::vector<std::uint64_t> drawn;
    Recusals recused;

    std::vector<Drawable> cells() const {
        std::vector<Drawable> out;
        for (std::size_t c = 0; c < objects.size(); ++c)
            out.push_back({{objects[c].begin(), objects[c].end()}, drawn[c]});
        return out;
    }
};

Before random_case(std::mt19937_64& random) {
    Before b;
    b.team = {{"lead", {}}, {"second", {}}};
    if (random() % 2 == 0) b.team[0].tags = {"lead"};
    if (random() % 4 == 0) b.team.push_back({"expert", {"expert"}});
    const std::size_t officers = 2 + random() % 4;
    for (std::size_t i = 0; i < officers; ++i) {
        Ids tags;
        if (random() % 2 == 0) tags.emplace_back("expert");
        if (random() % 3 != 0) tags.emplace_back("lead");
        b.officers.push_back({"F" + std::to_string(i), 0, static_cast<std::uint32_t>(random() % 5), tags});
    }
    int number = 0;
    for (std::size_t cell = 0; cell < 1 + random() % 2; ++cell) {
        Ids& objects = b.objects.emplace_back();
        for (std::size_t n = 1 + random() % 5; n > 0; --n) objects.push_back("X:" + std::to_string(number++));
        b.drawn.push_back(random() % (objects.size() + 1));
        for (const std::string& object : objects)
            if (random() % 3 == 0) b.recused.emplace("F" + std::to_string(random() % officers), object);
    }
    return b;
}

/// Whether some sample of all cells from `cell` on, added to `jobs`, cannot be served.
bool some_sample_fails(const Before& b, std::size_t cell, const Ids& jobs) {
    if (cell == b.objects.size()) {
        Ids sorted = jobs;
        std::ranges::sort(sorted);
        return find_bottleneck(b.officers, make_slots(b.team, b.officers, sorted, b.recused)).has_value();
    }
    const Ids& objects = b.objects[cell];
    for (unsigned chosen = 0; chosen < 1U << objects.size(); ++chosen) {
        if (static_cast<std::uint64_t>(__builtin_popcount(chosen)) != b.drawn[cell]) continue;
        Ids more = jobs;
        for (std::size_t i = 0; i < objects.size(); ++i)
            if ((chosen >> i & 1) != 0) more.push_back(objects[i]);
        if (some_sample_fails(b, cell + 1, more)) return true;
    }
    return false;
}

}  // namespace

TEST(WorstCase, says_impossible_exactly_when_some_sample_cannot_be_served) {
    std::mt19937_64 random(29);
    int impossible = 0;
    int assured = 0;
    for (int trial = 0; trial < 2500; ++trial) {
        const Before b = random_case(random);
        const bool fails = some_sample_fails(b, 0, {});
        const auto cells = b.cells();
        const WorstCase found = find_worst_case(b.team, b.officers, cells, b.recused);
        ASSERT_EQ(found.service, fails ? Service::impossible : Service::assured) << "trial " << trial;
        ASSERT_EQ(found.bottleneck.has_value(), fails) << "trial " << trial;
        (fails ? impossible : assured)++;
    }
    EXPECT_GT(impossible, 300);
    EXPECT_GT(assured, 300);
}

TEST(WorstCase, says_nothing_wrong_when_there_are_too_many_sets_to_try) {
    std::mt19937_64 random(31);
    int decided = 0;
    int doubtful = 0;
    for (int trial = 0; trial < 2500; ++trial) {
        const Before b = random_case(random);
        const bool fails = some_sample_fails(b, 0, {});
        const auto cells = b.cells();
        const WorstCase found = find_worst_case(b.team, b.officers, cells, b.recused, 0);
        if (found.service != Service::doubtful) {
            ASSERT_EQ(found.service, fails ? Service::impossible : Service::assured) << "trial " << trial;
        }
        ASSERT_EQ(found.bottleneck.has_value(), found.service != Service::assured);
        (found.service == Service::doubtful ? doubtful : decided)++;
    }
    EXPECT_GT(decided, 3 * doubtful);
}

TEST(WorstCase, counts_only_what_the_cell_can_draw) {
    Before b;
    b.team = {{"one", {}}};
    b.officers = {{"F0", 0, 1, {}}, {"F1", 0, 9, {}}};
    b.objects = {{"X:0", "X:1", "X:2"}};
    for (const char* object : {"X:0", "X:1", "X:2"}) b.recused.emplace("F1", object);
    b.drawn = {1};
    const auto one = b.cells();
    EXPECT_EQ(find_worst_case(b.team, b.officers, one, b.recused).service, Service::assured);
    b.drawn = {2};
    const auto two = b.cells();
    const WorstCase found = find_worst_case(b.team, b.officers, two, b.recused);
    EXPECT_EQ(found.service, Service::impossible);
    EXPECT_EQ(found.bottleneck->officers, Ids{"F0"});
}

}  // namespace sunlot::draw
