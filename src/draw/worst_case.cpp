#include "draw/worst_case.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace sunlot::draw {
namespace {

using Numbers = std::vector<std::uint32_t>;  // ascending

/// Officers who are alike but for their caps.
struct Group {
    std::vector<bool> fits;  // per slot: has the tags
    Numbers away;            // object classes from which they are recused
    Numbers officers;        // largest cap first
};

/// Objects of one cell that are alike.
struct ObjectClass {
    std::size_t cell = 0;
    std::vector<std::string_view> objects;
};

class Search {
public:
    Search(std::span<const TeamSlot> team, std::span<const Officer> officers, std::span<const Drawable> cells,
           const Recusals& recused)
        : team_(team), officers_(officers), cells_(cells), recused_(recused) {
        for (const auto& [officer, object] : recused) {
            const auto found = std::ranges::lower_bound(officers, officer, {}, &Officer::id);
            if (found != officers.end() && found->id == officer && fits_anywhere(*found))
                away_from_[object].push_back(static_cast<std::uint32_t>(found - officers.begin()));
        }
        divide_objects();
        group_officers();
    }

    /// A sample with every object that has recusals, and as many of the others as may be drawn: if these can all be
    /// served, so can any part of them.
    std::optional<Bottleneck> bottleneck_of_all() const {
        std::vector<std::string> jobs;
        for (const Drawable& cell : cells_) {
            std::uint64_t plain = 0;
            for (const std::string_view object : cell.objects)
                if (away_from_.contains(object) || plain++ < cell.drawn) jobs.emplace_back(object);
        }
        return bottleneck_of(std::move(jobs));
    }

    std::optional<Bottleneck> bottleneck_of(std::vector<std::string> jobs) const {
        std::ranges::sort(jobs);
        return find_bottleneck(officers_, make_slots(team_, officers_, jobs, recused_));
    }

    /// How many sets there are to try, or something above `most`.
    std::uint64_t set_count(std::uint64_t most) const {
        std::uint64_t sets = 1;
        for (const Group& group : groups_) {
            sets *= choices(group);
            if (sets > most) return most + 1;
        }
        return sets;
    }

    /// Every set of officers that could be a bottleneck: the sample that proves one of them to be, or nothing.
    std::optional<std::vector<std::string>> try_all_sets() const {
        Numbers left(groups_.size(), 0);  // of each group, how many are outside the set
        for (;;) {
            if (auto sample = hardest_sample(left)) return sample;
            std::size_t at = 0;
            while (at < left.size() && ++left[at] == choices(groups_[at])) left[at++] = 0;
            if (at == left.size()) return std::nullopt;
        }
    }

    /// Some sets that suggest themselves: those of a bottleneck, and for each class of objects those who could serve
    /// it.
    std::optional<std::vector<std::string>> try_likely_sets(const Bottleneck& bottleneck) const {
        Numbers left;
        for (const Group& group : groups_) {
            const auto out = std::ranges::count_if(group.officers, [&](std::uint32_t i) {
                return !std::ranges::binary_search(bottleneck.officers, officers_[i].id);
            });
            left.push_back(std::min(static_cast<std::uint32_t>(out), choices(group) - 1));
        }
        if (auto sample = hardest_sample(left)) return sample;
        for (std::uint32_t c = 0; c < classes_.size(); ++c) {
            for (std::size_t g = 0; g < groups_.size(); ++g)
                left[g] = std::ranges::binary_search(groups_[g].away, c) ? choices(groups_[g]) - 1 : 0;
            if (auto sample = hardest_sample(left)) return sample;
        }
        return std::nullopt;
    }

private:
    bool fits(const Officer& officer, const TeamSlot& slot) const {
        return std::ranges::includes(officer.tags, slot.tags);
    }
    bool fits_anywhere(const Officer& officer) const {
        return std::ranges::any_of(team_, [&](const TeamSlot& slot) { return fits(officer, slot); });
    }
    /// Outside the set may be 0, 1, … officers of a group; with as many as there are slots, it may as well be all.
    std::uint32_t choices(const Group& group) const {
        return static_cast<std::uint32_t>(std::min(group.officers.size(), team_.size())) + 1;
    }

    void divide_objects() {
        std::map<std::pair<std::size_t, Numbers>, std::size_t> known;
        for (std::size_t cell = 0; cell < cells_.size(); ++cell)
            for (const std::string_view object : cells_[cell].objects) {
                const auto away = away_from_.find(object);
                const Numbers whom = away == away_from_.end() ? Numbers() : away->second;
                const auto [at, added] = known.try_emplace({cell, whom}, classes_.size());
                if (added) {
                    classes_.push_back({cell, {}});
                    for (const std::uint32_t officer : whom)
                        away_[officer].push_back(static_cast<std::uint32_t>(at->second));
                }
                classes_[at->second].objects.push_back(object);
            }
    }

    void group_officers() {
        std::map<std::pair<std::vector<bool>, Numbers>, Numbers> groups;
        for (std::uint32_t i = 0; i < officers_.size(); ++i) {
            if (!fits_anywhere(officers_[i])) continue;
            std::vector<bool> slots;
            for (const TeamSlot& slot : team_) slots.push_back(fits(officers_[i], slot));
            const auto away = away_.find(i);
            groups[{slots, away == away_.end() ? Numbers() : away->second}].push_back(i);
        }
        for (auto& [key, members] : groups) {
            std::ranges::stable_sort(members, std::greater<>(), [&](std::uint32_t i) { return officers_[i].cap; });
            groups_.push_back({key.first, key.second, std::move(members)});
        }
    }

    std::uint64_t capacity_inside(const Numbers& left) const {
        std::uint64_t capacity = 0;
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            const auto& members = groups_[g].officers;
            const std::size_t outside = left[g] + 1 == choices(groups_[g]) ? members.size() : left[g];
            for (std::size_t i = outside; i < members.size(); ++i) capacity += officers_[members[i]].cap;
        }
        return capacity;
    }

    /// Slots of an object of this class that can only go to officers inside the set.
    std::uint32_t demand(std::uint32_t object_class, const Numbers& left) const {
        std::vector<std::size_t> outside;  // groups, once for each officer that matters
        for (std::size_t g = 0; g < groups_.size(); ++g)
            if (!std::ranges::binary_search(groups_[g].away, object_class)) outside.insert(outside.end(), left[g], g);
        std::vector<std::size_t> taken(outside.size(), team_.size());  // by which slot
        std::uint32_t matched = 0;
        for (std::size_t slot = 0; slot < team_.size(); ++slot) {
            std::vector<bool> tried(outside.size(), false);
            matched += match(slot, outside, taken, tried) ? 1 : 0;
        }
        return static_cast<std::uint32_t>(team_.size()) - matched;
    }
    bool match(std::size_t slot, const std::vector<std::size_t>& outside, std::vector<std::size_t>& taken,
               std::vector<bool>& tried) const {
        for (std::size_t i = 0; i < outside.size(); ++i) {
            if (tried[i] || !groups_[outside[i]].fits[slot]) continue;
            tried[i] = true;
            if (taken[i] != team_.size() && !match(taken[i], outside, taken, tried)) continue;
            taken[i] = slot;
            return true;
        }
        return false;
    }

    /// The sample that needs most from the set, when that is more than it can give.
    std::optional<std::vector<std::string>> hardest_sample(const Numbers& left) const {
        std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> by_cell(cells_.size());  // demand, class
        for (std::uint32_t c = 0; c < classes_.size(); ++c)
            if (const std::uint32_t need = demand(c, left); need > 0) by_cell[classes_[c].cell].emplace_back(need, c);
        std::uint64_t needed = 0;
        std::vector<std::string> sample;
        for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
            std::ranges::sort(by_cell[cell], std::greater<>());
            std::uint64_t room = cells_[cell].drawn;
            for (const auto& [need, c] : by_cell[cell])
                for (const std::string_view object : classes_[c].objects) {
                    if (room == 0) break;
                    --room;
                    needed += need;
                    sample.emplace_back(object);
                }
        }
        if (needed <= capacity_inside(left)) return std::nullopt;
        return sample;
    }

    std::span<const TeamSlot> team_;
    std::span<const Officer> officers_;
    std::span<const Drawable> cells_;
    const Recusals& recused_;
    std::map<std::string_view, Numbers> away_from_;  // object → officers
    std::map<std::uint32_t, Numbers> away_;          // officer → object classes
    std::vector<ObjectClass> classes_;
    std::vector<Group> groups_;
};

}  // namespace

WorstCase find_worst_case(std::span<const TeamSlot> team, std::span<const Officer> officers,
                          std::span<const Drawable> cells, const Recusals& recused, std::uint64_t most_sets) {
    const Search search(team, officers, cells, recused);
    auto of_all = search.bottleneck_of_all();
    if (!of_all) return {Service::assured, std::nullopt};
    const bool exact = search.set_count(most_sets) <= most_sets;
    const auto sample = exact ? search.try_all_sets() : search.try_likely_sets(*of_all);
    if (sample) return {Service::impossible, search.bottleneck_of(*sample)};
    if (exact) return {Service::assured, std::nullopt};
    return {Service::doubtful, std::move(of_all)};
}

}  // namespace sunlot::draw
