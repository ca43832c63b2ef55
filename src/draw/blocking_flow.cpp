#include "draw/blocking_flow.h"

#include <algorithm>

namespace sunlot::draw {

BlockingFlow::BlockingFlow(Residual& state)
    : state_(state),
      officers_(state.instance().officer_count()),
      seen_(officers_ + state.instance().slot_count(), 0),
      distance_(seen_.size(), 0),
      parent_(seen_.size(), kNone),
      dead_(seen_.size(), 0),
      cursor_(officers_, 0),
      scans_(state.instance().lists.size()) {}

void BlockingFlow::drain(std::span<const std::uint32_t> officers, const Region& region) {
    sources_.assign(officers.begin(), officers.end());
    run(region);
}

void BlockingFlow::fill(std::span<const std::uint32_t> slots, const Region& region) {
    sources_.clear();
    for (const std::uint32_t slot : slots) sources_.push_back(slot_node(slot));
    run(region);
}

void BlockingFlow::run(const Region& region) {
    region_ = &region;
    while (find_distances()) push_all();
    region_ = nullptr;
}

bool BlockingFlow::active(std::uint32_t node) const {
    return is_officer(node) ? state_.level(node) > region_->level && state_.load(node) > 0
                            : state_.holder(node - officers_) == kNone;
}

// ── how far it is from the sources, until the first room ──────────────────────────────────────────────────────────

bool BlockingFlow::find_distances() {
    ++epoch_;
    end_ = kNone;
    queue_.clear();
    reached_.clear();
    for (const std::uint32_t source : sources_)
        if (is_officer(source) ? state_.level(source) > region_->level : active(source)) reach(source, kNone);
    for (std::size_t at = 0; at < queue_.size(); ++at) {
        const std::uint32_t node = queue_[at];
        if (distance_[node] >= end_) break;
        if (!is_officer(node)) {
            look_around_slot(node - officers_);
            continue;
        }
        for (const std::uint32_t slot : state_.held(node))
            if (seen_[slot_node(slot)] != epoch_) reach(slot_node(slot), node);
    }
    return end_ != kNone;
}

void BlockingFlow::reach(std::uint32_t node, std::uint32_t from) {
    seen_[node] = epoch_;
    parent_[node] = from;
    distance_[node] = from == kNone ? 0 : distance_[from] + 1;
    queue_.push_back(node);
    if (!is_officer(node)) return;
    cursor_[node] = 0;
    reached_.push_back(node);
    if (from == kNone || end_ != kNone || !absorbs(node)) return;
    end_ = distance_[node];
    end_node_ = node;
}

void BlockingFlow::look_around_slot(std::uint32_t slot) {
    const Instance& instance = state_.instance();
    const std::uint32_t node = slot_node(slot);
    Scan& scan = scans_[instance.list_of[slot]];
    const auto look_at = [&](std::uint32_t officer) {  // false: not for this slot, but perhaps for another
        if (seen_[officer] == epoch_ || !enters(officer)) return true;
        if (state_.sibling(slot, officer) != kNone) return false;
        reach(officer, node);
        return true;
    };
    if (scan.round != epoch_) {
        scan.round = epoch_;
        scan.distance = distance_[node];
        scan.cursor = 0;
        scan.left.clear();
        for (const std::uint32_t officer : instance.candidates(slot))
            if (!look_at(officer)) scan.left.push_back(officer);
    } else {
        std::erase_if(scan.left, look_at);
    }
    const std::uint32_t job = instance.job_of[slot];
    for (std::uint32_t other = instance.first[job]; other < instance.first[job + 1]; ++other)
        if (seen_[slot_node(other)] != epoch_ && state_.holder(other) != kNone &&
            instance.is_candidate(slot, state_.holder(other)))
            reach(slot_node(other), node);
}

// ── along rising distances, every slot once ───────────────────────────────────────────────────────────────────────

void BlockingFlow::push_all() {
    bool pushed = false;
    for (const std::uint32_t source : sources_)
        while (active(source) && push_one(source)) pushed = true;
    if (pushed) return;
    // A chain that begins at an officer passed over in the scan of a list: take the one that the search came by.
    path_.clear();
    for (std::uint32_t node = end_node_; node != kNone; node = parent_[node]) path_.push_back(node);
    std::ranges::reverse(path_);
    shift(path_);
}

bool BlockingFlow::push_one(std::uint32_t source) {
    if (dead_[source] == epoch_) return false;
    path_.assign(1, source);
    while (!path_.empty()) {
        const std::uint32_t node = path_.back();
        if (is_officer(node) && distance_[node] == end_ && absorbs(node)) {
            shift(path_);
            return true;
        }
        const std::uint32_t further = distance_[node] >= end_ ? kNone : next(node);
        if (further != kNone) {
            path_.push_back(further);
            continue;
        }
        dead_[node] = epoch_;
        path_.pop_back();
    }
    return false;
}

std::uint32_t BlockingFlow::next(std::uint32_t node) {
    return is_officer(node) ? next_slot_of(node) : next_of_slot(node - officers_);
}

std::uint32_t BlockingFlow::next_slot_of(std::uint32_t officer) {
    const auto& held = state_.held(officer);
    for (std::uint32_t& at = cursor_[officer]; at < held.size(); ++at)
        if (ahead(slot_node(held[at]), distance_[officer] + 1)) return slot_node(held[at]);
    return kNone;
}

std::uint32_t BlockingFlow::next_of_slot(std::uint32_t slot) {
    const Instance& instance = state_.instance();
    const std::uint32_t distance = distance_[slot_node(slot)] + 1;
    Scan& scan = scans_[instance.list_of[slot]];
    const auto& list = instance.candidates(slot);
    if (scan.round == epoch_ && scan.distance + 1 == distance) {
        while (scan.cursor < list.size() && !ahead(list[scan.cursor], distance)) ++scan.cursor;
        for (std::size_t at = scan.cursor; at < list.size(); ++at)
            if (ahead(list[at], distance) && state_.sibling(slot, list[at]) == kNone) return list[at];
    }
    const std::uint32_t job = instance.job_of[slot];
    for (std::uint32_t other = instance.first[job]; other < instance.first[job + 1]; ++other)
        if (ahead(slot_node(other), distance) && state_.holder(other) != kNone &&
            instance.is_candidate(slot, state_.holder(other)))
            return slot_node(other);
    return kNone;
}

void BlockingFlow::shift(std::span<const std::uint32_t> path) {
    for (std::size_t at = path.size() - 1; at > 0; --at) {
        if (is_officer(path[at - 1])) continue;
        const std::uint32_t slot = path[at - 1] - officers_;
        // Slots behind this one have moved on already, so whoever held the next one is named by `freed`.
        const std::uint32_t to = is_officer(path[at]) ? path[at] : freed_;
        freed_ = state_.holder(slot);
        if (freed_ != kNone) state_.take(slot);
        state_.put(slot, to);
        dead_[path[at - 1]] = epoch_;
    }
}

}  // namespace sunlot::draw
