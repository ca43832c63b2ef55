// The driver seam: all that differs between SQLite and PostgreSQL lies below these four classes. Each query is written
// once, in the portable subset of docs/formats/journal.md, and runs unchanged on both. Nothing outside src/store needs
// this header; projections and queries are written against database.h.
//
// A Connection and its statements belong to one thread at a time. Every failing call throws a class of errors.h.
#pragma once
#include "base/result.h"
#include "store/value.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace sunlot::store {

enum class Dialect { sqlite, postgres };

/// What a connection is for. A reader can't change anything, and on SQLite never checkpoints.
enum class Purpose { write, read };

/// How rows are delivered: `kept` lets other statements run between two steps; `streamed` holds one row at a time
/// and keeps the connection to itself until the last row or reset().
enum class Delivery { kept, streamed };

class Statement {
public:
    virtual ~Statement() = default;
    virtual void start(Params params, Delivery delivery) = 0;
    /// Moves to the next row; false after the last.
    virtual bool step() = 0;
    /// Rows changed by the last start(), valid once step() gave false.
    virtual std::uint64_t affected() const = 0;
    virtual void reset() noexcept = 0;

    virtual int columns() const = 0;
    virtual std::string column_name(int column) const = 0;
    virtual Cell cell(int column) const = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual ByteView bytes(int column) const = 0;
};

/// Many rows into one table. Rows are there after finish(); a Bulk dropped without it leaves the transaction failed.
class Bulk : public RowSink {
public:
    virtual std::uint64_t finish() = 0;
};

class Connection {
public:
    virtual ~Connection() = default;
    /// A statement ready to start, from the connection's cache. It returns there when the pointer goes.
    using Lease = std::unique_ptr<Statement, std::function<void(Statement*)>>;
    virtual Lease prepare(std::string_view sql) = 0;
    /// Several statements separated by `;`, without parameters: a migration.
    virtual void run_script(const std::string& sql) = 0;
    /// Starts a transaction: for a writer one that excludes other writers of this process's engine, for a reader one
    /// snapshot. Reconnects first when the server went away between two transactions.
    virtual void begin() = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    virtual std::unique_ptr<Bulk> bulk(std::string_view table, std::span<const std::string_view> columns) = 0;
};

class Engine {
public:
    virtual ~Engine() = default;
    virtual Dialect dialect() const = 0;
    virtual std::unique_ptr<Connection> connect(Purpose purpose) = 0;
    /// Refuses a server that would not answer as we rely on (version, encoding, order of text).
    virtual Result<Done> check(Connection& connection) = 0;
};

/// Trust: whether a commit must survive a power cut. `scratch` is for databases thrown away afterwards (replay), `kept`
/// for one that can be made again (shadow.h): whole after a crash, perhaps without the last commits, nothing left of
/// what was deleted.
enum class Durability { full, kept, scratch };

std::unique_ptr<Engine> sqlite_engine(const std::filesystem::path& file, Durability durability = Durability::full);
/// `url` as libpq takes it: "postgresql://user@host:5432/sunlot" or "host=… dbname=…".
std::unique_ptr<Engine> postgres_engine(std::string url);

}  // namespace sunlot::store
