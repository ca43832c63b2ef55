#include "workflow/role.h"

#include "base/text.h"
#include "store/account.h"
#include "store/database.h"
#include "store/role.h"
#include "workflow/account_parts.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kLongestTitle = 60;

Refusal no(RefusalKind kind, std::string code, std::string zh, std::string en, std::string field = {}) {
    return refuse(kind, std::move(code), std::move(zh), std::move(en), std::move(field));
}

Refusal unknown_role() {
    return no(RefusalKind::not_found, "role.unknown", "没有这个角色", "There is no such role", "roles");
}

CustomRole to_custom(const store::CustomRole& row) {
    CustomRole role{.id = row.id, .title = row.title, .permissions = {}, .open = row.state == "open"};
    for (const auto& name : row.permissions)
        if (const auto permission = inspection::parse_permission(name)) role.permissions.insert(*permission);
    return role;
}

void record_refusal(const Context& context, const Actor& actor, const std::string& subject, const std::string& code,
                    std::vector<std::string> names) {
    if (context.database.frozen()) return;
    std::ranges::sort(names);
    context.database.transact([&](store::Transaction& transaction) {
        transaction.append({.kind = "role.grant_refused",
                            .actor = actor.account,
                            .subject = subject,
                            .at = context.clock.now(),
                            .data = Json::Object{{"code", code}, {"roles", names}},
                            .private_data = nullptr});
    });
}

Result<Done> check_custom(store::View& view, const std::set<std::string>& roles) {
    for (const auto& id : roles) {
        const auto role = store::find_role(view, id);
        if (!role) return unknown_role();
        if (role->state != "open")
            return no(RefusalKind::conflict, "role.closed", "角色“" + role->title + "”已停用",
                      "The role '" + role->title + "' is closed", "roles");
    }
    return Done{};
}

/// Title and permissions of a custom role, checked.
Result<Json::Object> described(const std::string& title, const std::vector<std::string>& permissions) {
    const std::string name(trim(title));
    if (name.empty() || name.size() > kLongestTitle)
        return no(RefusalKind::invalid, "role.title", "请填写角色名称（不超过 20 个汉字）", "Name the role", "title");
    std::vector<std::string> names;
    for (const auto& text : permissions) {
        const auto permission = inspection::parse_permission(text);
        if (!permission) return pass_on(permission.error());
        if (!inspection::business_permissions().contains(*permission))
            return no(RefusalKind::forbidden, "role.permissions",
                      "权限 " + text + " 属于系统、安全或审计管理员，自定义角色不能包含",
                      "The permission " + text + " belongs to an administrator: no custom role may hold it",
                      "permissions");
        names.push_back(text);
    }
    std::ranges::sort(names);
    const auto repeated = std::ranges::unique(names);
    names.erase(repeated.begin(), repeated.end());
    if (names.empty())
        return no(RefusalKind::invalid, "role.permissions", "请至少选一项权限", "Choose at least one permission",
                  "permissions");
    return Json::Object{{"permissions", names}, {"title", name}};
}

CustomRole stored_role(store::View& view, std::string_view id) {
    const auto row = store::find_role(view, id);
    if (!row) throw std::logic_error("a role is not projected");
    return to_custom(*row);
}

Result<Done> check_open(store::View& view, std::string_view id) {
    const auto row = store::find_role(view, id);
    if (!row) return unknown_role();
    return check_custom(view, {row->id});
}

CustomRole append_role(const Context& context, store::Transaction& transaction, const Actor& actor, const char* kind,
                       const std::string& id, Json::Object data) {
    transaction.append({.kind = kind,
                        .actor = actor.account,
                        .subject = id,
                        .at = context.clock.now(),
                        .data = std::move(data),
                        .private_data = nullptr});
    auto role = stored_role(transaction, id);
    transaction.commit();
    return role;
}

}  // namespace

Result<inspection::Grant> check_grant(const Context& context, const Actor& actor, const std::string& subject,
                                      const std::vector<std::string>& names) {
    auto grant = inspection::parse_grant(names);
    if (!grant) {
        if (grant.error().code == "account.roles_exclusive")
            record_refusal(context, actor, subject, grant.error().code, names);
        return grant;
    }
    auto view = context.database.read();
    const auto open = check_custom(view, grant->custom);
    if (!open) return pass_on(open.error());
    return grant;
}

Result<Account> set_roles(const Context& context, const Actor& actor, std::string_view id,
                          const std::vector<std::string>& names) {
    const auto known = [&] {
        auto view = context.database.read();
        return store::account_by_id(view, id);
    }();
    if (!known) return unknown_account();
    if (known->id == actor.account) {
        record_refusal(context, actor, known->id, "account.self", names);
        return no(RefusalKind::forbidden, "account.self", "不能给自己授予角色：请另一位安全管理员办理",
                  "Nobody grants themselves roles: ask another security administrator");
    }
    const auto grant = check_grant(context, actor, known->id, names);
    if (!grant) return pass_on(grant.error());
    auto transaction = context.database.write();
    transaction.append({.kind = "account.roles_changed",
                        .actor = actor.account,
                        .subject = known->id,
                        .at = context.clock.now(),
                        .data = Json::Object{{"roles", inspection::names(*grant)}},
                        .private_data = nullptr});
    auto account = stored_account(transaction, known->id);
    transaction.commit();
    return account;
}

std::vector<CustomRole> list_roles(const Context& context) {
    auto view = context.database.read();
    std::vector<CustomRole> out;
    for (const auto& row : store::all_roles(view)) out.push_back(to_custom(row));
    return out;
}

Result<CustomRole> define_role(const Context& context, const Actor& actor, const std::string& title,
                               const std::vector<std::string>& permissions) {
    auto data = described(title, permissions);
    if (!data) return pass_on(data.error());
    auto transaction = context.database.write();
    const std::string id = "c" + std::to_string(store::all_roles(transaction).size() + 1);
    return append_role(context, transaction, actor, "role.defined", id, std::move(*data));
}

Result<CustomRole> change_role(const Context& context, const Actor& actor, std::string_view id,
                               const std::string& title, const std::vector<std::string>& permissions) {
    auto data = described(title, permissions);
    if (!data) return pass_on(data.error());
    auto transaction = context.database.write();
    const auto open = check_open(transaction, id);
    if (!open) return pass_on(open.error());
    return append_role(context, transaction, actor, "role.changed", std::string(id), std::move(*data));
}

Result<CustomRole> close_role(const Context& context, const Actor& actor, std::string_view id) {
    auto transaction = context.database.write();
    const auto open = check_open(transaction, id);
    if (!open) return pass_on(open.error());
    return append_role(context, transaction, actor, "role.closed", std::string(id), Json::Object{});
}

std::set<std::string> factor_roles(const Context& context) {
    auto view = context.database.read();
    return store::factor_roles(view);
}

Result<std::set<std::string>> set_factor_roles(const Context& context, const Actor& actor,
                                               const std::vector<std::string>& roles) {
    auto transaction = context.database.write();
    for (const auto& name : roles) {
        if (inspection::is_custom_role(name) ? store::find_role(transaction, name).has_value()
                                             : inspection::parse_role(name).has_value())
            continue;
        return unknown_role();
    }
    std::set<std::string> sorted(roles.begin(), roles.end());
    transaction.append({.kind = "role.factor_set",
                        .actor = actor.account,
                        .subject = "factor",
                        .at = context.clock.now(),
                        .data = Json::Object{{"roles", std::vector<std::string>(sorted.begin(), sorted.end())}},
                        .private_data = nullptr});
    transaction.commit();
    return sorted;
}

}  // namespace sunlot::workflow
