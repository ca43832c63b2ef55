// The database: one writer at a time, many readers, the journal as the only way in.
//
//     auto view = database.read();                                     // a snapshot; queries only
//     auto name = view.query_one(kName, {id}, [](const Row& row) { return row.text(0); });   // optional<string>
//
//     auto transaction = database.write();                             // waits for its turn
//     … look, ask the rules …                                          // sees its own changes
//     const auto receipt = transaction.append({.kind = "item.published", …});   // journal row + projections
//     transaction.commit();                                            // a crash before this line leaves nothing
//
// SQL is one named constant per query, `constexpr std::string_view kName = R"sql(SELECT … WHERE id = $1)sql";`: the
// store conformance test finds every R"sql(…)sql" in src/store and prepares it on both engines. Portable means:
//   $1…$n for values · BIGINT, TEXT, BYTEA only · INSERT and let UniqueViolation speak, no ON CONFLICT or RETURNING ·
//   text order is by bytes, LIKE heeds case · ORDER BY on a column that may be null says NULLS FIRST or LAST ·
//   a parameter that stands alone needs its type: `CAST($1 AS TEXT) IS NULL OR …` · keyset paging, never OFFSET.
// After a fault inside a transaction nothing more can be done with it but to let it go, on either engine.
#pragma once
#include "base/json.h"
#include "base/result.h"
#include "store/errors.h"
#include "store/value.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace sunlot::store {

class BlobStore;
class Connection;
class DataKeys;
class Engine;
class ObjectIndex;
struct EngineDraw;

/// The state of the journal: what a checkpoint says, and what the next entry is built upon.
struct JournalHead {
    std::uint64_t size = 0;
    hash::Digest root{};
    /// Empty until the first entry, log.created, has named it.
    std::string origin;
    Instant last_at;
};

/// Something that happened, as a use case hands it over. `private_data` (null = none) holds what must never be public:
/// names of natural persons, phones, numbers of documents, password hashes. The entry carries only its commitment.
struct Event {
    std::string kind = {};
    std::string actor = {};
    std::string subject = {};
    Instant at = {};
    Json data = Json::Object{};
    Json private_data = {};
};

/// The same, once it has its place in the journal: what projections are made from. `at` may be later than the use case
/// said, since times in the journal never decrease. `private_data` is also null when it has been erased.
struct StoredEvent {
    std::uint64_t seq = 0;
    std::string kind = {};
    std::string actor = {};
    std::string subject = {};
    Instant at = {};
    Json data = Json::Object{};
    Json private_data = {};
};

struct Receipt {
    std::uint64_t seq = 0;
    hash::Digest leaf{};
    Instant at;
};

using RowCallback = std::function<void(const Row&)>;

/// What readers and writers have in common: asking. Functions that only ask take a `View&`.
class View {
public:
    View(const View&) = delete;
    View& operator=(const View&) = delete;

    /// Calls back for every row; inside the callback other queries may be asked, but nothing may be changed.
    void query(std::string_view sql, Params params, const RowCallback& each);
    void query(std::string_view sql, std::initializer_list<Param> params, const RowCallback& each) {
        query(sql, Params(params.begin(), params.size()), each);
    }

    /// As query, for results that need not fit into memory. Inside the callback this view must not be used.
    void scan(std::string_view sql, Params params, const RowCallback& each);
    void scan(std::string_view sql, std::initializer_list<Param> params, const RowCallback& each) {
        scan(sql, Params(params.begin(), params.size()), each);
    }

    /// The one row, mapped, or nothing; std::logic_error when there are several.
    template <class Map>
    auto query_one(std::string_view sql, std::initializer_list<Param> params, Map map)
        -> std::optional<std::invoke_result_t<Map, const Row&>> {
        std::optional<std::invoke_result_t<Map, const Row&>> found;
        query(sql, params, [&](const Row& row) {
            if (found) throw_several(sql);
            found.emplace(map(row));
        });
        return found;
    }

    /// Every row, mapped.
    template <class Map>
    auto query_all(std::string_view sql, Params params, Map map) {
        std::vector<std::invoke_result_t<Map, const Row&>> rows;
        query(sql, params, [&](const Row& row) { rows.push_back(map(row)); });
        return rows;
    }
    template <class Map>
    auto query_all(std::string_view sql, std::initializer_list<Param> params, Map map) {
        return query_all(sql, Params(params.begin(), params.size()), map);
    }

    /// A single whole number, as of SELECT count(*).
    std::int64_t count(std::string_view sql, std::initializer_list<Param> params = {});

    /// A text as it lies in a column that is declared sealed (ProjectionTable::sealed), and back: encrypted, and good
    /// for this row alone. "" stays "". `column`: "account.totp"; `row`: the row's key, its parts joined by '/'.
    std::string seal(std::string_view column, std::string_view row, std::string_view text) const;
    /// Throws SealBroken (data_keys.h).
    std::string unseal(std::string_view column, std::string_view row, std::string_view sealed) const;

    /// The journal as this view sees it.
    const JournalHead& journal() const { return head_; }

protected:
    friend struct ReplayAccess;
    View() = default;
    View(View&&) noexcept = default;
    View& operator=(View&&) noexcept = default;
    ~View() = default;
    [[noreturn]] static void throw_several(std::string_view sql);
    /// Every statement runs in here: after a fault the view refuses further use.
    template <class Work>
    auto guarded(Work work);
    void require_usable() const;

    Connection* connection_ = nullptr;
    const DataKeys* keys_ = nullptr;
    JournalHead head_;
    bool failed_ = false;
    /// How many query callbacks are running, and whether a scan or copy has the connection to itself.
    int asking_ = 0;
    bool occupied_ = false;
};

/// A snapshot of one moment, given back when it goes out of scope. Keep it short: on SQLite the log can't be
/// checkpointed past the oldest open snapshot.
class ReadView : public View {
public:
    ReadView(ReadView&&) noexcept;
    ReadView& operator=(ReadView&&) = delete;
    ~ReadView();

private:
    friend class Database;
    struct Lease;
    explicit ReadView(std::unique_ptr<Lease> lease);
    std::unique_ptr<Lease> lease_;
};

/// The right to change something, held by one thread of one process at a time. Rolls back unless committed.
class Transaction : public View {
public:
    Transaction(Transaction&&) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// Appends to the journal and applies the event to the projections. The single place that assigns sequence numbers.
    /// Throws std::logic_error for what the register of kinds (inspection/entry_kind.h) does not declare, for an entry
    /// above 65,535 bytes, and for any event before log.created; Frozen after Database::freeze.
    Receipt append(const Event& event);

    /// INSERT, UPDATE or DELETE; gives the number of rows changed. For projections, and for tables that are none
    /// (sessions, drafts of an import): a use case never touches a projection's table itself.
    std::uint64_t execute(std::string_view sql, Params params);
    std::uint64_t execute(std::string_view sql, std::initializer_list<Param> params) {
        return execute(sql, Params(params.begin(), params.size()));
    }

    /// Many rows at once: COPY on PostgreSQL; on SQLite one prepared INSERT, and where the table is empty its indexes
    /// are made afterwards. While `produce` runs, this transaction can't be used for anything else.
    std::uint64_t copy_rows(std::string_view table, std::initializer_list<std::string_view> columns,
                            const std::function<void(RowSink&)>& produce);

    /// The content-addressed files that events refer to. Projections read bulk input through this.
    const BlobStore& blobs() const;

    /// Erases the private part of an entry, and says so in an entry of its own (private.erased). The commitment stays,
    /// so the tree still holds; projections forget what they took from it (store/erasure.h). `erasure`: whose request.
    Receipt erase_private(std::uint64_t seq, std::string_view actor, Instant at, std::string_view reason,
                          std::string_view erasure = {});

    /// Durable when it returns. The transaction is over afterwards.
    void commit();

private:
    friend class Database;
    struct Turn;
    explicit Transaction(std::unique_ptr<Turn> turn);
    void write_head();
    std::unique_ptr<Turn> turn_;
};

class Database {
public:
    struct Options {
        /// "sqlite:/path/to/sunlot.db" or "postgresql://…".
        std::string url;
        /// Where content-addressed files live; outlives the database.
        const BlobStore& blobs;
        /// Salts of private parts.
        Entropy& entropy;
        std::size_t readers = 16;
    };

    /// Connects, brings the schema up to date and takes over writing. REQUIRES for SQLite: this process holds the
    /// DataLock (files/data_lock.h) of the folder. Refuses database.newer (made by a later version), database.changed
    /// (a migration differs from the one applied), database.collation, database.encoding, database.version (PostgreSQL
    /// not as needed).
    static Result<std::unique_ptr<Database>> open(const Options& options);
    ~Database();

    /// A fresh one-connection SQLite file without durability, for rebuilding projections into (replay.cpp).
    static std::unique_ptr<Database> scratch(const std::filesystem::path& file, const BlobStore& blobs,
                                             Entropy& entropy);
    /// The same for one that is kept from run to run (shadow.cpp).
    static std::unique_ptr<Database> shadow(const std::filesystem::path& file, const BlobStore& blobs,
                                            Entropy& entropy);

    ReadView read();
    /// Waits for its turn. std::logic_error when this thread already holds a Transaction.
    Transaction write();

    /// Runs `work(Transaction&)` and commits; after a Conflict rolls back and runs it again, up to six times with
    /// growing pauses. `work` must be fit to run more than once.
    template <class Work>
    auto transact(Work work) -> std::invoke_result_t<Work, Transaction&> {
        for (int attempt = 1;; ++attempt) {
            try {
                auto transaction = write();
                if constexpr (std::is_void_v<std::invoke_result_t<Work, Transaction&>>) {
                    work(transaction);
                    return transaction.commit();
                } else {
                    auto result = work(transaction);
                    transaction.commit();
                    return result;
                }
            } catch (const Conflict&) {
                if (attempt == kAttempts) throw;
            }
            pause(attempt);
        }
    }

    /// The journal is not the one that was signed: from now on, for the life of this object, no entry is appended
    /// (`Frozen`, with `why`). Everything else goes on, so that whoever looks into it can sign in and read.
    void freeze(const Refusal& why);
    std::optional<Refusal> frozen() const;

    /// Waits until a commit of this process has brought the journal beyond `size` entries; false after `at_most`, or
    /// when asked to stop.
    bool wait_beyond(std::uint64_t size, std::chrono::milliseconds at_most, std::stop_token stop);

    const BlobStore& blobs() const;

    /// Copies all tables within their files, so that nothing is left there of what was deleted or replaced. Takes as
    /// long as copying the database. REQUIRES: nobody else uses the database meanwhile.
    void rewrite_files();

    /// What searches in the directory of objects look into (object_index.h).
    ObjectIndex& object_index();

    /// The sample computed inside the database (engine_sample.h), on a connection of its own; nothing on SQLite.
    /// `frame`: the bytes of a sealed frame.tsv.
    std::optional<std::string> sample_inside(const EngineDraw& draw, std::string_view frame);

private:
    friend class ReadView;
    friend class Transaction;
    struct State;
    static constexpr int kAttempts = 6;
    static void pause(int attempt);
    static std::unique_ptr<Database> beside(std::unique_ptr<State> state);
    explicit Database(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace sunlot::store
