// Signing in by a provider of identities: OpenID Connect, authorization code with PKCE (RFC 7636, S256), state and
// nonce. Which providers there are is configured; which of their people is which account was said by the account's
// owner, while signed in: an unknown person gets no account. A second factor of the account is asked for all the same.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "workflow/account.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::http {
struct Request;
}

namespace sunlot::workflow {

struct OidcProvider {
    /// 1 to 32 lower-case letters, digits and "-".
    std::string id;
    std::string title;
    /// "https://…", or "http://127.0.0.1…" on the same machine.
    std::string issuer;
    std::string client;
    /// Empty: a public client.
    std::string secret;
};

/// Those that are open, without their secrets.
std::vector<OidcProvider> list_providers(const Context& context);
/// New, or in place of the one with that id. Refuses oidc.id, .title, .issuer, .client.
Result<Done> configure_provider(const Context& context, const Actor& actor, const OidcProvider& provider);
/// Refuses oidc.unknown.
Result<Done> close_provider(const Context& context, const Actor& actor, std::string_view id);
/// Ids of the providers the account is linked with.
std::vector<std::string> linked_providers(const Context& context, std::string_view account);
/// Refuses oidc.unlinked.
Result<Done> unlink_provider(const Context& context, const Actor& actor, std::string_view id);

/// Sign-ins that are under way, for ten minutes. Safe to use from many threads.
class OidcDesk {
public:
    OidcDesk(const Context& context, Accounts& accounts) : context_(context), accounts_(accounts) {}

    struct Begun {
        /// Where the browser goes.
        std::string address;
        /// What it must bring back, and hold in a cookie besides, so that nobody ends what another began.
        std::string state;
    };
    /// `linking`: the account that wants to be linked, or empty to sign in. Refuses oidc.unknown, oidc.provider (does
    /// not answer as it should).
    Result<Begun> begin(std::string_view provider, const std::string& redirect, const std::string& linking);

    struct Finished {
        /// Who signed in; nothing when an account was linked.
        std::optional<SignedIn> signed_in;
    };
    /// `code`: what the provider gave the browser. `otp`: of the account's second factor, when it was asked for
    /// (login.code_needed, then once more with the same state). Refuses oidc.state, oidc.token, oidc.provider,
    /// oidc.stranger (linked with no account), oidc.taken, and what Accounts::sign_in_by_provider refuses.
    Result<Finished> finish(const std::string& state, const std::string& code, const std::string& otp);

private:
    struct Pending {
        std::string provider;
        std::string redirect;
        std::string linking;
        std::string nonce;
        std::string verifier;
        /// Known once the code was exchanged.
        std::string person;
        Instant at;
    };
    Result<std::string> exchange(const Pending& pending, const std::string& code) const;
    Result<Finished> link(const Pending& pending);
    std::optional<Pending> take(const std::string& state);
    void put(const std::string& state, Pending pending);

    const Context& context_;
    Accounts& accounts_;
    std::mutex mutex_;
    std::map<std::string, Pending> pending_;
};

}  // namespace sunlot::workflow
