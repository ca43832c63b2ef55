// The assignment is defined by its result, so the main test is the definition itself: everything enumerated, on
// thousands of small instances. Two early drafts of the algorithm were wrong, and only this showed it.
#include "draw/assignment.h"

#include "draw/assignment_preference.h"
#include "draw/seed.h"
#include "hash/sha256.h"

#include <algorithm>
#include <map>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::draw {
namespace {

std::string numbered(const char* letter, std::uint64_t number) {
    std::string digits = std::to_string(number);
    return letter + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
}

struct Problem {
    std::vector<Officer> officers;
    SlotTable slots;
};

/// Adds a job whose slots have these candidates.
void add_job(Problem& problem, std::string id, std::vector<std::vector<std::uint32_t>> lists) {
    SlotTable& t = problem.slots;
    if (t.first.empty()) t.first.push_back(0);
    t.jobs.push_back(std::move(id));
    for (auto& list : lists) {
        const auto known = std::ranges::find(t.lists, list);
        t.list_of.push_back(static_cast<std::uint32_t>(known - t.lists.begin()));
        if (known == t.lists.end()) t.lists.push_back(std::move(list));
    }
    t.first.push_back(static_cast<std::uint32_t>(t.list_of.size()));
}

/// All complete assignments, as officers by slot.
class Enumeration {
public:
    explicit Enumeration(const Problem& problem) : p_(problem), load_(problem.officers.size(), 0) {
        const SlotTable& t = p_.slots;
        for (std::uint32_t j = 0; j < t.jobs.size(); ++j)
            for (std::uint32_t s = t.first[j]; s < t.first[j + 1]; ++s) job_of_.push_back(j);
        extend();
    }
    std::vector<std::vector<std::uint32_t>> all;

private:
    void extend() {
        const auto slot = static_cast<std::uint32_t>(now_.size());
        if (slot == job_of_.size()) {
            all.push_back(now_);
            return;
        }
        for (const std::uint32_t i : p_.slots.candidates(slot)) {
            const auto siblings = now_.begin() + p_.slots.first[job_of_[slot]];
            if (load_[i] >= p_.officers[i].cap || std::find(siblings, now_.end(), i) != now_.end()) continue;
            now_.push_back(i);
            ++load_[i];
            extend();
            now_.pop_back();
            --load_[i];
        }
    }
    const Problem& p_;
    std::vector<std::uint32_t> load_, now_, job_of_;
};

std::vector<std::int64_t> levels(const Problem& p, const std::vector<std::uint32_t>& holders) {
    std::vector<std::int64_t> out;
    for (const Officer& o : p.officers) out.push_back(o.base_load);
    for (const std::uint32_t i : holders) ++out[i];
    return out;
}

std::int64_t sum_of_squares(const Problem& p, const std::vector<std::uint32_t>& holders) {
    std::int64_t sum = 0;
    for (const std::int64_t level : levels(p, holders)) sum += level * level;
    return sum;
}

/// Preference order of a slot, straight from the protocol.
std::vector<std::uint32_t> preference(const Problem& p, std::uint32_t job, std::uint32_t slot_number,
                                      std::string_view seed) {
    auto list = p.slots.candidates(p.slots.first[job] + slot_number);
    WordStream words(derive(seed, "assign-slot") + p.slots.jobs[job] + "/" + std::to_string(slot_number));
    for (std::size_t t = 0; t < list.size(); ++t) std::swap(list[t], list[t + words.below(list.size() - t)]);
    return list;
}

std::vector<std::uint32_t> defined_assignment(const Problem& p, std::vector<std::vector<std::uint32_t>> candidates,
                                              std::string_view seed) {
    std::int64_t best = sum_of_squares(p, candidates.front());
    for (const auto& a : candidates) best = std::min(best, sum_of_squares(p, a));
    std::erase_if(candidates, [&](const auto& a) { return sum_of_squares(p, a) != best; });
    std::vector<std::pair<std::string, std::uint32_t>> order;
    for (std::uint32_t j = 0; j < p.slots.jobs.size(); ++j)
        order.emplace_back(hash::sha256_hex(derive(seed, "assign-order") + p.slots.jobs[j]), j);
    std::ranges::sort(order);
    for (const auto& [ticket, job] : order)
        for (std::uint32_t slot = p.slots.first[job]; slot < p.slots.first[job + 1]; ++slot)
            for (const std::uint32_t wish : preference(p, job, slot - p.slots.first[job], seed)) {
                if (std::ranges::none_of(candidates, [&](const auto& a) { return a[slot] == wish; })) continue;
                std::erase_if(candidates, [&](const auto& a) { return a[slot] != wish; });
                break;
            }
    return candidates.at(0);
}

Assignment named(const Problem& p, const std::vector<std::uint32_t>& holders) {
    Assignment out;
    for (std::uint32_t j = 0; j < p.slots.jobs.size(); ++j) {
        AssignedJob& job = out.emplace_back(AssignedJob{p.slots.jobs[j], {}});
        for (std::uint32_t s = p.slots.first[j]; s < p.slots.first[j + 1]; ++s)
            job.officers.push_back(p.officers[holders[s]].id);
    }
    return out;
}

template <class T>
T choice(std::mt19937_64& random, std::initializer_list<T> of) {
    return of.begin()[random() % of.size()];
}

std::vector<std::uint32_t> some_officers(std::mt19937_64& random, std::size_t count, unsigned percent) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < count; ++i)
        if (random() % 100 < percent) out.push_back(i);
    if (out.empty()) out.push_back(static_cast<std::uint32_t>(random() % count));
    return out;
}

/// Small instances of every sort: equal and different lists, tight caps, uneven loads before.
Problem random_problem(std::mt19937_64& random) {
    Problem p;
    const std::size_t officers = 2 + random() % 5;
    for (std::size_t i = 0; i < officers; ++i)
        p.officers.push_back({numbered("O", i),
                              choice<std::uint32_t>(random, {0, 0, 0, 1, 2, 5}),
                              choice<std::uint32_t>(random, {1, 2, 3, 9, 9}),
                              {}});
    const std::size_t jobs = 1 + random() % 5;
    for (std::size_t j = 0; j < jobs; ++j) {
        const auto slots = choice<std::size_t>(random, {1, 2, 2, 2, 3});
        const auto percent = choice<unsigned>(random, {30, 60, 100});
        std::vector<std::vector<std::uint32_t>> lists(slots, some_officers(random, officers, percent));
        if (random() % 2 == 0)
            for (auto& list : lists) list = some_officers(random, officers, percent);
        add_job(p, numbered("J", j), lists);
    }
    return p;
}

std::uint64_t size_of_search(const Problem& p) {
    std::uint64_t size = 1;
    for (std::uint32_t s = 0; s < p.slots.slot_count(); ++s) size *= p.slots.candidates(s).size();
    return size;
}

std::string random_seed(std::mt19937_64& random) {
    return hash::sha256_hex(std::to_string(random()));
}

}  // namespace

TEST(Assignment, is_the_one_that_brute_force_finds_by_the_definition) {
    std::mt19937_64 random(7);
    int feasible = 0;
    int infeasible = 0;
    for (int trial = 0; trial < 3000; ++trial) {
        const Problem p = random_problem(random);
        if (size_of_search(p) > 30'000) continue;
        const std::string seed = random_seed(random);
        const auto all = Enumeration(p).all;
        const auto result = assign(p.officers, p.slots, seed);
        ASSERT_EQ(result.has_value(), !all.empty()) << "trial " << trial;
        ASSERT_EQ(find_bottleneck(p.officers, p.slots).has_value(), all.empty());
        (all.empty() ? infeasible : feasible)++;
        if (all.empty()) continue;
        ASSERT_EQ(encode_assignment(*result), encode_assignment(named(p, defined_assignment(p, all, seed))))
            << "trial " << trial << " seed " << seed << "\n"
            << encode_officers(p.officers) << encode_slots(p.slots, p.officers);
    }
    EXPECT_GT(feasible, 1000);
    EXPECT_GT(infeasible, 100);
}

// An early draft kept every search within the price of the officer who loses the slot. But the circle of swaps may come
// back through another slot of the same job, entered by an officer of another price.
TEST(Assignment, a_circle_may_come_back_through_other_slots_of_the_job) {
    Problem p{{{"O0", 0, 9, {}}, {"O1", 0, 3, {}}, {"O2", 2, 3, {}}, {"O3", 2, 3, {}}}, {}};
    add_job(p, "J000", {{0, 1, 3}, {0, 1, 3}, {1, 2, 3}});
    add_job(p, "J001", {{0}, {2, 3}});
    const auto all = Enumeration(p).all;
    std::mt19937_64 random(19);
    for (int trial = 0; trial < 200; ++trial) {
        const std::string seed = random_seed(random);
        ASSERT_EQ(assign(p.officers, p.slots, seed).value(), named(p, defined_assignment(p, all, seed)));
    }
}

TEST(Assignment, has_the_smallest_maximum_and_the_largest_minimum_load) {
    std::mt19937_64 random(11);
    for (int trial = 0; trial < 300; ++trial) {
        const Problem p = random_problem(random);
        if (size_of_search(p) > 3'000) continue;
        const auto all = Enumeration(p).all;
        if (all.empty()) continue;
        std::vector<std::int64_t> of_result;
        for (const Officer& o : p.officers) of_result.push_back(o.base_load);
        const Assignment result = assign(p.officers, p.slots, random_seed(random)).value();
        for (const AssignedJob& job : result)
            for (const std::string& id : job.officers)
                ++of_result[static_cast<std::size_t>(std::ranges::find(p.officers, id, &Officer::id) -
                                                     p.officers.begin())];
        for (const auto& other : all) {
            ASSERT_LE(std::ranges::max(of_result), std::ranges::max(levels(p, other)));
            ASSERT_GE(std::ranges::min(of_result), std::ranges::min(levels(p, other)));
        }
    }
}

TEST(Assignment, an_infeasible_one_names_visits_and_officers_that_really_do_not_fit) {
    std::mt19937_64 random(13);
    int seen = 0;
    for (int trial = 0; trial < 3000 && seen < 200; ++trial) {
        Problem p = random_problem(random);
        const auto tight = find_bottleneck(p.officers, p.slots);
        if (!tight || size_of_search(p) > 30'000) continue;
        ++seen;
        // The named jobs alone are already too much for all officers there are.
        Problem alone{p.officers, {}};
        for (std::uint32_t j = 0; j < p.slots.jobs.size(); ++j) {
            if (std::ranges::find(tight->jobs, p.slots.jobs[j]) == tight->jobs.end()) continue;
            std::vector<std::vector<std::uint32_t>> lists;
            for (std::uint32_t s = p.slots.first[j]; s < p.slots.first[j + 1]; ++s)
                lists.push_back(p.slots.candidates(s));
            add_job(alone, p.slots.jobs[j], lists);
        }
        ASSERT_TRUE(Enumeration(alone).all.empty()) << "trial " << trial;
        ASSERT_EQ(tight->capacity + 1, tight->slots);
    }
    EXPECT_GT(seen, 100);
    Problem lone{{{"O1", 0, 9, {}}}, {}};
    add_job(lone, "J1", {{0}, {0}});
    const auto no = assign(lone.officers, lone.slots, std::string(64, '0'));
    ASSERT_FALSE(no);
    EXPECT_EQ(no.error().code, "assignment.infeasible");
    EXPECT_TRUE(no.error().text.zh.contains("J1") && no.error().text.zh.contains("O1"));
}

TEST(Assignment, kept_jobs_stay_and_count_into_load_and_cap) {
    Problem p{{{"O1", 0, 2, {}}, {"O2", 0, 2, {}}}, {}};
    for (const char* id : {"J1", "J2", "J3"}) add_job(p, id, {{0, 1}});
    const Assignment before{{"J0", {"O1"}}, {"J1", {"O1"}}, {"J3", {"O9"}}};
    const Assignment kept = kept_jobs(before, std::vector<std::string>{"J1", "J2", "J3"});
    EXPECT_EQ(kept, (Assignment{{"J1", {"O1"}}, {"J3", {"O9"}}}));
    const auto result = assign(p.officers, p.slots, std::string(64, 'a'), kept);
    ASSERT_TRUE(result);
    EXPECT_EQ(*result, (Assignment{{"J1", {"O1"}}, {"J2", {"O2"}}, {"J3", {"O9"}}}));
    p.officers[1].cap = 0;
    p.officers[0].cap = 1;  // O1 has had his visit, O2 may have none
    EXPECT_FALSE(assign(p.officers, p.slots, std::string(64, 'a'), kept));
}

TEST(Assignment, with_kept_jobs_is_the_one_of_the_definition_with_their_loads_before) {
    std::mt19937_64 random(37);
    int compared = 0;
    for (int trial = 0; trial < 1500; ++trial) {
        const Problem p = random_problem(random);
        if (size_of_search(p) > 3'000) continue;
        const std::string seed = random_seed(random);
        const auto all = Enumeration(p).all;
        if (all.empty()) continue;
        // Some jobs of some assignment stay; the others are dealt as if the kept visits had been made before.
        const Assignment before = named(p, all[random() % all.size()]);
        Assignment kept;
        Problem rest{p.officers, {}};
        for (std::uint32_t j = 0; j < p.slots.jobs.size(); ++j) {
            if (random() % 2 == 0) {
                kept.push_back(before[j]);
                for (const std::string& id : before[j].officers) {
                    Officer& officer = *std::ranges::find(rest.officers, id, &Officer::id);
                    ++officer.base_load;
                    --officer.cap;
                }
                continue;
            }
            std::vector<std::vector<std::uint32_t>> lists;
            for (std::uint32_t s = p.slots.first[j]; s < p.slots.first[j + 1]; ++s)
                lists.push_back(p.slots.candidates(s));
            add_job(rest, p.slots.jobs[j], lists);
        }
        if (rest.slots.jobs.empty()) continue;
        Assignment expected = named(rest, defined_assignment(rest, Enumeration(rest).all, seed));
        expected.insert(expected.end(), kept.begin(), kept.end());
        std::ranges::sort(expected, {}, &AssignedJob::job);
        ASSERT_EQ(assign(p.officers, p.slots, seed, kept).value(), expected) << "trial " << trial;
        ++compared;
    }
    EXPECT_GT(compared, 400);
}

TEST(Assignment, an_infeasible_one_names_the_few_visits_that_do_not_fit_and_not_all) {
    Problem p;
    for (std::uint32_t i = 0; i < 12; ++i) p.officers.push_back({numbered("O", i), 0, 9, {}});
    p.officers[3].cap = 1;
    for (std::uint32_t j = 0; j < 20; ++j) add_job(p, numbered("J", j), {{0, 1, 2, 4, 5, 6}, {5, 6, 7, 8, 9, 10, 11}});
    add_job(p, "J100", {{3}, {0, 1, 2}});
    add_job(p, "J101", {{3}, {0, 1, 2}});
    const auto tight = find_bottleneck(p.officers, p.slots).value();
    EXPECT_EQ(tight.jobs, (std::vector<std::string>{"J100", "J101"}));
    EXPECT_EQ(tight.officers, std::vector<std::string>{"O003"});
    EXPECT_EQ(tight.slots, 2);
    EXPECT_EQ(tight.capacity, 1);
    const auto no = assign(p.officers, p.slots, std::string(64, '0'));
    EXPECT_TRUE(no.error().text.zh.contains("2 个对象的 2 个名额只能由 1 名执法人员承担，最多能派 1 个"));
}

namespace {

/// Larger than brute force can do, of every sort.
Problem larger_problem(std::uint64_t number) {
    std::mt19937_64 random(number);
    Problem p;
    const std::uint32_t officers = 12 + static_cast<std::uint32_t>(random() % 20);
    const bool uneven = number % 3 == 0;
    const bool tight = number % 3 == 1;
    for (std::uint32_t i = 0; i < officers; ++i)
        p.officers.push_back({numbered("O", i),
                              uneven ? static_cast<std::uint32_t>(random() % 30) : 0,
                              tight ? static_cast<std::uint32_t>(4 + random() % 30) : 200,
                              {}});
    for (std::uint32_t j = 0; j < 120; ++j) {
        const auto begin = static_cast<std::uint32_t>(random() % officers);
        std::vector<std::uint32_t> list;
        for (std::uint32_t n = 0, width = 3 + static_cast<std::uint32_t>(random() % 5); n < width; ++n)
            list.push_back((number % 2 == 0 ? begin + n : static_cast<std::uint32_t>(random())) % officers);
        std::ranges::sort(list);
        list.erase(std::ranges::unique(list).begin(), list.end());
        std::vector<std::vector<std::uint32_t>> lists(2, list);
        if (random() % 3 == 0) lists[1] = some_officers(random, officers, 50);
        add_job(p, numbered("J", j), lists);
    }
    return p;
}

}  // namespace

// The digest is that of what a plain implementation in Python gives (one search per candidate, no parts, no flows).
TEST(Assignment, larger_ones_are_those_of_the_reference_implementation) {
    std::string all;
    for (std::uint64_t number = 0; number < 12; ++number) {
        const Problem p = larger_problem(number);
        const auto result = assign(p.officers, p.slots, hash::sha256_hex(std::to_string(number)));
        all += result ? encode_assignment(*result) : "infeasible\n";
    }
    EXPECT_EQ(hash::sha256_hex(all), "3a51fe14a5c8953b100e2119a03098df836c82d7be740229563e63e7df4bc4a7");
}

TEST(Assignment, officers_with_equal_lists_have_equal_chances) {
    std::map<std::string, int> firsts;
    Problem p;
    for (std::uint32_t i = 0; i < 5; ++i) p.officers.push_back({numbered("O", i), 0, 9, {}});
    for (std::uint32_t j = 0; j < 3; ++j) add_job(p, numbered("J", j), {{0, 1, 2, 3, 4}});
    std::mt19937_64 random(17);
    for (int i = 0; i < 5000; ++i) firsts[assign(p.officers, p.slots, random_seed(random)).value()[0].officers[0]]++;
    for (const auto& [id, count] : firsts) EXPECT_NEAR(count, 1000, 150) << id;
}

TEST(Assignment, file_round_trips_and_nothing_else_is_read) {
    const Assignment a{{"J1", {"F1", "F2"}}, {"J2", {"F1"}}};
    EXPECT_EQ(parse_assignment(encode_assignment(a)).value(), a);
    EXPECT_TRUE(parse_assignment("").value().empty());
    for (const char* bad :
         {"J1\n", "J1\tF1", "J1\tF 1\n", "j1\tF1\n", "J2\tF1\nJ1\tF1\n", "J1\tF1\nJ1\tF1\n", "J1\t\n", "\n"})
        EXPECT_EQ(parse_assignment(bad).error().code, "assignment.malformed") << bad;
}

}  // namespace sunlot::draw
