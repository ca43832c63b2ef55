// What a witness can say about itself, for programs (status.json) and for people (one page, Chinese or English, without
// scripts; red where something is wrong).
#pragma once
#include "base/json.h"
#include "witness/settings.h"
#include "witness/witness.h"

#include <string>
#include <vector>

namespace sunlot::witness {

struct LogStatus {
    LogSettings settings;
    std::string id;
    ledger::WatchedHead head;
    std::optional<Instant> heard;
    std::vector<Alarm> alarms;
};

struct Status {
    Settings settings;
    std::string vkey;
    Instant now;
    std::vector<LogStatus> logs;
    bool well() const;
};

/// Read from the folders, also while a server runs.
Status status_of(const std::filesystem::path& data, const Settings& settings, const ledger::VerifierKey& key,
                 Instant now);

Json to_json(const Status& status);
/// A line for each log, for the terminal.
std::string to_text(const Status& status);
std::string to_page(const Status& status, bool english);

}  // namespace sunlot::witness
