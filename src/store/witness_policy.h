// Witness policies as the table holds them. Written by log.policy_proposed and log.policy_set.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "ledger/policy_text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sunlot::store {

class View;
struct Projection;

struct PolicyRecord {
    std::int64_t entry = 0;  ///< of the proposal
    std::string policy;      ///< the strict text
    std::vector<ledger::WitnessContact> witnesses;
    std::string reason;
    std::string proposed_by;
    Instant proposed_at;
    std::optional<std::int64_t> set_entry;
    std::optional<std::string> set_by;
    std::optional<Instant> set_at;
};

/// The one in force; nothing before the first was set.
std::optional<PolicyRecord> policy_set(View& view);
/// The one that waits for its approval.
std::optional<PolicyRecord> policy_proposed(View& view);

/// `[{"name","organisation","url"},…]`, as in the entries.
Json witnesses_json(const std::vector<ledger::WitnessContact>& witnesses);

/// A sealing that its witnesses have not yet seen, as far as the journal knows.
struct AwaitedSealing {
    std::string draw;
    std::int64_t attempt = 1;
    std::int64_t sealed_seq = 0;
    std::string policy;  ///< its digest
};
/// Of draws that are not voided; by draw.
std::vector<AwaitedSealing> awaited_sealings(View& view);
/// Draws under way whose plan has a policy.
std::int64_t count_witnessed_draws(View& view);

Projection witness_policy_projection();

}  // namespace sunlot::store
