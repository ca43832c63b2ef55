// Accounts, sessions and second factors as the routes tell them.
#pragma once
#include "api/route.h"
#include "api/session.h"
#include "base/json.h"
#include "workflow/account.h"

#include <string>
#include <vector>

namespace sunlot::api {

Json to_json(const workflow::Account& account);
Json to_json(const workflow::FactorState& factor);
Json to_json(const workflow::Accounts::Opened& opened);
Json to_json(const std::vector<SessionView>& sessions);

/// What the web application needs to know about who is signed in.
Json who(const workflow::Context& context, const workflow::Account& account, const workflow::FactorState& factor,
         const std::string& csrf);

}  // namespace sunlot::api
