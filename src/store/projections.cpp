#include "store/projections.h"

#include "inspection/entry_kind.h"
#include "store/account.h"
#include "store/account_guard.h"
#include "store/alarm.h"
#include "store/calendar.h"
#include "store/draw.h"
#include "store/draw_embargo.h"
#include "store/erasure.h"
#include "store/exchange.h"
#include "store/grid.h"
#include "store/history.h"
#include "store/item.h"
#include "store/officer.h"
#include "store/oidc.h"
#include "store/organ.h"
#include "store/parameter.h"
#include "store/province.h"
#include "store/recusal.h"
#include "store/role.h"
#include "store/roll.h"
#include "store/substitution.h"
#include "store/task.h"
#include "store/token.h"
#include "store/witness_policy.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::store {
namespace {

bool takes(const Projection& projection, std::string_view kind) {
    return std::ranges::any_of(projection.kinds, [&](const std::string& mine) {
        return mine.ends_with('.') ? kind.starts_with(mine) : kind == mine;
    });
}

}  // namespace

const std::vector<Projection>& all_projections() {
    static const std::vector<Projection> projections = {
        organ_projection(),          account_projection(),  account_guard_projection(), role_projection(),
        token_projection(),          oidc_projection(),     item_projection(),          roll_projection(),
        officer_projection(),        recusal_projection(),  history_projection(),       task_projection(),
        embargo_projection(),        draw_projection(),     substitution_projection(),  alarm_projection(),
        witness_policy_projection(), province_projection(), erasure_projection(),       calendar_projection(),
        parameter_projection(),      grid_projection(),     exchange_projection(),
    };
    return projections;
}

void apply(Transaction& transaction, const StoredEvent& event) {
    const auto* declared = inspection::entry_kind(event.kind);
    bool taken = declared != nullptr && declared->effect == inspection::Effect::journal;
    for (const auto& projection : all_projections()) {
        if (!takes(projection, event.kind)) continue;
        projection.apply(transaction, event);
        taken = true;
    }
    if (!taken) unknown_event(event);
}

void unknown_event(const StoredEvent& event) {
    throw std::logic_error("no projection takes the event " + event.kind);
}

}  // namespace sunlot::store
