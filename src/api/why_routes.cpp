#include "api/why_routes.h"

#include "api/draw_words.h"
#include "api/framed_page.h"
#include "api/why_page.h"
#include "base/bytes.h"
#include "workflow/draw_view.h"
#include "workflow/why.h"

#include <memory>
#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;
using Shelf = std::shared_ptr<workflow::FrameShelf>;

Json to_json(const workflow::FrameProof& proof) {
    Json::Array path;
    for (const auto& step : proof.path) path.emplace_back(to_base64(step));
    return Json::Object{{"line", proof.line}, {"index", proof.index}, {"path", std::move(path)}};
}

Json proof_json(const workflow::Why& answer) {
    if (!answer.proof) return {};
    Json out = to_json(*answer.proof);
    out.as_object().erase("line");
    out.as_object()["size"] = answer.size;
    out.as_object()["root"] = answer.root;
    return out;
}

Json excluded_json(const workflow::Why& answer) {
    if (!answer.excluded) return {};
    const auto& excluded = *answer.excluded;
    return Json::Object{{"reason", excluded.reason},
                        {"text", exclusion_title(excluded.reason).zh},
                        {"ref", excluded.ref},
                        {"kind", excluded.kind},
                        {"at", excluded.at ? Json(excluded.at->text()) : Json()},
                        {"line", excluded.line},
                        {"sha256", excluded.sha256}};
}

Json to_json(const workflow::Why& answer) {
    const bool framed = answer.proof.has_value();
    const auto when = [](bool there, Json value) { return there ? std::move(value) : Json(); };
    Json::Array neighbours;
    for (const auto& neighbour : answer.neighbours) neighbours.push_back(to_json(neighbour));
    const Text text = sentence(answer);
    return Json::Object{
        {"draw_id", answer.draw_id},
        {"object", answer.object},
        {"state", name(answer.standing)},
        {"sentence", Json::Object{{"zh", text.zh}, {"en", text.en}}},
        {"stratum", when(framed, answer.stratum)},
        {"district", when(framed, answer.district)},
        {"n", when(answer.rank.has_value(), answer.n)},
        {"k", answer.k ? Json(*answer.k) : Json()},
        {"ticket", when(!answer.ticket.empty(), answer.ticket)},
        {"rank", answer.rank ? Json(*answer.rank) : Json()},
        {"cut", answer.cut ? Json(Json::Object{{"rank", answer.cut->rank}, {"ticket", answer.cut->ticket}}) : Json()},
        {"substitution", answer.substituted.empty()
                             ? Json()
                             : Json(Json::Object{{"state", answer.substituted}, {"number", answer.substitution}})},
        {"line", framed ? Json(answer.proof->line) : Json()},
        {"proof", proof_json(answer)},
        {"excluded", excluded_json(answer)},
        {"neighbours", when(!framed, std::move(neighbours))},
        {"frame", Json::Object{{"size", answer.size}, {"root", answer.root}}},
        {"one_liner", ticket_command(answer)}};
}

Result<Response> answer(const workflow::Context& context, const Shelf& shelf, const Request& request) {
    const auto found = workflow::why(context, *shelf, request.params.at("id"), request.text("object"));
    if (!found) return pass_on(found.error());
    return json_response(to_json(*found));
}

Result<Response> show(const workflow::Context& context, const Shelf& shelf, const Request& request) {
    WhyPage page{.language = language_of(request),
                 .draw_id = request.params.at("id"),
                 .asked = request.text("object"),
                 .answer = {},
                 .refused = {}};
    if (page.asked.empty()) {
        if (auto known = workflow::view_draw(context, page.draw_id); !known) return pass_on(known.error());
        return framed_page(context, why_page(page));
    }
    auto found = workflow::why(context, *shelf, page.draw_id, page.asked);
    if (!found && found.error().kind == RefusalKind::not_found) return pass_on(found.error());
    if (found)
        page.answer = std::move(*found);
    else
        page.refused = found.error().text;
    return framed_page(context, why_page(page));
}

}  // namespace

void add_why_routes(Router& router, const workflow::Context& context) {
    const auto shelf = std::make_shared<workflow::FrameShelf>();
    router.add({Method::get, "/api/public/draws/{id}/why", Permission::public_access, Body::none, "None", "Why",
                "一个对象为什么抽中或没有抽中 Why an object was drawn or not",
                [&context, shelf](const Request& request) { return answer(context, shelf, request); }});
    router.add({Method::get, "/d/{id}/why", Permission::public_access, Body::none, "None", "Html",
                "为什么抽中，为什么没有抽中 Why me, why not me",
                [&context, shelf](const Request& request) { return show(context, shelf, request); }});
}

}  // namespace sunlot::api
