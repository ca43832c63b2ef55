// What the command line asks of the program below it. apps/ builds the real one; a verb opens it when it can have the
// data directory for itself, and otherwise talks to the server that has it.
#pragma once
#include "api/gate.h"
#include "base/result.h"
#include "workflow/account.h"
#include "workflow/context.h"
#include "workflow/exchange_desk.h"
#include "workflow/witnessing.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace sunlot::cli {

struct SystemOptions {
    std::filesystem::path data = "data";
    /// Empty: SQLite in the data directory.
    std::string database;
    /// What opens DATA/keys/log.key; empty: SUNLOT_KEY_SECRET_FILE, a systemd credential, or `<DATA>.key-secret`.
    std::filesystem::path key_secret;
    /// Where the built web application lies; empty: beside the program.
    std::filesystem::path web;
};

/// Everything from the database up to the gate, holding the lock of the data directory.
class System {
public:
    virtual ~System() = default;
    virtual api::Gate& gate() = 0;
    virtual const api::Router& router() const = 0;
    virtual workflow::Context& context() = 0;
    virtual workflow::Accounts& accounts() = 0;
    /// Asks the witnesses; a server also lets it watch.
    virtual workflow::Witnessing& witnessing() = 0;
    /// Runs of sources; a server also lets it keep the schedule.
    virtual workflow::ExchangeDesk& exchange() = 0;
    /// Lets other programs find the server: "127.0.0.1:8080".
    virtual void announce(const std::string& address) = 0;
};

/// Refuses data.locked with the owner's address, and whatever the database refuses.
using OpenSystem = std::function<Result<std::unique_ptr<System>>(const SystemOptions&)>;

}  // namespace sunlot::cli
