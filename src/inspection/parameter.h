// Parameters (参数) and dictionaries (字典): the numbers and words of the work that the law or the bureau may change
// without a new program. Each change holds from a day on, so that what was decided earlier can still be explained by
// the value of its day. Declared here, in one table; changed by `parameter.set` and `dictionary.changed`. Pure.
//
// How to add one: a row in parameter.cpp, then workflow::parameter_value(view, "name", day) where the constant was.
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

enum class ParameterKind {
    count,   ///< one whole number
    counts,  ///< several, largest first: 90, 30, 7
    choice,  ///< one of `choices`
};
std::string_view text(ParameterKind kind);  // "count", "counts", "choice"

/// All texts are constants of the program.
struct Parameter {
    struct Choice {
        std::string_view value;
        std::string_view zh;
        std::string_view en;
    };
    std::string_view name;  ///< "officer.warning_days"
    std::string_view zh;
    std::string_view en;
    std::string_view unit_zh = {};
    std::string_view unit_en = {};
    ParameterKind kind = ParameterKind::count;
    std::string_view initial;  ///< in force until it is set for the first time
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::span<const Choice> choices = {};
    bool term = false;            ///< a term in working days: offered by the calendar's computation of terms
    std::string_view basis = {};  ///< where the initial value comes from
};

std::span<const Parameter> all_parameters();
/// nullptr when it is not declared.
const Parameter* find_parameter(std::string_view name);
/// The value as it is kept ("90,30,7"). Refuses parameter.value.
Result<std::string> check_parameter(const Parameter& parameter, std::string_view value);
/// Of a value that was checked.
std::vector<std::int64_t> counts_of(std::string_view value);

struct Dictionary {
    std::string_view name;  ///< "training_kind"
    std::string_view zh;
    std::string_view en;
    std::span<const std::string_view> initial;  ///< terms in force from the beginning
};

std::span<const Dictionary> all_dictionaries();
const Dictionary* find_dictionary(std::string_view name);

/// A term that was added (or taken out of use) from a day on.
struct TermChange {
    std::string term;
    Date from;
    bool in_use = true;
    friend bool operator==(const TermChange&, const TermChange&) = default;
};
/// The terms in use on `day`: the initial ones in their order, then the added ones. `changes` in the order in which
/// they were made; of two for one term the one that holds from the later day decides, of the same day the later made.
std::vector<std::string> terms_on(const Dictionary& dictionary, std::span<const TermChange> changes, Date day);
/// Tidied, one line, at most 60 bytes. Refuses dictionary.term.
Result<std::string> check_term(std::string_view term);

/// Whether a change may hold from `from`: not from a day that is over, since decisions of that day rest on what held
/// then. Refuses parameter.past, parameter.far (more than five years ahead).
Result<Done> check_effective_day(Date from, Date today);

}  // namespace sunlot::inspection
