// Signing in by a provider of identities (OpenID Connect). Events:
//   oidc.configured   subject "oidc:province": {"client","issuer","title"}, private {"secret"}; new, or in its place
//   oidc.closed       subject "oidc:province": {}
//   oidc.linked       subject = account id: {"person","provider"}; person = hex SHA-256, the provider's name for
//   somebody oidc.unlinked     subject = account id: {"provider"}
#pragma once
#include "store/projections.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

struct OidcProvider {
    std::string id;
    std::string title;
    std::string issuer;
    std::string client;
    /// Empty: a public client.
    std::string secret;
    bool open = true;
};

std::optional<OidcProvider> find_provider(View& view, std::string_view id);
std::vector<OidcProvider> all_providers(View& view);
/// The account of a person, if linked.
std::optional<std::string> linked_account(View& view, std::string_view provider, std::string_view person);
/// Ids of the providers the account is linked with.
std::vector<std::string> links_of(View& view, std::string_view account);

Projection oidc_projection();

}  // namespace sunlot::store
