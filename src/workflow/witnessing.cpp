#include "workflow/witnessing.h"

#include "store/database.h"
#include "workflow/log_files.h"
#include "workflow/witness_exchange.h"
#include "workflow/witness_files.h"
#include "workflow/witnessed_sealing.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include <spdlog/spdlog.h>

namespace sunlot::workflow {
namespace {

constexpr std::chrono::milliseconds kPatience{1'500};
/// A witness takes silence for a sign of trouble after ten minutes.
constexpr std::chrono::minutes kAlive{4};
constexpr std::chrono::seconds kAgain{5};

/// The snapshot is given back at once: what follows waits for the network.
std::optional<PolicyInForce> present_policy(const Context& context) {
    auto view = context.database.read();
    return policy_in_force(context, view);
}

}  // namespace

/// Carries the newest head to one witness. A head that comes while it is on its way waits, and takes the place of one
/// that waits already.
class Witnessing::Courier {
public:
    Courier(Witnessing& owner, PolicyInForce policy, Witness witness)
        : owner_(owner),
          policy_(std::move(policy)),
          witness_(std::move(witness)),
          thread_([this](const std::stop_token& stop) { run(stop); }) {}

    // The members below are guarded by owner_.mutex_.
    /// True when it sets out at once.
    bool give(const SignedHead& head) {
        waiting_ = head;
        return !away_;
    }
    bool has_been(std::uint64_t size) const { return done_ >= size; }
    void ask_to_stop() { thread_.request_stop(); }

private:
    void run(const std::stop_token& stop) {
        http::Client client;
        std::unique_lock lock(owner_.mutex_);
        while (!stop.stop_requested()) {
            const auto due = std::chrono::steady_clock::now() + (signed_ ? std::chrono::seconds(kAlive) : kAgain);
            owner_.told_.wait_until(lock, stop, due, [&] { return waiting_.has_value(); });
            if (stop.stop_requested()) return;
            if (waiting_) last_ = *std::exchange(waiting_, std::nullopt);
            if (!last_) continue;
            away_ = true;
            lock.unlock();
            ask_witness(owner_.context_, client, policy_, witness_, *last_);
            const bool cosigned = has_signed();
            lock.lock();
            away_ = false;
            signed_ = cosigned;
            done_ = last_->size;
            owner_.told_.notify_all();
        }
    }

    bool has_signed() const {
        try {
            return WitnessFiles(owner_.context_.data_directory).standing(witness_.key).state == "signed";
        } catch (const std::exception& fault) {
            spdlog::error("witness {}: {}", witness_.name, fault.what());
            return false;
        }
    }

    Witnessing& owner_;
    const PolicyInForce policy_;
    const Witness witness_;
    std::optional<SignedHead> waiting_, last_;
    bool away_ = false, signed_ = false;
    std::uint64_t done_ = 0;
    std::jthread thread_;  // last: it uses all of the above
};

Witnessing::Witnessing(const Context& context) : context_(context) {}

Witnessing::~Witnessing() {
    watch_.request_stop();
    if (watch_.joinable()) watch_.join();
    for (const auto& courier : couriers_) courier->ask_to_stop();  // all at once, then each is waited for
    couriers_.clear();
}

void Witnessing::appoint(const PolicyInForce& policy) {
    // A rotated key changes the text of the same policy.
    const std::string name = std::to_string(policy.entry) + "/" + policy.digest;
    if (appointed_ == name) return;
    for (const auto& courier : couriers_) courier->ask_to_stop();
    couriers_.clear();
    for (const Witness& witness : policy.witnesses)
        if (witness.url) couriers_.push_back(std::make_unique<Courier>(*this, policy, witness));
    appointed_ = name;
}

std::vector<std::string> Witnessing::collect(const SignedHead& head) {
    const auto policy = present_policy(context_);
    if (!policy) return {};
    {
        WitnessFiles files(context_.data_directory);
        if (!files.head(head.size)) files.keep_head(head.size, head.checkpoint);
    }
    const std::scoped_lock appointing(appointing_);
    appoint(*policy);
    {
        std::unique_lock lock(mutex_);
        std::vector<const Courier*> prompt;
        for (const auto& courier : couriers_)
            if (courier->give(head)) prompt.push_back(courier.get());
        told_.notify_all();
        told_.wait_for(lock, kPatience, [&] {
            return std::ranges::all_of(prompt, [&](const Courier* one) { return one->has_been(head.size); });
        });
    }
    return cosignature_lines(context_, policy->policy, head.size);
}

std::vector<std::string> Witnessing::cosign(const SignedHead& head) {
    try {
        return collect(head);
    } catch (const std::exception& fault) {  // the head is published all the same
        spdlog::error("collecting cosignatures: {}", fault.what());
        return {};
    }
}

void Witnessing::watch() {
    watch_ = std::jthread([this](const std::stop_token& stop) { look_after(stop); });
}

void Witnessing::tell_once(std::string trouble) {
    if (!trouble.empty() && trouble != last_trouble_) spdlog::warn("witnessed sealings: {}", trouble);
    last_trouble_ = std::move(trouble);
}

void Witnessing::look_after(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    std::int64_t asked_for = -1;  // the policy whose witnesses have been given the head that was there before it
    while (!stop.stop_requested()) {
        try {
            const auto policy = present_policy(context_);
            if (policy && policy->entry != asked_for)
                if (const auto head = published_head(context_); head && head->size > 0) {
                    cosign(*head);
                    asked_for = policy->entry;
                }
            if (policy) tell_once(record_witnessed_sealings(context_));
        } catch (const std::exception& fault) {  // the third of the places where a fault ends: a background job
            spdlog::error("witnesses: {}", fault.what());
        }
        wake.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
    }
}

}  // namespace sunlot::workflow
