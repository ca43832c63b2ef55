// Who may do what: roles (角色) hold permissions (权限); every route names exactly one permission. The three
// administrators (三员: system, security, audit) exclude each other and hold no power over the work itself, so that
// whoever runs the machine can't run a draw, and whoever runs a draw can't run the machine.
#pragma once
#include "base/json.h"
#include "base/result.h"

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

enum class Role {
    system_admin,
    security_admin,
    audit_admin,
    clerk,
    leader,
    officer,
    supervisor,
    credit_manager,  // 信用管理: grades, lists, publicity
    liaison,         // 部门联络员 of another department of a joint inspection
    enterprise,      // 企业用户: what concerns the firm itself
};

inline constexpr std::array kAllRoles{Role::system_admin, Role::security_admin, Role::audit_admin, Role::clerk,
                                      Role::leader,       Role::officer,        Role::supervisor,  Role::credit_manager,
                                      Role::liaison,      Role::enterprise};

enum class Permission {
    public_access = 1,  // anyone, without signing in; 0 is no permission, so that a forgotten one is noticed
    signed_in,          // any account
    account_manage,
    journal_read,
    roll_read,
    roll_import,
    officer_read,
    officer_import,
    recusal_edit,
    item_read,
    item_edit,
    item_publish,
    task_read,
    task_edit,
    draw_read,
    draw_run,
    draw_approve,
    draw_disclose,
    audit_run,
    private_view,  // personal data unmasked, each look an entry
    erasure_request,
    erasure_approve,
    witness_read,
    witness_manage,   // propose whose cosignatures count; carry requests to witnesses
    witness_approve,  // another administrator approves it
    item_review,      // 审核 a drafted item
    roll_edit,        // one object: its fields, tags, status, grid
    roll_merge,       // duplicates and conflicts of sources
    exchange_read,    // 互联互通: sources and runs
    exchange_manage,  // where sources are and how they are read; keys for those who read ours
    exchange_run,
    officer_edit,      // one officer: state, certificates, training
    calendar_manage,   // working days (工作日历)
    parameter_manage,  // deadlines, caps, ratios, dictionaries, each from a day on
    organ_manage,      // tree of regions and departments
    role_manage,       // custom roles, granting of roles
    token_manage,      // API tokens
    session_manage,    // other people's sessions and locks
    account_read,      // who has an account, with which roles
};

inline constexpr std::array kAllPermissions{
    Permission::public_access,   Permission::signed_in,        Permission::account_manage, Permission::journal_read,
    Permission::roll_read,       Permission::roll_import,      Permission::officer_read,   Permission::officer_import,
    Permission::recusal_edit,    Permission::item_read,        Permission::item_edit,      Permission::item_publish,
    Permission::task_read,       Permission::task_edit,        Permission::draw_read,      Permission::draw_run,
    Permission::draw_approve,    Permission::draw_disclose,    Permission::audit_run,      Permission::private_view,
    Permission::erasure_request, Permission::erasure_approve,  Permission::witness_read,   Permission::witness_manage,
    Permission::witness_approve, Permission::item_review,      Permission::roll_edit,      Permission::roll_merge,
    Permission::exchange_read,   Permission::exchange_manage,  Permission::exchange_run,   Permission::officer_edit,
    Permission::calendar_manage, Permission::parameter_manage, Permission::organ_manage,   Permission::role_manage,
    Permission::token_manage,    Permission::session_manage,   Permission::account_read};

using Roles = std::set<Role>;
using Permissions = std::set<Permission>;

/// What an account was granted: roles of the house, and roles of the bureau's own making by their ids ("c1").
struct Grant {
    Roles roles = {};
    std::set<std::string> custom = {};
    friend bool operator==(const Grant&, const Grant&) = default;
};

/// "system_admin": the form in journal, database and JSON.
std::string_view name(Role role);
std::string_view name(Permission permission);
/// "系统管理员" / "system administrator".
Text title(Role role);

/// Refuses role.unknown.
Result<Role> parse_role(std::string_view text);
/// At least one role, each known, no administrator together with any other role: refuses account.roles_missing,
/// role.unknown, account.roles_exclusive.
Result<Roles> parse_roles(const std::vector<std::string>& texts);
/// The same for names of roles and ids of custom ones; a custom role counts as one of the business. Whether such a
/// custom role exists is not asked.
Result<Grant> parse_grant(const std::vector<std::string>& texts);
/// system, security or audit administrator.
bool is_administrator(Role role);
/// "c" and a number.
bool is_custom_role(std::string_view text);
/// Refuses permission.unknown.
Result<Permission> parse_permission(std::string_view text);
/// What a custom role may be made of: whatever some business role holds, so that no custom role joins what the three
/// administrators keep apart.
const Permissions& business_permissions();
/// Names in the order of the enumeration; custom roles after them.
std::vector<std::string> names(const Grant& grant);
std::vector<std::string> names(const Roles& roles);
std::vector<std::string> names(const Permissions& permissions);

/// What an account with these roles may do; `signed_in` and `public_access` always among them.
Permissions permissions_of(const Roles& roles);
bool may(const Roles& roles, Permission permission);

}  // namespace sunlot::inspection
