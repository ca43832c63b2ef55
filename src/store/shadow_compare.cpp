#include "base/bytes.h"
#include "base/json.h"
#include "base/text.h"
#include "store/shadow_parts.h"

#include <algorithm>
#include <utility>

namespace sunlot::store {
namespace {

using Cells = std::vector<Cell>;

constexpr std::string_view kBlocksAfter = "SELECT block, leaves FROM shadow_block WHERE block >= $1 AND block < $2";
constexpr const char* kJournal = "journal";

std::string placeholders(std::size_t first, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "$" : ", $") + std::to_string(first + i);
    return out;
}

std::vector<Param> params_of(const Cells& cells) {
    std::vector<Param> out;
    for (const Cell& cell : cells) {
        if (const auto* number = std::get_if<std::int64_t>(&cell)) {
            out.emplace_back(*number);
        } else if (const auto* text = std::get_if<std::string>(&cell)) {
            out.emplace_back(*text);
        } else if (const auto* bytes = std::get_if<Bytes>(&cell)) {
            out.emplace_back(*bytes);
        } else {
            out.emplace_back(nullptr);
        }
    }
    return out;
}

/// Keys are numbers and texts (store/migrations).
std::string to_text(const Cells& key) {
    Json::Array out;
    for (const Cell& cell : key) {
        const auto* number = std::get_if<std::int64_t>(&cell);
        out.push_back(number != nullptr ? Json(*number) : Json(cell_text(cell)));
    }
    return to_canonical(Json(std::move(out)));
}

Cells key_from(const std::string& text) {
    Cells out;
    const auto json = parse_json(text);
    if (!json) return out;
    for (const Json& one : json->as_array())
        out.push_back(one.is_integer() ? Cell(one.as_integer()) : Cell(one.as_string()));
    return out;
}

Cells cells_of(const Row& row, std::size_t count) {
    Cells out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(row.cell(static_cast<int>(i)));
    return out;
}

/// One table of the shadow beside the same of the real database.
class TablePart {
public:
    TablePart(ReplayReport& report, const ProjectionTable& table, Transaction& shadow, View& real)
        : report_(report), table_(table), shadow_(shadow), real_(real), keys_(join(table.key, ", ")) {}

    void run(const ShadowTurns& turns) {
        const auto rows = static_cast<std::uint64_t>(shadow_.count("SELECT count(*) FROM " + table_.name));
        const auto touched = static_cast<std::uint64_t>(shadow_.count("SELECT count(*) FROM touched_" + table_.name));
        if (touched * 4 > rows || rows < turns.small_table) {
            compare_table(report_, table_, shadow_, real_);
            save_turn(shadow_, table_.name, {});
        } else {
            ++report_.tables;
            compare_touched();
            compare_turn(turns.runs);
        }
        shadow_.execute("DELETE FROM touched_" + table_.name, {});
    }

private:
    void compare_touched() {
        const auto keys = shadow_.query_all("SELECT " + keys_ + " FROM touched_" + table_.name + " ORDER BY " + keys_,
                                            {}, [&](const Row& row) { return cells_of(row, table_.key.size()); });
        std::string is_key;
        for (std::size_t i = 0; i < table_.key.size(); ++i)
            is_key += (i == 0 ? "" : " AND ") + table_.key[i] + " = $" + std::to_string(i + 1);
        RowComparison comparison(report_, table_, shadow_, real_, " WHERE " + is_key);
        for (const Cells& key : keys) comparison.run(params_of(key));
    }

    /// From where the last run stopped, so many rows that this pass ends after `runs` runs.
    void compare_turn(std::uint64_t runs) {
        Turn turn = load_turn(shadow_, table_.name);
        const Cells after = turn.after.empty() ? Cells{} : key_from(turn.after);
        const std::size_t width = table_.key.size();
        const std::string beyond = after.empty() ? "" : " WHERE (" + keys_ + ") > (" + placeholders(1, width) + ")";
        const auto left = count_rows(beyond, after);
        const std::uint64_t runs_left = runs > turn.runs ? runs - turn.runs : 1;
        const std::uint64_t take = (left + runs_left - 1) / runs_left;
        const auto last = take < left && take > 0 ? key_at(beyond, after, take - 1) : Cells{};
        Cells bounds = after;
        bounds.insert(bounds.end(), last.begin(), last.end());
        std::string where = beyond;
        if (!last.empty())
            where += std::string(where.empty() ? " WHERE" : " AND") + " (" + keys_ + ") <= (" +
                     placeholders(after.size() + 1, width) + ")";
        RowComparison(report_, table_, shadow_, real_, where).run(params_of(bounds));
        turn = last.empty() ? Turn{} : Turn{.after = to_text(last), .runs = turn.runs + 1};
        save_turn(shadow_, table_.name, turn);
    }

    std::uint64_t count_rows(const std::string& where, const Cells& bounds) {
        std::uint64_t count = 0;
        shadow_.query("SELECT count(*) FROM " + table_.name + where, params_of(bounds),
                      [&](const Row& row) { count = static_cast<std::uint64_t>(row.integer(0)); });
        return count;
    }

    Cells key_at(const std::string& where, const Cells& bounds, std::uint64_t place) {
        Cells key;
        shadow_.query("SELECT " + keys_ + " FROM " + table_.name + where + " ORDER BY " + keys_ + " LIMIT 1 OFFSET " +
                          std::to_string(place),
                      params_of(bounds), [&](const Row& row) { key = cells_of(row, table_.key.size()); });
        return key;
    }

    ReplayReport& report_;
    const ProjectionTable& table_;
    Transaction& shadow_;
    View& real_;
    std::string keys_;
};

std::vector<hash::Digest> digests_of(ByteView bytes) {
    std::vector<hash::Digest> out(bytes.size() / sizeof(hash::Digest));
    for (std::size_t i = 0; i < out.size(); ++i)
        std::ranges::copy(bytes.subspan(i * sizeof(hash::Digest), sizeof(hash::Digest)), out[i].begin());
    return out;
}

}  // namespace

void compare_table_part(ReplayReport& report, const ProjectionTable& table, Transaction& shadow, View& real,
                        const ShadowTurns& turns) {
    TablePart(report, table, shadow, real).run(turns);
}

void compare_journal_part(ReplayReport& report, Transaction& shadow, View& real, const StoredHead& head,
                          std::uint64_t size, std::uint64_t runs) {
    Turn turn = load_turn(shadow, kJournal);
    const std::uint64_t from = parse_unsigned(turn.after).value_or(0);
    const std::uint64_t blocks = (size + kBlock - 1) / kBlock;
    const std::uint64_t left = blocks > from ? blocks - from : 0;
    const std::uint64_t runs_left = runs > turn.runs ? runs - turn.runs : 1;
    const std::uint64_t to = from + (left + runs_left - 1) / runs_left;
    std::vector<hash::Digest> leaves;
    shadow.query(kBlocksAfter, {from, to}, [&](const Row& row) {
        const auto more = digests_of(row.bytes_view(1));
        leaves.insert(leaves.end(), more.begin(), more.end());
    });
    const std::uint64_t first = from * kBlock;
    leaves.resize(std::min<std::uint64_t>(leaves.size(), size > first ? size - first : 0));
    recheck_journal(report, real, head, first, leaves);
    save_turn(shadow, kJournal, to >= blocks ? Turn{} : Turn{.after = std::to_string(to), .runs = turn.runs + 1});
}

}  // namespace sunlot::store
