// What administrators see of the witnesses, and the transport by file: a request is carried to a witness on a USB
// stick, its answer is brought back.
#pragma once
#include "base/result.h"
#include "workflow/context.h"
#include "workflow/witness_files.h"
#include "workflow/witness_policy.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct WitnessRow {
    Witness witness;
    WitnessStanding standing;
};

struct WitnessOverview {
    std::string log_vkey;    ///< empty before there is a log
    std::uint64_t size = 0;  ///< of the journal
    std::optional<PolicyInForce> policy;
    std::vector<WitnessRow> rows;
    std::optional<store::PolicyRecord> proposed;
    std::uint64_t witnessed_size = 0;  ///< of the newest head with the quorum; 0: none
};

WitnessOverview witness_overview(const Context& context);

struct WitnessRequest {
    std::string filename;  ///< "sfj-1234.add-checkpoint"
    std::string bytes;
};

/// The body of add-checkpoint over the newest head, for a witness of the policy. Refuses policy.none, witness.unknown
/// and what publishing refuses.
Result<WitnessRequest> request_file(const Context& context, std::string_view name);

struct WitnessAnswer {
    std::uint64_t size = 0;
    /// The answer said that the witness knows another size: it is noted, and a new request must be carried.
    bool conflict = false;
};

/// Takes the answer that was brought back. Refuses policy.none, witness.unknown, witness.answer.
Result<WitnessAnswer> accept_file(const Context& context, std::string_view name, std::string_view bytes);

}  // namespace sunlot::workflow
