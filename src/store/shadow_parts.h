// The parts of the shadow replay; private to shadow*.cpp. Names of tables that only the shadow has: shadow_state (how
// far it was brought), shadow_block (the leaves of the journal, 256 to a row), shadow_turn (where the comparison by
// turns stands), touched_<table> (keys of rows to compare).
#pragma once
#include "store/projections.h"
#include "store/replay_parts.h"
#include "store/shadow.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sunlot::store {

inline constexpr std::uint64_t kBlock = 256;

/// How far the shadow follows the journal.
struct ShadowState {
    std::string schema;  ///< digest of the program's migrations and projections
    JournalHead head;
    std::string frontier;
    bool spoiled = false;  ///< entries could not be applied: to be made anew
};

std::string shadow_schema();
/// Nothing when the shadow is new, of another schema, or spoiled.
std::optional<ShadowState> load_shadow(Database& shadow);
void save_shadow(Transaction& shadow, const ShadowState& state);
/// The next run begins anew.
void spoil_shadow(Transaction& shadow);
/// The tables beside the projections.
void make_shadow_tables(Transaction& shadow);
/// From now on each change of a projection's row leaves its key in touched_<table>.
void watch_rows(Transaction& shadow);

void keep_leaf(Transaction& shadow, std::uint64_t seq, const hash::Digest& leaf);
/// Compares a part of the journal's older entries, those below `size`, with what the shadow has kept of them.
void compare_journal_part(ReplayReport& report, Transaction& shadow, View& real, const StoredHead& head,
                          std::uint64_t size, std::uint64_t runs);
/// Compares what was touched in one table, and a part of the rest.
void compare_table_part(ReplayReport& report, const ProjectionTable& table, Transaction& shadow, View& real,
                        const ShadowTurns& turns);

/// Where the comparison of one table stands: the key last compared, as JSON, and the runs that this pass has taken.
struct Turn {
    std::string after;
    std::uint64_t runs = 0;
};
Turn load_turn(Transaction& shadow, const std::string& name);
void save_turn(Transaction& shadow, const std::string& name, const Turn& turn);

}  // namespace sunlot::store
