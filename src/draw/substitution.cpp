#include "draw/substitution.h"

#include "draw/assignment_preference.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

std::uint32_t clamp_load(std::uint64_t load) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(load, std::numeric_limits<std::uint32_t>::max()));
}

Refusal no_visit(std::uint64_t line) {
    return refuse(RefusalKind::conflict, "substitution.line", fmt::format("第 {} 行不是现有的检查", line),
                  fmt::format("line {} is not a visit", line));
}

Refusal wrong_officers() {
    return refuse(RefusalKind::invalid, "substitution.officers",
                  "不能到场或回避的人员名单未排序、有重复或不在可派名单中",
                  "the officers who are unavailable or recused must be sorted, unique and on the list of officers");
}

Refusal wrong_answer(const Substitution& substitution) {
    return refuse(RefusalKind::conflict, "substitution.answer",
                  fmt::format("第 {} 号替换的结果不符合规则", substitution.number),
                  fmt::format("the answer of substitution {} is not what the rule gives", substitution.number));
}

bool contains(std::span<const std::string> sorted, std::string_view id) {
    return std::binary_search(sorted.begin(), sorted.end(), id, std::less<>());
}

}  // namespace

Result<Visits> Visits::make(const VisitLists& lists) {
    Visits visits(lists);
    if (!visits.take_in(lists.assignment))
        return refuse(RefusalKind::invalid, "visits.lists", "抽取结果、候选名单与派员结果对不上",
                      "result, slots and assignment do not belong together");
    return visits;
}

Visits::Visits(const VisitLists& lists)
    : team_(lists.team),
      officers_(lists.officers),
      rows_(lists.rows),
      slots_(&lists.slots),
      seed_(lists.seed),
      held_(lists.officers.size(), 0),
      spent_(lists.spent) {}

bool Visits::take_in(const Assignment& assignment) {
    std::vector<std::pair<std::string_view, std::uint64_t>> lines;
    for (std::size_t i = 0; i < rows_.size(); ++i) lines.emplace_back(rows_[i].id, i);
    std::ranges::sort(lines);
    for (const AssignedJob& job : assignment) {
        const auto row = std::ranges::lower_bound(lines, std::string_view(job.job), {},
                                                  &std::pair<std::string_view, std::uint64_t>::first);
        const auto in_slots = std::ranges::lower_bound(slots_->jobs, job.job);
        if (row == lines.end() || row->first != job.job) return false;
        if (in_slots == slots_->jobs.end() || *in_slots != job.job) return false;
        const auto j = static_cast<std::size_t>(in_slots - slots_->jobs.begin());
        if (slots_->first[j + 1] - slots_->first[j] != job.officers.size()) return false;
        visits_[row->second] = {row->second, job.job, job.officers};
        for (const std::string& officer : job.officers) hold(officer, true);
    }
    return true;
}

const Visit* Visits::at(std::uint64_t line) const {
    const auto found = visits_.find(line);
    return found == visits_.end() ? nullptr : &found->second;
}

std::optional<std::uint32_t> Visits::number_of(std::string_view officer) const {
    const auto found =
        std::ranges::lower_bound(officers_, officer, {}, [](const Officer& o) { return std::string_view(o.id); });
    if (found == officers_.end() || found->id != officer) return std::nullopt;
    return static_cast<std::uint32_t>(found - officers_.begin());
}

std::optional<std::uint64_t> Visits::level(std::string_view officer) const {
    const auto number = number_of(officer);
    if (!number) return std::nullopt;
    return level_of(*number);
}

const Visits::List& Visits::list_of(const Visit& visit, std::size_t slot) const {
    const auto mine = called_up_.find(visit.line);
    const SlotTable& table = mine == called_up_.end() ? *slots_ : mine->second;
    const auto job = std::ranges::lower_bound(table.jobs, visit.object) - table.jobs.begin();
    return table.candidates(table.first[static_cast<std::size_t>(job)] + slot);
}

std::vector<std::string> Visits::candidates(std::uint64_t line, std::uint64_t slot) const {
    std::vector<std::string> ids;
    for (const std::uint32_t officer : list_of(visits_.at(line), slot)) ids.push_back(officers_[officer].id);
    return ids;
}

void Visits::hold(std::string_view officer, bool more) {
    const auto number = number_of(officer);
    if (!number) return;  // left since an earlier attempt; his visits stay his
    held_[*number] += more ? 1 : std::uint64_t(-1);
}

bool Visits::known(std::span<const std::string> ids, std::string_view also) const {
    for (std::size_t i = 0; i < ids.size(); ++i)
        if ((i > 0 && ids[i - 1] >= ids[i]) || (ids[i] != also && !number_of(ids[i]))) return false;
    return true;
}

// ── an object ─────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<std::uint64_t> Visits::next_reserve(std::uint64_t line) const {
    if (line >= rows_.size()) return std::nullopt;
    const auto cell = [](const DrawnRow& row) { return std::tie(row.stratum, row.district); };
    for (std::uint64_t next = 0; next < rows_.size(); ++next)  // by rank within the cell
        if (rows_[next].kind == DrawnKind::reserve && cell(rows_[next]) == cell(rows_[line]) &&
            !visits_.contains(next) && !spent_.contains(rows_[next].id))
            return next;
    return std::nullopt;
}

SlotTable Visits::slots_for(std::string_view object, std::span<const std::string> recused,
                            std::span<const std::string> unavailable) const {
    Recusals out;
    for (const auto ids : {recused, unavailable})
        for (const std::string& officer : ids) out.emplace(officer, object);
    return make_slots(team_, officers_, std::vector<std::string>{std::string(object)}, out);
}

Result<Replacement> Visits::replace_object(std::uint64_t line, std::span<const std::string> recused,
                                           std::span<const std::string> unavailable) const {
    const Visit* visit = at(line);
    if (visit == nullptr) return no_visit(line);
    const auto reserve = next_reserve(line);
    if (!known(recused, {}) || !known(unavailable, {}) || (!reserve && !recused.empty())) return wrong_officers();
    if (!reserve) return Replacement{};

    std::vector<std::uint64_t> held = held_;
    for (const std::string& officer : visit->officers)
        if (const auto number = number_of(officer)) --held[*number];
    std::vector<Officer> now(officers_.begin(), officers_.end());
    for (std::size_t i = 0; i < now.size(); ++i) {
        now[i].base_load = clamp_load(now[i].base_load + held[i]);
        now[i].cap = now[i].cap > held[i] ? clamp_load(now[i].cap - held[i]) : 0;
    }
    const auto dealt = assign(now, slots_for(rows_[*reserve].id, recused, unavailable), seed_);
    if (!dealt) return pass_on(dealt.error());
    return Replacement{reserve, dealt->front().officers};
}

Result<Done> Visits::apply_object(const Substitution& s) {
    const auto answer = replace_object(s.line, s.recused, s.unavailable);
    if (!answer) return pass_on(answer.error());
    if (answer->line != s.replacement || answer->officers != s.officers) return wrong_answer(s);
    const auto gone = visits_.extract(s.line);
    for (const std::string& officer : gone.mapped().officers) hold(officer, false);
    spent_.insert(gone.mapped().object);
    if (!answer->line) return Done{};
    const std::string& object = rows_[*answer->line].id;
    spent_.insert(object);
    recused_pairs_ += s.recused.size();
    called_up_[*answer->line] = slots_for(object, s.recused, s.unavailable);
    for (const std::string& officer : answer->officers) hold(officer, true);
    visits_[*answer->line] = {*answer->line, object, answer->officers};
    return Done{};
}

// ── an officer ────────────────────────────────────────────────────────────────────────────────────────────────────

Result<std::optional<std::string>> Visits::replace_officer(std::uint64_t line, std::uint64_t slot,
                                                           std::span<const std::string> unavailable) const {
    const Visit* visit = at(line);
    if (visit == nullptr) return no_visit(line);
    if (slot >= visit->officers.size())
        return refuse(RefusalKind::invalid, "substitution.slot", "没有这个岗位", "there is no such slot");
    const std::string& present = visit->officers[slot];
    if (!known(unavailable, present) || !contains(unavailable, present)) return wrong_officers();

    std::vector<std::uint32_t> order = preference_order(list_of(*visit, slot), seed_, visit->object, slot);
    const auto at_present = std::ranges::find(order, present, [&](std::uint32_t i) { return officers_[i].id; });
    if (at_present != order.end()) std::rotate(order.begin(), at_present + 1, order.end());
    std::uint64_t highest = 0;
    for (std::uint32_t i = 0; i < officers_.size(); ++i) highest = std::max(highest, level_of(i));
    std::optional<std::uint32_t> lowest;
    for (const std::uint32_t i : order) {
        const std::string& id = officers_[i].id;
        if (contains(unavailable, id) || std::ranges::find(visit->officers, id) != visit->officers.end()) continue;
        if (held_[i] >= officers_[i].cap) continue;
        if (level_of(i) + 1 <= highest) return std::optional(id);
        if (!lowest || level_of(i) < level_of(*lowest)) lowest = i;
    }
    if (!lowest) return std::optional<std::string>();
    return std::optional(officers_[*lowest].id);
}

Result<Done> Visits::apply_officer(const Substitution& s) {
    const auto answer = replace_officer(s.line, s.slot, s.unavailable);
    if (!answer) return pass_on(answer.error());
    std::string& holder = visits_.at(s.line).officers[s.slot];
    if (holder != s.replaced || *answer != s.officer) return wrong_answer(s);
    if (!s.officer) return Done{};
    hold(holder, false);
    hold(*s.officer, true);
    holder = *s.officer;
    return Done{};
}

Result<Done> Visits::apply(const Substitution& substitution) {
    return substitution.what == Substituted::object ? apply_object(substitution) : apply_officer(substitution);
}

// ── the next attempt ──────────────────────────────────────────────────────────────────────────────────────────────

Assignment Visits::kept() const {
    Assignment kept;
    for (const auto& [line, visit] : visits_) kept.push_back({visit.object, visit.officers});
    std::ranges::sort(kept, {}, &AssignedJob::job);
    return kept;
}

std::vector<std::string> Visits::jobs_after(std::span<const DrawnRow> next_rows) const {
    std::set<std::string_view> visited;
    for (const auto& [line, visit] : visits_) visited.insert(visit.object);
    std::vector<std::string> jobs;
    for (const DrawnRow& row : next_rows)
        if (visited.contains(row.id) ? row.kind == DrawnKind::sample || spent_.contains(row.id)
                                     : row.kind == DrawnKind::sample && !spent_.contains(row.id))
            jobs.push_back(row.id);
    std::ranges::sort(jobs);
    return jobs;
}

}  // namespace sunlot::draw
