// For tests: the first version of an item, drafted by the program, reviewed by one person and published by another.
#pragma once
#include "api/test_system.h"
#include "workflow/item.h"

#include <stdexcept>
#include <string>

namespace sunlot::api::testing {

inline void publish_item(const TestSystem& system, const std::string& code) {
    using inspection::Role;
    const workflow::Actor clerk{.account = "u2", .name = "业务员", .roles = {Role::clerk}};
    const workflow::Actor leader{.account = "u3", .name = "领导", .roles = {Role::leader}};
    const workflow::VersionRef which{.code = code, .version = 1};
    const auto must = [](const auto& done) {
        if (!done) throw std::runtime_error(done.error().code + ": " + done.error().text.zh);
    };
    must(workflow::submit_items(system.context, clerk, {&which, 1}));
    must(workflow::review_items(system.context, leader, {&which, 1}, inspection::Verdict::approved, ""));
    must(workflow::publish_items(system.context, clerk, {&which, 1}, {}));
}

}  // namespace sunlot::api::testing
