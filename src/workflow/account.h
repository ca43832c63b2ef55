// Accounts as use cases: first setup, opening and activating accounts (account.cpp), signing in and out
// (account_sign_in.cpp), closing, unlocking, resetting (account_state.cpp), the second factor (account_factor.cpp).
// Names and password hashes go into the private part of the journal; the public part knows account ids and roles.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "inspection/account.h"
#include "inspection/organ.h"
#include "inspection/permission.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/password.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
struct AccountRow;
class View;
class Transaction;
}  // namespace sunlot::store

namespace sunlot::workflow {

struct Account {
    std::string id;
    std::string login;
    std::string name;
    inspection::Grant grant;
    /// created (waits for its activation code) | active | disabled
    std::string state;
    Instant created_at;
    /// After too many wrong tries; in the past: no longer.
    std::optional<Instant> locked_until = {};
    /// Has a second factor.
    bool factor = false;
};

/// What somebody says who they are with. `code`: of the authenticator, or a recovery code; empty where none is asked.
struct Credentials {
    std::string login;
    std::string password;
    std::string code = {};
};

struct SignedIn {
    Account account;
    /// password | otp | recovery | oidc
    std::string means;
};

/// A second factor that is being set up.
struct NewFactor {
    std::string secret;
    /// "otpauth://totp/…"
    std::string address;
};

/// A second factor as its owner sees it.
struct FactorState {
    bool on = false;
    /// A role of the account asks for one.
    bool required = false;
    std::int64_t recovery_left = 0;
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
    inspection::Grant grant;
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

    /// Refuses login.wrong, without saying what was wrong; login.locked; login.code_needed when the password was right
    /// and a second factor is asked; login.code_wrong.
    Result<SignedIn> sign_in(const Credentials& given);
    /// The provider of identities has said who it is (workflow/oidc.h). Refuses login.wrong for an account that is not
    /// active, and the rest as sign_in.
    Result<SignedIn> sign_in_by_provider(std::string_view account, std::string_view code);
    void sign_out(const Actor& actor);
    /// Refuses login.wrong for the old password and what the rules say of the new one.
    Result<Done> change_password(const Actor& actor, std::string_view old_password, std::string_view new_password);

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

    /// A new activation code in place of a password that was forgotten or is known to others; the old one is void.
    /// Refuses account.unknown, account.state, account.self.
    Result<Opened> reset(const Actor& actor, std::string_view id);
    /// Refuse account.unknown, account.state (nothing to do), account.self.
    Result<Account> disable(const Actor& actor, std::string_view id);
    Result<Account> enable(const Actor& actor, std::string_view id);
    Result<Account> unlock(const Actor& actor, std::string_view id);

    /// Begins to set up the second factor: nothing is kept but here, for ten minutes.
    Result<NewFactor> begin_factor(const Actor& actor);
    /// Ends it with a first code, and gives the recovery codes, shown once. Refuses factor.not_begun, factor.code.
    Result<std::vector<std::string>> confirm_factor(const Actor& actor, std::string_view code);
    /// Other recovery codes. Refuses factor.none, factor.code.
    Result<std::vector<std::string>> renew_recovery(const Actor& actor, std::string_view code);
    /// By its owner, with a code; refuses factor.required where a role asks for one.
    Result<Done> remove_factor(const Actor& actor, std::string_view code);
    /// Of somebody else who lost it. Refuses account.unknown, factor.none, account.self.
    Result<Account> take_factor(const Actor& actor, std::string_view id);
    FactorState factor_state(std::string_view id) const;

    std::vector<Account> list() const;
    /// Refuses account.unknown.
    Result<Account> find(std::string_view id) const;

private:
    Result<Done> check_setup_code(std::string_view code) const;
    void note(const char* kind, const std::string& account);
    Result<SignedIn> admit(const store::AccountRow& row, std::string_view code, const char* means);
    Refusal wrong(const std::string& account, Refusal refusal);
    /// What account.signed_in says of a right code, which is used up from then on; nothing for any other text.
    std::optional<Json::Object> claim_code(store::View& view, const std::string& account, std::string_view code);
    bool claim_step(const std::string& account, std::int64_t step);
    Result<Account> change(const Actor& actor, std::string_view id, const char* kind);
    Result<Account> other_account(store::View& view, const Actor& actor, std::string_view id) const;

    const Context& context_;
    PasswordHasher& passwords_;
    mutable std::mutex mutex_;
    /// SHA-256 of the code shown on the console; empty: none.
    std::string setup_code_;
    /// The last time step used by each account since the program started, and the recovery codes: also what a journal
    /// that is frozen can't take down.
    std::map<std::string, std::int64_t, std::less<>> steps_;
    std::set<std::string> used_codes_;
    struct Begun {
        std::string secret;
        Instant at;
    };
    std::map<std::string, Begun, std::less<>> begun_;
};

/// `count` sessions of the account ended; `why`: self | password | reset | disabled | factor | administrator | agent.
void note_sessions_ended(const Context& context, const std::string& actor, const std::string& account,
                         std::uint64_t count, std::string_view why);

}  // namespace sunlot::workflow
