#include "store/database.h"

#include "store/blob_store.h"
#include "store/data_keys.h"
#include "store/database_state.h"
#include "store/migrate.h"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace sunlot::store {
namespace {

constexpr std::string_view kHead = R"sql(
    SELECT size, root, frontier, origin, last_at, epoch FROM journal_head WHERE id = 1)sql";
constexpr std::string_view kFirstHead = R"sql(
    INSERT INTO journal_head (id, size, root, frontier, origin, last_at, epoch) VALUES (1, 0, $1, '', '', 0, 1))sql";
constexpr std::string_view kTakeOver = R"sql(
    UPDATE journal_head SET epoch = epoch + 1 WHERE id = 1)sql";
// Not portable and not needed on SQLite, whose BEGIN IMMEDIATE excludes other writers already.
constexpr std::string_view kLockHead = "SELECT id FROM journal_head WHERE id = 1 FOR UPDATE";

constexpr auto kReaderWait = std::chrono::seconds(30);

std::uint64_t run(Connection& connection, std::string_view sql, Params params) {
    const auto statement = connection.prepare(sql);
    statement->start(params, Delivery::kept);
    while (statement->step()) {}
    return statement->affected();
}

/// The process that opened the database last is the one that may write: it raises the epoch that every commit checks.
std::int64_t take_over(Connection& writer) {
    writer.begin();
    try {
        if (run(writer, kTakeOver, {}) == 0) {
            const auto empty_root = ledger::Frontier().root();
            const Param root(empty_root);
            run(writer, kFirstHead, {&root, 1});
        }
        const auto epoch = read_head(writer).epoch;
        writer.commit();
        return epoch;
    } catch (...) {
        writer.rollback();
        throw;
    }
}

std::unique_ptr<Engine> engine_for(const std::string& url) {
    constexpr std::string_view kSqlite = "sqlite:";
    if (url.starts_with(kSqlite)) return sqlite_engine(url.substr(kSqlite.size()));
    return postgres_engine(url);
}

}  // namespace

StoredHead read_head(Connection& connection) {
    const auto statement = connection.prepare(kHead);
    statement->start({}, Delivery::kept);
    if (!statement->step()) throw DatabaseError("the journal has no head row");
    const Row row(*statement);
    StoredHead stored;
    stored.head = {.size = static_cast<std::uint64_t>(row.integer(0)),
                   .root = row.digest(1),
                   .origin = row.text(3),
                   .last_at = row.instant(4)};
    stored.frontier = row.text(2);
    stored.epoch = row.integer(5);
    return stored;
}

// ── View ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void View::require_usable() const {
    if (connection_ == nullptr) throw std::logic_error("this view or transaction is over");
    if (failed_) throw std::logic_error("this view or transaction has failed and can only be let go");
    if (occupied_) throw std::logic_error("used inside the callback of its own scan or copy");
}

void View::throw_several(std::string_view sql) {
    throw std::logic_error("more than one row: " + std::string(sql));
}

void View::query(std::string_view sql, Params params, const RowCallback& each) {
    guarded([&] {
        const auto statement = connection_->prepare(sql);
        statement->start(params, Delivery::kept);
        const Row row(*statement);
        ++asking_;
        while (statement->step()) each(row);
        --asking_;
    });
}

void View::scan(std::string_view sql, Params params, const RowCallback& each) {
    guarded([&] {
        const auto statement = connection_->prepare(sql);
        statement->start(params, Delivery::streamed);
        const Row row(*statement);
        occupied_ = true;
        while (statement->step()) each(row);
        occupied_ = false;
    });
}

std::int64_t View::count(std::string_view sql, std::initializer_list<Param> params) {
    const auto found = query_one(sql, params, [](const Row& row) { return row.integer(0); });
    if (!found) throw std::logic_error("no row: " + std::string(sql));
    return *found;
}

std::string View::seal(std::string_view column, std::string_view row, std::string_view text) const {
    return keys_->seal(column, row, text);
}

std::string View::unseal(std::string_view column, std::string_view row, std::string_view sealed) const {
    return keys_->unseal(column, row, sealed);
}

// ── ReadView ──────────────────────────────────────────────────────────────────────────────────────────────────────

ReadView::ReadView(std::unique_ptr<Lease> lease) : lease_(std::move(lease)) {
    connection_ = lease_->connection.get();
    keys_ = &lease_->state.blobs.keys();
    connection_->begin();
    head_ = read_head(*connection_).head;  // the first look is what fixes the snapshot
}

ReadView::ReadView(ReadView&&) noexcept = default;
ReadView::~ReadView() = default;

std::unique_ptr<Connection> Database::State::take_reader() {
    std::unique_lock lock(pool);
    const bool there =
        reader_returned.wait_for(lock, kReaderWait, [&] { return !idle_readers.empty() || readers < most_readers; });
    if (!there) throw DatabaseError("every reader connection has been in use for too long");
    if (idle_readers.empty()) {
        auto reader = engine->connect(Purpose::read);
        ++readers;
        return reader;
    }
    auto reader = std::move(idle_readers.back());
    idle_readers.pop_back();
    return reader;
}

void Database::State::return_reader(std::unique_ptr<Connection> reader) noexcept {
    {
        const std::lock_guard lock(pool);
        idle_readers.push_back(std::move(reader));
    }
    reader_returned.notify_one();
}

// ── Database ──────────────────────────────────────────────────────────────────────────────────────────────────────

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {
    state_->idle_readers.reserve(state_->most_readers);
}

Database::~Database() {
    // Readers first: on SQLite the writer, closing last, folds the write-ahead log into the file.
    state_->idle_readers.clear();
}

Result<std::unique_ptr<Database>> Database::open(const Options& options) {
    auto state = std::make_unique<State>(engine_for(options.url), options.blobs, options.entropy, options.readers);
    state->writer = state->engine->connect(Purpose::write);
    if (const auto fit = state->engine->check(*state->writer); !fit) return pass_on(fit.error());
    if (const auto current = migrate(*state->writer); !current) return pass_on(current.error());
    state->epoch = take_over(*state->writer);
    return std::unique_ptr<Database>(new Database(std::move(state)));
}

std::unique_ptr<Database> Database::scratch(const std::filesystem::path& file, const BlobStore& blobs,
                                            Entropy& entropy) {
    return beside(std::make_unique<State>(sqlite_engine(file, Durability::scratch), blobs, entropy, 1U));
}

std::unique_ptr<Database> Database::shadow(const std::filesystem::path& file, const BlobStore& blobs,
                                           Entropy& entropy) {
    return beside(std::make_unique<State>(sqlite_engine(file, Durability::kept), blobs, entropy, 1U));
}

std::unique_ptr<Database> Database::beside(std::unique_ptr<State> state) {
    state->writer = state->engine->connect(Purpose::write);
    if (const auto current = migrate(*state->writer); !current) throw DatabaseError(current.error().text.zh);
    state->epoch = take_over(*state->writer);
    return std::unique_ptr<Database>(new Database(std::move(state)));
}

ObjectIndex& Database::object_index() {
    return state_->object_index;
}

ReadView Database::read() {
    return ReadView(std::make_unique<ReadView::Lease>(*state_));
}

Transaction Database::write() {
    if (state_->writing_thread.load() == std::this_thread::get_id())
        throw std::logic_error("this thread already holds a transaction");
    auto turn = std::make_unique<Transaction::Turn>(*state_);
    for (int attempt = 1; !state_->begin_writing(attempt == kAttempts); ++attempt) pause(attempt);
    return Transaction(std::move(turn));
}

bool Database::State::begin_writing(bool last_attempt) {
    try {
        writer->begin();
        if (engine->dialect() == Dialect::postgres) run(*writer, kLockHead, {});
        return true;
    } catch (const Conflict&) {
        writer->rollback();
        if (last_attempt) throw;
        return false;
    }
}

void Database::pause(int attempt) {
    // 1, 2, 4 … ms, and a part of one more that differs from thread to thread, so that rivals don't meet again.
    const auto jitter = std::hash<std::thread::id>{}(std::this_thread::get_id()) % 1000;
    std::this_thread::sleep_for(std::chrono::microseconds((1000U << attempt) + jitter));
}

void Database::freeze(const Refusal& why) {
    const std::lock_guard lock(state_->news);
    if (!state_->frozen) state_->frozen = why;
}

std::optional<Refusal> Database::frozen() const {
    return state_->why_frozen();
}

bool Database::wait_beyond(std::uint64_t size, std::chrono::milliseconds at_most, std::stop_token stop) {
    std::unique_lock lock(state_->news);
    return state_->grown.wait_for(lock, std::move(stop), at_most, [&] { return state_->committed > size; });
}

void Database::rewrite_files() {
    const std::lock_guard lock(state_->writing);
    if (state_->engine->dialect() == Dialect::postgres) return state_->writer->run_script("VACUUM FULL");
    state_->writer->run_script("VACUUM");
    state_->writer->run_script("PRAGMA wal_checkpoint(TRUNCATE)");
}

const BlobStore& Database::blobs() const {
    return state_->blobs;
}

}  // namespace sunlot::store
