// The two-sided search for a circle.
#include "draw/swap_circles.h"

#include <algorithm>

namespace sunlot::draw {
namespace {

constexpr int kTurn = 16;  // looks before it is the other side's turn

}  // namespace

bool SwapCircles::search(std::uint32_t start, std::uint32_t slot) {
    part_now_ = nodes_[start].part;
    for (Side* side : {&forward_, &back_}) {
        side->mark = ++marks_;
        side->queue.clear();
        side->slots.clear();
        side->later.clear();
        side->seen.clear();
        side->at = side->outer = side->inner = side->inner_of_slot = 0;
    }
    reach(forward_, start, kNone);
    reach(back_, slot_node(slot), kNone);
    loser_ = holder(slot);
    if (back_from_slot(slot)) return true;
    for (;;)
        for (Side* side : {&forward_, &back_}) {
            const Step step = look_around(*side, side == &forward_);
            if (step == Step::met) return true;
            if (step == Step::on) continue;
            split_off(*side);
            return false;
        }
}

/// Adds a node that `from` leads to (or comes from). True when the other side has been there.
bool SwapCircles::reach(Side& side, std::uint32_t node, std::uint32_t from) {
    Node& it = nodes_[node];
    if (it.part != part_now_ || it.seen == side.mark) return false;
    const bool forward = &side == &forward_;
    if (it.seen == (forward ? back_ : forward_).mark) {
        met_ = forward ? std::pair(from, node) : std::pair(node, from);
        return true;
    }
    it.seen = side.mark;
    it.parent = from;
    side.seen.push_back(node);
    (is_officer(node) || is_sink(node) ? side.queue : side.slots).push_back(node);
    return false;
}

SwapCircles::Step SwapCircles::look_around(Side& side, bool forward) {
    for (int budget = kTurn; budget > 0; --budget) {
        bool met = false;
        if (!side.slots.empty()) {
            const std::uint32_t slot = side.slots.back() - officers_;
            met = forward ? forward_from_slot(slot, budget) : back_from_slot(slot);
        } else if (side.at == side.queue.size()) {
            if (side.later.empty()) return Step::exhausted;
            met = slots_of_job(side, forward);
        } else if (const std::uint32_t node = side.queue[side.at]; is_officer(node)) {
            met = forward ? forward_from_officer(node, budget) : back_from_officer(node, budget);
        } else {
            met = from_sink(side, forward ? givers_.of(node - sink_node(0)) : takers_.of(node - sink_node(0)), budget);
        }
        if (met) return Step::met;
    }
    return Step::on;
}

/// The node has been looked around.
bool SwapCircles::done(Side& side) {
    ++side.at;
    side.outer = side.inner = 0;
    return false;
}

bool SwapCircles::from_sink(Side& side, const std::vector<std::uint32_t>& officers, int& budget) {
    for (; side.inner < officers.size(); ++side.inner) {
        if (--budget < 0) return false;
        if (reach(side, officers[side.inner], side.queue[side.at])) return true;
    }
    return done(side);
}

// ── forward: who gets what is given up ────────────────────────────────────────────────────────────────────────────

bool SwapCircles::forward_from_officer(std::uint32_t officer, int& budget) {
    Side& side = forward_;
    if (side.inner == 0 && can_take(officer) && reach(side, sink_node(price_[officer]), officer)) return true;
    const auto& loose = loose_[officer];
    while (side.inner < loose.size()) {
        if (--budget < 0) return false;
        if (reach(side, slot_node(loose[side.inner++]), officer)) return true;
        if (!side.slots.empty()) return false;
    }
    return done(side);
}

bool SwapCircles::forward_from_slot(std::uint32_t slot, int& budget) {
    Side& side = forward_;
    const Node& node = of_slot(slot);
    if (const std::uint32_t piece = node.piece; piece != kNone) {
        Scan& scan = forward_scan_[piece];
        const auto officers = members(piece);
        const bool whole = !is_long(piece) || scan.mark != side.mark;
        const std::span<const std::uint32_t> look = whole ? officers : std::span<const std::uint32_t>(scan.left);
        if (is_long(piece) && whole && side.inner_of_slot == 0) {
            scan.left.clear();
            if (takes(node, loser_) && reach(side, loser_, slot_node(slot))) return true;
        }
        for (; side.inner_of_slot < look.size(); ++side.inner_of_slot) {
            if (--budget < 0) return false;
            const std::uint32_t officer = look[side.inner_of_slot];
            if (nodes_[officer].part != part_now_ || nodes_[officer].seen == side.mark) continue;
            if (sibling(node, officer) == kNone) {
                if (reach(side, officer, slot_node(slot))) return true;
            } else if (is_long(piece) && whole) {
                scan.left.push_back(officer);
            }
        }
        if (is_long(piece)) scan.mark = side.mark;
    }
    return later(side);
}

bool SwapCircles::takes(const Node& slot, std::uint32_t officer) const {
    return nodes_[officer].part == part_now_ && std::ranges::binary_search(members(slot.piece), officer) &&
           sibling(slot, officer) == kNone;
}

/// The slot has been looked around, but for the others of its job.
bool SwapCircles::later(Side& side) {
    side.later.push_back(side.slots.back());
    side.slots.pop_back();
    side.inner_of_slot = 0;
    return false;
}

/// A candidate who serves the job already can take this slot instead of his own there.
bool SwapCircles::slots_of_job(Side& side, bool forward) {
    const std::uint32_t slot = side.later.back() - officers_;
    side.later.pop_back();
    const std::uint32_t job = instance_.job_of[slot];
    for (std::uint32_t other = instance_.first[job]; other < instance_.first[job + 1]; ++other) {
        if (other == slot || frozen_[other] || of_slot(other).part != part_now_) continue;
        const bool arc =
            forward ? instance_.is_candidate(slot, holder(other)) : instance_.is_candidate(other, holder(slot));
        if (arc && reach(side, slot_node(other), slot_node(slot))) return true;
    }
    return false;
}

// ── back: who could give what is wanted ───────────────────────────────────────────────────────────────────────────

bool SwapCircles::back_from_officer(std::uint32_t officer, int& budget) {
    Side& side = back_;
    if (side.outer == 0) {
        if (side.inner == 0 && can_give(officer) && reach(side, sink_node(price_[officer]), officer)) return true;
        if (back_from_wanted(officer, budget)) return true;
        if (budget < 0 || !side.slots.empty()) return false;
        side.inner = 0;
        side.outer = pieces_of_begin_[officer] + 1;  // one more than the index, so that 0 is "not begun"
    }
    for (; side.outer <= pieces_of_begin_[officer + 1]; ++side.outer, side.inner = 0) {
        if (back_through_piece(officer, pieces_of_[side.outer - 1], budget)) return true;
        if (budget < 0 || !side.slots.empty()) return false;
    }
    return done(side);
}

/// Not through as long as `slots` is not empty or the budget is used up.
bool SwapCircles::back_from_wanted(std::uint32_t officer, int& budget) {
    Side& side = back_;
    auto& wanted = wanted_[officer];
    while (side.inner < wanted.size()) {
        if (--budget < 0) return false;
        const std::uint32_t slot = wanted[side.inner];
        const Node& node = of_slot(slot);
        if (node.part != part_now_) {  // never again will the two be in one part
            wanted[side.inner] = wanted.back();
            wanted.pop_back();
            continue;
        }
        ++side.inner;
        if (node.seen == side.mark || sibling(node, officer) != kNone) continue;
        return reach(side, slot_node(slot), officer);
    }
    return false;
}

bool SwapCircles::back_through_piece(std::uint32_t officer, std::uint32_t piece, int& budget) {
    Side& side = back_;
    Scan& scan = back_scan_[piece];
    const auto& open = open_[piece];
    const bool whole = scan.mark != side.mark;
    const std::span<const std::uint32_t> look = whole ? open : scan.left;
    if (whole && side.inner == 0) scan.left.clear();
    while (side.inner < look.size()) {
        if (--budget < 0) return false;
        const std::uint32_t slot = look[side.inner++];
        const Node& node = of_slot(slot);
        if (node.part != part_now_ || node.seen == side.mark) continue;
        if (sibling(node, officer) == kNone) return reach(side, slot_node(slot), officer);
        if (whole) scan.left.push_back(slot);
    }
    scan.mark = side.mark;
    return false;
}

bool SwapCircles::back_from_slot(std::uint32_t slot) {
    // Where officer and slot are in one part, the slot costs what he does.
    if (reach(back_, holder(slot), slot_node(slot))) return true;
    return later(back_);
}

void SwapCircles::split_off(const Side& side) {
    const std::uint32_t part = parts_++;
    for (const std::uint32_t node : side.seen) nodes_[node].part = part;
}

}  // namespace sunlot::draw
