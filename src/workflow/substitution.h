// Substitutions: an object that cannot be inspected, an officer who cannot go, replaced by the next in line
// (docs/formats/draw-v1.md §9). Asked for by one person, answered by another; nobody chooses who comes instead.
#pragma once
#include "base/result.h"
#include "draw/plan.h"
#include "draw/seal.h"
#include "draw/substitution.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class View;
struct DrawRecord;
}  // namespace sunlot::store

namespace sunlot::workflow {

struct SubstitutionRequest {
    draw::Substituted what = draw::Substituted::object;
    std::uint64_t line = 0;                // of result.tsv, from 0: a visit
    std::uint64_t slot = 0;                // of the officer who cannot go
    std::string reason;                    // a code of inspection/substitution.h
    std::string text;                      // what happened; private
    std::string evidence;                  // SHA-256 of a document kept in the files, or ""; private
    std::vector<std::string> unavailable;  // officers who cannot go, beside those the directory knows of
};

/// Who is unavailable (certificate, leave, recusals declared since) is read from the directory as it is now; the
/// officer whose slot it is always is. Refuses substitution.line (no visit), .slot, .officers, .reason, .text,
/// .evidence, draw.order.
Result<Done> request_substitution(const Context& context, const Actor& actor, std::string_view draw_id,
                                  const SubstitutionRequest& request);

/// By another person. Refuses draw.same_person, substitution.number (not the one that waits), and
/// assignment.infeasible when nobody could visit the replacement: refuse it then, and ask again.
Result<Done> approve_substitution(const Context& context, const Actor& actor, std::string_view draw_id,
                                  std::uint64_t number);
Result<Done> refuse_substitution(const Context& context, const Actor& actor, std::string_view draw_id,
                                 std::uint64_t number);

/// The visits of the last assigned attempt as the approved substitutions have left them, with the lists they view.
struct VisitsInForce {
    draw::Plan plan;
    draw::Seal seal;
    std::vector<draw::Officer> officers;
    std::vector<draw::DrawnRow> rows;
    draw::SlotTable slots;
    std::optional<draw::Visits> visits;
};
/// REQUIRES: an assigned attempt. Throws when what is on record does not follow from the rule.
std::unique_ptr<VisitsInForce> open_visits(const Context& context, store::View& view, const store::DrawRecord& draw);

}  // namespace sunlot::workflow
