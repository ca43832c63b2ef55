// Entering and changing one officer by hand, and the record of training. A form is checked by the rules of the import;
// what changes is one entry officer.changed, with its reason in the private part.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/officer.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sunlot::workflow {

/// Names of inspection::officer_fields() with what they are to say from now on, as people write it; "" empties a field.
/// Fields not named stay.
using OfficerFields = std::map<std::string, std::string>;

/// Refuses officer.field (no such field), officer.reason, officer.known (the same employee, certificate or identity
/// number is there already), officer.training_first, and what check_officer finds wrong, with its code and field.
Result<OfficerDetail> add_officer(const Context& context, const Actor& actor, const OfficerFields& fields,
                                  std::string_view reason);
/// Refuses the same, officer.unknown (also of units the actor does not see), officer.same (nothing changes).
Result<OfficerDetail> change_officer(const Context& context, const Actor& actor, std::string_view id,
                                     const OfficerFields& fields, std::string_view reason);

struct TrainingRequest {
    std::string kind;  ///< a term of the dictionary training_kind
    Date held_on;
    std::int64_t hours = 0;
    bool passed = true;
    std::string topic;
};
/// Refuses officer.unknown, training.kind, training.day (after today), training.hours, training.topic.
Result<OfficerDetail> record_training(const Context& context, const Actor& actor, std::string_view id,
                                      const TrainingRequest& request);

}  // namespace sunlot::workflow
