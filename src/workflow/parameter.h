// Parameters and dictionaries (inspection/parameter.h) in force on a day, and changing them. A leader sets them; each
// change is an entry with its reason and the day from which it holds.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/parameter.h"
#include "store/parameter.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class View;
}

namespace sunlot::workflow {

/// The value in force on `day`. std::logic_error for a name that is not declared, or is of another kind.
std::int64_t parameter_value(store::View& view, std::string_view name, Date day);
/// Largest first.
std::vector<std::int64_t> parameter_values(store::View& view, std::string_view name, Date day);
std::string parameter_choice(store::View& view, std::string_view name, Date day);
/// The terms of a dictionary in use on `day`. std::logic_error for a name that is not declared.
std::vector<std::string> dictionary_terms(store::View& view, std::string_view dictionary, Date day);

struct ParameterStanding {
    const inspection::Parameter* parameter = nullptr;
    std::string value;                              ///< in force on the day asked for
    std::vector<store::ParameterSetting> settings;  ///< all that were ever made, by day from which they hold
};
std::vector<ParameterStanding> list_parameters(const Context& context);

struct DictionaryStanding {
    const inspection::Dictionary* dictionary = nullptr;
    std::vector<std::string> terms;  ///< in use today
    std::vector<store::DictionaryChange> changes;
};
std::vector<DictionaryStanding> list_dictionaries(const Context& context);

struct ParameterChange {
    std::string value;
    Date from;
    std::string reason;
};
/// Refuses parameter.unknown, parameter.value, parameter.past, parameter.far, parameter.reason, parameter.same.
Result<ParameterStanding> set_parameter(const Context& context, const Actor& actor, std::string_view name,
                                        const ParameterChange& change);

struct TermRequest {
    std::string term;
    Date from;
    bool in_use = true;
    std::string reason;
};
/// Refuses dictionary.unknown, dictionary.term, dictionary.same, and what set_parameter refuses of day and reason.
Result<DictionaryStanding> change_dictionary(const Context& context, const Actor& actor, std::string_view dictionary,
                                             const TermRequest& request);

}  // namespace sunlot::workflow
