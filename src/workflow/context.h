// What every use case works with, built once in apps/ and passed down: nothing below it reaches for a clock, a file or
// a global. All members are safe to use from many threads at once.
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace sunlot::ledger {
class SigningKey;
}
namespace sunlot::store {
class Database;
class BlobStore;
}  // namespace sunlot::store

namespace sunlot::workflow {

/// The key that signs the log's checkpoints. Absent until it was loaded; set once and never replaced while running.
class LogKey {
public:
    LogKey();
    ~LogKey();
    /// nullptr before it was loaded (Context::require_log_key loads it). Stays good as long as this object.
    const ledger::SigningKey* get() const;
    /// Setting the same key again changes nothing; another one is a bug (std::logic_error).
    void set(const ledger::SigningKey& key);

private:
    mutable std::mutex mutex_;
    std::unique_ptr<const ledger::SigningKey> key_;
};

struct Context {
    store::Database& database;
    store::BlobStore& blobs;
    Clock& clock;
    Entropy& entropy;
    /// DATA/: keys/, uploads/, blobs/, server.lock.
    std::filesystem::path data_directory;
    LogKey& log_key;
    /// SHA-256 of the verify.html that this server hands out, in hex; empty when it has none (published_verifier.h).
    std::string verifier_digest = {};
    /// How far a long use case is ("checking", rows done, rows in all or 0). Set by the command line when it runs a
    /// use case in its own process; call it through `report`.
    std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)> progress = {};

    void report(std::string_view stage, std::uint64_t done, std::uint64_t total) const {
        if (progress) progress(stage, done, total);
    }
    /// The signing key, loaded from DATA/keys/log.key at first use; refuses organ.not_configured before log.created.
    /// Throws when the file is missing or not ours: the log can't go on without its key.
    Result<const ledger::SigningKey*> require_log_key() const;
};

}  // namespace sunlot::workflow
