#include "workflow/substitution_view.h"

#include "inspection/substitution.h"
#include "store/substitution.h"

#include <utility>

namespace sunlot::workflow {
namespace {

SubstitutionView view_of(store::SubstitutionRecord record) {
    auto& data = record.data;
    SubstitutionView out{.number = data.number,
                         .attempt = data.attempt,
                         .what = std::string(inspection::name(data.what)),
                         .line = data.line,
                         .slot = {},
                         .reason = data.reason,
                         .reason_title = inspection::reason_title(data.what, data.reason),
                         .state = std::string(store::name(record.state)),
                         .replacement = data.replacement,
                         .officer = std::move(data.officer),
                         .replaced = {},
                         .officers = std::move(data.officers),
                         .unavailable = std::move(data.unavailable),
                         .requested_at = record.requested_at,
                         .answered_at = record.answered_at};
    if (data.what == draw::Substituted::officer) out.slot = data.slot;
    if (!data.replaced.empty()) out.replaced = std::move(data.replaced);
    return out;
}

}  // namespace

void add_changes(DrawView& draw, store::View& view) {
    for (auto& record : store::substitutions_of(view, draw.draw_id))
        draw.substitutions.push_back(view_of(std::move(record)));
    if (auto extension = store::last_extension(view, draw.draw_id))
        draw.extension = ExtensionView{.strata = std::move(extension->strata),
                                       .reason = std::move(extension->reason),
                                       .approved = !extension->waiting};
}

}  // namespace sunlot::workflow
