#include "store/data_key_move.h"

#include "base/text.h"
#include "ledger/entry.h"
#include "store/blob_store.h"
#include "store/data_keys.h"
#include "store/journal.h"
#include "store/projections.h"
#include "store/sealed_blob.h"

#include <filesystem>
#include <set>
#include <utility>
#include <vector>

namespace sunlot::store {
namespace {

constexpr std::string_view kState = R"sql(
    SELECT generation, proof FROM data_key WHERE id = 1)sql";
constexpr std::string_view kFirstState = R"sql(
    INSERT INTO data_key (id, generation, proof) VALUES (1, $1, $2))sql";
constexpr std::string_view kNextState = R"sql(
    UPDATE data_key SET generation = $1, proof = $2 WHERE id = 1)sql";
// Files of the time before there were data keys.
constexpr std::string_view kImports = R"sql(
    SELECT entry FROM journal WHERE kind IN ('roll.imported', 'officer.imported', 'history.imported', 'private.erased')
     ORDER BY seq)sql";

constexpr std::string_view kProofColumn = "data_key.proof";
constexpr std::string_view kProofRow = "1";
constexpr std::string_view kProof = "sunlot";
constexpr int kBatch = 2000;

using Progress = std::function<void(std::string_view, std::uint64_t, std::uint64_t)>;

Refusal not_ours() {
    return refuse(RefusalKind::unavailable, "data_key.not_ours",
                  "keys/data.key 里的不是这个数据库的密钥：keys/ 目录与数据库不是同一套，请恢复同一份备份",
                  "keys/data.key does not hold the key of this database: keys/ and the database are not of one set, "
                  "restore both from one backup");
}

struct State {
    std::uint32_t generation = 0;
    std::string proof;
};

std::optional<State> state_of(View& view) {
    return view.query_one(kState, {}, [](const Row& row) {
        return State{.generation = static_cast<std::uint32_t>(row.integer(0)), .proof = row.text(1)};
    });
}

bool proves(const DataKeys& keys, const State& state) {
    try {
        return DataKeys::generation_of(state.proof) == state.generation &&
               keys.unseal(kProofColumn, kProofRow, state.proof) == kProof;
    } catch (const SealBroken&) {
        return false;
    }
}

std::vector<ProjectionTable> sealed_tables() {
    std::vector<ProjectionTable> tables{{.name = "journal_private", .key = {"seq"}, .sealed = {"salt", "part"}}};
    for (const auto& projection : all_projections())
        for (const auto& table : projection.tables)
            if (!table.sealed.empty()) tables.push_back(table);
    return tables;
}

/// Tables of a few columns: text as it is, and numbers.
Param param_of(const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return {*number};
    if (const auto* text = std::get_if<std::string>(&cell)) return {*text};
    return {nullptr};
}

/// One table, a batch of rows to a transaction, in the order of its key.
class TableMove {
public:
    TableMove(Database& database, const ProjectionTable& table, bool plain_before)
        : database_(database), table_(table), plain_before_(plain_before) {
        const auto keys = join(table.key, ", ");
        std::string first;
        std::vector<std::string> is_key;
        for (std::size_t i = 0; i < table.key.size(); ++i) {
            first += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
            is_key.push_back(table.key[i] + " = $" + std::to_string(i + 1));
        }
        const auto select = "SELECT " + keys + ", " + join(table.sealed, ", ") + " FROM " + table.name;
        const auto order = " ORDER BY " + keys + " LIMIT " + std::to_string(kBatch);
        first_page_ = select + order;
        next_page_ = select + " WHERE (" + keys + ") > (" + first + ")" + order;
        std::vector<std::string> sets;
        for (std::size_t i = 0; i < table.sealed.size(); ++i)
            sets.push_back(table.sealed[i] + " = $" + std::to_string(table.key.size() + i + 1));
        update_ = "UPDATE " + table.name + " SET " + join(sets, ", ") + " WHERE " + join(is_key, " AND ");
    }

    /// How many texts were sealed anew.
    std::uint64_t run() {
        while (one_batch()) {}
        return texts_;
    }

private:
    // A crash between two batches leaves texts of both generations, which are told apart when this is run again.
    bool one_batch() {
        auto transaction = database_.write();
        std::vector<std::vector<Cell>> rows;
        const auto width = table_.key.size() + table_.sealed.size();
        std::vector<Param> after;
        for (const auto& cell : last_) after.push_back(param_of(cell));
        transaction.query(last_.empty() ? first_page_ : next_page_, after, [&](const Row& row) {
            auto& cells = rows.emplace_back();
            for (std::size_t i = 0; i < width; ++i) cells.push_back(row.cell(static_cast<int>(i)));
        });
        for (auto& row : rows) move(transaction, row);
        transaction.commit();
        if (rows.empty()) return false;
        rows.back().resize(table_.key.size());
        last_ = std::move(rows.back());
        return true;
    }

    void move(Transaction& transaction, std::vector<Cell>& row) {
        std::vector<std::string> key;
        for (std::size_t i = 0; i < table_.key.size(); ++i) key.push_back(cell_text(row[i]));
        const auto place = join(key, "/");
        bool changed = false;
        for (std::size_t i = 0; i < table_.sealed.size(); ++i) {
            auto* text = std::get_if<std::string>(&row[table_.key.size() + i]);
            if (text == nullptr) continue;  // null
            auto moved = sealed_anew(table_.name + "." + table_.sealed[i], place, *text);
            if (!moved) continue;
            *text = std::move(*moved);
            changed = true;
            ++texts_;
        }
        if (!changed) return;
        std::vector<Param> params;
        for (const auto& cell : row) params.push_back(param_of(cell));
        transaction.execute(update_, params);
    }

    std::optional<std::string> sealed_anew(const std::string& column, const std::string& row, const std::string& text) {
        const DataKeys& keys = database_.blobs().keys();
        const auto generation = DataKeys::generation_of(text);
        if (text.empty() || (!plain_before_ && generation == keys.current())) return std::nullopt;
        try {
            auto open = keys.unseal(column, row, text);
            if (generation == keys.current()) return std::nullopt;
            return keys.seal(column, row, open);
        } catch (const SealBroken&) {
            if (!plain_before_) throw;
            return keys.seal(column, row, text);
        }
    }

    Database& database_;
    const ProjectionTable& table_;
    bool plain_before_;
    std::string first_page_;
    std::string next_page_;
    std::string update_;
    std::vector<Cell> last_;
    std::uint64_t texts_ = 0;
};

/// Digests of the files with personal data: those that lie sealed, and those of imports from before.
std::set<std::string> personal_files(Database& database, bool plain_before) {
    std::set<std::string> found;
    for (const auto& file : std::filesystem::recursive_directory_iterator(database.blobs().directory()))
        if (file.path().extension() == kSealedSuffix) found.insert(file.path().stem().string());
    if (!plain_before) return found;
    auto view = database.read();
    view.query(kImports, {}, [&](const Row& row) {
        const auto entry = ledger::parse_entry(row.text_view(0));
        if (!entry) return;  // an audit will say so
        for (const char* member : {"blob", "redacted"}) {
            const Json* digest = entry->data.find(member);
            if (digest != nullptr && digest->is_string() && is_hex(digest->as_string(), 64))
                found.insert(digest->as_string());
        }
    });
    return found;
}

void conclude(Database& database, const std::optional<State>& before, Instant now) {
    const DataKeys& keys = database.blobs().keys();
    const auto proof = keys.seal(kProofColumn, kProofRow, kProof);
    auto transaction = database.write();
    transaction.execute(before ? kNextState : kFirstState, {keys.current(), proof});
    if (before) {
        const std::string log = transaction.journal().origin;
        if (!log.empty())
            transaction.append({.kind = "data_key.rotated",
                                .actor = "system",
                                .subject = log,
                                .at = now,
                                .data = Json::Object{{"generation", keys.current()}}});
    }
    transaction.commit();
}

}  // namespace

std::optional<std::uint32_t> data_key_generation(View& view) {
    const auto state = state_of(view);
    if (!state) return std::nullopt;
    return state->generation;
}

Result<std::optional<DataKeyMove>> move_to_present_key(Database& database, Instant now, const Progress& progress) {
    const auto before = [&] {
        auto view = database.read();
        return state_of(view);
    }();
    const DataKeys& keys = database.blobs().keys();
    if (before && !proves(keys, *before)) return not_ours();
    if (before && before->generation == keys.current()) return std::optional<DataKeyMove>();
    DataKeyMove move{.first = !before};
    const auto tables = sealed_tables();
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (progress) progress("texts", i, tables.size());
        move.texts += TableMove(database, tables[i], !before).run();
    }
    const auto files = personal_files(database, !before);
    for (const auto& digest : files) {
        if (progress) progress("files", move.files, files.size());
        database.blobs().seal_anew(digest);
        ++move.files;
    }
    conclude(database, before, now);
    if (move.texts > 0) database.rewrite_files();
    return std::optional(move);
}

}  // namespace sunlot::store
