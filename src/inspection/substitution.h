// Why an object or an officer of a draw is replaced: the codes that the journal carries and their Chinese names. What
// the replacement is follows from draw/substitution.h and is nobody's choice.
#pragma once
#include "base/result.h"
#include "draw/substitution.h"

#include <span>
#include <string_view>

namespace sunlot::inspection {

struct SubstitutionReason {
    draw::Substituted what;
    std::string_view code;  // in the journal, for good
    std::string_view zh;
    std::string_view en;
};
/// Objects first, the common ones first.
std::span<const SubstitutionReason> substitution_reasons();

/// Refuses substitution.reason: a code that is not one for this.
Result<SubstitutionReason> find_reason(draw::Substituted what, std::string_view code);
/// "注销" / "deregistered"; the code itself when it is not ours.
Text reason_title(draw::Substituted what, std::string_view code);

/// "object", "officer"
std::string_view name(draw::Substituted what);
/// Refuses substitution.what.
Result<draw::Substituted> parse_substituted(std::string_view text);

}  // namespace sunlot::inspection
