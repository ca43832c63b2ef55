// The verifier: recomputes a published draw from nothing but its files (docs/formats/bundle-v1.md). Every byte of every
// file is pinned by a digest, a proof or a canonical form; whatever is not understood is refused.
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sunlot::draw {

/// File name within the bundle ("log/17.json") to bytes.
using BundleFiles = std::map<std::string, std::string, std::less<>>;

enum class Outcome { passed, warned, failed };

struct BundleCheck {
    std::string id;  ///< "files", "digests", "log", "order", "contributions", "events", "sample", "slots", …
    Text name;
    Outcome outcome = Outcome::passed;
    Text detail;
    std::string where;  ///< file and line of a failure, or empty
};

struct BundleOptions {
    /// Take a bundle without log/: then only the arithmetic is checked, not who fixed what when.
    bool files_only = false;
    /// The log's public key as known from elsewhere; without it the bundle's own log/policy.txt is believed.
    std::optional<std::string> log_vkey;
    /// What time it is, to say whether an embargo is overdue; without it that is not said.
    std::optional<Instant> now{};
};

/// `unfinished`, `voided` and `sealed` (under embargo): everything there is holds, but there is no (complete) draw to
/// believe in yet. `opened`: open_bundle computed a sealed draw from escrowed shares, and it is the one in the log.
enum class Verdict { verified, unfinished, voided, refused, sealed, opened };

struct BundleReport {
    std::vector<BundleCheck> checks;  ///< in order; stops after the first failure
    Verdict verdict = Verdict::refused;
    bool overdue = false;  ///< under embargo past plan.json's reveal_by: the organ is in default
    bool verified() const { return verdict == Verdict::verified; }
};

/// Never throws for anything in the files. `on_check` hears of each check as soon as it is done.
BundleReport check_bundle(const BundleFiles& files, const BundleOptions& options = {},
                          const std::function<void(const BundleCheck&)>& on_check = {});

/// The escrow of an embargo: shares.json as k trustees opened it, and slots.tsv if the organ has given it out.
struct Escrow {
    std::string shares;
    std::optional<std::string> slots{};
};

struct OpenedBundle {
    BundleReport report;  ///< verdict `opened` when all that could be computed is what the log has sealed
    BundleFiles files;    ///< what was computed: seed.txt, result.tsv and, given the slots, assignment.tsv
};

/// Computes an embargoed draw that the organ has not revealed.
OpenedBundle open_bundle(const BundleFiles& files, const Escrow& escrow, const BundleOptions& options = {},
                         const std::function<void(const BundleCheck&)>& on_check = {});

}  // namespace sunlot::draw
