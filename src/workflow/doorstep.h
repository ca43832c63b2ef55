// The doorstep proof: what a firm gets at its gate in an embargoed draw, to see on its own phone that it was on the
// list sealed before anyone came (docs/formats/draw-v1.md §11). Making one is a disclosure; whoever holds its token can
// read it and nothing else.
#pragma once
#include "base/result.h"
#include "draw/doorstep.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sunlot::workflow {

struct Doorstep {
    std::string token;  // shown once; we keep its hash
    std::string path;   // "/verify.html#p=<token>"
    std::string proof;  // canonical JSON
};

/// Refuses draw.unknown, draw.order, doorstep.line (no visit).
Result<Doorstep> make_doorstep(const Context& context, const Actor& actor, std::string_view draw_id,
                               std::uint64_t line);

/// The proof as it stands now (a replaced officer is in it), against the log as it stands now.
/// Refuses doorstep.unknown.
Result<draw::DoorstepProof> doorstep_proof(const Context& context, std::string_view token);

/// The proof on paper, with QR codes of where it can be checked and of the log's entry; `origin` is our address
/// ("https://sunlot.example"). Refuses doorstep.unknown.
Result<std::string> doorstep_paper(const Context& context, std::string_view draw_id, std::string_view token,
                                   std::string_view origin);

}  // namespace sunlot::workflow
