// Appending and changing. docs/formats/journal.md is the authority on what a journal row holds.
#include "base/json.h"
#include "inspection/entry_kind.h"
#include "ledger/entry.h"
#include "store/blob_store.h"
#include "store/database_state.h"
#include "store/journal.h"
#include "store/projections.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sunlot::store {
namespace {

constexpr std::string_view kLogCreated = "log.created";

constexpr std::string_view kInsertEntry = R"sql(
    INSERT INTO journal (seq, kind, actor, subject, at, entry, leaf, root)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";
constexpr std::string_view kInsertPrivate = R"sql(
    INSERT INTO journal_private (seq, salt, part) VALUES ($1, $2, $3))sql";
constexpr std::string_view kErasePrivate = R"sql(
    DELETE FROM journal_private WHERE seq = $1)sql";
constexpr std::string_view kKindOf = R"sql(
    SELECT kind, subject FROM journal WHERE seq = $1)sql";
constexpr std::string_view kAdvanceHead = R"sql(
    UPDATE journal_head SET size = $1, root = $2, frontier = $3, origin = $4, last_at = $5
    WHERE id = 1 AND size = $6 AND epoch = $7)sql";

}  // namespace

Transaction::Transaction(std::unique_ptr<Turn> turn) : turn_(std::move(turn)) {
    connection_ = turn_->state.writer.get();
    keys_ = &turn_->state.blobs.keys();
    auto stored = read_head(*connection_);
    if (stored.epoch != turn_->state.epoch) throw Fenced("another process has taken over writing this database");
    auto frontier = ledger::Frontier::restore(stored.head.size, stored.frontier);
    if (!frontier || frontier->root() != stored.head.root)
        throw DatabaseError("the head of the journal has been tampered with: its frontier does not give its root");
    turn_->frontier = std::move(*frontier);
    turn_->size_before = stored.head.size;
    head_ = std::move(stored.head);
}

Transaction::Transaction(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

Receipt Transaction::append(const Event& event) {
    if (asking_ > 0) throw std::logic_error("appending inside the callback of a query");
    if (auto why = turn_->state.why_frozen()) throw Frozen(std::move(*why));
    return guarded([&] {
        if (const auto fault = inspection::entry_fault(event.kind, event.data, !event.private_data.is_null()))
            throw std::logic_error(*fault);
        if (head_.origin.empty()) {
            if (event.kind != kLogCreated) throw std::logic_error("the first entry of a journal is log.created");
            head_.origin = event.data.at("origin").as_string();
        }
        ledger::Entry entry{.log = head_.origin,
                            .seq = head_.size,
                            .kind = event.kind,
                            .actor = event.actor,
                            .subject = event.subject,
                            .at = std::max(event.at, head_.last_at),
                            .data = event.data,
                            .private_commitment = {}};
        std::string salt;
        std::string part;
        if (!event.private_data.is_null()) {
            salt = turn_->state.entropy.hex(32);
            part = to_canonical(event.private_data);
            entry.private_commitment = ledger::private_commitment(salt, part);
        }
        const auto bytes = ledger::encode(entry);
        const auto leaf = ledger::leaf_hash(bytes);
        turn_->frontier.append(leaf);
        turn_->appended = true;
        head_.size = entry.seq + 1;
        head_.root = turn_->frontier.root();
        head_.last_at = entry.at;

        execute(kInsertEntry, {entry.seq, entry.kind, entry.actor, entry.subject, entry.at, bytes, leaf, head_.root});
        if (entry.private_commitment) {
            const auto row = std::to_string(entry.seq);
            execute(kInsertPrivate, {entry.seq, seal(kPrivateSalt, row, salt), seal(kPrivatePart, row, part)});
        }
        const auto receipt = Receipt{.seq = entry.seq, .leaf = leaf, .at = entry.at};
        apply(*this, StoredEvent{.seq = entry.seq,
                                 .kind = std::move(entry.kind),
                                 .actor = std::move(entry.actor),
                                 .subject = std::move(entry.subject),
                                 .at = entry.at,
                                 .data = std::move(entry.data),
                                 .private_data = event.private_data});
        return receipt;
    });
}

std::uint64_t Transaction::execute(std::string_view sql, Params params) {
    if (asking_ > 0) throw std::logic_error("changing something inside the callback of a query");
    return guarded([&] {
        const auto statement = connection_->prepare(sql);
        statement->start(params, Delivery::kept);
        while (statement->step()) {}
        return statement->affected();
    });
}

std::uint64_t Transaction::copy_rows(std::string_view table, std::initializer_list<std::string_view> columns,
                                     const std::function<void(RowSink&)>& produce) {
    if (asking_ > 0) throw std::logic_error("changing something inside the callback of a query");
    return guarded([&] {
        const auto bulk = connection_->bulk(table, std::span(columns.begin(), columns.size()));
        occupied_ = true;
        produce(*bulk);
        occupied_ = false;
        return bulk->finish();
    });
}

const BlobStore& Transaction::blobs() const {
    return turn_->state.blobs;
}

Receipt Transaction::erase_private(std::uint64_t seq, std::string_view actor, Instant at, std::string_view reason,
                                   std::string_view erasure) {
    execute(kErasePrivate, {seq});
    Json::Object data{{"reason", reason}};
    query(kKindOf, {seq}, [&](const Row& row) {
        data["kind"] = row.text(0);
        data["of"] = row.text(1);
    });
    if (!erasure.empty()) data["erasure"] = erasure;
    return append({.kind = "private.erased",
                   .actor = std::string(actor),
                   .subject = std::to_string(seq),
                   .at = at,
                   .data = std::move(data)});
}

// Once for all entries of the transaction. That `size` and `epoch` are still what they were is checked by the same
// statement that moves them: a process that was overtaken while it was stopped writes nothing.
void Transaction::write_head() {
    const auto moved = execute(kAdvanceHead, {head_.size, head_.root, turn_->frontier.state(), head_.origin,
                                              head_.last_at, turn_->size_before, turn_->state.epoch});
    if (moved != 1) throw Fenced("the journal was continued by another process");
}

void Transaction::commit() {
    guarded([&] {
        if (turn_->appended) write_head();
        connection_->commit();  // a crash before this line leaves nothing, after it everything
    });
    if (turn_->appended) turn_->state.tell(head_.size);
    connection_ = nullptr;
    turn_.reset();
}

}  // namespace sunlot::store
