#include "workflow/organ_tree.h"

#include "store/account.h"
#include "store/database.h"
#include "store/organ.h"

#include <algorithm>
#include <utility>

namespace sunlot::workflow {
namespace {

Refusal no(RefusalKind kind, std::string code, std::string zh, std::string en) {
    return refuse(kind, std::move(code), std::move(zh), std::move(en), "unit");
}

OrganTree tree_in(store::View& view) {
    OrganTree tree{.units = store::organ_tree(view), .places = {}};
    for (const auto& account : store::all_accounts(view))
        if (auto place = store::place_of(view, account.id); !place.empty()) tree.places[account.id] = std::move(place);
    return tree;
}

Result<Done> check_open(const OrganTree& tree, std::string_view code) {
    const auto found = std::ranges::find(tree.units, code, &inspection::OrganUnit::code);
    if (found == tree.units.end()) return no(RefusalKind::not_found, "unit.unknown", "没有这个机构", "No such unit");
    if (!found->open) return no(RefusalKind::conflict, "unit.closed", "这个机构已停用", "The unit is closed");
    return Done{};
}

OrganTree append(const Context& context, store::Transaction& transaction, const Actor& actor, const char* kind,
                 std::string subject, Json::Object data) {
    transaction.append({.kind = kind,
                        .actor = actor.account,
                        .subject = std::move(subject),
                        .at = context.clock.now(),
                        .data = std::move(data),
                        .private_data = nullptr});
    auto tree = tree_in(transaction);
    transaction.commit();
    return tree;
}

bool administers(const store::AccountRow& account) {
    const auto grant = inspection::parse_grant(account.roles);
    return grant && std::ranges::any_of(grant->roles, inspection::is_administrator);
}

}  // namespace

OrganTree organ_tree(const Context& context) {
    auto view = context.database.read();
    return tree_in(view);
}

Result<OrganTree> set_unit(const Context& context, const Actor& actor, const inspection::OrganUnit& unit) {
    auto transaction = context.database.write();
    const auto fits = inspection::check_unit(store::organ_tree(transaction), unit);
    if (!fits) return pass_on(fits.error());
    return append(context, transaction, actor, "organ.unit_set", "unit:" + unit.code,
                  Json::Object{{"code", unit.code}, {"kind", unit.kind}, {"name", unit.name}, {"parent", unit.parent}});
}

Result<OrganTree> close_unit(const Context& context, const Actor& actor, std::string_view code) {
    auto transaction = context.database.write();
    const auto tree = tree_in(transaction);
    const auto open = check_open(tree, code);
    if (!open) return pass_on(open.error());
    const bool used =
        std::ranges::any_of(tree.units, [&](const auto& unit) { return unit.open && unit.parent == code; }) ||
        std::ranges::any_of(tree.places, [&](const auto& place) { return place.second == code; });
    if (used)
        return no(RefusalKind::conflict, "unit.used", "它还有下级机构或账号：请先移走",
                  "It still has units or accounts: move them first");
    return append(context, transaction, actor, "organ.unit_closed", "unit:" + std::string(code),
                  Json::Object{{"code", code}});
}

Result<OrganTree> place_account(const Context& context, const Actor& actor, std::string_view account,
                                const std::string& unit) {
    auto transaction = context.database.write();
    const auto row = store::account_by_id(transaction, account);
    if (!row) return refuse(RefusalKind::not_found, "account.unknown", "没有这个账号", "There is no such account");
    if (!unit.empty()) {
        const auto open = check_open(tree_in(transaction), unit);
        if (!open) return pass_on(open.error());
        if (administers(*row))
            return no(RefusalKind::conflict, "unit.administrator", "管理员不看名录，没有数据范围",
                      "Administrators see no directory and have no data scope");
    }
    return append(context, transaction, actor, "account.placed", row->id, Json::Object{{"unit", unit}});
}

}  // namespace sunlot::workflow
