// `sunlot log follow`: somebody outside, with nothing but an address and a key, keeps a copy of a log and watches it.
// Each round reads what is new, verifies that it continues what the archive holds, takes it in, and checks every draw
// that moved, with the same code as sunlot-verify, against the entries in the archive.
#pragma once
#include "base/clock.h"
#include "draw/bundle_check.h"
#include "ledger/log_fault.h"
#include "ledger/note.h"
#include "ledger/policy.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct FollowSource {
    ledger::ReadFile read;
    /// The published bundle of a draw; refuses bundle.missing when there is none. Empty when the source has no bundles
    /// (a folder): then draws stay unchecked, and that is told.
    std::function<Result<draw::BundleFiles>(const std::string& draw_id)> bundle = {};
};

struct FollowOptions {
    /// The log's keys as known from elsewhere. None: those of the archive; for a new archive what the log itself says,
    /// and the report tells it.
    std::vector<ledger::VerifierKey> keys = {};
    /// The given keys take the place of the archive's: after a compromise, when the bureau has given out its new key.
    bool replace_keys = false;
    std::optional<ledger::Policy> policy = {};
    Instant now;
    /// No new entry for so long is an alarm; 0: never.
    std::int64_t stale_hours = 48;
    /// A draw may be without its bundle for so long.
    std::int64_t bundle_hours = 24;
    std::function<void(std::uint64_t done, std::uint64_t size)> progress = {};
};

/// From harmless to grave.
enum class Alarm { none, unreachable, stale, unwitnessed, draw, damaged, rolled_back, forked };
std::string_view name(Alarm alarm);

struct FollowAlarm {
    Alarm alarm = Alarm::none;
    Text text;
    std::string evidence = {};  ///< folder within the archive, or ""
};

struct FollowedDraw {
    std::string draw_id;
    /// verified, unfinished, voided, sealed, opened, refused, incomplete (entries of the log are not in the bundle),
    /// foreign (the bundle is not of this log), missing, unchecked.
    std::string verdict;
    Text detail;
};

struct FollowRound {
    std::uint64_t from = 0;
    std::uint64_t size = 0;
    std::string origin;
    std::string vkey;
    bool key_from_log = false;  ///< nobody vouched for the key but the log itself
    std::optional<std::uint64_t> witnessed;
    std::vector<FollowedDraw> draws;  ///< checked in this round
    std::vector<FollowAlarm> alarms;
    Alarm gravest() const;
};

/// One round. Refuses archive.state, and archive.key when the given keys are not those the archive was begun with.
Result<FollowRound> follow_once(const std::filesystem::path& folder, const FollowSource& source,
                                const FollowOptions& options);

}  // namespace sunlot::workflow
