#include "families.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <stdexcept>

#include <fmt/format.h>

namespace sunlot::bench {
namespace {

using List = std::vector<std::uint32_t>;
using Random = std::mt19937_64;

constexpr std::uint32_t kSlots = 2;

/// Collects jobs; equal lists are kept once, as make_slots does.
class Builder {
public:
    Builder(Size of, std::uint64_t number) : size(of), random(number) {
        for (std::uint32_t i = 0; i < size.officers; ++i)
            problem.officers.push_back({fmt::format("F{:05}", i), 0, size.visits, {}});
        problem.slots.first.push_back(0);
    }
    double mean() const { return double(kSlots) * size.visits / size.officers; }
    std::uint32_t below(std::uint64_t n) { return static_cast<std::uint32_t>(random() % n); }
    List everyone() const {
        List list(size.officers);
        for (std::uint32_t i = 0; i < size.officers; ++i) list[i] = i;
        return list;
    }
    List some(std::uint32_t count) {
        List list;
        while (list.size() < std::min(count, size.officers)) {
            const std::uint32_t officer = below(size.officers);
            if (std::ranges::find(list, officer) == list.end()) list.push_back(officer);
        }
        std::ranges::sort(list);
        return list;
    }
    std::uint32_t list(List candidates) {
        const auto [at, added] =
            numbers_.try_emplace(std::move(candidates), static_cast<std::uint32_t>(numbers_.size()));
        if (added) problem.slots.lists.push_back(at->first);
        return at->second;
    }
    void job(std::uint32_t first, std::uint32_t second) {
        draw::SlotTable& slots = problem.slots;
        slots.jobs.push_back(fmt::format("X:FIRM:{:07}", slots.jobs.size()));
        slots.list_of.push_back(first);
        slots.list_of.push_back(second);
        slots.first.push_back(static_cast<std::uint32_t>(slots.list_of.size()));
    }
    Problem take() { return std::move(problem); }

    Size size;
    Random random;
    Problem problem;

private:
    std::map<List, std::uint32_t> numbers_;
};

/// Everybody may go everywhere.
void wide(Builder& b) {
    const std::uint32_t all = b.list(b.everyone());
    for (std::uint32_t j = 0; j < b.size.visits; ++j) b.job(all, all);
}

/// 5–20 officers per visit, drawn at random: every list is another one.
void narrow(Builder& b) {
    for (std::uint32_t j = 0; j < b.size.visits; ++j) {
        const std::uint32_t list = b.list(b.some(5 + b.below(16)));
        b.job(list, list);
    }
}

/// 5–20 officers for each slot by itself.
void narrow_slots(Builder& b) {
    for (std::uint32_t j = 0; j < b.size.visits; ++j) {
        const std::uint32_t first = b.list(b.some(5 + b.below(16)));
        b.job(first, b.list(b.some(5 + b.below(16))));
    }
}

/// Only three to five officers each.
void very_narrow(Builder& b) {
    for (std::uint32_t j = 0; j < b.size.visits; ++j) {
        const std::uint32_t list = b.list(b.some(3 + b.below(3)));
        b.job(list, list);
    }
}

/// A joint inspection: one slot for each of two departments out of 40, each officer in one.
void departments(Builder& b) {
    constexpr std::uint32_t kDepartments = 40;
    std::vector<List> members(kDepartments);
    for (std::uint32_t i = 0; i < b.size.officers; ++i) members[i % kDepartments].push_back(i);
    for (std::uint32_t j = 0; j < b.size.visits; ++j) {
        const std::uint32_t first = b.below(kDepartments);
        const std::uint32_t second = (first + 1 + b.below(kDepartments - 1)) % kDepartments;
        const std::uint32_t list = b.list(members[first]);
        b.job(list, b.list(members[second]));
    }
}

/// Certificates: each officer has three of 30, a slot asks for one or two of them; certificates are not equally common.
void certificates(Builder& b) {
    constexpr std::uint32_t kKinds = 30;
    std::vector<List> holders(kKinds);
    for (std::uint32_t i = 0; i < b.size.officers; ++i)
        for (int n = 0; n < 3; ++n) {
            const std::uint32_t kind = std::min(b.below(kKinds), b.below(kKinds));
            if (holders[kind].empty() || holders[kind].back() != i) holders[kind].push_back(i);
        }
    for (List& list : holders)  // no certificate is so rare that a visit could not be served
        if (list.size() < 4) list = b.some(8);
    const auto slot = [&] {
        const List& one = holders[b.below(kKinds)];
        if (b.below(2) == 0) return b.list(one);
        List both;
        std::ranges::set_intersection(one, holders[b.below(kKinds)], std::back_inserter(both));
        return b.list(both.size() < 4 ? one : both);
    };
    for (std::uint32_t j = 0; j < b.size.visits; ++j) {
        const std::uint32_t first = slot();
        b.job(first, slot());
    }
}

/// Each list is the beginning of the next: who is in a short one is wanted by all.
void nested(Builder& b) {
    for (std::uint32_t j = 0; j < b.size.visits; ++j) {
        const double share = std::pow((b.below(1'000'000) + 1) / 1e6, 3);
        const auto end = std::max<std::uint32_t>(8, static_cast<std::uint32_t>(share * b.size.officers / 64) * 64);
        List list(std::min(end, b.size.officers));
        for (std::uint32_t i = 0; i < list.size(); ++i) list[i] = i;
        const std::uint32_t number = b.list(std::move(list));
        b.job(number, number);
    }
}

/// Neighbouring officers along a road, 12 per visit, and more visits at one end: load has to travel in long chains.
void road(Builder& b) {
    for (std::uint32_t j = 0; j < b.size.visits; ++j) {
        const double place = std::pow((b.below(1'000'000) + 1) / 1e6, 1.3);
        const std::uint32_t width = std::min<std::uint32_t>(12, b.size.officers);
        const auto begin = static_cast<std::uint32_t>(place * (b.size.officers - width));
        List list(width);
        for (std::uint32_t i = 0; i < width; ++i) list[i] = begin + i;
        const std::uint32_t number = b.list(std::move(list));
        b.job(number, number);
    }
}

/// Narrow lists, and caps between a half and one and a half of the mean that leave one place in a hundred free.
void tight_caps(Builder& b) {
    narrow(b);
    const std::size_t count = b.problem.officers.size();
    for (std::size_t i = 0; i < count; ++i) {
        const double share = 0.5 + static_cast<double>(i * 7919 % count) / static_cast<double>(count);
        b.problem.officers[i].cap = static_cast<std::uint32_t>(std::ceil(b.mean() * 1.01 * share));
    }
}

/// Narrow lists, and very different loads before.
void uneven_loads(Builder& b) {
    narrow(b);
    const double mean = b.mean();
    for (auto& officer : b.problem.officers)
        officer.base_load = static_cast<std::uint32_t>(mean * std::pow(b.below(1000) / 1000.0, 4) * 3);
}

/// One slot in ten visits for one of 50 experts (one in a hundred officers), who are also in the lists of the others.
void experts(Builder& b) {
    List few;
    const std::uint32_t count = std::max<std::uint32_t>(4, b.size.officers / 100);
    for (std::uint32_t i = 0; i < count; ++i) few.push_back(i * (b.size.officers / count));
    const std::uint32_t expert = b.list(few);
    for (std::uint32_t j = 0; j < b.size.visits; ++j) {
        List list = b.some(8 + b.below(8));
        list.push_back(few[b.below(few.size())]);
        std::ranges::sort(list);
        list.erase(std::ranges::unique(list).begin(), list.end());
        const std::uint32_t other = b.list(std::move(list));
        b.job(b.below(10) == 0 ? expert : other, other);
    }
}

/// Everybody may go everywhere but one visit in fifty, from which one to three officers are recused.
void recusals(Builder& b) {
    const std::uint32_t all = b.list(b.everyone());
    for (std::uint32_t j = 0; j < b.size.visits; ++j) {
        if (b.below(50) != 0) {
            b.job(all, all);
            continue;
        }
        List list = b.everyone();
        for (std::uint32_t n = 1 + b.below(3); n > 0; --n) list.erase(list.begin() + b.below(list.size()));
        const std::uint32_t rest = b.list(std::move(list));
        b.job(rest, rest);
    }
}

struct Family {
    std::string_view name;
    void (*fill)(Builder&);
};
constexpr Family kFamilies[] = {
    {"wide", wide},
    {"narrow", narrow},
    {"narrow-slots", narrow_slots},
    {"very-narrow", very_narrow},
    {"departments", departments},
    {"certificates", certificates},
    {"nested", nested},
    {"road", road},
    {"tight-caps", tight_caps},
    {"uneven-loads", uneven_loads},
    {"experts", experts},
    {"recusals", recusals},
};

}  // namespace

std::vector<std::string_view> family_names() {
    std::vector<std::string_view> names;
    for (const Family& family : kFamilies) names.push_back(family.name);
    return names;
}

Problem make_problem(std::string_view family, Size size, std::uint64_t number) {
    const auto* found = std::ranges::find(kFamilies, family, &Family::name);
    if (found == std::end(kFamilies)) throw std::invalid_argument("no family of assignments: " + std::string(family));
    Builder builder(size, number);
    found->fill(builder);
    return builder.take();
}

}  // namespace sunlot::bench
