#include "api/join_routes.h"

#include "api/contribution_json.h"
#include "api/draw_json.h"
#include "workflow/invitation.h"

#include <functional>

namespace sunlot::api {
namespace {

using inspection::Permission;
using workflow::Guest;
using workflow::JoinView;

Guest read_guest(FieldReader& in) {
    return {.draw = in.text("draw", 1, 64), .party = in.text("party", 1, 32), .token = in.text("token", 1, 64)};
}

Json to_json(const JoinView& joined) {
    Json::Array parties;
    for (const auto& party : joined.draw.parties)
        parties.push_back(Json::Object{{"id", party.id},
                                       {"organisation", party.organisation},
                                       {"role", party.role},
                                       {"committed", party.commitment.has_value()},
                                       {"revealed", party.value.has_value()}});
    Json::Array events;
    for (const auto& event : joined.draw.events) events.push_back(api::to_json(event));
    return Json::Object{
        {"draw", Json::Object{{"draw_id", joined.draw.draw_id},
                              {"task_name", joined.draw.task_name},
                              {"organ", joined.organ},
                              {"mode", name(joined.draw.mode)},
                              {"state", inspection::name(joined.draw.state)},
                              {"parties", parties},
                              {"events", events},
                              {"trustees", api::to_json(joined.draw.trustees)},
                              {"embargo", api::to_json(joined.draw.embargo)}}},
        {"party", Json::Object{{"id", joined.party}, {"organisation", joined.organisation}, {"role", joined.role}}},
        {"step", joined.step}};
}

/// Every try counts until one was let in.
Result<Response> throttled(Throttle& throttle, const Request& request, const std::function<Result<JoinView>()>& step) {
    const std::vector<Throttle::Key> keys{{"join " + request.address, 30}};
    if (const auto free = throttle.start(keys); !free) return pass_on(free.error());
    const auto joined = step();
    if (joined || joined.error().code != "join.refused") throttle.succeeded(keys);
    if (!joined) return pass_on(joined.error());
    return json_response(to_json(*joined));
}

Result<Response> join(const workflow::Context& context, Throttle& throttle, const Request& request) {
    FieldReader in(request.body);
    const Guest guest = read_guest(in);
    if (auto no = in.refusal()) return pass_on(*no);
    return throttled(throttle, request, [&] { return workflow::join_draw(context, guest); });
}

Result<Response> commit(const workflow::Context& context, Throttle& throttle, const Request& request) {
    FieldReader in(request.body);
    const Guest guest = read_guest(in);
    const std::string commitment = in.text("commitment", 1, 64);
    const auto deposit = read_boxes(in);
    if (auto no = in.refusal()) return pass_on(*no);
    return throttled(throttle, request, [&] { return workflow::join_commit(context, guest, commitment, deposit); });
}

Result<Response> reveal(const workflow::Context& context, Throttle& throttle, const Request& request) {
    FieldReader in(request.body);
    const Guest guest = read_guest(in);
    const workflow::Reveal reveal{.party = guest.party,
                                  .value = in.optional_text("value", 64).value_or(""),
                                  .typed = in.optional_text("typed", 1000).value_or("")};
    if (auto no = in.refusal()) return pass_on(*no);
    return throttled(throttle, request, [&] { return workflow::join_reveal(context, guest, reveal); });
}

Result<Response> deliver(const workflow::Context& context, Throttle& throttle, const Request& request) {
    FieldReader in(request.body);
    const Guest guest = read_guest(in);
    const std::string value = in.text("value", 1, 64);
    if (auto no = in.refusal()) return pass_on(*no);
    return throttled(throttle, request, [&] { return workflow::join_deliver(context, guest, value); });
}

Result<Response> invite(const workflow::Context& context, Throttle&, const Request& request) {
    FieldReader in(request.body);
    const std::string party = in.text("party", 1, 32);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto invitation = workflow::invite_party(context, request.actor, request.params.at("id"), party);
    if (!invitation) return pass_on(invitation.error());
    return json_response(
        Json::Object{{"party", invitation->party}, {"token", invitation->token}, {"path", invitation->path}}, 201);
}

}  // namespace

void add_join_routes(Router& router, const workflow::Context& context, Throttle& throttle) {
    const auto with = [&](auto handler) {
        return [&context, &throttle, handler](const Request& request) { return handler(context, throttle, request); };
    };
    router.add({Method::post, "/api/draws/{id}/invitations", Permission::draw_run, Body::json, "Invite", "Invitation",
                "为一方生成一次性链接 A one-time link for a party's device", with(invite)});
    router.add({Method::post, "/api/public/join", Permission::public_access, Body::json, "Guest", "Joined",
                "凭一次性链接进入抽取 A party's device looks at its draw", with(join)});
    router.add({Method::post, "/api/public/join/commit", Permission::public_access, Body::json, "GuestCommitment",
                "Joined", "参与方设备提交承诺 A party's device commits", with(commit)});
    router.add({Method::post, "/api/public/join/reveal", Permission::public_access, Body::json, "GuestReveal", "Joined",
                "参与方设备揭示 A party's device reveals", with(reveal)});
    router.add({Method::post, "/api/public/join/deliver", Permission::public_access, Body::json, "GuestDelivery",
                "Joined", "保管部门设备交来份额 A department's device hands over its sealed share", with(deliver)});
}

}  // namespace sunlot::api
