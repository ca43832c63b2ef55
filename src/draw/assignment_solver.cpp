#include "draw/assignment_solver.h"

#include "draw/assignment_preference.h"
#include "draw/swap_circles.h"

#include <stdexcept>

namespace sunlot::draw {
namespace {

/// To the first officer of the slot's preference order who can have it; the present one always can.
void deal_slot(SwapCircles& circles, std::uint32_t slot, const Preferences& preferences) {
    auto order = preferences.of_slot(slot);
    for (std::uint32_t officer = order.next(); officer != circles.holder(slot); officer = order.next())
        if (circles.give(slot, officer)) break;
    circles.freeze(slot);
}

}  // namespace

Solution solve(const Instance& instance, std::string_view seed) {
    Residual state(instance);
    if (auto tight = complete(state)) return {std::nullopt, std::move(*tight)};
    SwapCircles circles(state, balance(state));
    const Preferences preferences(instance, seed);
    for (const std::uint32_t job : preferences.deal_order())
        for (std::uint32_t slot = instance.first[job]; slot < instance.first[job + 1]; ++slot)
            deal_slot(circles, slot, preferences);
    if (!circles.balanced()) throw std::logic_error("the dealt assignment is not balanced");
    Solution solution;
    solution.holders.emplace();
    for (std::uint32_t slot = 0; slot < instance.slot_count(); ++slot)
        solution.holders->push_back(circles.holder(slot));
    return solution;
}

std::optional<Tight> find_tight(const Instance& instance) {
    Residual state(instance);
    return complete(state);
}

}  // namespace sunlot::draw
