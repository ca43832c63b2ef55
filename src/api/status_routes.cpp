#include "api/status_routes.h"

#include "api/audit_routes.h"
#include "store/database.h"
#include "workflow/demo.h"
#include "workflow/organ.h"

#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;

/// Why the journal takes no entry any more; null when it does.
Json read_only(const workflow::Context& context) {
    const auto frozen = context.database.frozen();
    if (!frozen) return {};
    return Json::Object{{"code", frozen->code}, {"message", frozen->text.zh}, {"message_en", frozen->text.en}};
}

Response status(const workflow::Context& context, const workflow::Accounts& accounts, const std::string& version) {
    // One view at a time: a thread that held one while asking for another could wait for itself.
    const auto [organ, origin] = [&] {
        auto view = context.database.read();
        return std::pair(workflow::configured_organ(view), view.journal().origin);
    }();
    return json_response(Json::Object{{"audit", origin.empty() ? Json() : to_json(workflow::audit_state(context))},
                                      {"demo", organ && workflow::is_demo(context)},
                                      {"log_origin", origin.empty() ? Json() : Json(origin)},
                                      {"needs_setup", accounts.needs_setup()},
                                      {"read_only", read_only(context)},
                                      {"organ", organ ? inspection::to_json(*organ) : Json()},
                                      {"version", version}});
}

}  // namespace

void add_status_routes(Router& router, const workflow::Context& context, const workflow::Accounts& accounts,
                       std::string version) {
    router.add({Method::get, "/api/status", Permission::public_access, Body::none, "None", "Status",
                "系统状态 The state of the system",
                [&context, &accounts, version = std::move(version)](const Request&) -> Result<Response> {
                    return status(context, accounts, version);
                }});
}

}  // namespace sunlot::api
