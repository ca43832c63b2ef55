#include "api/permission_matrix.h"

#include "inspection/draw.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::api {
namespace {

using inspection::Permission;

std::string_view caller(const Route& route) {
    if (route.permission == Permission::public_access) return "anyone";
    switch (route.caller) {
        case Caller::any:
            return "session or token";
        case Caller::session:
            return "session";
        case Caller::unfinished:
            return "session, also without the second factor it needs";
    }
    throw std::logic_error("no such caller");
}

/// Steps of a draw by the end of their path, for the states in which the rules let them be taken.
constexpr std::array<std::pair<std::string_view, inspection::DrawStep>, 11> kSteps{
    {{"contributions", inspection::DrawStep::commit},
     {"seal", inspection::DrawStep::seal},
     {"reveals", inspection::DrawStep::reveal},
     {"event", inspection::DrawStep::event},
     {"seed", inspection::DrawStep::seed},
     {"result", inspection::DrawStep::result},
     {"assignment", inspection::DrawStep::assign},
     {"close", inspection::DrawStep::close},
     {"redraw", inspection::DrawStep::request_redraw},
     {"redraw/approve", inspection::DrawStep::approve_redraw},
     {"void", inspection::DrawStep::void_draw}}};

constexpr std::array kStates{inspection::DrawState::opened, inspection::DrawState::sealed,
                             inspection::DrawState::event,  inspection::DrawState::seeded,
                             inspection::DrawState::drawn,  inspection::DrawState::assigned,
                             inspection::DrawState::closed, inspection::DrawState::voided};

/// An open draw with one event, come this far; `bits`: what else may have happened by then.
inspection::DrawProgress progress(inspection::DrawState state, unsigned bits) {
    const auto has = [&](unsigned bit) { return (bits >> bit & 1U) != 0; };
    inspection::DrawProgress draw;
    draw.state = state;
    draw.frame_sealed = has(0);
    draw.redraw_requested = has(1);
    draw.events_recorded = state == inspection::DrawState::opened || state == inspection::DrawState::sealed ? 0 : 1;
    for (const char* party : {"bureau", "supervisor"})
        draw.parties.push_back({.id = party, .organisation = party, .committed = has(2), .revealed = has(3)});
    return draw;
}

constexpr unsigned kVariants = 16;

bool ever_allowed(inspection::DrawStep step, inspection::DrawState state) {
    for (unsigned bits = 0; bits < kVariants; ++bits)
        if (inspection::allow(step, progress(state, bits))) return true;
    return false;
}

std::string line(const Route& route) {
    std::string out = std::string(name(route.method)) + "\t" + route.path + "\t" +
                      std::string(inspection::name(route.permission)) + "\t" + std::string(caller(route));
    for (const auto role : inspection::kAllRoles) out += inspection::may({role}, route.permission) ? "\tyes" : "\t-";
    return out + "\t" + draw_states_of(route) + "\n";
}

}  // namespace

std::string draw_states_of(const Route& route) {
    constexpr std::string_view kPath = "/api/draws/{id}/";
    if (route.method != Method::post || !route.path.starts_with(kPath)) return "-";
    const auto found = std::ranges::find(kSteps, std::string_view(route.path).substr(kPath.size()),
                                         &std::pair<std::string_view, inspection::DrawStep>::first);
    if (found == kSteps.end()) return "-";
    std::string out;
    for (const auto state : kStates)
        if (ever_allowed(found->second, state)) out += (out.empty() ? "" : ",") + std::string(inspection::name(state));
    return out;
}

std::string permission_matrix(const Router& router) {
    std::string out = "method\tpath\tpermission\tcaller";
    for (const auto role : inspection::kAllRoles) out += "\t" + std::string(inspection::name(role));
    out += "\tstates of an open draw\n";
    std::vector<const Route*> routes;
    for (const auto& route : router.routes()) routes.push_back(&route);
    std::ranges::sort(routes, [](const Route* a, const Route* b) {
        return a->path != b->path ? a->path < b->path : name(a->method) < name(b->method);
    });
    for (const auto* route : routes) out += line(*route);
    return out;
}

}  // namespace sunlot::api
