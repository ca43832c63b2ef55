// PostgreSQL 15 or later by libpq.
#include "store/errors.h"
#include "store/postgres_connection.h"

#include <array>
#include <utility>

#include <libpq-fe.h>

namespace sunlot::store {
namespace postgres {

void ClearResult::operator()(pg_result* result) const {
    PQclear(result);
}

Link::Link(std::string to, Purpose for_purpose) : url(std::move(to)), purpose(for_purpose) {
    connection = PQconnectdb(url.c_str());
    if (!alive()) {
        const std::string text = std::string("connecting to PostgreSQL: ") + PQerrorMessage(connection);
        PQfinish(connection);
        throw DatabaseError(text);
    }
    try {
        configure();
    } catch (...) {
        PQfinish(connection);
        throw;
    }
}

Link::~Link() {
    PQfinish(connection);
}

bool Link::alive() const {
    return PQstatus(connection) == CONNECTION_OK;
}

void Link::run(const std::string& sql) {
    const Answer answer(PQexec(connection, sql.c_str()));
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(connection, answer.get(), sql);
}

void Link::configure() {
    PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
    run("SET client_encoding = 'UTF8'; SET bytea_output = 'hex'; SET standard_conforming_strings = on; "
        "SET synchronous_commit = on");
    if (purpose == Purpose::read) run("SET default_transaction_read_only = on");
}

void Link::reconnect() {
    ++session;
    PQreset(connection);
    if (!alive()) throw DatabaseError(std::string("reconnecting to PostgreSQL: ") + PQerrorMessage(connection));
    configure();
}

namespace {

// The writer locks the journal's head row first of all (Database::write), so writers follow one another and each sees
// what the one before has committed: READ COMMITTED is enough. A reader sees one moment.
constexpr std::string_view kBeginWriting = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
constexpr std::string_view kBeginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

class PostgresConnection final : public Connection {
public:
    PostgresConnection(std::string url, Purpose purpose) : link_(std::move(url), purpose) {}

    Lease prepare(std::string_view sql) override {
        return statements_.lease(
            sql, [&](std::string_view text) { return std::make_unique<PostgresStatement>(link_, text); });
    }
    void run_script(const std::string& sql) override { link_.run(sql); }

    void begin() override {
        const std::string sql(link_.purpose == Purpose::write ? kBeginWriting : kBeginReading);
        if (link_.alive()) {
            try {
                return link_.run(sql);
            } catch (const DatabaseError&) {
                if (link_.alive()) throw;
            }
        }
        // The server was restarted since: nothing of ours was under way, so a new connection is as good.
        statements_.clear();
        link_.reconnect();
        link_.run(sql);
    }

    void commit() override {
        // A transaction that has failed answers COMMIT with a ROLLBACK that reports success.
        const Answer answer(PQexec(link_.connection, "COMMIT"));
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) fail(link_.connection, answer.get(), "COMMIT");
        if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT")
            throw DatabaseError("COMMIT was answered by ROLLBACK");
    }

    void rollback() noexcept override {
        if (link_.alive() && PQtransactionStatus(link_.connection) != PQTRANS_IDLE)
            PQclear(PQexec(link_.connection, "ROLLBACK"));
    }

    std::unique_ptr<Bulk> bulk(std::string_view table, std::span<const std::string_view> columns) override {
        return std::make_unique<PostgresBulk>(link_, table, columns);
    }

private:
    Link link_;
    StatementCache<PostgresStatement> statements_;  // after link_: goes before it
};

constexpr std::string_view kFacts =
    "SELECT current_setting('server_version_num')::bigint, pg_encoding_to_char(encoding)::text, datcollate::text, "
    "datlocprovider::text FROM pg_database WHERE datname = current_database()";
constexpr std::int64_t kOldest = 150000;
constexpr std::array<std::string_view, 4> kBytewise = {"C", "POSIX", "C.UTF-8", "C.utf8"};

Refusal wrong_collation(const std::string& collation) {
    return refuse(
        RefusalKind::unavailable, "database.collation",
        "PostgreSQL 数据库的排序规则是 " + collation +
            "，不是按字节排序。请这样新建数据库：CREATE DATABASE sunlot TEMPLATE template0 ENCODING 'UTF8' "
            "LOCALE 'C'",
        "the PostgreSQL database sorts text by " + collation +
            ", not by bytes. Create it with: CREATE DATABASE sunlot TEMPLATE template0 ENCODING 'UTF8' LOCALE "
            "'C'");
}

class PostgresEngine final : public Engine {
public:
    explicit PostgresEngine(std::string url) : url_(std::move(url)) {}
    Dialect dialect() const override { return Dialect::postgres; }
    std::unique_ptr<Connection> connect(Purpose purpose) override {
        return std::make_unique<PostgresConnection>(url_, purpose);
    }

    Result<Done> check(Connection& connection) override {
        const auto facts = connection.prepare(kFacts);
        facts->start({}, Delivery::kept);
        if (!facts->step()) throw DatabaseError("PostgreSQL does not know its own database");
        if (facts->integer(0) < kOldest)
            return refuse(RefusalKind::unavailable, "database.version", "需要 PostgreSQL 15 或更高版本",
                          "PostgreSQL 15 or later is needed");
        if (facts->text(1) != "UTF8")
            return refuse(RefusalKind::unavailable, "database.encoding",
                          "PostgreSQL 数据库的编码必须是 UTF8，现为 " + std::string(facts->text(1)),
                          "the PostgreSQL database must be encoded in UTF8, not " + std::string(facts->text(1)));
        // Under an ICU provider datcollate says nothing about the order; libc and the built-in one are what they say.
        const std::string collation(facts->text(2));
        if (facts->text(3) == "i") return wrong_collation("ICU");
        for (const auto bytewise : kBytewise)
            if (collation == bytewise) return Done{};
        return wrong_collation(collation);
    }

private:
    std::string url_;
};

}  // namespace
}  // namespace postgres

std::unique_ptr<Engine> postgres_engine(std::string url) {
    return std::make_unique<postgres::PostgresEngine>(std::move(url));
}

}  // namespace sunlot::store
