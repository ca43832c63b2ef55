// The table of powers as a file to review (docs/permissions.tsv): every route of the program, who may call it, and for
// each role yes or no. Generated from the routes; a test compares it, and sends every cell.
#pragma once
#include "api/route.h"

#include <string>

namespace sunlot::api {

/// Names of the states of an open draw in which the rules may let this step be taken, comma-joined; "-" for a route
/// that is no step on the main road of a draw.
std::string draw_states_of(const Route& route);

/// Lines of method, path, permission, caller, then "yes" or "-" for each role, then draw_states_of; a head line first.
std::string permission_matrix(const Router& router);

}  // namespace sunlot::api
