// What a team is made of, said by tags: leaders, experts, departments, and who must stay away.
#include "draw/assignment.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace sunlot::draw {
namespace {

std::string numbered(const char* letter, std::uint64_t number) {
    std::string digits = std::to_string(number);
    return letter + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
}

/// A team with tags, dealt to officers by tags; nothing else is needed for leaders, experts and joint inspections.
Assignment deal_by_tags(const std::vector<TeamSlot>& team, const std::vector<Officer>& officers,
                        const std::vector<std::string>& jobs, const Recusals& recused = {}) {
    return assign(officers, make_slots(team, officers, jobs, recused), std::string(64, 'b')).value();
}
bool has_tag(const std::vector<Officer>& officers, const std::string& id, const std::string& tag) {
    return std::ranges::binary_search(std::ranges::find(officers, id, &Officer::id)->tags, tag);
}
std::vector<std::string> some_jobs(std::uint32_t count) {
    std::vector<std::string> jobs;
    for (std::uint32_t j = 0; j < count; ++j) jobs.push_back(numbered("J", j));
    return jobs;
}

}  // namespace

TEST(Team, every_team_has_a_leader_and_an_expert_who_are_two_persons) {
    std::vector<Officer> officers;
    for (std::uint32_t i = 0; i < 12; ++i) officers.push_back({numbered("O", i), 0, 99, {}});
    officers[0].tags = {"expert", "lead"};
    officers[1].tags = {"lead"};
    officers[2].tags = {"expert"};
    for (const AssignedJob& job :
         deal_by_tags({{"lead", {"lead"}}, {"expert", {"expert"}}, {"second", {}}}, officers, some_jobs(40))) {
        EXPECT_TRUE(has_tag(officers, job.officers[0], "lead"));
        EXPECT_TRUE(has_tag(officers, job.officers[1], "expert"));
        EXPECT_EQ(std::set<std::string>(job.officers.begin(), job.officers.end()).size(), 3);
    }
}

TEST(Team, a_joint_inspection_has_its_slots_from_each_department) {
    std::vector<Officer> officers;
    for (std::uint32_t i = 0; i < 12; ++i)
        officers.push_back({numbered("O", i), i % 4, 99, {i % 2 == 0 ? "人社" : "消防"}});
    officers[0].tags = {"lead", "人社"};
    officers[4].tags = {"lead", "人社"};
    const std::vector<TeamSlot> team{
        {"人社 1", {"lead", "人社"}}, {"人社 2", {"人社"}}, {"消防 1", {"消防"}}, {"消防 2", {"消防"}}};
    for (const AssignedJob& job : deal_by_tags(team, officers, some_jobs(30))) {
        for (std::size_t slot = 0; slot < team.size(); ++slot)
            for (const std::string& tag : team[slot].tags) EXPECT_TRUE(has_tag(officers, job.officers[slot], tag));
        EXPECT_EQ(std::set<std::string>(job.officers.begin(), job.officers.end()).size(), 4);
    }
}

TEST(Team, a_recused_officer_comes_to_no_slot_of_that_object) {
    std::vector<Officer> officers;
    for (std::uint32_t i = 0; i < 4; ++i) officers.push_back({numbered("O", i), 0, 99, {}});
    officers[3].base_load = 50;  // would be chosen last
    Recusals recused;
    for (const char* job : {"J000", "J003", "J007"})
        for (const char* officer : {"O000", "O001"}) recused.emplace(officer, job);
    for (const AssignedJob& job : deal_by_tags({{"lead", {}}, {"second", {}}}, officers, some_jobs(10), recused))
        for (const std::string& officer : job.officers) EXPECT_FALSE(recused.contains(std::pair(officer, job.job)));
}

}  // namespace sunlot::draw
