#include "workflow/witness_list.h"

#include "store/database.h"
#include "workflow/witness_policy.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

std::optional<Instant> cosigned_at(const PublishedLog& log, const ledger::VerifierKey& key) {
    const std::array keys{key};
    const auto note = ledger::open_note(log.note, keys);
    if (!note || note->signatures.empty() || !note->signatures.front().time) return std::nullopt;
    return Instant{static_cast<std::int64_t>(*note->signatures.front().time) * 1'000'000};
}

}  // namespace

std::vector<WitnessLine> witnesses_of(const Context& context, const PublishedLog& log) {
    std::vector<WitnessLine> out;
    auto view = context.database.read();
    const auto policy = policy_in_force(context, view);
    auto lines = signature_lines(log.note);
    for (const auto& witness : policy ? policy->witnesses : std::vector<Witness>()) {
        out.push_back({.name = witness.name,
                       .organisation = witness.organisation,
                       .vkey = witness.key.text(),
                       .cosigned_at = cosigned_at(log, witness.key)});
        std::erase_if(lines, [&](const SignatureLine& line) {
            return line.name == witness.key.name() && line.key_id == fmt::format("{:08x}", witness.key.id());
        });
    }
    for (const auto& line : lines)
        if (line.cosigned_at)
            out.push_back({.name = line.name, .organisation = {}, .vkey = {}, .cosigned_at = line.cosigned_at});
    return out;
}

}  // namespace sunlot::workflow
