// The residual graph of an assignment under change, for assignment.cpp. Inside draw/ only.
//
// A search asks: can this slot get an officer, or this officer give up a slot, by a chain of swaps that leaves
// everything in between as it was? Nodes are officers ("must give up one of the slots held") and slots ("must get
// another officer"). What a chain may end in is the search's goal; see Goal below. Which chain is found never matters
// to the result, which is defined without it, so the search may look wherever it is cheapest.
#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::draw {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// An assignment problem by numbers. Slots of one job are consecutive and must get different officers.
struct Instance {
    std::vector<std::int64_t> base;                 ///< per officer: load before
    std::vector<std::int64_t> cap;                  ///< per officer: most slots
    std::vector<std::string_view> jobs;             ///< ids, sorted
    std::vector<std::uint32_t> first;               ///< slots of job j: first[j] … first[j+1]-1
    std::vector<std::uint32_t> job_of, list_of;     ///< per slot
    std::vector<std::vector<std::uint32_t>> lists;  ///< candidates, sorted by officer

    std::uint32_t officer_count() const { return static_cast<std::uint32_t>(base.size()); }
    std::uint32_t slot_count() const { return static_cast<std::uint32_t>(list_of.size()); }
    const std::vector<std::uint32_t>& candidates(std::uint32_t slot) const { return lists[list_of[slot]]; }
};

class Residual {
public:
    explicit Residual(const Instance& instance);

    const Instance& instance() const { return instance_; }
    std::uint32_t holder(std::uint32_t slot) const { return holder_[slot]; }
    std::int64_t load(std::uint32_t officer) const { return load_[officer]; }
    std::int64_t level(std::uint32_t officer) const { return instance_.base[officer] + load_[officer]; }
    bool has_room(std::uint32_t officer) const { return load_[officer] < instance_.cap[officer]; }
    bool frozen(std::uint32_t slot) const { return frozen_[slot]; }
    /// The slot of the same job that `officer` holds, or kNone.
    std::uint32_t sibling(std::uint32_t slot, std::uint32_t officer) const;

    void put(std::uint32_t slot, std::uint32_t officer);
    void take(std::uint32_t slot);
    /// The slot keeps its officer from now on. REQUIRES: held.
    void freeze(std::uint32_t slot);

    /// What was seen before is forgotten. Without it, the next search goes around everything that earlier ones saw,
    /// which is right as long as nothing changed and the goal is the same: those nodes are known to lead nowhere.
    void start_afresh() {
        ++epoch_;
        visited_.clear();
    }
    bool seen_officer(std::uint32_t officer) const { return seen_[officer] == epoch_; }
    bool seen_slot(std::uint32_t slot) const { return seen_[slot_node(slot)] == epoch_; }
    /// Officers seen since start_afresh.
    std::span<const std::uint32_t> visited() const { return visited_; }

    /// A goal has   bool enters(officer)              may the chain pass through this officer
    ///              bool ends_at(officer)             the chain may end with one more slot for this officer
    ///              std::uint32_t closes(slot)        the officer who may simply take this slot, or kNone
    ///              bool sink(officer, visit)         further officers reached from this one; visit(u) is true at an
    ///              end
    template <class Goal>
    bool search_from_officer(std::uint32_t officer, Goal& goal) {
        queue_.clear();
        return visit_officer(officer, kNone, goal) || run(goal);
    }
    template <class Goal>
    bool search_from_slot(std::uint32_t slot, Goal& goal) {
        queue_.clear();
        return visit_slot(slot, kNone, goal) || run(goal);
    }
    /// The chain that the last successful search found, as (slot, new officer).
    std::vector<std::pair<std::uint32_t, std::uint32_t>> chain() const;
    /// Does it all at once.
    void apply(std::span<const std::pair<std::uint32_t, std::uint32_t>> moves);

private:
    std::uint32_t slot_node(std::uint32_t slot) const { return instance_.officer_count() + slot; }

    template <class Goal>
    bool visit_officer(std::uint32_t officer, std::uint32_t from, Goal& goal) {
        if (seen_[officer] == epoch_) return false;
        mark(officer, from);
        visited_.push_back(officer);
        end_ = officer;
        closing_ = kNone;
        if (goal.ends_at(officer)) return true;
        // Looking at the officer's own slots at once finds most chains without walking the graph.
        for (const std::uint32_t slot : open_slots_[officer]) {
            if (seen_[slot_node(slot)] == epoch_) continue;
            if (const std::uint32_t taker = goal.closes(slot); taker != kNone) return close(slot, officer, taker);
        }
        queue_.push_back(officer);
        return false;
    }

    template <class Goal>
    bool visit_slot(std::uint32_t slot, std::uint32_t from, Goal& goal) {
        if (seen_[slot_node(slot)] == epoch_) return false;
        if (const std::uint32_t taker = goal.closes(slot); taker != kNone) return close(slot, from, taker);
        mark(slot_node(slot), from);
        queue_.push_back(slot_node(slot));
        return false;
    }

    template <class Goal>
    bool run(Goal& goal) {
        for (std::size_t at = 0; at < queue_.size(); ++at) {
            const std::uint32_t node = queue_[at];
            if (node >= instance_.officer_count()) {
                if (expand_slot(node - instance_.officer_count(), goal)) return true;
                continue;
            }
            if (goal.sink(node, [&](std::uint32_t next) { return visit_officer(next, node, goal); })) return true;
            for (const std::uint32_t slot : open_slots_[node]) {
                if (seen_[slot_node(slot)] == epoch_) continue;
                mark(slot_node(slot), node);
                if (expand_slot(slot, goal)) return true;
            }
        }
        return false;
    }

    template <class Goal>
    bool expand_slot(std::uint32_t slot, Goal& goal) {
        std::uint32_t& done = list_done_[instance_.list_of[slot]];
        if (done == epoch_) return false;
        bool all_seen = true;
        for (const std::uint32_t officer : instance_.candidates(slot)) {
            const std::uint32_t other = sibling(slot, officer);
            if (other == kNone) {
                if (goal.enters(officer) && visit_officer(officer, slot_node(slot), goal)) return true;
            } else if (other != slot && !frozen_[other]) {
                if (visit_slot(other, slot_node(slot), goal)) return true;
            }
            all_seen = all_seen && seen_[officer] == epoch_;
        }
        // Once all officers of a list have been seen, so have all their slots: an equal list leads nowhere new.
        if (all_seen) done = epoch_;
        return false;
    }

    void mark(std::uint32_t node, std::uint32_t from) {
        seen_[node] = epoch_;
        parent_[node] = from;
    }
    bool close(std::uint32_t slot, std::uint32_t from, std::uint32_t taker);

    const Instance& instance_;
    std::vector<std::uint32_t> holder_;                   // per slot
    std::vector<std::int64_t> load_;                      // per officer
    std::vector<std::vector<std::uint32_t>> open_slots_;  // per officer: held and not frozen
    std::vector<std::uint32_t> place_;                    // per slot: where it stands in its holder's open_slots_
    std::vector<bool> frozen_;                            // per slot
    std::vector<std::uint32_t> seen_, parent_;            // per node: officers, then slots
    std::vector<std::uint32_t> list_done_;                // per list
    std::vector<std::uint32_t> queue_, visited_;
    std::uint32_t epoch_ = 1;
    std::uint32_t end_ = kNone, closing_ = kNone;
};

}  // namespace sunlot::draw
