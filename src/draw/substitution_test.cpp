// The rule of substitution against a second, naive reading of draw-v1 §9 on random draws.
#include "draw/substitution.h"

#include "draw/assignment_preference.h"
#include "draw/seed.h"
#include "hash/sha256.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace sunlot::draw {
namespace {

using Ids = std::vector<std::string>;

/// A sealed draw with everything substitution looks at.
struct Drawn {
    std::vector<TeamSlot> team;
    std::vector<Officer> officers;
    std::vector<DrawnRow> rows;
    Recusals recused;
    SlotTable slots;
    Assignment assignment;
    std::string seed;

    VisitLists lists() const { return {team, officers, rows, slots, assignment, seed}; }
};

std::string numbered(const char* letter, std::size_t number) {
    return letter + std::string(number < 10 ? "0" : "") + std::to_string(number);
}

bool assign_all(Drawn& d, const Ids& jobs) {
    d.slots = make_slots(d.team, d.officers, jobs, d.recused);
    const auto assignment = assign(d.officers, d.slots, d.seed);
    if (assignment) d.assignment = *assignment;
    return assignment.has_value();
}

/// Nothing when the officers drawn up do not suffice.
std::optional<Drawn> random_draw(std::mt19937_64& random) {
    Drawn d;
    d.seed = hash::sha256_hex(std::to_string(random()));
    d.team = {{"lead", {}}, {"second", {}}};
    if (random() % 2 == 0) d.team[0].tags = {"lead"};
    const std::size_t officers = 3 + random() % 6;
    for (std::size_t i = 0; i < officers; ++i)
        d.officers.push_back({numbered("F", i), static_cast<std::uint32_t>(random() % 4),
                              static_cast<std::uint32_t>(1 + random() % 5), random() % 3 != 0 ? Ids{"lead"} : Ids{}});
    Ids sample;
    std::size_t object = 0;
    for (const char* stratum : {"A", "B"})
        for (std::uint64_t rank = 1, k = 1 + random() % 3; rank <= k + 2; ++rank) {
            d.rows.push_back(
                {stratum, "", rank, rank <= k ? DrawnKind::sample : DrawnKind::reserve, {}, numbered("X:", object++)});
            if (rank <= k) sample.push_back(d.rows.back().id);
        }
    for (const DrawnRow& row : d.rows)
        if (random() % 3 == 0) d.recused.emplace(numbered("F", random() % officers), row.id);
    if (!assign_all(d, sample)) return std::nullopt;
    return d;
}

/// draw-v1 §9 once more, with nothing kept between the steps: everything is recounted from the list of visits.
struct Naive {
    const Drawn& d;
    std::map<std::uint64_t, Visit> visits;
    std::set<std::uint64_t> called_up;
    std::map<std::uint64_t, std::vector<Ids>> lists;

    explicit Naive(const Drawn& drawn) : d(drawn) {
        for (std::uint64_t line = 0; line < d.rows.size(); ++line)
            for (const AssignedJob& job : d.assignment)
                if (job.job == d.rows[line].id) {
                    visits[line] = {line, job.job, job.officers};
                    lists[line] =
                        candidates([&](const auto& id) { return d.recused.contains(std::pair(id, job.job)); });
                }
    }
    template <class Away>
    std::vector<Ids> candidates(const Away& away) const {
        std::vector<Ids> out;
        for (const TeamSlot& slot : d.team) {
            Ids& list = out.emplace_back();
            for (const Officer& o : d.officers)
                if (std::ranges::includes(o.tags, slot.tags) && !away(o.id)) list.push_back(o.id);
        }
        return out;
    }
    std::uint64_t held(const std::string& id) const {
        std::uint64_t n = 0;
        for (const auto& [line, visit] : visits)
            n += static_cast<std::uint64_t>(std::ranges::count(visit.officers, id));
        return n;
    }
    std::uint64_t level(const Officer& o) const { return o.base_load + held(o.id); }
    const Officer& officer(const std::string& id) const { return *std::ranges::find(d.officers, id, &Officer::id); }

    std::optional<std::string> next_officer(std::uint64_t line, std::uint64_t slot, const Ids& unavailable) const {
        const Visit& visit = visits.at(line);
        Ids order = lists.at(line)[slot];
        WordStream words(derive(d.seed, "assign-slot") + visit.object + "/" + std::to_string(slot));
        for (std::size_t t = 0; t < order.size(); ++t) std::swap(order[t], order[t + words.below(order.size() - t)]);
        const auto present = static_cast<std::size_t>(std::ranges::find(order, visit.officers[slot]) - order.begin());
        std::uint64_t highest = 0;
        for (const Officer& o : d.officers) highest = std::max(highest, level(o));
        std::optional<std::string> lowest;
        for (std::size_t step = 1; step < order.size(); ++step) {
            const std::string& id = order[(present + step) % order.size()];
            const bool taken = std::ranges::find(visit.officers, id) != visit.officers.end();
            const bool away = std::ranges::find(unavailable, id) != unavailable.end();
            if (taken || away || held(id) >= officer(id).cap) continue;
            if (level(officer(id)) < highest) return id;
            if (!lowest || level(officer(id)) < level(officer(*lowest))) lowest = id;
        }
        return lowest;
    }
    std::optional<std::uint64_t> next_reserve(std::uint64_t line) const {
        for (std::uint64_t r = 0; r < d.rows.size(); ++r)
            if (d.rows[r].stratum == d.rows[line].stratum && d.rows[r].kind == DrawnKind::reserve &&
                !called_up.contains(r))
                return r;
        return std::nullopt;
    }
    /// The team of one job by trying every pair, in the order of preference: the first with the least squares.
    std::optional<Ids> team_for(const std::string& object, const std::vector<Ids>& list) const {
        std::vector<Ids> order = list;
        for (std::size_t slot = 0; slot < order.size(); ++slot) {
            WordStream words(derive(d.seed, "assign-slot") + object + "/" + std::to_string(slot));
            Ids& o = order[slot];
            for (std::size_t t = 0; t < o.size(); ++t) std::swap(o[t], o[t + words.below(o.size() - t)]);
        }
        std::optional<Ids> best;
        std::uint64_t least = 0;
        for (const std::string& a : order[0])
            for (const std::string& b : order[1]) {
                if (a == b || held(a) >= officer(a).cap || held(b) >= officer(b).cap) continue;
                const std::uint64_t more =
                    2 * level(officer(a)) + 2 * level(officer(b));  // growth of the squares, less 2
                if (!best || more < least) best = Ids{a, b}, least = more;
            }
        return best;
    }
};

Ids some_of(std::mt19937_64& random, const std::vector<Officer>& officers, unsigned percent) {
    Ids out;
    for (const Officer& o : officers)
        if (random() % 100 < percent) out.push_back(o.id);
    return out;
}

std::uint64_t any_visit(std::mt19937_64& random, const Visits& visits) {
    auto at = visits.all().begin();
    std::advance(at, random() % visits.all().size());
    return at->first;
}

void expect_same(const Visits& visits, const Naive& naive) {
    ASSERT_EQ(visits.all(), naive.visits);
    for (const Officer& o : naive.d.officers) ASSERT_EQ(visits.level(o.id), naive.level(o));
}

Substitution replace_an_object(std::mt19937_64& random, Visits& visits, Naive& naive, bool& possible) {
    Substitution s;
    s.line = any_visit(random, visits);
    s.unavailable = some_of(random, naive.d.officers, 20);
    s.replacement = visits.next_reserve(s.line);
    EXPECT_EQ(s.replacement, naive.next_reserve(s.line));
    if (s.replacement) s.recused = some_of(random, naive.d.officers, 10);
    const auto answer = visits.replace_object(s.line, s.recused, s.unavailable);
    Naive after = naive;
    after.visits.erase(s.line);
    possible = true;
    if (s.replacement) {
        const std::string& object = naive.d.rows[*s.replacement].id;
        const auto candidates = after.candidates([&](const std::string& id) {
            return std::ranges::find(s.recused, id) != s.recused.end() ||
                   std::ranges::find(s.unavailable, id) != s.unavailable.end();
        });
        const auto team = after.team_for(object, candidates);
        possible = team.has_value();
        EXPECT_EQ(answer.has_value(), possible);
        if (!possible || !answer) return s;
        s.officers = *team;
        after.called_up.insert(*s.replacement);
        after.visits[*s.replacement] = {*s.replacement, object, *team};
        after.lists[*s.replacement] = candidates;
    }
    EXPECT_EQ(*answer, (Replacement{s.replacement, s.officers}));
    naive.visits = after.visits;
    naive.called_up = after.called_up;
    naive.lists = after.lists;
    return s;
}

Substitution replace_an_officer(std::mt19937_64& random, const Visits& visits, Naive& naive) {
    Substitution s;
    s.what = Substituted::officer;
    s.line = any_visit(random, visits);
    s.slot = random() % 2;
    s.replaced = visits.at(s.line)->officers[s.slot];
    s.unavailable = some_of(random, naive.d.officers, 20);
    if (std::ranges::find(s.unavailable, s.replaced) == s.unavailable.end()) s.unavailable.push_back(s.replaced);
    std::ranges::sort(s.unavailable);
    s.officer = naive.next_officer(s.line, s.slot, s.unavailable);
    EXPECT_EQ(visits.replace_officer(s.line, s.slot, s.unavailable).value(), s.officer);
    if (s.officer) naive.visits[s.line].officers[s.slot] = *s.officer;
    return s;
}

}  // namespace

TEST(Substitution, is_what_a_naive_reading_of_the_rule_gives) {
    std::mt19937_64 random(23);
    int objects = 0;
    int officers = 0;
    int impossible = 0;
    for (int trial = 0; trial < 1500; ++trial) {
        const auto d = random_draw(random);
        if (!d) continue;
        Visits visits = Visits::make(d->lists()).value();
        Naive naive(*d);
        std::vector<Substitution> approved;
        for (std::uint64_t number = 1; number <= 6 && !visits.all().empty(); ++number) {
            bool possible = true;
            Substitution s = random() % 2 == 0 ? replace_an_object(random, visits, naive, possible)
                                               : replace_an_officer(random, visits, naive);
            (s.what == Substituted::object ? objects : officers)++;
            s.number = number;
            s.reason = "closed_down";
            impossible += possible ? 0 : 1;
            if (!possible) {
                ASSERT_EQ(visits.apply(s).error().code, "assignment.infeasible");
                continue;
            }
            ASSERT_TRUE(visits.apply(s)) << "trial " << trial;
            approved.push_back(s);
            expect_same(visits, naive);
        }
        ASSERT_EQ(parse_substitutions(encode_substitutions(approved)).value(), approved);
    }
    EXPECT_GT(objects, 500);
    EXPECT_GT(officers, 500);
    EXPECT_GT(impossible, 20);
}

namespace {

/// Three officers, one object and two reserves.
Drawn small_draw() {
    Drawn d;
    d.seed = std::string(64, 'a');
    d.team = {{"lead", {}}, {"second", {}}};
    for (std::size_t i = 0; i < 4; ++i) d.officers.push_back({numbered("F", i), 0, 3, {}});
    d.rows = {{"A", "", 1, DrawnKind::sample, {}, "X:00"},
              {"A", "", 2, DrawnKind::reserve, {}, "X:01"},
              {"A", "", 3, DrawnKind::reserve, {}, "X:02"}};
    EXPECT_TRUE(assign_all(d, {"X:00"}));
    return d;
}

Substitution object_away(const Visits& visits, std::uint64_t line) {
    Substitution s;
    s.number = 1;
    s.line = line;
    s.reason = "closed_down";
    const Replacement answer = visits.replace_object(line, {}, {}).value();
    s.replacement = answer.line;
    s.officers = answer.officers;
    return s;
}

}  // namespace

TEST(Substitution, any_other_answer_than_the_rule_gives_is_refused) {
    const Drawn d = small_draw();
    Visits visits = Visits::make(d.lists()).value();
    Substitution s = object_away(visits, 0);
    Substitution other = s;
    other.replacement = 2;
    EXPECT_EQ(visits.apply(other).error().code, "substitution.answer");
    other = s;
    std::swap(other.officers[0], other.officers[1]);
    EXPECT_EQ(visits.apply(other).error().code, "substitution.answer");
    other = s;
    other.line = 1;
    EXPECT_EQ(visits.apply(other).error().code, "substitution.line");
    EXPECT_TRUE(visits.apply(s));
    EXPECT_EQ(visits.apply(s).error().code, "substitution.line");

    Substitution officer;
    officer.what = Substituted::officer;
    officer.line = 1;
    officer.replaced = visits.at(1)->officers[0];
    EXPECT_EQ(visits.apply(officer).error().code, "substitution.officers") << "the present officer must be unavailable";
    officer.unavailable = {"F9"};
    EXPECT_EQ(visits.apply(officer).error().code, "substitution.officers");
    officer.unavailable = {officer.replaced};
    officer.slot = 2;
    EXPECT_EQ(visits.apply(officer).error().code, "substitution.slot");
    officer.slot = 0;
    EXPECT_EQ(visits.apply(officer).error().code, "substitution.answer");
}

TEST(Substitution, when_nobody_is_left_the_visit_stays_as_it_was) {
    const Drawn d = small_draw();
    Visits visits = Visits::make(d.lists()).value();
    const Visit before = *visits.at(0);
    Substitution s;
    s.what = Substituted::officer;
    s.replaced = before.officers[0];
    s.unavailable = {"F00", "F01", "F02", "F03"};
    EXPECT_TRUE(visits.apply(s));
    EXPECT_EQ(*visits.at(0), before);
}

TEST(Substitution, when_no_reserve_is_left_the_visit_leaves_without_a_successor) {
    const Drawn d = small_draw();
    Visits visits = Visits::make(d.lists()).value();
    EXPECT_TRUE(visits.apply(object_away(visits, 0)));
    EXPECT_TRUE(visits.apply(object_away(visits, 1)));
    const Substitution last = object_away(visits, 2);
    EXPECT_FALSE(last.replacement);
    EXPECT_TRUE(visits.apply(last));
    EXPECT_TRUE(visits.all().empty());
    EXPECT_EQ(visits.level("F00"), 0);
}

TEST(Substitution, an_extension_keeps_officers_and_replacements_and_drops_the_cancelled) {
    Drawn d = small_draw();
    Visits visits = Visits::make(d.lists()).value();
    EXPECT_TRUE(visits.apply(object_away(visits, 0)));
    std::vector<DrawnRow> wider = d.rows;  // k: 1 → 2, so that the replacement of before is in the sample now
    wider[1].kind = DrawnKind::sample;
    wider.push_back({"A", "", 4, DrawnKind::reserve, {}, "X:03"});
    EXPECT_EQ(visits.jobs_after(wider), (Ids{"X:01"}));
    EXPECT_EQ(visits.jobs_after(d.rows), (Ids{"X:01"})) << "also when it is still a reserve";
    EXPECT_EQ(visits.kept(), (Assignment{{"X:01", visits.at(1)->officers}}));

    Drawn next = d;
    next.rows = wider;
    next.slots = make_slots(next.team, next.officers, visits.jobs_after(wider), {});
    next.assignment = visits.kept();
    VisitLists lists = next.lists();
    lists.spent = visits.spent();
    const Visits then = Visits::make(lists).value();
    EXPECT_EQ(then.next_reserve(1), 2U);
}

TEST(Substitution, file_is_read_only_as_it_is_written) {
    const std::string good =
        R"([{"attempt":1,"line":3,"number":1,"officers":["F1","F2"],"reason":"moved","recused":[],"replacement":7,"unavailable":["F9"],"what":"object"},)"
        R"({"attempt":1,"line":4,"number":2,"reason":"closed","recused":[],"unavailable":[],"what":"object"},)"
        R"({"attempt":2,"line":5,"number":4,"officer":"F2","reason":"ill","replaced":"F1","slot":0,"unavailable":["F1"],"what":"officer"},)"
        R"({"attempt":2,"line":5,"number":5,"reason":"ill","replaced":"F1","slot":1,"unavailable":["F1"],"what":"officer"}])";
    EXPECT_EQ(encode_substitutions(parse_substitutions(good).value()), good);
    EXPECT_TRUE(parse_substitutions("[]").value().empty());
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    for (const std::string& bad :
         {with("\"number\":2", "\"number\":1"), with("\"attempt\":2", "\"attempt\":0"), with("moved", "Moved"),
          with("[\"F1\",\"F2\"]", "[]"), with(",\"replacement\":7", ""),
          with("\"officer\":\"F2\",", "\"officer\":\"\","), with("[\"F9\"]", "[\"F9\",\"F9\"]"),
          with("\"what\":\"officer\"", "\"what\":\"object\""), with("F9", "F 9"), with("\"slot\":0", "\"slot\":-1"),
          good + "\n", std::string("{}"), std::string("[1]"), std::string()})
        EXPECT_FALSE(parse_substitutions(bad)) << bad;
}

}  // namespace sunlot::draw
