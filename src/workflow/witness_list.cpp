#include "workflow/witness_list.h"

namespace sunlot::workflow {

std::vector<WitnessLine> witnesses_of(const Context&, const PublishedLog& log) {
    std::vector<WitnessLine> out;
    for (const auto& line : signature_lines(log.note))
        if (line.cosigned_at)
            out.push_back({.name = line.name, .organisation = {}, .vkey = {}, .cosigned_at = line.cosigned_at});
    return out;
}

}  // namespace sunlot::workflow
