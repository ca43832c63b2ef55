// Mode embargo: who sees which line of the result, before everybody sees all of it. Every look is one entry of the
// journal (`disclosed`), which names the lines by number, so that it says nothing about who they are; afterwards anyone
// can read who knew of which visit since when.
#pragma once
#include "base/result.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/draw_view.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct DisclosureRequest {
    std::string purpose;                                   // visit | print | audit
    std::optional<std::string> officer = {};               // only visits of this officer
    std::optional<std::vector<std::uint64_t>> lines = {};  // exactly these; else the next visits in deal order
    std::size_t limit = 12;
};

struct Disclosure {
    std::vector<DrawnRow> rows;  // an officer's visits in deal order, given lines as given
    std::uint64_t seq = 0;       // of the entry
};

/// Visits that nobody has seen yet come first. Refuses draw.unknown, draw.order (nothing to disclose, or no longer),
/// disclosure.purpose, disclosure.line (no such line, or no visit), disclosure.officer, disclosure.none.
Result<Disclosure> disclose(const Context& context, const Actor& actor, std::string_view draw_id,
                            const DisclosureRequest& request);

}  // namespace sunlot::workflow
