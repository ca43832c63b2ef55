// SQLite by its C API. What Debian's 3.40.1 asks for: it is in the range of the WAL-reset race (two connections, a
// checkpoint racing a commit), so the one writer connection makes all commits and all checkpoints; readers make none.
#include "store/engine.h"
#include "store/errors.h"
#include "store/statement_cache.h"

#include <stdexcept>
#include <utility>
#include <vector>

#include <sqlite3.h>

namespace sunlot::store {
namespace {

[[noreturn]] void fail(sqlite3* database, int code, std::string_view doing) {
    const std::string text = std::string(doing) + ": " + sqlite3_errmsg(database) + " [SQLite " +
                             std::to_string(sqlite3_extended_errcode(database)) + "]";
    switch (sqlite3_extended_errcode(database)) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            throw UniqueViolation(text);
        default:
            break;
    }
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
            throw ConstraintViolation(text);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Conflict(text);
        default:
            throw DatabaseError(text);
    }
}

class SqliteStatement final : public Statement {
public:
    // Through the other constructor: once that is done, the destructor runs also when this one throws.
    SqliteStatement(sqlite3* database, std::string_view sql) : SqliteStatement(database) {
        const char* rest = nullptr;
        const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &statement_, &rest);
        if (code != SQLITE_OK) fail(database, code, "preparing " + std::string(sql));
        if (std::string_view(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest))
                .find_first_not_of(" ;\n\t") != std::string_view::npos)
            throw std::logic_error("more than one statement: " + std::string(sql));
        number_parameters();
    }
    ~SqliteStatement() override { sqlite3_finalize(statement_); }
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    void start(Params params, Delivery) override {
        if (params.size() != highest_)
            throw std::logic_error(std::to_string(params.size()) + " parameters given, " + std::to_string(highest_) +
                                   " expected: " + sqlite3_sql(statement_));
        for (std::size_t slot = 0; slot < numbers_.size(); ++slot)
            bind(static_cast<int>(slot) + 1, params[numbers_[slot] - 1]);
    }

    bool step() override {
        const int code = sqlite3_step(statement_);
        if (code == SQLITE_ROW) return true;
        if (code == SQLITE_DONE) return false;
        fail(database_, code, sqlite3_sql(statement_));
    }

    std::uint64_t affected() const override { return static_cast<std::uint64_t>(sqlite3_changes64(database_)); }
    void reset() noexcept override { sqlite3_reset(statement_); }
    int columns() const override { return sqlite3_column_count(statement_); }
    std::string column_name(int column) const override { return sqlite3_column_name(statement_, column); }
    bool is_null(int column) const override { return type(column) == SQLITE_NULL; }

    std::int64_t integer(int column) const override {
        require(column, SQLITE_INTEGER, "a whole number");
        return sqlite3_column_int64(statement_, column);
    }

    std::string_view text(int column) const override {
        require(column, SQLITE_TEXT, "text");
        const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return {start, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

    ByteView bytes(int column) const override {
        require(column, SQLITE_BLOB, "bytes");
        const auto* start = static_cast<const unsigned char*>(sqlite3_column_blob(statement_, column));
        return {start, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

    Cell cell(int column) const override {
        switch (type(column)) {
            case SQLITE_NULL:
                return {};
            case SQLITE_INTEGER:
                return integer(column);
            case SQLITE_TEXT:
                return std::string(text(column));
            case SQLITE_BLOB: {
                const auto view = bytes(column);
                return Bytes(view.begin(), view.end());
            }
            // A number with a fraction is none of ours; someone else put it there. Show it as SQLite writes it.
            default:
                return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement_, column)));
        }
    }

private:
    explicit SqliteStatement(sqlite3* database) : database_(database) {}
    // "$2" is a name to SQLite, numbered by first appearance; ours are numbered by what they say.
    void number_parameters() {
        const int slots = sqlite3_bind_parameter_count(statement_);
        for (int slot = 1; slot <= slots; ++slot) {
            const char* name = sqlite3_bind_parameter_name(statement_, slot);
            const int number = name != nullptr && *name == '$' ? std::atoi(name + 1) : 0;
            if (number < 1) throw std::logic_error(std::string("parameters are $1…$n: ") + sqlite3_sql(statement_));
            numbers_.push_back(static_cast<std::size_t>(number));
            highest_ = std::max(highest_, numbers_.back());
        }
    }

    // SQLITE_STATIC: the values live until the call that started the statement returns, and so does the statement's
    // use.
    void bind(int slot, const Param& param) {
        int code = SQLITE_OK;
        if (const auto* number = std::get_if<std::int64_t>(&param.held())) {
            code = sqlite3_bind_int64(statement_, slot, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&param.held())) {
            if (text->find('\0') != std::string_view::npos)
                throw DatabaseError(std::string("text with a NUL character: ") + sqlite3_sql(statement_));
            code = sqlite3_bind_text64(statement_, slot, text->empty() ? "" : text->data(), text->size(), SQLITE_STATIC,
                                       SQLITE_UTF8);
        } else if (const auto* bytes = std::get_if<ByteView>(&param.held())) {
            const void* start = bytes->empty() ? static_cast<const void*>("") : bytes->data();
            code = sqlite3_bind_blob64(statement_, slot, start, bytes->size(), SQLITE_STATIC);
        } else {
            code = sqlite3_bind_null(statement_, slot);
        }
        if (code != SQLITE_OK) fail(database_, code, sqlite3_sql(statement_));
    }

    int type(int column) const {
        if (column < 0 || column >= columns())
            throw std::logic_error("no column " + std::to_string(column) + ": " + sqlite3_sql(statement_));
        return sqlite3_column_type(statement_, column);
    }

    void require(int column, int wanted, std::string_view what) const {
        if (type(column) != wanted)
            throw std::logic_error("column " + column_name(column) + " is not " + std::string(what) + ": " +
                                   sqlite3_sql(statement_));
    }

    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
    std::vector<std::size_t> numbers_;
    std::size_t highest_ = 0;
};

class SqliteConnection final : public Connection {
public:
    SqliteConnection(const std::filesystem::path& file, Purpose purpose, Durability durability) : purpose_(purpose) {
        const int code = sqlite3_open_v2(file.c_str(), &database_,
                                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
        if (code != SQLITE_OK) {
            const std::string text = "opening " + file.string() + ": " + sqlite3_errmsg(database_);
            sqlite3_close_v2(database_);
            throw DatabaseError(text);
        }
        try {
            configure(durability);
        } catch (...) {
            sqlite3_close_v2(database_);
            throw;
        }
    }
    ~SqliteConnection() override {
        statements_.clear();
        sqlite3_close_v2(database_);
    }
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    Lease prepare(std::string_view sql) override {
        return statements_.lease(
            sql, [&](std::string_view text) { return std::make_unique<SqliteStatement>(database_, text); });
    }

    void run_script(const std::string& sql) override {
        const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) fail(database_, code, sql);
    }

    void begin() override { run_script(purpose_ == Purpose::write ? "BEGIN IMMEDIATE" : "BEGIN"); }
    void commit() override { run_script("COMMIT"); }
    void rollback() noexcept override {
        if (sqlite3_get_autocommit(database_) == 0) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
    }

    std::unique_ptr<Bulk> bulk(std::string_view table, std::span<const std::string_view> columns) override;

private:
    void configure(Durability durability) {
        sqlite3_extended_result_codes(database_, 1);
        sqlite3_busy_timeout(database_, 20'000);
        require_pragma("foreign_keys", "ON", "1");
        run_script("PRAGMA case_sensitive_like = ON");
        if (durability == Durability::scratch) {
            require_pragma("synchronous", "OFF", "0");
            require_pragma("journal_mode", "MEMORY", "memory");
            require_pragma("locking_mode", "EXCLUSIVE", "exclusive");
            run_script("PRAGMA cache_size = -65536");
            return;
        }
        require_pragma("journal_mode", "WAL", "wal");
        if (durability == Durability::kept) {
            require_pragma("synchronous", "NORMAL", "1");
            require_pragma("secure_delete", "ON", "1");
            run_script("PRAGMA cache_size = -65536");
            return;
        }
        require_pragma("synchronous", "FULL", "2");
        if (purpose_ == Purpose::write) {
            run_script("PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864; PRAGMA threads = 2");
        } else {
            require_pragma("wal_autocheckpoint", "0", "0");
            require_pragma("query_only", "ON", "1");
            sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
            run_script("PRAGMA cache_size = -8192");
        }
    }

    // SQLite ignores what it does not know or cannot do, so each setting is read back.
    void require_pragma(const std::string& name, const std::string& value, const std::string& expected) {
        run_script("PRAGMA " + name + " = " + value);
        SqliteStatement statement(database_, "PRAGMA " + name);
        const bool there = statement.step();
        if (!there || cell_text(statement.cell(0)) != expected)
            throw DatabaseError("SQLite does not accept PRAGMA " + name + " = " + value);
    }

    sqlite3* database_ = nullptr;
    Purpose purpose_;
    StatementCache<SqliteStatement> statements_;
};

// One prepared INSERT. Building an index in one go is several times faster than row by row in random order, so when a
// table that was empty turns out to get many rows its indexes are dropped and made again by finish(). That happens
// inside the transaction: whoever looks sees all or nothing, and a crash leaves everything as it was.
class SqliteBulk final : public Bulk {
public:
    static constexpr std::uint64_t kManyRows = 5'000;

    SqliteBulk(Connection& connection, std::string_view table, std::span<const std::string_view> columns)
        : connection_(connection), table_(table) {
        std::string names;
        std::string marks;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            names += (i == 0 ? "" : ", ") + std::string(columns[i]);
            marks += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
        }
        insert_ = connection.prepare("INSERT INTO " + table_ + " (" + names + ") VALUES (" + marks + ")");
        const auto any = connection.prepare("SELECT 1 FROM " + table_ + " LIMIT 1");
        any->start({}, Delivery::kept);
        was_empty_ = !any->step();
    }

    void add(Params row) override {
        if (++rows_ == kManyRows && was_empty_) put_indexes_aside();
        insert_->start(row, Delivery::kept);
        insert_->step();
        insert_->reset();
    }

    std::uint64_t finish() override {
        for (const auto& sql : indexes_) connection_.run_script(sql);
        return rows_;
    }

private:
    void put_indexes_aside() {
        std::vector<std::string> names;
        {
            const auto list = connection_.prepare(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL");
            const Param table(table_);
            list->start({&table, 1}, Delivery::kept);
            while (list->step()) {
                names.emplace_back(list->text(0));
                indexes_.emplace_back(list->text(1));
            }
        }
        for (const auto& name : names) connection_.run_script("DROP INDEX \"" + name + "\"");
    }

    Connection& connection_;
    std::string table_;
    Connection::Lease insert_;
    bool was_empty_ = false;
    std::uint64_t rows_ = 0;
    std::vector<std::string> indexes_;
};

std::unique_ptr<Bulk> SqliteConnection::bulk(std::string_view table, std::span<const std::string_view> columns) {
    return std::make_unique<SqliteBulk>(*this, table, columns);
}

class SqliteEngine final : public Engine {
public:
    SqliteEngine(std::filesystem::path file, Durability durability) : file_(std::move(file)), durability_(durability) {}
    Dialect dialect() const override { return Dialect::sqlite; }
    Result<Done> check(Connection&) override { return Done{}; }
    std::unique_ptr<Connection> connect(Purpose purpose) override {
        return std::make_unique<SqliteConnection>(file_, purpose, durability_);
    }

private:
    std::filesystem::path file_;
    Durability durability_;
};

}  // namespace

std::unique_ptr<Engine> sqlite_engine(const std::filesystem::path& file, Durability durability) {
    return std::make_unique<SqliteEngine>(file, durability);
}

}  // namespace sunlot::store
