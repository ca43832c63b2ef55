// What a draw is warned of and goes on all the same: samples that do not look like chance, and frames that have grown
// suspiciously since the draw before.
#pragma once
#include "draw/chance_check.h"
#include "draw/seal.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/draw_view.h"

#include <optional>
#include <span>
#include <string_view>

namespace sunlot::store {
class View;
struct DrawRecord;
}  // namespace sunlot::store

namespace sunlot::workflow {

/// Appends one draw.alarmed for each check that alarms. The sample stands whatever they say.
void raise_alarms(const Context& context, const Actor& actor, const store::DrawRecord& draw,
                  std::span<const draw::ChanceCheck> checks);

/// How `frame` differs from that of the organ's last draw over the same pool; nothing when there is none.
std::optional<draw::Since> count_since(const Context& context, store::View& view, const store::DrawRecord& draw,
                                       const draw::Plan& plan, std::string_view frame);

/// Adds the warnings that follow from both.
void add_alarms(DrawView& draw, store::View& view);

}  // namespace sunlot::workflow
