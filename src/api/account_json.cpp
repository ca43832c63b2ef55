#include "api/account_json.h"

#include "store/database.h"
#include "workflow/power.h"

namespace sunlot::api {

Json to_json(const workflow::Account& account) {
    return Json::Object{{"id", account.id},
                        {"login", account.login},
                        {"name", account.name},
                        {"roles", inspection::names(account.grant)},
                        {"state", account.state},
                        {"created_at", account.created_at.text()},
                        {"locked_until", account.locked_until ? Json(account.locked_until->text()) : Json()},
                        {"factor", account.factor}};
}

Json to_json(const workflow::FactorState& factor) {
    return Json::Object{{"on", factor.on}, {"recovery_left", factor.recovery_left}, {"required", factor.required}};
}

Json to_json(const workflow::Accounts::Opened& opened) {
    return Json::Object{{"account", to_json(opened.account)},
                        {"activation_code", opened.activation_code},
                        {"expires", opened.expires.text()}};
}

Json to_json(const std::vector<SessionView>& sessions) {
    Json::Array rows;
    for (const auto& session : sessions)
        rows.push_back(Json::Object{{"address", session.address},
                                    {"agent", session.agent},
                                    {"created_at", session.created_at.text()},
                                    {"current", session.current},
                                    {"id", session.id},
                                    {"means", session.means},
                                    {"seen_at", session.seen_at.text()}});
    return rows;
}

Json who(const workflow::Context& context, const workflow::Account& account, const workflow::FactorState& factor,
         const std::string& csrf) {
    auto view = context.database.read();
    const auto power = workflow::power_of(view, account.id, context.clock.now());
    return Json::Object{{"account", to_json(account)},
                        {"csrf", csrf},
                        {"factor", to_json(factor)},
                        {"permissions", inspection::names(power.permissions)},
                        {"unfinished", power.unfinished}};
}

}  // namespace sunlot::api
