// What a witness keeps of one log, in a folder of its own; the folder is the truth, so that a command can change it
// while the server runs.
//
//   log.json       origin, trusted keys, address, patience; written by `add-log`
//   checkpoint     the newest head we cosigned, whole: written, synced and renamed before any answer goes out
//   cosignature    our line for it, for those who fetch it
//   seen           when the log was last heard of (may be lost in a crash: then silence counts from the start)
//   alarms/        a file for each alarm that is on
//   ended/         those that are over, with when and why
//   evidence/      the signed heads that prove a fork or a rollback: never deleted
//
// Each function reads or writes the files at once. One thread at a time for what changes the head (Witness locks).
#pragma once
#include "ledger/log_watch.h"
#include "witness/alarm.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::witness {

struct LogSettings {
    std::string origin = {};
    /// Any of them may sign a head; more than one only around a change of key.
    std::vector<ledger::VerifierKey> keys = {};
    /// Where its files lie ("https://…/log"), or "": then it must come to us.
    std::string url = {};
    std::chrono::seconds silence{600};
    std::chrono::seconds poll{30};
};

class LogFolder {
public:
    explicit LogFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Below DATA/logs/, by the origin's hash: an origin is no file name.
    static std::filesystem::path place(const std::filesystem::path& data, std::string_view origin);
    const std::filesystem::path& path() const { return folder_; }
    std::string id() const { return folder_.filename(); }

    /// Throws when the file is not what save wrote.
    LogSettings settings() const;
    void save(const LogSettings& settings) const;

    /// The newest head we cosigned; the empty tree before the first. Throws when the file is no checkpoint of `origin`.
    ledger::WatchedHead head(const std::string& origin) const;
    /// Durable when it returns: a crash before the rename leaves the old head, and then no answer has gone out.
    void keep_head(const ledger::WatchedHead& head) const;
    void keep_cosignature(const std::string& line) const;
    /// "" when there is none.
    std::string cosignature() const;

    void heard(Instant now) const;
    std::optional<Instant> last_heard() const;

    std::vector<Alarm> alarms() const;
    bool has(std::string_view what) const;
    /// Keeps the two heads as evidence (the held one may be empty) and the alarm; nothing when that alarm is on
    /// already.
    std::optional<Alarm> raise(Alarm alarm, const std::string& held, const std::string& shown) const;
    /// Nothing happens when it is not on.
    void end(std::string_view what, Instant now, const std::string& reason) const;

private:
    std::filesystem::path alarm_file(std::string_view what) const;
    std::filesystem::path folder_;
};

/// All logs below DATA/logs/.
std::vector<LogFolder> log_folders(const std::filesystem::path& data);

/// The bytes of a file, or nothing when there is none.
std::optional<std::string> read_file(const std::filesystem::path& path);

}  // namespace sunlot::witness
