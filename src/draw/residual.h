// An assignment under change: who holds which slot. Inside draw/ only.
//
// A chain of swaps goes over two sorts of nodes, officers ("has one slot too many, must give one up") and slots ("must
// get another officer"):
//   officer → each slot held
//   slot → each candidate who does not serve the job yet; or, for one who does, → the slot of the job that he holds,
//          since he can take this one instead
#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace sunlot::draw {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// An assignment problem by numbers. Slots of one job are consecutive and must get different officers.
struct Instance {
    std::vector<std::int64_t> base;                     ///< per officer: load before
    std::vector<std::int64_t> cap;                      ///< per officer: most slots
    std::vector<std::string_view> jobs;                 ///< ids, sorted
    std::vector<std::uint32_t> first;                   ///< slots of job j: first[j] … first[j+1]-1
    std::vector<std::uint32_t> job_of, list_of;         ///< per slot
    std::span<const std::vector<std::uint32_t>> lists;  ///< candidates, sorted by officer; owned by the slot table

    std::uint32_t officer_count() const { return static_cast<std::uint32_t>(base.size()); }
    std::uint32_t slot_count() const { return static_cast<std::uint32_t>(list_of.size()); }
    const std::vector<std::uint32_t>& candidates(std::uint32_t slot) const { return lists[list_of[slot]]; }
    bool is_candidate(std::uint32_t slot, std::uint32_t officer) const {
        return std::ranges::binary_search(candidates(slot), officer);
    }
};

class Residual {
public:
    explicit Residual(const Instance& instance)
        : instance_(instance),
          holder_(instance.slot_count(), kNone),
          place_(instance.slot_count(), kNone),
          held_(instance.officer_count()) {}

    const Instance& instance() const { return instance_; }
    std::uint32_t holder(std::uint32_t slot) const { return holder_[slot]; }
    const std::vector<std::uint32_t>& held(std::uint32_t officer) const { return held_[officer]; }
    std::int64_t load(std::uint32_t officer) const { return static_cast<std::int64_t>(held_[officer].size()); }
    std::int64_t level(std::uint32_t officer) const { return instance_.base[officer] + load(officer); }
    bool has_room(std::uint32_t officer) const { return load(officer) < instance_.cap[officer]; }
    /// The slot of the same job that `officer` holds, or kNone.
    std::uint32_t sibling(std::uint32_t slot, std::uint32_t officer) const {
        const std::uint32_t job = instance_.job_of[slot];
        for (std::uint32_t other = instance_.first[job]; other < instance_.first[job + 1]; ++other)
            if (holder_[other] == officer) return other;
        return kNone;
    }

    void put(std::uint32_t slot, std::uint32_t officer) {
        holder_[slot] = officer;
        place_[slot] = static_cast<std::uint32_t>(held_[officer].size());
        held_[officer].push_back(slot);
    }
    void take(std::uint32_t slot) {
        auto& held = held_[holder_[slot]];
        held[place_[slot]] = held.back();
        place_[held.back()] = place_[slot];
        held.pop_back();
        holder_[slot] = kNone;
    }

private:
    const Instance& instance_;
    std::vector<std::uint32_t> holder_;             // per slot
    std::vector<std::uint32_t> place_;              // per slot: where it stands in its holder's list
    std::vector<std::vector<std::uint32_t>> held_;  // per officer
};

}  // namespace sunlot::draw
