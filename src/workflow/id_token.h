// The ID token of OpenID Connect Core 1.0 §3.1.3.7: a signed statement of a provider about who has just signed in
// there. Signatures by RS256, PS256 or ES256 with a key the provider publishes; by libcjose.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace sunlot::workflow {

struct IdTokenTerms {
    std::string issuer;
    std::string client;
    std::string nonce;
    Instant now;
};

/// The member `sub`: the provider's name for the person. `keys`: the provider's JWKS. Refuses oidc.token (malformed, a
/// signature that does not hold, another issuer, client or nonce, out of date).
Result<std::string> check_id_token(std::string_view token, const Json& keys, const IdTokenTerms& terms);

/// Base64 for addresses (RFC 4648 §5), without padding.
std::string base64url(std::string_view bytes);

}  // namespace sunlot::workflow
