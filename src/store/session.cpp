#include "store/session.h"

namespace sunlot::store {
namespace {

constexpr std::string_view kInsert = R"sql(
    INSERT INTO session (token, account, csrf, created_at, seen_at, agent, address, means)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";
constexpr std::string_view kFind = R"sql(
    SELECT session.token, session.account, session.csrf, session.created_at, session.seen_at, session.agent,
           session.address, session.means, account.name
    FROM session JOIN account ON account.id = session.account
    WHERE session.token = $1 AND account.state = 'active')sql";
constexpr std::string_view kOfAccount = R"sql(
    SELECT token, account, csrf, created_at, seen_at, agent, address, means
    FROM session WHERE account = $1 ORDER BY created_at DESC, token)sql";
constexpr std::string_view kDeleteOf = R"sql(DELETE FROM session WHERE account = $1 AND token <> $2)sql";
constexpr std::string_view kTouch = R"sql(UPDATE session SET seen_at = $2 WHERE token = $1)sql";
constexpr std::string_view kDelete = R"sql(DELETE FROM session WHERE token = $1)sql";
constexpr std::string_view kDeleteOld = R"sql(DELETE FROM session WHERE seen_at < $1 OR created_at < $2)sql";

SessionRow to_session(const Row& row) {
    return {.token = row.text(0),
            .account = row.text(1),
            .csrf = row.text(2),
            .created_at = row.instant(3),
            .seen_at = row.instant(4),
            .agent = row.text(5),
            .address = row.text(6),
            .means = row.text(7)};
}

}  // namespace

void insert_session(Transaction& transaction, const SessionRow& session) {
    transaction.execute(kInsert, {session.token, session.account, session.csrf, session.created_at, session.seen_at,
                                  session.agent, session.address, session.means});
}

std::optional<LiveSession> find_session(View& view, std::string_view token) {
    return view.query_one(kFind, {token},
                          [](const Row& row) { return LiveSession{.session = to_session(row), .name = row.text(8)}; });
}

std::vector<SessionRow> sessions_of(View& view, std::string_view account) {
    return view.query_all(kOfAccount, {account}, to_session);
}

std::uint64_t delete_sessions_of(Transaction& transaction, std::string_view account, std::string_view kept) {
    return transaction.execute(kDeleteOf, {account, kept});
}

void touch_session(Transaction& transaction, std::string_view token, Instant seen_at) {
    transaction.execute(kTouch, {token, seen_at});
}

void delete_session(Transaction& transaction, std::string_view token) {
    transaction.execute(kDelete, {token});
}

void delete_old_sessions(Transaction& transaction, Instant idle_before, Instant created_before) {
    transaction.execute(kDeleteOld, {idle_before, created_before});
}

}  // namespace sunlot::store
