#include "store/postgres_table.h"

#include "base/text.h"
#include "store/postgres_connection.h"

#include <array>

#include <libpq-fe.h>

namespace sunlot::store {
namespace {

using postgres::Answer;

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, Finish>;

/// What the server said, on one line and never longer than people read.
Refusal no(PGconn* connection) {
    std::string why = PQerrorMessage(connection);
    for (char& c : why)
        if (c == '\n' || c == '\t') c = ' ';
    constexpr std::size_t kMost = 300;
    why = std::string(trim(why.substr(0, kMost)));
    return refuse(RefusalKind::unavailable, "exchange.database", "读不了前置库：" + why,
                  "The exchange database can't be read: " + why);
}

/// Names and values go as they are, never through the text of a connection string.
Connection connect(const PostgresTablePlace& place) {
    const std::string port = std::to_string(place.port);
    constexpr const char* kSettings =
        "-c default_transaction_read_only=on -c statement_timeout=1800000 "
        "-c idle_in_transaction_session_timeout=600000";
    const std::array<const char*, 11> keys{"host",
                                           "port",
                                           "dbname",
                                           "user",
                                           "password",
                                           "sslmode",
                                           "options",
                                           "connect_timeout",
                                           "client_encoding",
                                           "application_name",
                                           nullptr};
    const std::array<const char*, 11> values{place.host.c_str(),
                                             port.c_str(),
                                             place.database.c_str(),
                                             place.user.c_str(),
                                             place.password.c_str(),
                                             place.tls.c_str(),
                                             kSettings,
                                             "10",
                                             "UTF8",
                                             "sunlot",
                                             nullptr};
    Connection connection(PQconnectdbParams(keys.data(), values.data(), 0));
    PQsetNoticeProcessor(connection.get(), [](void*, const char*) {}, nullptr);
    return connection;
}

std::string quoted(PGconn* connection, std::string_view name) {
    char* text = PQescapeIdentifier(connection, name.data(), name.size());
    if (text == nullptr) return "\"\"";
    std::string out = text;
    PQfreemem(text);
    return out;
}

std::string statement(PGconn* connection, const PostgresTablePlace& place) {
    std::string sql = "SELECT * FROM ";
    const auto parts = split(place.table, '.');
    for (std::size_t i = 0; i < parts.size(); ++i) sql += (i > 0 ? "." : "") + quoted(connection, parts[i]);
    if (!place.order.empty()) {
        const std::string order = quoted(connection, place.order);
        if (!place.from.empty()) sql += " WHERE " + order + " >= $1";
        sql += " ORDER BY " + order;
    }
    if (place.limit > 0) sql += " LIMIT " + std::to_string(place.limit);
    return sql;
}

class Table final : public PostgresTable {
public:
    explicit Table(Connection connection) : connection_(std::move(connection)) {}

    Result<Done> start(const PostgresTablePlace& place) {
        PGconn* c = connection_.get();
        if (PQstatus(c) != CONNECTION_OK) return no(c);
        const std::string sql = statement(c, place);
        const bool since = !place.order.empty() && !place.from.empty();
        const char* value = place.from.c_str();
        if (PQsendQueryParams(c, sql.c_str(), since ? 1 : 0, nullptr, since ? &value : nullptr, nullptr, nullptr, 0) ==
                0 ||
            PQsetSingleRowMode(c) == 0)
            return no(c);
        fetch();
        if (refusal_) return pass_on(*refusal_);
        for (int i = 0; i < PQnfields(answer_.get()); ++i) titles_.emplace_back(PQfname(answer_.get(), i));
        return Done{};
    }

    const std::vector<std::string>& titles() const override { return titles_; }
    const std::optional<Refusal>& refusal() const override { return refusal_; }

    bool next(std::vector<std::string_view>& cells) override {
        if (started_) fetch();
        started_ = true;
        if (refusal_ || PQntuples(answer_.get()) == 0) return false;
        cells.clear();
        for (int i = 0; i < static_cast<int>(titles_.size()); ++i)
            cells.emplace_back(PQgetvalue(answer_.get(), 0, i),
                               static_cast<std::size_t>(PQgetlength(answer_.get(), 0, i)));
        return true;
    }

private:
    /// The next row; at the end an answer without rows.
    void fetch() {
        answer_.reset(PQgetResult(connection_.get()));
        const auto status = PQresultStatus(answer_.get());
        if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK) refusal_ = no(connection_.get());
    }

    Connection connection_;
    Answer answer_;
    std::vector<std::string> titles_;
    bool started_ = false;
    std::optional<Refusal> refusal_;
};

}  // namespace

Result<std::unique_ptr<PostgresTable>> PostgresTable::open(const PostgresTablePlace& place) {
    auto table = std::make_unique<Table>(connect(place));
    if (const auto started = table->start(place); !started) return pass_on(started.error());
    return std::unique_ptr<PostgresTable>(std::move(table));
}

}  // namespace sunlot::store
