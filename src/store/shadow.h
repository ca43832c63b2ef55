// The replay that costs what was added (`sunlot audit replay`): a second database of the same projections, kept beside
// the real one and made from the journal alone. Each run applies the new entries to it and compares
//   - every row that these entries touched, in every projection table,
//   - a part of the rest, by turns, of the tables and of the journal's older entries, such that the whole has been
//     compared after `turns.runs` runs.
// A run with `anew` rebuilds and compares everything, as replay() does; so does the first one, the one after an upgrade
// of the program, and the one after a run that found anything: what is wrong is told until it is right again. The
// shadow is SQLite, whichever engine the real database is.
//
// What it rests on: whoever can change the database can also change the shadow. Both altered alike are found only by a
// run `anew`, and a journal altered alike only by checkpoints held by others.
#pragma once
#include "store/replay.h"

#include <cstdint>
#include <filesystem>

namespace sunlot::store {

/// How much of what is not new is compared in one run.
struct ShadowTurns {
    /// After so many runs everything has been compared.
    std::uint64_t runs = 7;
    /// Tables of fewer rows are compared whole each time.
    std::uint64_t small_table = 2000;
};

struct ShadowOptions {
    /// Made when it is not there.
    std::filesystem::path file;
    ShadowTurns turns = {};
    bool anew = false;
    ReplayOptions replay = {};
};

/// Reads one snapshot of `database`. One at a time for a file.
ReplayReport replay_onward(Database& database, const ShadowOptions& options);

}  // namespace sunlot::store
