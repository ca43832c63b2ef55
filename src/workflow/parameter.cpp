#include "workflow/parameter.h"

#include "base/text.h"
#include "store/database.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

using inspection::ParameterKind;

constexpr std::size_t kLongestReason = 600;

const inspection::Parameter& declared(std::string_view name, ParameterKind kind) {
    const auto* parameter = inspection::find_parameter(name);
    if (parameter == nullptr || parameter->kind != kind)
        throw std::logic_error("no such parameter: " + std::string(name));
    return *parameter;
}

std::string value_on(store::View& view, const inspection::Parameter& parameter, Date day) {
    return store::parameter_setting(view, parameter.name, day).value_or(std::string(parameter.initial));
}

std::vector<inspection::TermChange> term_changes(const std::vector<store::DictionaryChange>& changes) {
    std::vector<inspection::TermChange> out;
    for (const auto& change : changes)
        out.push_back({.term = change.term, .from = Date::parse(change.from).value(), .in_use = change.in_use});
    return out;
}

Result<Done> check_reason(std::string_view reason) {
    if (trim(reason).empty() || reason.size() > kLongestReason)
        return refuse(RefusalKind::invalid, "parameter.reason", "请写明依据或理由（600 字节以内）",
                      "give the basis or reason, in at most 600 bytes", "reason");
    return Done{};
}

ParameterStanding standing(store::View& view, const inspection::Parameter& parameter, Date today) {
    return {.parameter = &parameter,
            .value = value_on(view, parameter, today),
            .settings = store::parameter_settings(view, parameter.name)};
}

DictionaryStanding standing(store::View& view, const inspection::Dictionary& dictionary, Date today) {
    auto changes = store::dictionary_changes(view, dictionary.name);
    return {.dictionary = &dictionary,
            .terms = inspection::terms_on(dictionary, term_changes(changes), today),
            .changes = std::move(changes)};
}

Result<Done> check_change(std::string_view reason, Date from, Date today) {
    if (auto sound = check_reason(reason); !sound) return sound;
    return inspection::check_effective_day(from, today);
}

}  // namespace

std::int64_t parameter_value(store::View& view, std::string_view name, Date day) {
    return inspection::counts_of(value_on(view, declared(name, ParameterKind::count), day)).front();
}

std::vector<std::int64_t> parameter_values(store::View& view, std::string_view name, Date day) {
    return inspection::counts_of(value_on(view, declared(name, ParameterKind::counts), day));
}

std::string parameter_choice(store::View& view, std::string_view name, Date day) {
    return value_on(view, declared(name, ParameterKind::choice), day);
}

std::vector<std::string> dictionary_terms(store::View& view, std::string_view name, Date day) {
    const auto* dictionary = inspection::find_dictionary(name);
    if (dictionary == nullptr) throw std::logic_error("no such dictionary: " + std::string(name));
    return inspection::terms_on(*dictionary, term_changes(store::dictionary_changes(view, name)), day);
}

std::vector<ParameterStanding> list_parameters(const Context& context) {
    const auto today = context.clock.now().beijing_date();
    auto view = context.database.read();
    std::vector<ParameterStanding> out;
    for (const auto& parameter : inspection::all_parameters()) out.push_back(standing(view, parameter, today));
    return out;
}

std::vector<DictionaryStanding> list_dictionaries(const Context& context) {
    const auto today = context.clock.now().beijing_date();
    auto view = context.database.read();
    std::vector<DictionaryStanding> out;
    for (const auto& dictionary : inspection::all_dictionaries()) out.push_back(standing(view, dictionary, today));
    return out;
}

Result<ParameterStanding> set_parameter(const Context& context, const Actor& actor, std::string_view name,
                                        const ParameterChange& change) {
    const auto* parameter = inspection::find_parameter(name);
    if (parameter == nullptr)
        return refuse(RefusalKind::not_found, "parameter.unknown", "没有这个参数", "there is no such parameter",
                      "name");
    const auto value = inspection::check_parameter(*parameter, change.value);
    if (!value) return pass_on(value.error());
    const auto today = context.clock.now().beijing_date();
    if (auto sound = check_change(change.reason, change.from, today); !sound) return pass_on(sound.error());
    auto transaction = context.database.write();
    const auto settings = store::parameter_settings(transaction, name);
    const bool later = std::ranges::any_of(settings, [&](const auto& one) { return one.from >= change.from.text(); });
    if (!later && value_on(transaction, *parameter, change.from) == *value)
        return refuse(RefusalKind::conflict, "parameter.same", "那一天起本来就是这个数值",
                      "that is the value of that day already", "value");
    transaction.append(
        {.kind = "parameter.set",
         .actor = actor.account,
         .subject = std::string(name),
         .at = context.clock.now(),
         .data = Json::Object{{"from", change.from.text()}, {"reason", trim(change.reason)}, {"value", *value}},
         .private_data = nullptr});
    auto out = standing(transaction, *parameter, today);
    transaction.commit();
    return out;
}

Result<DictionaryStanding> change_dictionary(const Context& context, const Actor& actor, std::string_view name,
                                             const TermRequest& request) {
    const auto* dictionary = inspection::find_dictionary(name);
    if (dictionary == nullptr)
        return refuse(RefusalKind::not_found, "dictionary.unknown", "没有这个字典", "there is no such dictionary",
                      "dictionary");
    const auto term = inspection::check_term(request.term);
    if (!term) return pass_on(term.error());
    const auto today = context.clock.now().beijing_date();
    if (auto sound = check_change(request.reason, request.from, today); !sound) return pass_on(sound.error());
    auto transaction = context.database.write();
    const auto terms = dictionary_terms(transaction, name, request.from);
    if ((std::ranges::find(terms, *term) != terms.end()) == request.in_use)
        return refuse(RefusalKind::conflict, "dictionary.same",
                      request.in_use ? "字典里已经有这一条" : "字典里没有这一条，或者已经停用",
                      request.in_use ? "the dictionary has this term already" : "the dictionary has no such term",
                      "term");
    transaction.append({.kind = "dictionary.changed",
                        .actor = actor.account,
                        .subject = std::string(name),
                        .at = context.clock.now(),
                        .data = Json::Object{{"from", request.from.text()},
                                             {"in_use", request.in_use},
                                             {"reason", trim(request.reason)},
                                             {"term", *term}},
                        .private_data = nullptr});
    auto out = standing(transaction, *dictionary, today);
    transaction.commit();
    return out;
}

}  // namespace sunlot::workflow
