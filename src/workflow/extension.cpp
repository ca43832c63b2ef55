#include "workflow/extension.h"

#include "base/text.h"
#include "draw/quota.h"
#include "inspection/draw.h"
#include "store/database.h"
#include "store/draw.h"
#include "workflow/draw_step.h"

#include <utility>

namespace sunlot::workflow {
namespace {

using inspection::DrawStep;

/// The same is waiting already: a double click.
bool already_asked(store::View& view, const store::DrawRecord& draw, const Actor& actor,
                   const std::vector<draw::HigherQuota>& strata) {
    const auto last = store::last_extension(view, draw.id);
    return last && last->waiting && last->requested_by == actor.account && last->strata == strata;
}

}  // namespace

Result<Done> request_extension(const Context& context, const Actor& actor, std::string_view draw_id,
                               const std::vector<draw::HigherQuota>& strata, std::string_view reason) {
    if (trim(reason).empty())
        return refuse(RefusalKind::invalid, "draw.reason", "请写明理由", "a reason is needed", "reason");
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (already_asked(transaction, *draw, actor, strata)) return Done{};
    if (auto allowed = inspection::allow(DrawStep::request_extension, draw->progress()); !allowed)
        return pass_on(allowed.error());
    const auto files = open_files(context.blobs, *draw->present());
    const auto cells = draw::extended_cells(files.plan, strata, cells_of(files, *draw->seed), files.rows, *draw->seed);
    if (!cells) return pass_on(cells.error());
    append_step(context, transaction, actor, "extension.requested", draw_id,
                {{"reason", trim(reason)}, {"strata", draw::higher_quotas_json(strata)}});
    transaction.commit();
    return Done{};
}

Result<Done> approve_extension(const Context& context, const Actor& actor, std::string_view draw_id) {
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (draw->attempt > 1 && !draw->frame_sealed) return Done{};  // approved a moment ago
    if (auto allowed = inspection::allow_extension_approval(draw->progress(), actor.account); !allowed) return allowed;
    append_step(context, transaction, actor, "extension.approved", draw_id, {{"attempt", draw->attempt + 1}});
    transaction.commit();
    return Done{};
}

}  // namespace sunlot::workflow
