#include "workflow/account.h"

#include "base/text.h"
#include "store/account.h"
#include "store/database.h"
#include "workflow/account_parts.h"
#include "workflow/item.h"
#include "workflow/organ.h"

#include <stdexcept>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kLongestName = 60;

Result<std::string> checked_name(std::string_view text) {
    std::string name(trim(text));
    if (name.empty() || name.size() > kLongestName) {
        return refuse(RefusalKind::invalid, "account.name", "请填写姓名（不超过 20 个汉字）",
                      "Enter the person's name (at most 60 bytes)", "name");
    }
    return name;
}

/// Appends account.created and gives the new id. REQUIRES: the login is free in this transaction.
std::string append_created(store::Transaction& transaction, const std::string& actor, Instant now,
                           const NewAccount& account) {
    const std::string id = "u" + std::to_string(store::account_count(transaction) + 1);
    transaction.append({.kind = "account.created",
                        .actor = actor,
                        .subject = id,
                        .at = now,
                        .data = Json::Object{{"roles", inspection::names(account.grant)}},
                        .private_data = Json::Object{{"login", account.login}, {"name", account.name}}});
    return id;
}

void append_activated(store::Transaction& transaction, const std::string& actor, Instant now, const std::string& id,
                      std::string password_hash) {
    transaction.append({.kind = "account.activated",
                        .actor = actor,
                        .subject = id,
                        .at = now,
                        .data = Json::Object{},
                        .private_data = Json::Object{{"password", std::move(password_hash)}}});
}

Refusal wrong_code() {
    return refuse(RefusalKind::forbidden, "code.wrong", "激活码不对、已用过或已过期",
                  "The activation code is wrong, used or out of date", "code");
}

}  // namespace

bool Accounts::needs_setup() const {
    auto view = context_.database.read();
    return store::account_count(view) == 0;
}

std::optional<std::string> Accounts::issue_setup_code() {
    if (!needs_setup()) return {};
    std::string code = inspection::make_code(context_.entropy);
    const std::lock_guard lock(mutex_);
    setup_code_ = hash_of_code(*inspection::normal_code(code));
    return code;
}

Result<Done> Accounts::check_setup_code(std::string_view code) const {
    const auto normal = inspection::normal_code(code);
    if (!normal) return pass_on(normal.error());
    const std::lock_guard lock(mutex_);
    // Hashes are compared, so the time of the comparison tells nothing about the code.
    if (setup_code_.empty() || hash_of_code(*normal) != setup_code_) {
        return refuse(RefusalKind::forbidden, "setup.code", "设置码不对：请看服务器控制台最近一次启动时打印的那一个",
                      "The setup code is wrong: use the one the server printed when it last started", "code");
    }
    return Done{};
}

Result<Account> Accounts::set_up(const Setup& setup) {
    const auto allowed = check_setup_code(setup.code);
    if (!allowed) return pass_on(allowed.error());
    const auto login = inspection::LoginName::parse(setup.login);
    if (!login) return pass_on(login.error());
    const auto name = checked_name(setup.name);
    if (!name) return pass_on(name.error());
    const auto password = check_new_password(context_, setup.password, *login);
    if (!password) return pass_on(password.error());
    std::string password_hash = passwords_.hash(setup.password);

    auto transaction = context_.database.write();
    if (store::account_count(transaction) > 0) {
        return refuse(RefusalKind::conflict, "setup.done", "系统已经初始化过了", "The system is set up already");
    }
    const Actor system = system_actor();
    if (transaction.journal().size == 0) {
        if (!setup.organ) {
            return refuse(RefusalKind::invalid, "setup.organ", "请填写本机构", "Describe the organ", "organ");
        }
        create_log(context_, transaction, *setup.organ, system);
        const auto loaded = load_labour_items(context_, transaction, system);
        if (!loaded) return pass_on(loaded.error());
    }
    const Instant now = context_.clock.now();
    const std::string id =
        append_created(transaction, system.account, now,
                       {.login = login->text(), .name = *name, .grant = {.roles = {inspection::Role::system_admin}}});
    append_activated(transaction, system.account, now, id, std::move(password_hash));
    auto account = stored_account(transaction, id);
    transaction.commit();  // a crash before this line leaves a key file nobody knows, and nothing else
    const std::lock_guard lock(mutex_);
    setup_code_.clear();
    return account;
}

Result<Accounts::Opened> Accounts::open(const Actor& actor, const NewAccount& wanted) {
    const auto login = inspection::LoginName::parse(wanted.login);
    if (!login) return pass_on(login.error());
    const auto name = checked_name(wanted.name);
    if (!name) return pass_on(name.error());
    auto transaction = context_.database.write();
    if (store::account_by_login(transaction, login->text())) {
        return refuse(RefusalKind::conflict, "login.taken", "登录名“" + login->text() + "”已有人使用",
                      "The login name '" + login->text() + "' is taken", "login");
    }
    const Instant now = context_.clock.now();
    const std::string id =
        append_created(transaction, actor.account, now, {.login = login->text(), .name = *name, .grant = wanted.grant});
    const std::string code = inspection::make_code(context_.entropy);
    const Instant expires{now.micros + kActivationMicros};
    transaction.append({.kind = "account.activation_issued",
                        .actor = actor.account,
                        .subject = id,
                        .at = now,
                        .data = Json::Object{{"expires", expires.text()}},
                        .private_data = Json::Object{{"code", hash_of_code(*inspection::normal_code(code))}}});
    Opened opened{.account = stored_account(transaction, id), .activation_code = code, .expires = expires};
    transaction.commit();
    return opened;
}

Result<Account> Accounts::activate(std::string_view code, std::string_view password) {
    const auto normal = inspection::normal_code(code);
    if (!normal) return pass_on(normal.error());
    const std::string code_hash = hash_of_code(*normal);
    const Instant now = context_.clock.now();
    const auto usable = [&](store::View& view) -> std::optional<store::AccountRow> {
        auto row = store::account_by_activation_code(view, code_hash);
        if (!row || row->state == "disabled" || row->activation_expires < now) return {};
        return row;
    };
    const auto row = [&] {
        auto view = context_.database.read();
        return usable(view);
    }();
    if (!row) return wrong_code();
    const auto login = inspection::LoginName::parse(row->login);
    if (!login) return pass_on(login.error());
    const auto good = check_new_password(context_, password, *login);
    if (!good) return pass_on(good.error());
    std::string password_hash = passwords_.hash(password);

    auto transaction = context_.database.write();
    if (!usable(transaction)) return wrong_code();  // somebody was faster with the same code
    append_activated(transaction, row->id, now, row->id, std::move(password_hash));
    auto account = stored_account(transaction, row->id);
    transaction.commit();
    return account;
}

std::vector<Account> Accounts::list() const {
    auto view = context_.database.read();
    std::vector<Account> accounts;
    for (const auto& row : store::all_accounts(view)) accounts.push_back(to_account(view, row));
    return accounts;
}

Result<Account> Accounts::find(std::string_view id) const {
    auto view = context_.database.read();
    const auto row = store::account_by_id(view, id);
    if (!row) return refuse(RefusalKind::not_found, "account.unknown", "没有这个账号", "There is no such account");
    return to_account(view, *row);
}

}  // namespace sunlot::workflow
