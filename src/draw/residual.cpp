#include "draw/residual.h"

namespace sunlot::draw {

Residual::Residual(const Instance& instance)
    : instance_(instance),
      holder_(instance.slot_count(), kNone),
      load_(instance.officer_count(), 0),
      open_slots_(instance.officer_count()),
      place_(instance.slot_count(), kNone),
      frozen_(instance.slot_count(), false),
      seen_(instance.officer_count() + instance.slot_count(), 0),
      parent_(instance.officer_count() + instance.slot_count(), kNone),
      list_done_(instance.lists.size(), 0) {}

std::uint32_t Residual::sibling(std::uint32_t slot, std::uint32_t officer) const {
    const std::uint32_t job = instance_.job_of[slot];
    for (std::uint32_t other = instance_.first[job]; other < instance_.first[job + 1]; ++other)
        if (holder_[other] == officer) return other;
    return kNone;
}

void Residual::put(std::uint32_t slot, std::uint32_t officer) {
    holder_[slot] = officer;
    ++load_[officer];
    place_[slot] = static_cast<std::uint32_t>(open_slots_[officer].size());
    open_slots_[officer].push_back(slot);
}

void Residual::take(std::uint32_t slot) {
    --load_[holder_[slot]];
    auto& open = open_slots_[holder_[slot]];
    open[place_[slot]] = open.back();
    place_[open.back()] = place_[slot];
    open.pop_back();
    holder_[slot] = kNone;
}

void Residual::freeze(std::uint32_t slot) {
    const std::uint32_t officer = holder_[slot];
    take(slot);
    holder_[slot] = officer;
    ++load_[officer];
    frozen_[slot] = true;
}

bool Residual::close(std::uint32_t slot, std::uint32_t from, std::uint32_t taker) {
    mark(slot_node(slot), from);
    end_ = slot_node(slot);
    closing_ = taker;
    return true;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> Residual::chain() const {
    const std::uint32_t officers = instance_.officer_count();
    std::vector<std::pair<std::uint32_t, std::uint32_t>> moves;
    if (end_ >= officers) moves.emplace_back(end_ - officers, closing_);
    for (std::uint32_t node = end_; parent_[node] != kNone; node = parent_[node]) {
        const std::uint32_t from = parent_[node];
        if (from < officers) continue;  // an officer gives up a slot, or the goal's sink: nobody gets anything here
        moves.emplace_back(from - officers, node < officers ? node : holder_[node - officers]);
    }
    return moves;
}

void Residual::apply(std::span<const std::pair<std::uint32_t, std::uint32_t>> moves) {
    for (const auto& [slot, officer] : moves)
        if (holder_[slot] != kNone) take(slot);
    for (const auto& [slot, officer] : moves) put(slot, officer);
}

}  // namespace sunlot::draw
