#include "store/oidc.h"

namespace sunlot::store {
namespace {

constexpr std::string_view kPrefix = "oidc:";
constexpr std::string_view kAdd = R"sql(
    INSERT INTO oidc_provider (id, title, issuer, client, secret, state, entry)
    VALUES ($1, $2, $3, $4, $5, 'open', $6))sql";
constexpr std::string_view kSet = R"sql(
    UPDATE oidc_provider SET title = $2, issuer = $3, client = $4, secret = $5, state = 'open', entry = $6
    WHERE id = $1)sql";
constexpr std::string_view kClose = R"sql(
    UPDATE oidc_provider SET state = 'closed', entry = $2 WHERE id = $1)sql";
constexpr std::string_view kFind = R"sql(
    SELECT id, title, issuer, client, secret, state FROM oidc_provider WHERE id = $1)sql";
constexpr std::string_view kAll = R"sql(
    SELECT id, title, issuer, client, secret, state FROM oidc_provider ORDER BY id)sql";
constexpr std::string_view kLink = R"sql(
    INSERT INTO oidc_link (provider, person, account, entry) VALUES ($1, $2, $3, $4))sql";
constexpr std::string_view kUnlink = R"sql(
    DELETE FROM oidc_link WHERE account = $1 AND provider = $2)sql";
constexpr std::string_view kLinked = R"sql(
    SELECT account FROM oidc_link WHERE provider = $1 AND person = $2)sql";
constexpr std::string_view kLinksOf = R"sql(
    SELECT provider FROM oidc_link WHERE account = $1 ORDER BY provider)sql";

constexpr std::string_view kSecret = "oidc_provider.secret";

OidcProvider to_provider(const View& view, const Row& row) {
    return {.id = row.text(0),
            .title = row.text(1),
            .issuer = row.text(2),
            .client = row.text(3),
            .secret = view.unseal(kSecret, row.text_view(0), row.text_view(4)),
            .open = row.text(5) == "open"};
}

const std::string& text(const StoredEvent& event, std::string_view key) {
    return event.data.at(key).as_string();
}

void configure(Transaction& transaction, const StoredEvent& event) {
    const std::string secret = event.private_data.is_null() ? "" : event.private_data.at("secret").as_string();
    const std::string id = event.subject.substr(kPrefix.size());
    const std::string sealed = transaction.seal(kSecret, id, secret);
    const std::initializer_list<Param> row{
        id, text(event, "title"), text(event, "issuer"), text(event, "client"), sealed, event.seq};
    if (transaction.execute(kSet, row) == 0) transaction.execute(kAdd, row);
}

void apply_oidc(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "oidc.configured") {
        configure(transaction, event);
    } else if (event.kind == "oidc.closed") {
        transaction.execute(kClose, {event.subject.substr(kPrefix.size()), event.seq});
    } else if (event.kind == "oidc.linked") {
        transaction.execute(kUnlink, {event.subject, text(event, "provider")});
        transaction.execute(kLink, {text(event, "provider"), text(event, "person"), event.subject, event.seq});
    } else if (event.kind == "oidc.unlinked") {
        transaction.execute(kUnlink, {event.subject, text(event, "provider")});
    } else {
        unknown_event(event);
    }
}

}  // namespace

std::optional<OidcProvider> find_provider(View& view, std::string_view id) {
    return view.query_one(kFind, {id}, [&](const Row& row) { return to_provider(view, row); });
}

std::vector<OidcProvider> all_providers(View& view) {
    return view.query_all(kAll, {}, [&](const Row& row) { return to_provider(view, row); });
}

std::optional<std::string> linked_account(View& view, std::string_view provider, std::string_view person) {
    return view.query_one(kLinked, {provider, person}, [](const Row& row) { return row.text(0); });
}

std::vector<std::string> links_of(View& view, std::string_view account) {
    return view.query_all(kLinksOf, {account}, [](const Row& row) { return row.text(0); });
}

Projection oidc_projection() {
    return {.stem = "oidc",
            .kinds = {"oidc."},
            .apply = apply_oidc,
            .tables = {{.name = "oidc_provider", .key = {"id"}, .sealed = {"secret"}},
                       {.name = "oidc_link", .key = {"provider", "person"}}}};
}

}  // namespace sunlot::store
