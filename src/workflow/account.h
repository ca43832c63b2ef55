// Accounts as use cases: first setup, signing in and out, opening and activating accounts. Names and password hashes go
// into the private part of the journal; the public part knows account ids and roles.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/account.h"
#include "inspection/organ.h"
#include "inspection/permission.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/password.h"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
struct AccountRow;
class Transaction;
}  // namespace sunlot::store

namespace sunlot::workflow {

struct Account {
    std::string id;
    std::string login;
    std::string name;
    inspection::Roles roles;
    /// created (waits for its activation code) | active | disabled
    std::string state;
    Instant created_at;
};

struct Setup {
    std::string code;
    /// Needed unless the log exists already (demonstration data).
    std::optional<inspection::Organ> organ;
    std::string login;
    std::string name;
    std::string password;
};

struct NewAccount {
    std::string login;
    std::string name;
    inspection::Roles roles;
};

/// Safe to use from many threads.
class Accounts {
public:
    /// Both must outlive this.
    Accounts(const Context& context, PasswordHasher& passwords) : context_(context), passwords_(passwords) {}

    /// No account exists yet.
    bool needs_setup() const;
    /// A new setup code (设置码) to be shown on the console, which only whoever runs the machine sees; nothing once
    /// there is an account. The code before, if any, is void.
    std::optional<std::string> issue_setup_code();

    /// The first account, a system administrator, and with it the log, the organ and the item list, in one transaction.
    /// Refuses setup.done, setup.code, setup.organ and what the rules of accounts refuse.
    Result<Account> set_up(const Setup& setup);

    /// Refuses login.wrong, without saying what was wrong.
    Result<Account> sign_in(std::string_view login, std::string_view password);
    void sign_out(const Actor& actor);

    struct Opened {
        Account account;
        /// Shown once, to be handed to the person; only its hash is kept.
        std::string activation_code;
        Instant expires;
    };
    /// Refuses login.taken.
    Result<Opened> open(const Actor& actor, const NewAccount& account);
    /// Sets the password of the account the code was issued for. Refuses code.wrong (unknown, used or out of date).
    Result<Account> activate(std::string_view code, std::string_view password);

    std::vector<Account> list() const;
    /// Refuses account.unknown.
    Result<Account> find(std::string_view id) const;

private:
    Result<Done> check_setup_code(std::string_view code) const;
    void note(const char* kind, const std::string& account);

    const Context& context_;
    PasswordHasher& passwords_;
    mutable std::mutex mutex_;
    /// SHA-256 of the code shown on the console; empty: none.
    std::string setup_code_;
};

}  // namespace sunlot::workflow
