// One libpq connection and what is needed to talk through it; private to postgres*.cpp, which alone include libpq.
#pragma once
#include "store/engine.h"
#include "store/statement_cache.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;
struct pg_result;

namespace sunlot::store::postgres {

struct ClearResult {
    void operator()(pg_result* result) const;
};
using Answer = std::unique_ptr<pg_result, ClearResult>;

/// Throws the class of errors.h that the SQLSTATE of `answer` calls for.
[[noreturn]] void fail(pg_conn* connection, const pg_result* answer, std::string_view doing);

/// Refused on both engines, because PostgreSQL has no such text.
void require_no_nul(std::string_view text, std::string_view sql);

/// The connection, replaced by a new one after the server went away. `session` counts the replacements: a statement
/// prepared in an earlier session is gone.
struct Link {
    std::string url;
    Purpose purpose;
    pg_conn* connection = nullptr;
    std::size_t session = 0;
    std::size_t statements_made = 0;

    Link(std::string to, Purpose for_purpose);
    ~Link();
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    /// Runs statements without parameters.
    void run(const std::string& sql);
    bool alive() const;
    void reconnect();

private:
    void configure();
};

class PostgresStatement final : public Statement {
public:
    PostgresStatement(Link& link, std::string_view sql);
    ~PostgresStatement() override;
    PostgresStatement(const PostgresStatement&) = delete;
    PostgresStatement& operator=(const PostgresStatement&) = delete;

    void start(Params params, Delivery delivery) override;
    bool step() override;
    std::uint64_t affected() const override;
    void reset() noexcept override;
    int columns() const override;
    std::string column_name(int column) const override;
    Cell cell(int column) const override;
    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    std::string_view text(int column) const override;
    ByteView bytes(int column) const override;

private:
    struct Arguments;
    void check_kind(std::size_t index, const Param& param) const;
    bool step_streamed();
    std::string_view raw(int column) const;
    void require_column(int column) const;
    [[noreturn]] void wrong_type(int column, std::string_view wanted) const;

    Link& link_;
    std::size_t session_;
    std::string name_;
    std::string sql_;
    std::vector<unsigned> parameter_types_;
    Answer answer_;
    int row_ = -1;
    bool streaming_ = false;
    mutable std::vector<Bytes> decoded_;
};

class PostgresBulk final : public Bulk {
public:
    PostgresBulk(Link& link, std::string_view table, std::span<const std::string_view> columns);
    ~PostgresBulk() override;
    PostgresBulk(const PostgresBulk&) = delete;
    PostgresBulk& operator=(const PostgresBulk&) = delete;
    void add(Params row) override;
    std::uint64_t finish() override;

private:
    void flush();
    Link& link_;
    std::string sql_;
    std::size_t columns_;
    std::string buffer_;
    bool open_ = true;
};

}  // namespace sunlot::store::postgres
