// The program from the data directory up to the gate, built top to bottom: whoever reads this sees every part and what
// it rests on. Members are destroyed in the opposite order.
#pragma once
#include "api/gate.h"
#include "api/throttle.h"
#include "cli/system.h"
#include "store/blob_store.h"
#include "files/data_lock.h"
#include "store/database.h"
#include "workflow/account.h"

#include <cerrno>
#include <chrono>
#include <system_error>

#include <sys/random.h>

namespace sunlot::apps {

class WallClock : public Clock {
public:
    Instant now() const override {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
    }
};

class KernelEntropy : public Entropy {
public:
    void fill(std::span<unsigned char> bytes) override {
        for (std::size_t done = 0; done < bytes.size();) {
            const auto got = ::getrandom(bytes.data() + done, bytes.size() - done, 0);
            if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
            if (got > 0) done += static_cast<std::size_t>(got);
        }
    }
};

class System : public cli::System {
public:
    /// Refuses what DataLock::take and Database::open refuse.
    static Result<std::unique_ptr<cli::System>> open(const cli::SystemOptions& options);

    api::Gate& gate() override { return gate_; }
    const api::Router& router() const override { return router_; }
    workflow::Context& context() override { return context_; }
    workflow::Accounts& accounts() override { return accounts_; }
    void announce(const std::string& address) override { ground_->lock.announce(address); }

private:
    /// What can be refused, opened first. Apart, so that the database finds the others where they stay.
    struct Ground {
        Ground(files::DataLock held, store::BlobStore kept) : lock(std::move(held)), blobs(std::move(kept)) {}
        files::DataLock lock;
        store::BlobStore blobs;
        KernelEntropy entropy;
        std::unique_ptr<store::Database> database;
    };
    System(const cli::SystemOptions& options, std::unique_ptr<Ground> ground);

    std::unique_ptr<Ground> ground_;
    WallClock clock_;
    workflow::LogKey log_key_;
    workflow::Context context_;
    workflow::PasswordHasher passwords_;
    workflow::Accounts accounts_{context_, passwords_};
    api::Sessions sessions_{context_};
    api::Throttle throttle_{clock_};
    api::Router router_;
    api::StaticSite site_;
    api::Gate gate_{router_, sessions_, site_, context_};
};

}  // namespace sunlot::apps
