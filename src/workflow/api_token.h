// Tokens with which a program acts for an account: "slt_" and 64 hex digits, shown once; only the SHA-256 is kept. A
// token does no more than its scopes, no more than its account may do at that moment, and nothing that asks for a
// person at a browser. It ends on its day, when it is revoked, and with its account.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct ApiToken {
    std::string id;
    std::string account;
    std::string account_name;
    std::string label;
    std::vector<std::string> scopes;
    Instant issued_at;
    Instant expires;
    /// good | over | revoked
    std::string state;
};

struct NewToken {
    std::string label;
    std::vector<std::string> scopes;
    /// 1 to 366.
    std::int64_t days = 0;
};

struct IssuedToken {
    ApiToken token;
    /// Shown once.
    std::string secret;
};

/// Refuses token.label, permission.unknown, token.scopes (none, or one the account does not have).
Result<IssuedToken> issue_token(const Context& context, const Actor& actor, const NewToken& wanted);
/// `account` empty: of everybody.
std::vector<ApiToken> list_tokens(const Context& context, std::string_view account);
/// One's own, or anybody's by whoever oversees tokens. Refuses token.unknown, token.over.
Result<ApiToken> revoke_token(const Context& context, const Actor& actor, std::string_view id);

/// Whom the token stands for, with what it may do now; nothing when it is none of ours, over or revoked, or when the
/// account must first set up its second factor.
std::optional<Actor> actor_of_token(const Context& context, std::string_view secret);

}  // namespace sunlot::workflow
