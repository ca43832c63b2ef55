#include "api/permission_matrix.h"

#include <algorithm>
#include <stdexcept>
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

std::string line(const Route& route) {
    std::string out = std::string(name(route.method)) + "\t" + route.path + "\t" +
                      std::string(inspection::name(route.permission)) + "\t" + std::string(caller(route));
    for (const auto role : inspection::kAllRoles) out += inspection::may({role}, route.permission) ? "\tyes" : "\t-";
    return out + "\n";
}

}  // namespace

std::string permission_matrix(const Router& router) {
    std::string out = "method\tpath\tpermission\tcaller";
    for (const auto role : inspection::kAllRoles) out += "\t" + std::string(inspection::name(role));
    out += "\n";
    std::vector<const Route*> routes;
    for (const auto& route : router.routes()) routes.push_back(&route);
    std::ranges::sort(routes, [](const Route* a, const Route* b) {
        return a->path != b->path ? a->path < b->path : name(a->method) < name(b->method);
    });
    for (const auto* route : routes) out += line(*route);
    return out;
}

}  // namespace sunlot::api
