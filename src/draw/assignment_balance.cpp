#include "draw/assignment_balance.h"

#include "draw/blocking_flow.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace sunlot::draw {
namespace {

constexpr std::size_t kShortList = 64;
constexpr std::size_t kMostTried = 20;  // slots from which to look for a small set that is too tight

// ── complete ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// Hands out the least loaded candidate of a long list. Loads only grow in this phase, so a heap of stale levels that
/// is set right at its top is enough; and an officer who is full stays full.
class LeastLoaded {
public:
    LeastLoaded(const Residual& state, const std::vector<std::uint32_t>& list) : state_(state) {
        std::vector<Item> items;
        for (const std::uint32_t officer : list) items.emplace_back(state.level(officer), officer);
        heap_ = decltype(heap_)(std::greater<>(), std::move(items));
    }
    std::uint32_t for_slot(std::uint32_t slot) {
        std::vector<Item> aside;  // officers who already serve the same job
        std::uint32_t best = kNone;
        while (best == kNone && !heap_.empty()) {
            const auto [level, officer] = heap_.top();
            heap_.pop();
            if (!state_.has_room(officer)) continue;
            if (level != state_.level(officer))
                heap_.emplace(state_.level(officer), officer);
            else if (state_.sibling(slot, officer) != kNone)
                aside.emplace_back(level, officer);
            else
                best = officer, aside.emplace_back(level, officer);
        }
        for (const Item& item : aside) heap_.push(item);
        return best;
    }

private:
    using Item = std::pair<std::int64_t, std::uint32_t>;
    const Residual& state_;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> heap_;
};

std::uint32_t least_loaded_of(const Residual& state, std::uint32_t slot) {
    std::uint32_t best = kNone;
    for (const std::uint32_t officer : state.instance().candidates(slot))
        if (state.has_room(officer) && (best == kNone || state.level(officer) < state.level(best)) &&
            state.sibling(slot, officer) == kNone)
            best = officer;
    return best;
}

/// Slots with few candidates first: they have least choice.
std::vector<std::uint32_t> by_choice(const Instance& instance) {
    std::vector<std::uint32_t> slots(instance.slot_count());
    for (std::uint32_t slot = 0; slot < slots.size(); ++slot) slots[slot] = slot;
    std::ranges::stable_sort(slots, {}, [&](std::uint32_t slot) { return instance.candidates(slot).size(); });
    return slots;
}

/// Each slot to its least loaded candidate; what finds nobody with room stays open.
std::vector<std::uint32_t> fill_greedily(Residual& state) {
    const Instance& instance = state.instance();
    std::vector<std::optional<LeastLoaded>> least(instance.lists.size());
    std::vector<std::uint32_t> open;
    for (const std::uint32_t slot : by_choice(instance)) {
        std::uint32_t officer = kNone;
        if (instance.candidates(slot).size() <= kShortList) {
            officer = least_loaded_of(state, slot);
        } else {
            auto& candidates = least[instance.list_of[slot]];
            if (!candidates) candidates.emplace(state, instance.candidates(slot));
            officer = candidates->for_slot(slot);
        }
        if (officer == kNone)
            open.push_back(slot);
        else
            state.put(slot, officer);
    }
    return open;
}

/// What one open slot can reach: slots that, all together, are one more than the officers they can go to may take.
Tight tight_around(const BlockingFlow& flow, const Residual& state) {
    Tight tight;
    for (std::uint32_t slot = 0; slot < state.instance().slot_count(); ++slot) {
        const std::uint32_t holder = state.holder(slot);
        if (flow.reached_slot(slot) || (holder != kNone && flow.reached_officer(holder))) tight.slots.push_back(slot);
    }
    return tight;
}

// ── balance ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// Moves slots with few candidates to somebody two levels lower, as long as that happens often.
void smooth(Residual& state) {
    const Instance& instance = state.instance();
    for (std::uint32_t moved = instance.slot_count(); moved > instance.slot_count() / 200;) {
        moved = 0;
        for (std::uint32_t slot = 0; slot < instance.slot_count(); ++slot) {
            if (instance.candidates(slot).size() > kShortList) continue;
            const std::uint32_t to = least_loaded_of(state, slot);
            if (to == kNone || state.level(to) > state.level(state.holder(slot)) - 2) continue;
            state.take(slot);
            state.put(slot, to);
            ++moved;
        }
    }
}

/// Divides the officers at a level: once nothing more can flow from above it to below it, those whom what is left above
/// can reach have a price above the level, all others at most the level. Then each half by itself.
class Pricing {
public:
    explicit Pricing(Residual& state)
        : state_(state), flow_(state), part_of_(state.instance().officer_count(), 0), price_(part_of_.size(), 0) {}

    std::vector<std::int64_t> prices() {
        std::vector<Part> todo(1);
        for (std::uint32_t i = 0; i < part_of_.size(); ++i) todo.back().officers.push_back(i);
        while (!todo.empty()) {
            Part part = std::move(todo.back());
            todo.pop_back();
            if (!part.officers.empty()) divide(part, todo);
        }
        return std::move(price_);
    }

private:
    struct Part {
        std::uint32_t number = 0;
        std::int64_t low = -1;  ///< all prices of the part are above this, and at most `high`
        std::int64_t high = std::numeric_limits<std::int64_t>::max();
        std::vector<std::uint32_t> officers{};
    };

    void divide(Part& part, std::vector<Part>& todo) {
        const auto level = [&](std::uint32_t officer) { return state_.level(officer); };
        const auto [lowest, highest] = std::ranges::minmax(part.officers, {}, level);
        // Nobody is reached by a higher level than there is, and everybody by the lowest. (Levels below `low` are those
        // of officers at their cap.)
        part.low = std::max(part.low, level(lowest) - 1);
        part.high = std::max(part.low + 1, std::min(part.high, level(highest)));
        if (part.high == part.low + 1) {
            for (const std::uint32_t officer : part.officers) price_[officer] = part.high;
            return;
        }
        const std::int64_t middle = part.low + (part.high - part.low) / 2;
        std::vector<std::uint32_t> above;
        for (const std::uint32_t officer : part.officers)
            if (level(officer) > middle) above.push_back(officer);
        flow_.drain(above, {part_of_, part.number, middle});
        Part upper{++parts_, middle, part.high, {flow_.reached().begin(), flow_.reached().end()}};
        for (const std::uint32_t officer : upper.officers) part_of_[officer] = upper.number;
        std::erase_if(part.officers, [&](std::uint32_t officer) { return part_of_[officer] != part.number; });
        part.high = middle;
        todo.push_back(std::move(upper));
        todo.push_back(std::move(part));
    }

    Residual& state_;
    BlockingFlow flow_;
    std::vector<std::uint32_t> part_of_;
    std::uint32_t parts_ = 0;
    std::vector<std::int64_t> price_;
};

}  // namespace

std::optional<Tight> complete(Residual& state) {
    const auto open = fill_greedily(state);
    if (open.empty()) return std::nullopt;
    BlockingFlow flow(state);
    const std::vector<std::uint32_t> part_of(state.instance().officer_count(), 0);
    const BlockingFlow::Region anyone{part_of, 0, std::numeric_limits<std::int64_t>::max()};
    flow.fill(open, anyone);
    std::optional<Tight> tightest;
    std::size_t tried = 0;
    for (const std::uint32_t slot : open) {
        if (state.holder(slot) != kNone || tried++ == kMostTried) continue;
        flow.fill(std::span(&slot, 1), anyone);
        Tight tight = tight_around(flow, state);
        if (!tightest || tight.slots.size() < tightest->slots.size()) tightest = std::move(tight);
    }
    return tightest;
}

std::vector<std::int64_t> balance(Residual& state) {
    smooth(state);
    return Pricing(state).prices();
}

}  // namespace sunlot::draw
