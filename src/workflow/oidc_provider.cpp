#include "base/text.h"
#include "store/database.h"
#include "store/oidc.h"
#include "workflow/oidc.h"

#include <algorithm>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kLongestId = 32;
constexpr std::size_t kLongestTitle = 120;
constexpr std::size_t kLongestIssuer = 500;

Refusal no(std::string code, std::string zh, std::string en, std::string field) {
    return refuse(RefusalKind::invalid, std::move(code), std::move(zh), std::move(en), std::move(field));
}

/// What is read over the network decides who signs in: only TLS, or the machine itself.
bool is_safe(std::string_view issuer) {
    if (issuer.starts_with("https://")) return true;
    return std::ranges::any_of(
        std::array{"http://127.0.0.1", "http://localhost", "http://[::1]"}, [&](std::string_view here) {
            const auto rest = issuer.substr(std::min(issuer.size(), here.size()));
            return issuer.starts_with(here) && (rest.empty() || rest.front() == ':' || rest.front() == '/');
        });
}

bool is_id(std::string_view id) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !id.empty() && id.size() <= kLongestId && std::ranges::all_of(id, fits);
}

Result<Done> check(const OidcProvider& provider) {
    if (!is_id(provider.id))
        return no("oidc.id", "编号须为 1 至 32 个小写字母、数字或 -",
                  "The id has 1 to 32 lower-case letters, digits or -", "id");
    if (trim(provider.title).empty() || provider.title.size() > kLongestTitle)
        return no("oidc.title", "请填写登录页上显示的名称", "Say what the sign-in page shows", "title");
    if (!is_safe(provider.issuer) || provider.issuer.size() > kLongestIssuer)
        return no("oidc.issuer", "发行者地址须以 https:// 开头（本机可用 http）",
                  "The issuer begins with https:// (http on this machine)", "issuer");
    if (trim(provider.client).empty())
        return no("oidc.client", "请填写在该平台登记的客户端编号", "Enter the client id", "client");
    return Done{};
}

}  // namespace

std::vector<OidcProvider> list_providers(const Context& context) {
    auto view = context.database.read();
    std::vector<OidcProvider> out;
    for (const auto& row : store::all_providers(view))
        if (row.open)
            out.push_back({.id = row.id, .title = row.title, .issuer = row.issuer, .client = row.client, .secret = {}});
    return out;
}

Result<Done> configure_provider(const Context& context, const Actor& actor, const OidcProvider& provider) {
    const auto sound = check(provider);
    if (!sound) return pass_on(sound.error());
    context.database.transact([&](store::Transaction& transaction) {
        transaction.append(
            {.kind = "oidc.configured",
             .actor = actor.account,
             .subject = "oidc:" + provider.id,
             .at = context.clock.now(),
             .data = Json::Object{{"client", provider.client}, {"issuer", provider.issuer}, {"title", provider.title}},
             .private_data = Json::Object{{"secret", provider.secret}}});
    });
    return Done{};
}

Result<Done> close_provider(const Context& context, const Actor& actor, std::string_view id) {
    auto transaction = context.database.write();
    const auto row = store::find_provider(transaction, id);
    if (!row || !row->open)
        return refuse(RefusalKind::not_found, "oidc.unknown", "没有这个身份认证平台", "There is no such provider");
    transaction.append({.kind = "oidc.closed",
                        .actor = actor.account,
                        .subject = "oidc:" + row->id,
                        .at = context.clock.now(),
                        .data = Json::Object{},
                        .private_data = nullptr});
    transaction.commit();
    return Done{};
}

std::vector<std::string> linked_providers(const Context& context, std::string_view account) {
    auto view = context.database.read();
    return store::links_of(view, account);
}

Result<Done> unlink_provider(const Context& context, const Actor& actor, std::string_view id) {
    auto transaction = context.database.write();
    const auto links = store::links_of(transaction, actor.account);
    if (std::ranges::find(links, id) == links.end())
        return refuse(RefusalKind::not_found, "oidc.unlinked", "没有与它关联", "Not linked with it");
    transaction.append({.kind = "oidc.unlinked",
                        .actor = actor.account,
                        .subject = actor.account,
                        .at = context.clock.now(),
                        .data = Json::Object{{"provider", id}},
                        .private_data = nullptr});
    transaction.commit();
    return Done{};
}

}  // namespace sunlot::workflow
