// What every use case works with, built once in apps/ and passed down: nothing below it reaches for a clock, a file or
// a global. All members are safe to use from many threads at once.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "workflow/signed_head.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace sunlot::store {
class Database;
class BlobStore;
}  // namespace sunlot::store

namespace sunlot::workflow {

class LogSigner;

/// The keys that sign the log's heads. Absent until they were loaded (Context::require_log_key).
class LogKey {
public:
    LogKey();
    ~LogKey();
    /// nullptr before they were loaded. A signer stays good while it is held, also when others took its place.
    std::shared_ptr<const LogSigner> get() const;
    /// At the first use, and when a rotation begins or ends.
    void set(std::shared_ptr<const LogSigner> signer);

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const LogSigner> signer_;
};

/// How the log's private keys are kept (docs/operating/keys.md).
struct KeySettings {
    /// argon2id. The least that libsodium takes is for tests.
    struct Cost {
        std::uint64_t passes = 3;
        std::uint64_t kibibytes = 64UL * 1024;
    };
    /// What opens DATA/keys/log.key; empty: `<DATA>.key-secret`, made when it is not there.
    std::filesystem::path secret_file = {};
    Cost cost = {};
};

struct Context {
    store::Database& database;
    store::BlobStore& blobs;
    Clock& clock;
    Entropy& entropy;
    /// DATA/: keys/, uploads/, blobs/, server.lock.
    std::filesystem::path data_directory;
    LogKey& log_key;
    KeySettings keys = {};
    /// SHA-256 of the verify.html that this server hands out, in hex; empty when it has none (published_verifier.h).
    std::string verifier_digest = {};
    /// Asks the witnesses before a head is published; none: nobody is asked.
    Cosign cosign = {};
    /// How far a long use case is ("checking", rows done, rows in all or 0). Set by the command line when it runs a
    /// use case in its own process; call it through `report`.
    std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)> progress = {};

    void report(std::string_view stage, std::uint64_t done, std::uint64_t total) const {
        if (progress) progress(stage, done, total);
    }
    /// The log's keys, loaded from DATA/keys at first use. Refuses organ.not_configured before log.created, and what
    /// load_log_keys (workflow/log_keys.h) refuses: the log can't go on without them.
    Result<std::shared_ptr<const LogSigner>> require_log_key() const;
};

}  // namespace sunlot::workflow
