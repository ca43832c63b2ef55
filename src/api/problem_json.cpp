#include "api/problem_json.h"

namespace sunlot::api {

Json problems_json(std::span<const inspection::Problem> problems) {
    Json::Array out;
    for (const auto& problem : problems)
        out.push_back(Json::Object{{"code", problem.code},
                                   {"column", problem.column},
                                   {"message", problem.message.zh},
                                   {"message_en", problem.message.en},
                                   {"row", problem.row},
                                   {"severity", problem.severity == inspection::Severity::error ? "error" : "warning"},
                                   {"value", problem.value}});
    return out;
}

}  // namespace sunlot::api
