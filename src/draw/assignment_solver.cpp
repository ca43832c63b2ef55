#include "draw/assignment_solver.h"

#include "draw/assignment_preference.h"

#include <algorithm>
#include <map>
#include <queue>
#include <set>
#include <stdexcept>
#include <utility>

namespace sunlot::draw {
namespace {

// ── complete ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// Hands out the least loaded candidate of a list. Loads only grow in this phase, so a heap of stale levels that is set
/// right at its top is enough; and an officer who is full stays full.
class LeastLoaded {
public:
    LeastLoaded(const Residual& state, const std::vector<std::uint32_t>& list) : state_(state) {
        for (const std::uint32_t officer : list) heap_.emplace(state.level(officer), officer);
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

/// Ends at any officer with room.
struct ToRoom {
    const Residual& state;
    bool enters(std::uint32_t) const { return true; }
    bool ends_at(std::uint32_t officer) const { return state.has_room(officer); }
    std::uint32_t closes(std::uint32_t) const { return kNone; }
    bool sink(std::uint32_t, const auto&) const { return false; }
};

Tight tight_around(const Residual& state) {
    Tight tight;
    for (std::uint32_t slot = 0; slot < state.instance().slot_count(); ++slot) {
        const std::uint32_t holder = state.holder(slot);
        if (state.seen_slot(slot) || (holder != kNone && state.seen_officer(holder))) tight.slots.push_back(slot);
    }
    return tight;
}

/// Fills every slot, or says which cannot all be filled.
std::optional<Tight> complete(Residual& state) {
    std::vector<std::optional<LeastLoaded>> least(state.instance().lists.size());
    for (std::uint32_t slot = 0; slot < state.instance().slot_count(); ++slot) {
        auto& candidates = least[state.instance().list_of[slot]];
        if (!candidates) candidates.emplace(state, state.instance().candidates(slot));
        const std::uint32_t officer = candidates->for_slot(slot);
        if (officer != kNone) {
            state.put(slot, officer);
            continue;
        }
        ToRoom goal{state};
        state.start_afresh();
        if (!state.search_from_slot(slot, goal)) return tight_around(state);
        state.apply(state.chain());
    }
    return std::nullopt;
}

// ── balance ───────────────────────────────────────────────────────────────────────────────────────────────────────

constexpr std::int64_t kUnpriced = -1;

/// Ends at an officer who stays below `level` with one slot more.
struct ToLowerLevel {
    const Residual& state;
    const std::vector<std::int64_t>& price;
    std::int64_t level;
    bool enters(std::uint32_t officer) const { return price[officer] == kUnpriced; }
    bool ends_at(std::uint32_t officer) const { return state.has_room(officer) && state.level(officer) <= level - 2; }
    std::uint32_t closes(std::uint32_t) const { return kNone; }
    bool sink(std::uint32_t, const auto&) const { return false; }
};

/// Makes the sum of squared levels least and gives every officer's price.
std::vector<std::int64_t> balance(Residual& state) {
    std::vector<std::int64_t> price(state.instance().officer_count(), kUnpriced);
    std::set<std::pair<std::int64_t, std::uint32_t>> todo;  // (−level, officer): the highest first
    for (std::uint32_t i = 0; i < state.instance().officer_count(); ++i) todo.emplace(-state.level(i), i);
    while (!todo.empty()) {
        const auto [minus_level, highest] = *todo.begin();
        ToLowerLevel goal{state, price, -minus_level};
        state.start_afresh();
        if (state.search_from_officer(highest, goal)) {
            const std::uint32_t lower = state.visited().back();
            todo.erase({-state.level(highest), highest});
            todo.erase({-state.level(lower), lower});
            state.apply(state.chain());
            todo.emplace(-state.level(highest), highest);
            todo.emplace(-state.level(lower), lower);
            continue;
        }
        for (const std::uint32_t officer : state.visited()) {
            price[officer] = -minus_level;
            todo.erase({-state.level(officer), officer});
        }
    }
    return price;
}

// ── deal ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// How many slots each officer has in the best assignments, and who could give one up or take one more at no cost:
/// within a class of equal price one officer's slot more is balanced by another's less.
class Bounds {
public:
    Bounds(const Residual& state, const std::vector<std::int64_t>& price) : state_(state) {
        std::map<std::int64_t, std::uint32_t> classes;
        for (std::uint32_t i = 0; i < price.size(); ++i) {
            const std::int64_t base = state.instance().base[i];
            const std::int64_t cap = state.instance().cap[i];
            low_.push_back(std::clamp<std::int64_t>(price[i] - 1 - base, 0, cap));
            high_.push_back(std::clamp<std::int64_t>(price[i] - base, 0, cap));
            class_of_.push_back(
                classes.try_emplace(price[i], static_cast<std::uint32_t>(classes.size())).first->second);
        }
        givers_.resize(classes.size());
        place_.assign(price.size(), kNone);
        for (std::uint32_t i = 0; i < price.size(); ++i) update(i);
    }
    bool can_take(std::uint32_t officer) const { return state_.load(officer) < high_[officer]; }
    bool can_give(std::uint32_t officer) const { return state_.load(officer) > low_[officer]; }
    bool kept(std::uint32_t officer) const {
        return low_[officer] <= state_.load(officer) && state_.load(officer) <= high_[officer];
    }
    std::uint32_t class_of(std::uint32_t officer) const { return class_of_[officer]; }
    std::size_t class_count() const { return givers_.size(); }
    const std::vector<std::uint32_t>& givers(std::uint32_t in_class) const { return givers_[in_class]; }

    /// To be called for every officer whose load has changed.
    void update(std::uint32_t officer) {
        auto& givers = givers_[class_of_[officer]];
        const bool listed = place_[officer] != kNone;
        if (can_give(officer) == listed) return;
        if (!listed) {
            place_[officer] = static_cast<std::uint32_t>(givers.size());
            givers.push_back(officer);
            return;
        }
        givers[place_[officer]] = givers.back();
        place_[givers.back()] = place_[officer];
        givers.pop_back();
        place_[officer] = kNone;
    }

private:
    const Residual& state_;
    std::vector<std::int64_t> low_, high_;
    std::vector<std::uint32_t> class_of_, place_;
    std::vector<std::vector<std::uint32_t>> givers_;
};

/// Ends when `loser`, who gives `wanted` away, is made whole: by another slot, or by being one who may have one less.
struct ToLoser {
    const Residual& state;
    const Bounds& bounds;
    std::vector<std::uint32_t>& class_used;  // per class: the round in which its sink was used
    std::uint32_t round;
    std::uint32_t loser;
    std::uint32_t wanted;
    std::uint32_t within;  // the class of price in which the chain stays

    bool enters(std::uint32_t officer) const { return bounds.class_of(officer) == within; }
    bool ends_at(std::uint32_t officer) const { return officer == loser; }
    std::uint32_t closes(std::uint32_t slot) const {
        const auto& list = state.instance().candidates(slot);
        if (!std::binary_search(list.begin(), list.end(), loser)) return kNone;
        const std::uint32_t other = state.sibling(slot, loser);
        return other == kNone || other == wanted ? loser : kNone;
    }
    bool sink(std::uint32_t officer, const auto& visit) {
        const std::uint32_t in_class = bounds.class_of(officer);
        if (!bounds.can_take(officer) || class_used[in_class] == round) return false;
        class_used[in_class] = round;
        if (bounds.class_of(loser) == within && bounds.can_give(loser)) return visit(loser);
        for (const std::uint32_t giver : bounds.givers(in_class))
            if (visit(giver)) return true;
        return false;
    }
};

class Dealer {
public:
    Dealer(Residual& state, const std::vector<std::int64_t>& price, std::string_view seed)
        : state_(state),
          bounds_(state, price),
          class_used_(bounds_.class_count(), 0),
          preferences_(state.instance(), seed) {}

    void deal() {
        for (const std::uint32_t job : preferences_.deal_order())
            for (std::uint32_t slot = state_.instance().first[job]; slot < state_.instance().first[job + 1]; ++slot) {
                deal_slot(slot);
                state_.freeze(slot);
            }
        for (std::uint32_t i = 0; i < state_.instance().officer_count(); ++i)
            if (!bounds_.kept(i)) throw std::logic_error("the dealt assignment is not balanced");
    }

private:
    /// Gives the slot to the first officer of its preference order who can have it; the present one always can.
    void deal_slot(std::uint32_t slot) {
        const std::uint32_t present = state_.holder(slot);
        const auto classes = classes_of_circles(slot, present);
        searched_ = kNone;
        auto order = preferences_.of_slot(slot);
        for (std::uint32_t officer = order.next(); officer != present; officer = order.next())
            if (give(slot, officer, present, classes)) return;
    }

    /// Prices are potentials: swaps never lead from one price to a lower one. The chain together with the wanted slot's
    /// change of hands is a circle, so all officers on it have one price. Either the loser is one of them, or the
    /// circle comes back through other slots of the same job, one of which the loser takes: then it enters the job by
    /// an officer who gives up one of those slots.
    std::vector<std::uint32_t> classes_of_circles(std::uint32_t slot, std::uint32_t loser) const {
        const Instance& instance = state_.instance();
        const std::uint32_t job = instance.job_of[slot];
        std::vector<std::uint32_t> others;
        bool loser_fits = false;
        for (std::uint32_t other = instance.first[job]; other < instance.first[job + 1]; ++other) {
            if (other == slot || state_.frozen(other)) continue;
            const auto& list = instance.candidates(other);
            others.push_back(bounds_.class_of(state_.holder(other)));
            loser_fits = loser_fits || std::binary_search(list.begin(), list.end(), loser);
        }
        std::vector<std::uint32_t> classes{bounds_.class_of(loser)};
        for (const std::uint32_t in_class : others)
            if (loser_fits && std::ranges::find(classes, in_class) == classes.end()) classes.push_back(in_class);
        return classes;
    }

    bool give(std::uint32_t slot, std::uint32_t officer, std::uint32_t present,
              const std::vector<std::uint32_t>& classes) {
        const std::uint32_t other = state_.sibling(slot, officer);  // the officer may serve the job already, elsewhere
        if (other != kNone && state_.frozen(other)) return false;
        for (const std::uint32_t within : classes) {
            if (other == kNone && bounds_.class_of(officer) != within) continue;
            if (searched_ != within) {
                state_.start_afresh();
                ++round_;
                searched_ = within;
            }
            ToLoser goal{state_, bounds_, class_used_, round_, present, slot, within};
            if (other != kNone ? state_.search_from_slot(other, goal) : state_.search_from_officer(officer, goal)) {
                apply_chain(slot, officer, present);
                return true;
            }
        }
        return false;
    }

    void apply_chain(std::uint32_t slot, std::uint32_t officer, std::uint32_t present) {
        auto moves = state_.chain();
        moves.emplace_back(slot, officer);
        std::vector<std::uint32_t> touched{present};
        for (const auto& [moved, to] : moves) {
            touched.push_back(state_.holder(moved));
            touched.push_back(to);
        }
        state_.apply(moves);
        for (const std::uint32_t i : touched) bounds_.update(i);
    }

    Residual& state_;
    Bounds bounds_;
    std::vector<std::uint32_t> class_used_;
    std::uint32_t round_ = 0;
    std::uint32_t searched_ = kNone;  // the class of the searches since start_afresh
    Preferences preferences_;
};

}  // namespace

Solution solve(const Instance& instance, std::string_view seed) {
    Residual state(instance);
    if (auto tight = complete(state)) return {std::nullopt, std::move(*tight)};
    const auto price = balance(state);
    Dealer(state, price, seed).deal();
    Solution solution;
    solution.holders.emplace();
    for (std::uint32_t slot = 0; slot < instance.slot_count(); ++slot) solution.holders->push_back(state.holder(slot));
    return solution;
}

std::optional<Tight> find_tight(const Instance& instance) {
    Residual state(instance);
    return complete(state);
}

}  // namespace sunlot::draw
