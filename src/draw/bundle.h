// A bundle read into memory: every file there that must be, none that must not, each in its one canonical form.
// Inside draw/ only.
#pragma once
#include "draw/assignment.h"
#include "draw/bundle_check.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/sample.h"
#include "draw/seal.h"
#include "draw/seed.h"
#include "draw/slots.h"
#include "draw/substitution.h"
#include "ledger/entry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

/// One attempt's files. What the log does not yet speak of, or what is still under embargo, is absent.
struct Attempt {
    std::uint64_t number = 1;
    std::string folder;  ///< "" for the last one, "previous/<n>/" for those before
    Seal seal;
    std::vector<FrameRow> frame;
    std::vector<Exclusion> exclusions;
    std::vector<Officer> officers;
    std::vector<std::string> recusals;
    std::optional<std::vector<DrawnRow>> result;
    std::optional<SlotTable> slots;
    std::optional<Assignment> assignment;
};

struct Bundle {
    const BundleFiles& files;
    bool files_only = false;
    bool sealed = false;  ///< mode embargo, and the shares are not both public: what follows from the seed is not here
    Plan plan{};
    std::vector<ledger::Entry> entries{};  ///< by seq
    std::vector<Attempt> attempts{};       ///< 1 … n
    std::optional<SeedText> seed_text{};
    std::string seed{};                                        ///< empty while there is no seed.txt
    std::optional<std::vector<Substitution>> substitutions{};  ///< once closed

    std::string_view file(std::string_view name) const { return files.find(name)->second; }
};

/// Refuses bundle.missing, bundle.unknown and whatever the parsers refuse, with the file in `field`. The views in the
/// result point into `files`.
Result<Bundle> read_bundle(const BundleFiles& files, const BundleOptions& options);

/// The refusal with its file (and line) put in front: where a reader should look.
Refusal in_file(Refusal refusal, std::string_view file);

}  // namespace sunlot::draw
