// Asks the witnesses of the policy in force: each has a thread of its own, so that a slow one holds up nobody. `cosign`
// is the publisher's hook (signed_head.h); `watch` is for a server: it says every few minutes that we are alive, asks
// again those that did not answer, and records sealings as soon as they are witnessed.
#pragma once
#include "workflow/context.h"
#include "workflow/signed_head.h"
#include "workflow/witness_policy.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace sunlot::workflow {

class Witnessing {
public:
    explicit Witnessing(const Context& context);
    ~Witnessing();
    Witnessing(const Witnessing&) = delete;
    Witnessing& operator=(const Witnessing&) = delete;

    /// The lines that came within 1.5 s; a witness that still owes its last answer is not waited for. Never throws.
    std::vector<std::string> cosign(const SignedHead& head);
    /// From here on, until this object goes.
    void watch();

private:
    class Courier;
    /// One for each witness of the policy with an address.
    void appoint(const PolicyInForce& policy);
    std::vector<std::string> collect(const SignedHead& head);
    void look_after(const std::stop_token& stop);
    /// To the operator's log, not every second again.
    void tell_once(std::string trouble);

    const Context& context_;
    std::mutex mutex_;  // of what couriers tell
    std::condition_variable_any told_;
    std::mutex appointing_;  // of what follows
    std::string appointed_;  // the policy whose couriers these are
    std::vector<std::unique_ptr<Courier>> couriers_;
    std::string last_trouble_;  // of the watch alone
    std::jthread watch_;        // last: it uses all of the above
};

}  // namespace sunlot::workflow
