#include "workflow/visits.h"

#include "draw/seed.h"
#include "hash/sha256.h"

#include <algorithm>
#include <utility>

namespace sunlot::workflow {

std::unique_ptr<const VisitBook> open_visits(const Context& context, store::View&, const store::DrawRecord& draw) {
    const auto* attempt = draw.attempt_number(draw.assigned_attempt);
    if (attempt == nullptr) throw std::logic_error("draw " + draw.id + " is not assigned");
    auto book = std::make_unique<VisitBook>(VisitBook{
        .files = open_files(context.blobs, *attempt), .rows = {}, .slots = {}, .assignment = {}, .visits = {}});
    book->rows = must(draw::parse_result(context.blobs.open(attempt->result.value()).text()));
    book->slots = must(draw::parse_slots(context.blobs.open(attempt->slots.value()).text(), book->files.officers));
    book->assignment = must(draw::parse_assignment(context.blobs.open(attempt->assignment.value()).text()));
    book->visits.emplace(must(draw::Visits::make({.team = book->files.plan.team,
                                                  .officers = book->files.officers,
                                                  .rows = book->rows,
                                                  .slots = book->slots,
                                                  .assignment = book->assignment,
                                                  .seed = draw.seed.value()})));
    return book;
}

std::vector<std::uint64_t> deal_order(const draw::Visits& visits, std::string_view seed) {
    const std::string key = draw::derive(seed, "assign-order");
    std::vector<std::tuple<hash::Digest, std::string, std::uint64_t>> dealt;
    for (const auto& [line, visit] : visits.all())
        dealt.emplace_back(hash::sha256(key + visit.object), visit.object, line);
    std::ranges::sort(dealt);
    std::vector<std::uint64_t> lines;
    for (const auto& [digest, object, line] : dealt) lines.push_back(line);
    return lines;
}

}  // namespace sunlot::workflow
