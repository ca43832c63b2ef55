// The witness itself: what it has seen of each log, and whether it puts its name to a new head. The single place that
// cosigns. It never cosigns two heads of a log that can't belong to one history: the head is stored, whole and
// durably, before the cosignature leaves; after a crash the old question is answered with 409 and the new size.
//
// All of it may be called from many threads; requests for one log follow one another.
#pragma once
#include "base/clock.h"
#include "ledger/log_rotation.h"
#include "ledger/note.h"
#include "witness/alarm.h"
#include "witness/log_folder.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace sunlot::witness {

/// An answer of add-checkpoint, over HTTP or in a file.
struct Verdict {
    int status = 200;
    std::string body;
    std::string content_type = "text/plain; charset=utf-8";
};

class Witness {
public:
    /// `key`: of the type cosignature. `bell` and `clock` must outlive the witness.
    Witness(std::filesystem::path data, const ledger::SigningKey& key, const Clock& clock, Bell& bell);

    const ledger::VerifierKey& key() const { return key_.verifier(); }
    const std::filesystem::path& data() const { return data_; }
    Instant started() const { return started_; }

    /// C2SP tlog-witness. 400 malformed, or old above the size · 404 unknown log · 403 no signature of a trusted key,
    /// or an alarm that a person has to resolve · 409 old is not our size (the body is our size) · 422 the proof does
    /// not hold · 200 cosignature line. 500 when the folder can't be written: then nothing was cosigned.
    Verdict add_checkpoint(std::string_view body) noexcept;

    /// A look at a log that was polled: `shown` are the bytes of its checkpoint, `read` fetches its other files. Keeps
    /// and cosigns what holds, goes along when the log has changed its key, raises and ends alarms.
    void look_at(const LogFolder& folder, std::string_view shown, const ledger::ReadLogFile& read);
    /// Raises silence where nothing was heard for too long.
    void mind_silence(const LogFolder& folder);

    /// Requests answered so far, by status.
    std::map<int, std::uint64_t> answered() const;

    /// For tests: called between storing a head and signing it.
    std::function<void()> after_storing;

private:
    struct Shown;
    Verdict decide(std::string_view body);
    Verdict decide_locked(const LogFolder& folder, const LogSettings& settings, Shown& shown);
    std::string cosign(const LogFolder& folder, const ledger::WatchedHead& head);
    void raise(const LogFolder& folder, const std::string& origin, std::string_view what, const Text& why,
               const ledger::WatchedHead& held, const std::string& shown);
    void heard(const LogFolder& folder, std::string_view end_also = {});
    void mind_own_state(const LogFolder& folder, const ledger::WatchedHead& held, const ledger::WatchedHead& shown);
    Result<Done> take_new_key(const LogFolder& folder, LogSettings& settings, std::string_view shown,
                              const ledger::ReadLogFile& read);
    bool is_stopped(const LogFolder& folder) const;
    std::mutex& mutex_of(const LogFolder& folder);

    std::filesystem::path data_;
    ledger::SigningKey key_;
    const Clock& clock_;
    Bell& bell_;
    Instant started_;
    mutable std::mutex mutex_;
    std::map<std::string, std::unique_ptr<std::mutex>> logs_;
    std::map<int, std::uint64_t> answered_;
};

}  // namespace sunlot::witness
