// The program from the data directory up to the gate, built top to bottom: whoever reads this sees every part and what
// it rests on. Members are destroyed in the opposite order.
#pragma once
#include "api/gate.h"
#include "api/throttle.h"
#include "cli/system.h"
#include "files/data_lock.h"
#include "machine.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "workflow/account.h"
#include "workflow/data_key.h"

namespace sunlot::apps {

class System : public cli::System {
public:
    /// Refuses what DataLock::take, open_data_keys, Database::open and settle_data_keys refuse.
    static Result<std::unique_ptr<cli::System>> open(const cli::SystemOptions& options);

    api::Gate& gate() override { return gate_; }
    const api::Router& router() const override { return router_; }
    workflow::Context& context() override { return context_; }
    workflow::Accounts& accounts() override { return accounts_; }
    workflow::Witnessing& witnessing() override { return witnessing_; }
    workflow::ExchangeDesk& exchange() override { return exchange_; }
    void announce(const std::string& address) override { ground_->lock.announce(address); }

private:
    /// What can be refused, opened first. Apart, so that the database finds the others where they stay.
    struct Ground {
        Ground(files::DataLock held, store::BlobStore kept, workflow::OpenedDataKeys opened)
            : lock(std::move(held)), blobs(std::move(kept)), data_keys(std::move(opened)) {}
        files::DataLock lock;
        store::BlobStore blobs;
        workflow::OpenedDataKeys data_keys;
        KernelEntropy entropy;
        std::unique_ptr<store::Database> database;
    };
    System(const cli::SystemOptions& options, std::unique_ptr<Ground> ground);
    void freeze_when_rolled_back();

    std::unique_ptr<Ground> ground_;
    WallClock clock_;
    workflow::LogKey log_key_;
    workflow::Context context_;
    workflow::Witnessing witnessing_{context_};
    workflow::ExchangeDesk exchange_{context_};
    workflow::PasswordHasher passwords_;
    workflow::Accounts accounts_{context_, passwords_};
    api::Sessions sessions_{context_};
    api::Throttle throttle_{clock_};
    api::Router router_;
    api::StaticSite site_;
    api::Gate gate_{router_, sessions_, site_, context_};
};

}  // namespace sunlot::apps
