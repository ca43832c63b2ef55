// Which entry each route appends: no writing route may be missing here, and no reading one may write unless it hands
// out a list.
#include "api/test_system.h"
#include "inspection/entry_kind.h"
#include "store/database.h"
#include "store/journal.h"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

using Kinds = std::set<std::string>;

/// Routes that look, count or keep a draft only: nothing happened yet that would be told.
const Kinds kNothing;

const std::map<std::string, Kinds>& writing() {
    static const std::map<std::string, Kinds> routes{
        {"POST /api/setup",
         {"log.created", "organ.configured", "verifier.published", "item.drafted", "account.created",
          "account.activated", "key.created"}},
        {"POST /api/login", {"account.signed_in", "account.sign_in_failed", "account.locked", "access.refused"}},
        {"POST /api/logout", {"account.signed_out"}},
        {"POST /api/accounts", {"account.created", "account.activation_issued", "role.grant_refused"}},
        {"POST /api/activate", {"account.activated"}},
        {"POST /api/me/password", {"account.password_changed", "account.sessions_ended"}},
        {"POST /api/me/sessions/{id}/end", {"account.sessions_ended"}},
        {"POST /api/me/sessions/end-others", {"account.sessions_ended"}},
        {"POST /api/me/factor", kNothing},
        {"POST /api/me/factor/confirm", {"account.totp_enabled"}},
        {"POST /api/me/factor/recovery", {"account.recovery_renewed"}},
        {"POST /api/me/factor/remove", {"account.totp_removed"}},
        {"POST /api/me/delegations", {"delegation.granted"}},
        {"POST /api/delegations/{id}/revoke", {"delegation.revoked"}},
        {"POST /api/accounts/{id}/reset", {"account.reset", "account.sessions_ended"}},
        {"POST /api/accounts/{id}/disable", {"account.disabled", "account.sessions_ended"}},
        {"POST /api/accounts/{id}/enable", {"account.enabled"}},
        {"POST /api/accounts/{id}/unlock", {"account.unlocked"}},
        {"POST /api/accounts/{id}/factor/remove", {"account.totp_removed", "account.sessions_ended"}},
        {"POST /api/accounts/{id}/sessions/end", {"account.sessions_ended"}},
        {"POST /api/accounts/{id}/roles", {"account.roles_changed", "role.grant_refused"}},
        {"PUT /api/organ-units/{code}", {"organ.unit_set"}},
        {"POST /api/organ-units/{code}/close", {"organ.unit_closed"}},
        {"POST /api/accounts/{id}/place", {"account.placed"}},
        {"POST /api/oidc/{id}/begin", kNothing},
        {"POST /api/oidc/finish", {"account.signed_in", "account.sign_in_failed", "account.locked", "oidc.linked"}},
        {"PUT /api/oidc/providers/{id}", {"oidc.configured"}},
        {"POST /api/oidc/providers/{id}/close", {"oidc.closed"}},
        {"POST /api/me/oidc/{id}/link", kNothing},
        {"POST /api/me/oidc/{id}/unlink", {"oidc.unlinked"}},
        {"POST /api/me/tokens", {"token.issued"}},
        {"POST /api/tokens/{id}/revoke", {"token.revoked"}},
        {"POST /api/roles", {"role.defined"}},
        {"PUT /api/roles/{id}", {"role.changed"}},
        {"POST /api/roles/{id}/close", {"role.closed"}},
        {"PUT /api/roles/factor", {"role.factor_set"}},
        {"POST /api/objects/{id}/person", {"private.viewed"}},
        {"POST /api/objects/{id}/edit", {"roll.edited"}},
        {"POST /api/objects/{id}/status", {"roll.status_changed"}},
        {"POST /api/objects/{id}/verify", {"roll.verified"}},
        {"POST /api/labels", {"roll.label_set"}},
        {"POST /api/labels/members", {"roll.labelled"}},
        {"POST /api/grids", {"grid.set"}},
        {"POST /api/duplicates/merge", {"roll.merged"}},
        {"POST /api/duplicates/unmerge", {"roll.unmerged"}},
        {"POST /api/duplicates/apart", {"roll.kept_apart"}},
        {"POST /api/officers/{id}/person", {"private.viewed"}},
        {"POST /api/journal/{seq}/private", {"private.viewed"}},
        {"POST /api/erasures", {"erasure.requested"}},
        {"POST /api/erasures/{id}/approve", {"erasure.approved", "private.erased"}},
        {"POST /api/erasures/{id}/refuse", {"erasure.refused"}},
        {"POST /api/calendar/notice", kNothing},
        {"POST /api/calendar/table", kNothing},
        {"POST /api/calendar/years", {"calendar.loaded"}},
        {"POST /api/parameters/{name}", {"parameter.set"}},
        {"POST /api/dictionaries/{name}", {"dictionary.changed"}},
        {"POST /api/recusals", {"recusal.declared"}},
        {"POST /api/recusals/{id}/end", {"recusal.ended"}},
        {"POST /api/officers", {"officer.changed"}},
        {"PUT /api/officers/{id}", {"officer.changed"}},
        {"POST /api/officers/{id}/trainings", {"officer.trained"}},
        {"POST /api/imports", kNothing},
        {"POST /api/imports/{id}/mapping", kNothing},
        {"POST /api/imports/{id}/confirm", {"roll.imported", "officer.imported", "history.imported"}},
        {"POST /api/imports/{id}/discard", kNothing},
        {"POST /api/exchange/sources", {"exchange.source_set"}},
        {"POST /api/exchange/sources/try", kNothing},
        {"PUT /api/exchange/sources/{id}", {"exchange.source_set"}},
        {"POST /api/exchange/sources/{id}/remove", {"exchange.source_removed"}},
        {"POST /api/exchange/sources/{id}/runs", {"exchange.merged"}},
        {"POST /api/exchange/conflicts/resolve", {"exchange.resolved"}},
        {"POST /api/exchange/readers", {"exchange.reader_set"}},
        {"POST /api/exchange/readers/{id}/revoke", {"exchange.reader_revoked"}},
        {"POST /api/items", {"item.drafted"}},
        {"POST /api/items/{code}/cancellation", {"item.drafted"}},
        {"POST /api/items/{code}/discard", {"item.discarded"}},
        {"POST /api/items/import/preview", kNothing},
        {"POST /api/items/import", {"item.drafted"}},
        {"POST /api/items/submit", {"item.submitted"}},
        {"POST /api/items/review", {"item.reviewed"}},
        {"POST /api/items/publish", {"item.published"}},
        {"POST /api/tasks/preview", kNothing},
        {"POST /api/tasks", {"task.created"}},
        {"PUT /api/tasks/{id}", {"task.changed"}},
        {"POST /api/draws", {"draw.opened"}},
        {"POST /api/draws/{id}/contributions", {"contribution.committed"}},
        {"POST /api/draws/{id}/seal", {"frame.sealed"}},
        {"POST /api/draws/{id}/reveals", {"contribution.revealed", "contribution.rejected"}},
        {"POST /api/draws/{id}/event", {"event.recorded"}},
        {"POST /api/draws/{id}/seed", {"seed.fixed"}},
        {"POST /api/draws/{id}/result", {"result.sealed", "draw.alarmed"}},
        {"POST /api/draws/{id}/assignment", {"assignment.sealed"}},
        {"POST /api/draws/{id}/close", {"draw.closed"}},
        {"POST /api/draws/{id}/redraw", {"redraw.requested"}},
        {"POST /api/draws/{id}/redraw/approve", {"redraw.approved"}},
        {"POST /api/draws/{id}/substitutions", {"substitution.requested"}},
        {"POST /api/draws/{id}/substitutions/{number}/approve", {"substitution.approved"}},
        {"POST /api/draws/{id}/substitutions/{number}/refuse", {"substitution.refused"}},
        {"POST /api/draws/{id}/extension", {"extension.requested"}},
        {"POST /api/draws/{id}/extension/approve", {"extension.approved"}},
        {"POST /api/draws/{id}/void", {"draw.voided"}},
        {"POST /api/draws/{id}/invitations", {"party.invited"}},
        {"POST /api/draws/{id}/deliveries", {"share.delivered"}},
        {"POST /api/draws/{id}/openings",
         {"contribution.opened", "share.delivered", "share.revealed", "deposit.failed"}},
        {"POST /api/draws/{id}/shares/reveal", {"share.revealed"}},
        {"POST /api/draws/{id}/disclosures", {"disclosed"}},
        {"POST /api/draws/{id}/doorstep", {"disclosed"}},
        {"POST /api/public/join", kNothing},
        {"POST /api/public/join/commit", {"contribution.committed"}},
        {"POST /api/public/join/reveal", {"contribution.revealed", "contribution.rejected"}},
        {"POST /api/public/join/deliver", {"share.delivered"}},
        {"POST /api/province/counties", {"county.added"}},
        {"POST /api/province/observe", {"county.observed", "county.alarmed"}},
        {"POST /api/province/resolve", {"county.resolved"}},
        {"POST /api/witnesses/policy", {"log.policy_proposed"}},
        {"POST /api/witnesses/policy/approve", {"log.policy_set"}},
        {"POST /api/witnesses/{name}/answer", {"sealing.witnessed"}},
        {"POST /api/audit/replay", {"audit.finished", "console.used"}},
        {"POST /api/audit/log", kNothing},
        {"POST /api/audit/nightly", {"audit.finished"}},
        {"POST /api/audit/report", {"export.made"}},
    };
    return routes;
}

/// Reading routes that hand out a list as a file.
const std::map<std::string, Kinds>& handing_out() {
    static const std::map<std::string, Kinds> routes{{"GET /api/exchange/objects", {"exchange.given"}},
                                                     {"GET /api/exchange/runs/{id}/problems.csv", {"export.made"}},
                                                     {"GET /api/objects/export.csv", {"export.made"}},
                                                     {"GET /api/objects/export.xlsx", {"export.made"}},
                                                     {"GET /api/officers/export.csv", {"export.made"}},
                                                     {"GET /api/officers/export.xlsx", {"export.made"}},
                                                     {"GET /api/imports/{id}/problems.csv", {"export.made"}}};
    return routes;
}

std::string title(const Route& route) {
    return std::string(name(route.method)) + " " + route.path;
}

TEST(RouteEntries, are_declared_for_every_writing_route) {
    TestSystem system;
    std::set<std::string> known;
    for (const auto& route : system.router.routes()) {
        known.insert(title(route));
        const bool declared = writing().contains(title(route)) || handing_out().contains(title(route));
        EXPECT_EQ(route.method != Method::get || handing_out().contains(title(route)), declared) << title(route);
    }
    for (const auto* table : {&writing(), &handing_out()})
        for (const auto& [route, kinds] : *table) {
            EXPECT_TRUE(known.contains(route)) << route << " is no route";
            for (const auto& kind : kinds) EXPECT_NE(inspection::entry_kind(kind), nullptr) << kind;
        }
}

/// What was appended from `before` on.
Kinds appended(const TestSystem& system, std::uint64_t before) {
    Kinds kinds;
    auto view = system.database->read();
    for (auto seq = before; seq < view.journal().size; ++seq) kinds.insert(store::journal_entry(view, seq)->kind);
    return kinds;
}

TEST(RouteEntries, of_reading_routes_are_none_but_those_of_exports) {
    TestSystem system;
    system.set_up();
    system.add_account("clerk", {inspection::Role::clerk});
    system.add_account("supervisor", {inspection::Role::supervisor});
    for (const char* login : {"admin", "clerk", "supervisor"}) {
        Browser browser{system.server.port()};
        ASSERT_EQ(browser.sign_in(login).status, 200);
        for (const auto& route : system.router.routes()) {
            if (route.method != Method::get || route.path.contains('{')) continue;
            const auto before = system.database->read().journal().size;
            const auto status = browser.get(route.path).status;
            const auto kinds = appended(system, before);
            SCOPED_TRACE(title(route) + " " + std::to_string(status) + " " + login);
            if (status == 403 || status == 401)
                EXPECT_TRUE(kinds.empty() || kinds == Kinds{"access.refused"});
            else if (const auto out = handing_out().find(title(route)); out != handing_out().end())
                EXPECT_EQ(kinds, out->second);
            else
                EXPECT_TRUE(kinds.empty()) << *kinds.begin();
        }
    }
}

}  // namespace
}  // namespace sunlot::api::testing
