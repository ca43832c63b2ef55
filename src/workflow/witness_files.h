// DATA/log-state/witnesses: what the transport of cosignatures remembers (docs/formats/log-v1.md §5). No state of the
// journal: all of it may be lost and is found again by asking. One process or thread at a time, by a lock on `lock`,
// for as long as a WitnessFiles lives: keep it short, and never while waiting for the network.
#pragma once
#include "base/clock.h"
#include "ledger/note.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// How a witness stands with us: its last cosignature, and how the last attempt went.
struct WitnessStanding {
    /// none (never asked), signed, unreachable, refused, ahead (it has seen a larger log of ours), fork.
    std::string state = "none";
    std::string trouble;              ///< in Chinese; empty when it signed
    std::uint64_t known = 0;          ///< the size it is thought to know
    std::uint64_t cosigned_size = 0;  ///< 0: never
    std::uint64_t cosigned_time = 0;  ///< Unix seconds, the witness's own
    Instant at = {};                  ///< of the last attempt
};

class WitnessFiles {
public:
    /// Waits for its turn.
    explicit WitnessFiles(const std::filesystem::path& data_directory);
    WitnessFiles(const WitnessFiles&) = delete;
    WitnessFiles& operator=(const WitnessFiles&) = delete;
    ~WitnessFiles();

    WitnessStanding standing(const ledger::VerifierKey& witness) const;
    void keep(const ledger::VerifierKey& witness, const WitnessStanding& standing);

    /// A signed head, for lines that come later; old ones that nobody asked for go.
    void keep_head(std::uint64_t size, std::string_view note);
    std::optional<std::string> head(std::uint64_t size) const;
    /// Ascending.
    std::vector<std::uint64_t> heads() const;
    /// This head was given out as a file: it stays.
    void mark_requested(std::uint64_t size);

    /// The newest head that made the quorum of this policy (its digest).
    std::optional<std::string> witnessed(const std::string& policy) const;
    void keep_witnessed(const std::string& policy, std::string_view note);

private:
    std::filesystem::path folder_;
    int lock_ = -1;
};

}  // namespace sunlot::workflow
