#include "store/session.h"

namespace sunlot::store {
namespace {

constexpr std::string_view kInsert =
    R"sql(INSERT INTO session (token, account, csrf, created_at, seen_at) VALUES ($1, $2, $3, $4, $5))sql";
constexpr std::string_view kFind = R"sql(
    SELECT session.account, session.csrf, session.created_at, session.seen_at, account.name, account.roles
    FROM session JOIN account ON account.id = session.account
    WHERE session.token = $1 AND account.state = 'active')sql";
constexpr std::string_view kTouch = R"sql(UPDATE session SET seen_at = $2 WHERE token = $1)sql";
constexpr std::string_view kDelete = R"sql(DELETE FROM session WHERE token = $1)sql";
constexpr std::string_view kDeleteOld = R"sql(DELETE FROM session WHERE seen_at < $1 OR created_at < $2)sql";

}  // namespace

void insert_session(Transaction& transaction, const SessionRow& session) {
    transaction.execute(kInsert, {session.token, session.account, session.csrf, session.created_at, session.seen_at});
}

std::optional<LiveSession> find_session(View& view, std::string_view token) {
    return view.query_one(kFind, {token}, [&](const Row& row) {
        return LiveSession{.session = {.token = std::string(token),
                                       .account = row.text(0),
                                       .csrf = row.text(1),
                                       .created_at = row.instant(2),
                                       .seen_at = row.instant(3)},
                           .name = row.text(4),
                           .roles = row.text(5)};
    });
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
