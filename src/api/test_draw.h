// For tests: a whole system with a draw of forty objects and eight officers, taken to a sealed frame or to its
// officers.
#pragma once
#include "api/test_items.h"
#include "api/test_system.h"
#include "draw/seed.h"
#include "inspection/officer.h"
#include "inspection/roll.h"
#include "inspection/task.h"
#include "workflow/draw.h"
#include "workflow/task.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace sunlot::api::testing {

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().code + ": " + result.error().text.zh);
    return std::move(*result);
}

struct DrawnSystem : TestSystem {
    /// How far it comes: 0 opened, 1 committed, 2 sealed, 3 revealed, 4 event, 5 seeded, 6 drawn, 7 assigned.
    static constexpr int kAssigned = 7;
    explicit DrawnSystem(int steps = kAssigned) {
        set_up();
        using inspection::Role;
        add_account("clerk", {Role::clerk});
        add_account("leader", {Role::leader});
        clerk.sign_in("clerk");
        publish_item(*this, "L02");
        import_directories();
        draw = must(workflow::open_draw(context, actor, terms(create_task())));
        go_on(steps);
        clerk.sign_in("clerk");  // hours have passed
        leader.sign_in("leader");
    }

    const workflow::Actor actor{.account = "u2", .name = "业务员", .roles = {inspection::Role::clerk}};
    Browser clerk{server.port()};
    Browser leader{server.port()};
    std::string draw;

private:
    void import(const char* kind, const char* format, const std::vector<std::string>& lines) {
        std::string blob = entropy.hex(32) + "\n";
        for (const auto& line : lines) blob += line + "\n";
        auto transaction = database->write();
        const auto count = static_cast<std::int64_t>(lines.size());
        transaction.append(
            {.kind = kind,
             .actor = "u2",
             .subject = "i1",
             .at = clock.now(),
             .data = Json::Object{
                 {"added", count}, {"blob", blobs.put(blob)}, {"changed", 0}, {"format", format}, {"rows", count}}});
        transaction.commit();
    }

    void import_directories() {
        std::vector<std::string> objects;
        for (int i = 0; i < 40; ++i) {
            inspection::ObjectRow row;
            row.id = fmt::format("X:REG:{:07}", i);
            row.name = "临河" + row.id + "有限公司";
            row.district = "解放";
            row.grade = inspection::Grade::a;
            inspection::encode(row, objects.emplace_back());
        }
        import("roll.imported", "roll-v2", objects);
        std::vector<std::string> officers;
        for (int i = 1; i <= 8; ++i) {
            inspection::OfficerRow row;
            row.id = row.employee_no = fmt::format("F{:04}", i);
            row.name = "王建国";
            row.certificate_no = "C" + row.id;
            row.certificate_from = Date{2024, 1, 1};
            row.certificate_to = Date{2030, 12, 31};
            inspection::encode(row, officers.emplace_back());
        }
        import("officer.imported", "officer-v2", officers);
    }

    std::string create_task() const {
        const auto body = parse_json(R"({
            "name": "第四批", "source": "plan", "source_reason": "", "directed": false,
            "period": {"from": "2026-11-25", "to": "2026-12-20"}, "items": ["L02"],
            "pool": {}, "exclusions": {},
            "strata": [{"label": "all", "grades": ["A", "B", "C", "未评"], "quota": 6}],
            "spread": false, "reserve": 3,
            "team": [{"name": "lead", "tags": []}, {"name": "second", "tags": []}], "officer_pool": {}})");
        return must(workflow::create_task(context, actor, must(inspection::parse_task(body.value())))).id;
    }

    static workflow::DrawTerms terms(const std::string& task) {
        workflow::DrawTerms terms;
        terms.task = task;
        terms.parties = {{.id = "bureau", .organisation = "人社局", .role = "operator", .commitment = {}},
                         {.id = "jiwei", .organisation = "纪委监委", .role = "supervisor", .commitment = {}}};
        terms.events = {{.kind = draw::EventKind::ssq, .name = "2026135", .not_before = "2026-11-22T09:00:00Z"}};
        return terms;
    }

    void go_on(int steps) {
        const std::string value(64, '7');
        if (steps >= 1)
            for (const char* party : {"bureau", "jiwei"})
                must(workflow::commit_contribution(context, actor, draw, party,
                                                   draw::contribution_commitment(draw, party, value)));
        if (steps >= 2) must(workflow::seal_frame(context, actor, draw));
        if (steps >= 3)
            for (const char* party : {"bureau", "jiwei"})
                must(
                    workflow::reveal_contribution(context, actor, draw, {.party = party, .value = value, .typed = {}}));
        clock.advance_seconds(7200);
        if (steps >= 4) must(workflow::record_event(context, actor, draw, "2026135", "03,09,12,18,26,31+07"));
        if (steps >= 5) must(workflow::fix_seed(context, actor, draw));
        if (steps >= 6) must(workflow::seal_result(context, actor, draw));
        if (steps >= kAssigned) must(workflow::seal_assignment(context, actor, draw));
    }
};

}  // namespace sunlot::api::testing
