// Declaring recusals (回避申请登记) and reading them.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "store/recusal.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct RecusalRequest {
    std::string officer;   // id
    std::string object;    // id
    std::string relation;  // 近亲属, 利害关系 …
    std::string reason;
    Date valid_from;
    Date valid_to;
};

/// A recusal with the names people know its two sides by ("" when one of them is not in the directory any more).
struct NamedRecusal {
    store::Recusal recusal;
    std::string officer_name;
    std::string object_name;
};

/// Refuses officer.unknown, object.unknown, recusal.period.
Result<NamedRecusal> declare_recusal(const Context& context, const Actor& actor, const RecusalRequest& request);
/// From the day after `last` on the officer may be sent there again. Refuses recusal.unknown, recusal.last_day (before
/// the recusal begins, before yesterday, or not earlier than it ends anyway), recusal.reason.
Result<NamedRecusal> end_recusal(const Context& context, const Actor& actor, std::string_view id, Date last,
                                 std::string_view reason);
std::vector<NamedRecusal> list_recusals(const Context& context);

}  // namespace sunlot::workflow
