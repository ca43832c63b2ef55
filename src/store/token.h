// Tokens for programs (接口令牌). Events, subject = token id ("k1"):
//   token.issued   {"account","expires","scopes":[…]}   private {"digest": hex SHA-256 of the token,"label"}
//   token.revoked  {}
// An erased private part leaves a token that opens nothing.
#pragma once
#include "store/projections.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

struct ApiToken {
    std::string id;
    std::string account;
    std::string label;
    /// Sorted names of permissions.
    std::vector<std::string> scopes;
    Instant expires;
    /// issued | revoked
    std::string state;
    Instant issued_at;
    std::uint64_t entry = 0;
};

/// Of an account that is active; whether the token is still good is for the caller to see.
std::optional<ApiToken> token_by_digest(View& view, std::string_view digest);
std::optional<ApiToken> find_token(View& view, std::string_view id);
/// Youngest first. `account` empty: of everybody.
std::vector<ApiToken> list_tokens(View& view, std::string_view account);
std::int64_t token_count(View& view);

Projection token_projection();

}  // namespace sunlot::store
