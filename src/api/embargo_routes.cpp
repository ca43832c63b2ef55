#include "api/embargo_routes.h"

#include "api/contribution_json.h"
#include "api/draw_json.h"
#include "workflow/contribution.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

/// The draw after the step, or why the step was refused.
Result<Response> after(const workflow::Context& context, const Request& request, const Result<Done>& done) {
    if (!done) return pass_on(done.error());
    const auto draw = workflow::view_draw(context, request.params.at("id"));
    if (!draw) return pass_on(draw.error());
    return json_response(to_json(*draw));
}

Result<Response> deliver(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const std::string share = in.text("share", 1, 32);
    const std::string value = in.text("value", 1, 64);
    if (auto no = in.refusal()) return pass_on(*no);
    return after(context, request,
                 workflow::deliver_share(context, request.actor, request.params.at("id"), share, value));
}

Result<Response> open_deposit(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const std::string party = in.text("party", 1, 32);
    const auto shares = read_opened(in);
    if (auto no = in.refusal()) return pass_on(*no);
    return after(context, request,
                 workflow::open_deposit(context, request.actor, request.params.at("id"), party, shares));
}

/// Both shares, or the one that trustees have opened.
Result<Response> reveal_shares(const workflow::Context& context, const Request& request) {
    const std::string& draw = request.params.at("id");
    if (request.body.as_object().empty())
        return after(context, request, workflow::reveal_shares(context, request.actor, draw));
    FieldReader in(request.body);
    const std::string share = in.text("share", 1, 32);
    const auto shares = read_opened(in);
    if (auto no = in.refusal()) return pass_on(*no);
    return after(context, request, workflow::open_share(context, request.actor, draw, share, shares));
}

}  // namespace

void add_embargo_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::post, "/api/draws/{id}/deliveries", Permission::draw_run, Body::json, "Delivery", "Draw",
                "交来密封份额 Hand over a sealed share", with(deliver)});
    router.add({Method::post, "/api/draws/{id}/openings", Permission::draw_run, Body::json, "Opening", "Draw",
                "托管人开启寄存 Trustees open a deposit", with(open_deposit)});
    router.add({Method::post, "/api/draws/{id}/shares/reveal", Permission::draw_run, Body::json, "ShareReveal", "Draw",
                "公布密封份额，解除保密 Reveal the sealed shares and end the embargo", with(reveal_shares)});
}

}  // namespace sunlot::api
