// Moves as many slots as possible from where there are too many to where there is room: Dinic's blocking flows on the
// graph of residual.h, without ever writing its arcs down. Inside draw/ only.
#pragma once
#include "draw/residual.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sunlot::draw {

class BlockingFlow {
public:
    /// Chains stay among the officers of one part and end at one who is below `level` and has room.
    struct Region {
        const std::vector<std::uint32_t>& part_of;
        std::uint32_t part = 0;
        std::int64_t level = 0;
    };

    explicit BlockingFlow(Residual& state);

    /// Sources are officers, who give up slots as long as they are above the region's level …
    void drain(std::span<const std::uint32_t> officers, const Region& region);
    /// … or slots that nobody holds.
    void fill(std::span<const std::uint32_t> slots, const Region& region);

    /// What the sources that still have something to give can reach: it leads to no room.
    std::span<const std::uint32_t> reached() const { return reached_; }
    bool reached_officer(std::uint32_t officer) const { return seen_[officer] == epoch_; }
    bool reached_slot(std::uint32_t slot) const { return seen_[slot_node(slot)] == epoch_; }

private:
    struct Scan {  // of a list of candidates, in this round
        std::uint32_t round = 0;
        std::uint32_t distance = 0;
        std::uint32_t cursor = 0;
        std::vector<std::uint32_t> left;  // passed over, since they serve the job of the slot that looked
    };

    std::uint32_t slot_node(std::uint32_t slot) const { return officers_ + slot; }
    bool is_officer(std::uint32_t node) const { return node < officers_; }
    bool active(std::uint32_t node) const;
    bool absorbs(std::uint32_t officer) const {
        return state_.level(officer) < region_->level && state_.has_room(officer);
    }
    bool enters(std::uint32_t officer) const { return region_->part_of[officer] == region_->part; }

    void run(const Region& region);
    bool find_distances();
    void reach(std::uint32_t node, std::uint32_t from);
    void look_around_slot(std::uint32_t slot);
    void push_all();
    bool push_one(std::uint32_t source);
    std::uint32_t next(std::uint32_t node);
    std::uint32_t next_slot_of(std::uint32_t officer);
    std::uint32_t next_of_slot(std::uint32_t slot);
    bool ahead(std::uint32_t node, std::uint32_t distance) const {
        return seen_[node] == epoch_ && distance_[node] == distance && dead_[node] != epoch_;
    }
    void shift(std::span<const std::uint32_t> path);

    Residual& state_;
    const Region* region_ = nullptr;
    std::uint32_t officers_;
    std::uint32_t epoch_ = 0;
    std::uint32_t end_ = kNone;       // distance at which the first room was seen
    std::uint32_t end_node_ = kNone;  // and where
    std::uint32_t freed_ = kNone;     // who held the slot moved last
    std::vector<std::uint32_t> sources_;
    std::vector<std::uint32_t> seen_, distance_, parent_, dead_, cursor_;  // per node: officers, then slots
    std::vector<Scan> scans_;                                              // per list
    std::vector<std::uint32_t> queue_, reached_, path_;
};

}  // namespace sunlot::draw
