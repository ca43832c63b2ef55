#include "workflow/disclosure.h"

#include "draw/seed.h"
#include "hash/sha256.h"
#include "store/draw_embargo.h"
#include "store/officer.h"
#include "workflow/draw_step.h"
#include "workflow/substitution.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

namespace sunlot::workflow {
namespace {

using inspection::DrawStep;

Refusal no(RefusalKind kind, const char* code, std::string zh, std::string en, const char* field = "") {
    return refuse(kind, code, std::move(zh), std::move(en), field);
}

Result<Done> check_purpose(const DisclosureRequest& request) {
    constexpr std::array<std::string_view, 3> kPurposes{"visit", "print", "audit"};
    if (std::ranges::find(kPurposes, request.purpose) != kPurposes.end()) return Done{};
    return no(RefusalKind::invalid, "disclosure.purpose", "用途应为 visit（检查）、print（打印）或 audit（监督）",
              "purpose must be visit, print or audit", "purpose");
}

bool goes_there(const draw::Visit& visit, const std::optional<std::string>& officer) {
    return !officer || std::ranges::find(visit.officers, *officer) != visit.officers.end();
}

/// The lines asked for; auditors may see reserves too, officers only visits.
Result<std::vector<std::uint64_t>> given_lines(const VisitsInForce& book, const DisclosureRequest& request) {
    auto lines = *request.lines;
    for (const std::uint64_t line : lines) {
        const auto* visit = book.visits->at(line);
        const bool there = visit != nullptr ? goes_there(*visit, request.officer)
                                            : request.purpose == "audit" && line < book.rows.size();
        if (!there)
            return no(RefusalKind::invalid, "disclosure.line", "第 " + std::to_string(line) + " 行不是检查对象",
                      "line " + std::to_string(line) + " is no visit", "lines");
    }
    std::ranges::sort(lines);
    lines.erase(std::ranges::unique(lines).begin(), lines.end());
    return lines;
}

/// Lines of the visits in the order in which the officers were dealt, which nobody could foresee.
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

/// The next visits in deal order: those nobody has seen first.
std::vector<std::uint64_t> next_lines(const VisitsInForce& book, const std::string& seed,
                                      const std::map<std::uint64_t, std::uint64_t>& seen,
                                      const DisclosureRequest& request) {
    auto lines = deal_order(*book.visits, seed);
    std::erase_if(lines, [&](std::uint64_t line) { return !goes_there(*book.visits->at(line), request.officer); });
    std::ranges::stable_partition(lines, [&](std::uint64_t line) { return !seen.contains(line); });
    if (lines.size() > request.limit) lines.resize(request.limit);
    return lines;
}

/// What is shown of one line.
DrawnRow shown_row(store::View& view, const store::DrawRecord& draw, const VisitsInForce& book, std::uint64_t line) {
    const auto row = store::result_row_of(view, draw.id, draw.assigned_attempt, line).value();
    DrawnRow out{.stratum = row.stratum,
                 .district = row.district,
                 .rank = static_cast<std::uint64_t>(row.rank),
                 .kind = row.kind,
                 .ticket = hash::hex(row.ticket),
                 .id = row.object,
                 .name = row.name,
                 .address = row.address,
                 .officers = {},
                 .line = line};
    if (const auto* visit = book.visits->at(line))
        for (const auto& id : visit->officers) {
            const auto officer = store::find_officer(view, id);
            out.officers.push_back({.id = id, .name = officer ? officer->name : ""});
        }
    return out;
}

}  // namespace

Result<Disclosure> disclose(const Context& context, const Actor& actor, std::string_view draw_id,
                            const DisclosureRequest& request) {
    if (auto sound = check_purpose(request); !sound) return pass_on(sound.error());
    auto transaction = context.database.write();
    const auto draw = draw_ready_for(transaction, draw_id, DrawStep::disclose);
    if (!draw) return pass_on(draw.error());
    if (request.officer && !store::find_officer(transaction, *request.officer))
        return no(RefusalKind::invalid, "disclosure.officer", "没有执法人员 " + *request.officer,
                  "there is no officer " + *request.officer, "officer");
    const auto book = open_visits(context, transaction, *draw);
    const auto seen = store::disclosed_lines(transaction, draw->id, draw->assigned_attempt);
    auto lines = request.lines ? given_lines(*book, request) : next_lines(*book, draw->seed.value(), seen, request);
    if (!lines) return pass_on(lines.error());
    if (lines->empty())
        return no(RefusalKind::conflict, "disclosure.none", "没有可披露的检查对象", "there is no visit to be shown");
    Disclosure out;
    for (const std::uint64_t line : *lines) out.rows.push_back(shown_row(transaction, *draw, *book, line));
    std::ranges::sort(*lines);
    Json::Array numbers;
    for (const std::uint64_t line : *lines) numbers.emplace_back(line);
    out.seq = append_step(context, transaction, actor, "disclosed", draw_id,
                          {{"attempt", draw->assigned_attempt}, {"lines", numbers}, {"purpose", request.purpose}});
    transaction.commit();  // only then is anything shown
    return out;
}

}  // namespace sunlot::workflow
