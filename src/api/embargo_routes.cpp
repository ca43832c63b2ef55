#include "api/embargo_routes.h"

#include "api/contribution_json.h"
#include "api/draw_json.h"
#include "workflow/contribution.h"
#include "workflow/disclosure.h"
#include "workflow/doorstep.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

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

std::optional<std::vector<std::uint64_t>> read_lines(FieldReader& in) {
    if (in.any("lines").is_null()) return std::nullopt;
    std::vector<std::uint64_t> lines;
    for (const Json& line : in.array("lines", 500)) {
        if (line.is_integer() && line.as_integer() >= 0)
            lines.push_back(static_cast<std::uint64_t>(line.as_integer()));
        else
            in.refuse_field("lines", "field.integer", "行号应为从 0 起的整数", "lines are whole numbers from 0");
    }
    return lines;
}

Result<Response> disclose(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const workflow::DisclosureRequest wanted{.purpose = in.text("purpose", 1, 16),
                                             .officer = in.optional_text("officer", 32),
                                             .lines = read_lines(in),
                                             .limit = static_cast<std::size_t>(in.integer_or("limit", 12, 1, 500))};
    if (auto no = in.refusal()) return pass_on(*no);
    const auto shown = workflow::disclose(context, request.actor, request.params.at("id"), wanted);
    if (!shown) return pass_on(shown.error());
    Json::Array rows;
    for (const auto& row : shown->rows) rows.push_back(to_json(row));
    return json_response(Json::Object{{"rows", rows}, {"receipt", Json::Object{{"seq", shown->seq}}}});
}

Result<Response> make_doorstep(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto line = static_cast<std::uint64_t>(in.integer("line", 0, INT32_MAX));
    if (auto no = in.refusal()) return pass_on(*no);
    const auto made = workflow::make_doorstep(context, request.actor, request.params.at("id"), line);
    if (!made) return pass_on(made.error());
    return json_response(
        Json::Object{{"token", made->token}, {"path", made->path}, {"proof", parse_canonical(made->proof).value()}},
        201);
}

/// The bytes that the verifiers read: canonical, with nothing added.
Result<Response> doorstep_proof(const workflow::Context& context, const Request& request) {
    const auto proof = workflow::doorstep_proof(context, request.params.at("token"));
    if (!proof) return pass_on(proof.error());
    Response response;
    response.body = draw::encode(*proof);
    return response;
}

Result<Response> doorstep_paper(const workflow::Context& context, const Request& request) {
    const std::string& token = request.params.at("token");
    auto paper = workflow::doorstep_paper(context, request.params.at("id"), token, request.origin);
    if (!paper) return pass_on(paper.error());
    Response response;
    response.content_type = "application/pdf";
    response.body = std::move(*paper);
    return response;
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
    router.add({Method::post, "/api/draws/{id}/disclosures", Permission::draw_disclose, Body::json, "DisclosureRequest",
                "Disclosure", "逐户披露，每次留痕 See lines of a sealed result, each look an entry", with(disclose)});
    router.add({Method::post, "/api/draws/{id}/doorstep", Permission::draw_disclose, Body::json, "DoorstepRequest",
                "DoorstepMade", "生成上门凭证 Make a doorstep proof", with(make_doorstep)});
    router.add({Method::get, "/api/public/doorstep/{token}", Permission::public_access, Body::none, "None",
                "DoorstepProof", "凭证内容，供核对 A doorstep proof, to be checked", with(doorstep_proof)});
    router.add({Method::get, "/api/draws/{id}/doorstep/{token}.pdf", Permission::draw_disclose, Body::none, "None",
                "Pdf", "上门凭证（PDF，带二维码）The doorstep proof on paper", with(doorstep_paper)});
}

}  // namespace sunlot::api
