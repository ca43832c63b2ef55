// What may be fixed when a draw is opened: who takes part, which public events end the seed, who keeps the sealed
// shares and who could open what is not revealed. Pure. Source: docs/formats/draw-v1.md §2, §3, §5.
#pragma once
#include "base/result.h"
#include "draw/plan.h"

namespace sunlot::inspection {

/// Looks at parties, min_parties, events, mode, sealed, embargo and trustees of the plan, at nothing else.
/// Refuses draw.parties (fewer than two parties or organisations, nobody from outside the organ's operators, an unknown
/// role), draw.min_parties, draw.events (none, and no trustees), draw.sealed (mode embargo: not two departments),
/// draw.embargo (a deadline without an embargo) and draw.trustees (keys, threshold, or one organisation that holds
/// enough keys to open everything by itself).
Result<Done> check_terms(const draw::Plan& plan);

}  // namespace sunlot::inspection
