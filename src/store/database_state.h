// What a Database is made of; private to database.cpp and transaction.cpp.
#pragma once
#include "ledger/merkle.h"
#include "store/database.h"
#include "store/engine.h"
#include "store/object_index.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace sunlot::store {

struct Database::State {
    std::unique_ptr<Engine> engine;
    const BlobStore& blobs;
    Entropy& entropy;
    std::size_t most_readers;
    ObjectIndex object_index = {};

    State(std::unique_ptr<Engine> of_engine, const BlobStore& of_blobs, Entropy& of_entropy,
          std::size_t readers_at_most)
        : engine(std::move(of_engine)), blobs(of_blobs), entropy(of_entropy), most_readers(readers_at_most) {}

    // One writer connection; whoever holds the mutex may use it.
    std::mutex writing;
    std::atomic<std::thread::id> writing_thread;
    std::unique_ptr<Connection> writer;
    std::int64_t epoch = 0;

    // Reader connections, made when needed.
    std::mutex pool;
    std::condition_variable reader_returned;
    std::vector<std::unique_ptr<Connection>> idle_readers;
    std::size_t readers = 0;

    // What others wait for and ask about: how far commits have brought the journal, and whether it may grow.
    mutable std::mutex news;
    std::condition_variable_any grown;
    std::uint64_t committed = 0;
    std::optional<Refusal> frozen;
    std::optional<Refusal> why_frozen() const {
        const std::lock_guard lock(news);
        return frozen;
    }
    void tell(std::uint64_t size) {
        {
            const std::lock_guard lock(news);
            committed = size;
        }
        grown.notify_all();
    }

    /// Begins a transaction that excludes other writers; false when it should be tried again.
    bool begin_writing(bool last_attempt);
    std::unique_ptr<Connection> take_reader();
    void return_reader(std::unique_ptr<Connection> reader) noexcept;
};

/// A reader connection out of the pool.
struct ReadView::Lease {
    Database::State& state;
    std::unique_ptr<Connection> connection;
    explicit Lease(Database::State& of) : state(of), connection(of.take_reader()) {}
    ~Lease() {
        connection->rollback();
        state.return_reader(std::move(connection));
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
};

/// The turn to write: the mutex, and the journal as far as this transaction has brought it.
struct Transaction::Turn {
    Database::State& state;
    std::unique_lock<std::mutex> lock;
    ledger::Frontier frontier;
    std::uint64_t size_before = 0;
    bool appended = false;

    explicit Turn(Database::State& of) : state(of), lock(of.writing) {
        state.writing_thread = std::this_thread::get_id();
    }
    ~Turn() {
        state.writer->rollback();
        state.writing_thread = std::thread::id();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
};

/// The head row as stored.
struct StoredHead {
    JournalHead head;
    std::string frontier;
    std::int64_t epoch = 0;
};
StoredHead read_head(Connection& connection);

template <class Work>
auto View::guarded(Work work) {
    require_usable();
    try {
        return work();
    } catch (...) {
        failed_ = true;
        throw;
    }
}

}  // namespace sunlot::store
