#include "inspection/permission.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::inspection {
namespace {

using enum Permission;

struct RoleRow {
    Role role;
    std::string_view name;
    Text title;
    Permissions permissions;
};

const Permissions kReads{journal_read, roll_read, officer_read, item_read,
                         task_read,    draw_read, witness_read, exchange_read};

Permissions reads_and(std::initializer_list<Permission> more) {
    Permissions all = kReads;
    all.insert(more);
    return all;
}

/// The whole table of powers (权限表) of this system.
const std::vector<RoleRow>& table() {
    static const std::vector<RoleRow> rows{
        {Role::system_admin,
         "system_admin",
         {"系统管理员", "system administrator"},
         {account_manage, account_read, witness_read, witness_manage, exchange_read, exchange_manage, calendar_manage,
          organ_manage}},
        {Role::security_admin,
         "security_admin",
         {"安全管理员", "security administrator"},
         {account_read, witness_read, witness_approve, erasure_request, role_manage, token_manage, session_manage}},
        {Role::audit_admin,
         "audit_admin",
         {"审计管理员", "audit administrator"},
         {account_read, journal_read, audit_run, witness_read, witness_approve, private_view, erasure_approve}},
        {Role::clerk,
         "clerk",
         {"业务员", "clerk"},
         reads_and({roll_import, officer_import, recusal_edit, item_edit, item_publish, task_edit, draw_run,
                    draw_disclose, private_view, erasure_request, roll_edit, roll_merge, exchange_run, officer_edit})},
        {Role::leader,
         "leader",
         {"审批领导", "leader"},
         reads_and({draw_approve, draw_disclose, erasure_approve, item_review, parameter_manage})},
        {Role::officer, "officer", {"执法人员", "officer"}, {draw_read, draw_disclose}},
        {Role::supervisor, "supervisor", {"监督员", "supervisor"}, reads_and({audit_run, draw_disclose, private_view})},
        {Role::credit_manager,
         "credit_manager",
         {"信用管理", "credit manager"},
         {journal_read, roll_read, item_read, task_read, draw_read, exchange_read}},
        {Role::liaison,
         "liaison",
         {"部门联络员", "liaison of a department"},
         {item_read, roll_read, task_read, draw_read, exchange_read}},
        {Role::enterprise, "enterprise", {"企业用户", "enterprise user"}, {item_read}},
    };
    return rows;
}

const RoleRow& row(Role role) {
    return *std::ranges::find(table(), role, &RoleRow::role);
}

Refusal unknown_role(std::string_view text) {
    return refuse(RefusalKind::invalid, "role.unknown", "没有“" + std::string(text) + "”这个角色",
                  "There is no role '" + std::string(text) + "'", "roles");
}

}  // namespace

bool is_administrator(Role role) {
    return role == Role::system_admin || role == Role::security_admin || role == Role::audit_admin;
}

bool is_custom_role(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() > 1 && text.size() < 12 && text.front() == 'c' && std::ranges::all_of(text.substr(1), digit);
}

std::string_view name(Role role) {
    return row(role).name;
}

Text title(Role role) {
    return row(role).title;
}

std::string_view name(Permission permission) {
    switch (permission) {
        case public_access:
            return "public_access";
        case signed_in:
            return "signed_in";
        case account_manage:
            return "account_manage";
        case journal_read:
            return "journal_read";
        case roll_read:
            return "roll_read";
        case roll_import:
            return "roll_import";
        case officer_read:
            return "officer_read";
        case officer_import:
            return "officer_import";
        case recusal_edit:
            return "recusal_edit";
        case item_read:
            return "item_read";
        case item_edit:
            return "item_edit";
        case item_publish:
            return "item_publish";
        case task_read:
            return "task_read";
        case task_edit:
            return "task_edit";
        case draw_read:
            return "draw_read";
        case draw_run:
            return "draw_run";
        case draw_approve:
            return "draw_approve";
        case draw_disclose:
            return "draw_disclose";
        case audit_run:
            return "audit_run";
        case private_view:
            return "private_view";
        case erasure_request:
            return "erasure_request";
        case erasure_approve:
            return "erasure_approve";
        case witness_read:
            return "witness_read";
        case witness_manage:
            return "witness_manage";
        case witness_approve:
            return "witness_approve";
        case item_review:
            return "item_review";
        case roll_edit:
            return "roll_edit";
        case roll_merge:
            return "roll_merge";
        case exchange_read:
            return "exchange_read";
        case exchange_manage:
            return "exchange_manage";
        case exchange_run:
            return "exchange_run";
        case officer_edit:
            return "officer_edit";
        case calendar_manage:
            return "calendar_manage";
        case parameter_manage:
            return "parameter_manage";
        case organ_manage:
            return "organ_manage";
        case role_manage:
            return "role_manage";
        case token_manage:
            return "token_manage";
        case session_manage:
            return "session_manage";
        case account_read:
            return "account_read";
    }
    throw std::logic_error("no such permission");
}

Result<Role> parse_role(std::string_view text) {
    const auto found = std::ranges::find(table(), text, &RoleRow::name);
    if (found == table().end()) return unknown_role(text);
    return found->role;
}

Result<Permission> parse_permission(std::string_view text) {
    const auto found =
        std::ranges::find_if(kAllPermissions, [&](Permission permission) { return name(permission) == text; });
    if (found == kAllPermissions.end()) {
        return refuse(RefusalKind::invalid, "permission.unknown", "没有“" + std::string(text) + "”这项权限",
                      "There is no permission '" + std::string(text) + "'", "permissions");
    }
    return *found;
}

Result<Grant> parse_grant(const std::vector<std::string>& texts) {
    Grant grant;
    for (const auto& text : texts) {
        if (is_custom_role(text)) {
            grant.custom.insert(text);
            continue;
        }
        const auto role = parse_role(text);
        if (!role) return pass_on(role.error());
        grant.roles.insert(*role);
    }
    const auto held = grant.roles.size() + grant.custom.size();
    if (held == 0) {
        return refuse(RefusalKind::invalid, "account.roles_missing", "至少要选一个角色", "Choose at least one role",
                      "roles");
    }
    if (held > 1 && std::ranges::any_of(grant.roles, is_administrator)) {
        return refuse(RefusalKind::invalid, "account.roles_exclusive",
                      "系统、安全、审计管理员互斥，也不能兼任业务角色：请分设账号",
                      "The three administrators exclude each other and every other role: use separate accounts",
                      "roles");
    }
    return grant;
}

Result<Roles> parse_roles(const std::vector<std::string>& texts) {
    auto grant = parse_grant(texts);
    if (!grant) return pass_on(grant.error());
    if (!grant->custom.empty()) return unknown_role(*grant->custom.begin());
    return std::move(grant->roles);
}

const Permissions& business_permissions() {
    static const Permissions all = [] {
        Permissions out;
        for (const auto& role : table())
            if (!is_administrator(role.role)) out.insert(role.permissions.begin(), role.permissions.end());
        return out;
    }();
    return all;
}

std::vector<std::string> names(const Grant& grant) {
    auto out = names(grant.roles);
    out.insert(out.end(), grant.custom.begin(), grant.custom.end());
    return out;
}

std::vector<std::string> names(const Roles& roles) {
    std::vector<std::string> out;
    for (const Role role : roles) out.emplace_back(name(role));
    return out;
}

std::vector<std::string> names(const Permissions& permissions) {
    std::vector<std::string> out;
    for (const Permission permission : permissions) out.emplace_back(name(permission));
    return out;
}

Permissions permissions_of(const Roles& roles) {
    Permissions all{public_access, signed_in};
    for (const Role role : roles) all.insert(row(role).permissions.begin(), row(role).permissions.end());
    return all;
}

bool may(const Roles& roles, Permission permission) {
    return permissions_of(roles).contains(permission);
}

}  // namespace sunlot::inspection
