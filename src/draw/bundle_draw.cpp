// The arithmetic, done again: lists, tickets and quotas, and what a further attempt may change.
#include "draw/bundle_parts.h"
#include "draw/quota.h"
#include "hash/sha256.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

/// Exclusions are no part of the frame, and point into the directory as it was read.
Result<Done> check_exclusions(const Attempt& attempt, const Review& review) {
    const std::string file = attempt.folder + "exclusions.tsv";
    for (std::size_t i = 0; i < attempt.exclusions.size(); ++i) {
        const Exclusion& row = attempt.exclusions[i];
        const std::string where = file + ":" + std::to_string(i + 1);
        if (std::ranges::binary_search(attempt.frame, row.id, {}, &FrameRow::id))
            return wrong("lists", where, "被排除的对象仍在名单中", "an excluded object is in the frame");
        if (!review.bundle.files_only && row.ref >= review.log.attempts()[attempt.number - 1].journal_size)
            return wrong("lists", where, "排除依据晚于读取名录",
                         "its ground is later than the reading of the directory");
    }
    return Done{};
}

Result<Done> check_attempt_sample(Review& review, const Attempt& attempt) {
    const auto before = review.samples.empty() ? std::span<const Cell>() : std::span(review.samples.back().cells);
    const auto cells = cells_of(review.bundle.plan, attempt, before, review.bundle.seed);
    if (!cells) return pass_on(cells.error());
    auto sample = draw_sample(review.bundle.plan, attempt.frame, review.bundle.seed, *cells);
    if (!sample) return in_file(sample.error(), attempt.folder + "frame.tsv");
    const std::string name = attempt.folder + "result.tsv";
    if (attempt.result && *attempt.result != sample->rows)
        return wrong("sample", first_difference(name, review.bundle.file(name), encode_result(sample->rows)),
                     "与重新计算的抽取结果不同", "is not the result that follows from seed and frame");
    if (!review.bundle.files_only && attempt.result) {
        const LoggedAttempt& logged = review.log.attempts()[attempt.number - 1];
        if (logged.sample != count_of(*sample, DrawnKind::sample) ||
            logged.reserve != count_of(*sample, DrawnKind::reserve))
            return wrong("sample", name, "抽中或候补的数目与日志不符",
                         "the log gives other numbers of sample and reserve");
    }
    review.samples.push_back(std::move(*sample));
    return Done{};
}

struct FrameDelta {
    std::uint64_t added = 0, removed = 0, changed = 0;
};

FrameDelta compare(const std::vector<FrameRow>& before, const std::vector<FrameRow>& after) {
    FrameDelta delta;
    auto b = before.begin();
    auto a = after.begin();
    while (b != before.end() || a != after.end()) {
        if (a == after.end() || (b != before.end() && b->id < a->id)) {
            ++delta.removed, ++b;
        } else if (b == before.end() || a->id < b->id) {
            ++delta.added, ++a;
        } else {
            if (*a != *b) ++delta.changed;
            ++a, ++b;
        }
    }
    return delta;
}

std::uint64_t not_in(const std::vector<std::string>& ids, const std::vector<std::string>& others) {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(ids, [&](const auto& id) { return !std::ranges::binary_search(others, id); }));
}

}  // namespace

std::uint64_t count_of(const SampleResult& sample, DrawnKind kind) {
    return static_cast<std::uint64_t>(std::ranges::count(sample.rows, kind, &DrawnRow::kind));
}

Result<std::vector<Cell>> cells_of(const Plan& plan, const Attempt& attempt, std::span<const Cell> before,
                                   std::string_view seed) {
    if (attempt.number == 1) return plan_cells(plan, attempt.frame, seed);
    const auto& extends = attempt.seal.extends;
    auto cells = extends.empty() ? kept_cells(plan, before, attempt.frame)
                                 : extended_cells(plan, extends, before, attempt.frame, seed);
    if (!cells) return in_file(cells.error(), attempt.folder + "seal.json");
    std::vector<Cell> as_sealed = *cells;
    for (Cell& cell : as_sealed) cell.n = 0;
    if (as_sealed != attempt.seal.quotas)
        return wrong("sample", attempt.folder + "seal.json", "配额不是由前次配额得出的",
                     "its quotas are not those that follow from the draw before");
    return cells;
}

Result<Finding> check_lists(Review& review) {
    for (const Attempt& attempt : review.bundle.attempts) {
        if (const auto ok = check_exclusions(attempt, review); !ok) return pass_on(ok.error());
        for (std::size_t i = 0; i < attempt.frame.size(); ++i)
            if (review.bundle.plan.stratum(attempt.frame[i].stratum) == nullptr)
                return wrong("lists", fmt::format("{}frame.tsv:{}", attempt.folder, i + 1), "方案没有这个分层",
                             "is of a stratum that the plan lacks");
    }
    return Finding{
        {"名单与排除清单互不重叠，分层都在方案中", "frame and exclusions do not overlap; all strata are in the plan"}};
}

Result<Finding> check_sample(Review& review) {
    for (const Attempt& attempt : review.bundle.attempts)
        if (const auto ok = check_attempt_sample(review, attempt); !ok) return pass_on(ok.error());
    const SampleResult& sample = review.samples.back();
    const auto drawn = count_of(sample, DrawnKind::sample);
    const auto reserve = count_of(sample, DrawnKind::reserve);
    return Finding{
        {fmt::format("逐一重算号码与名次：{} 个单元，抽中 {} 户，候补 {} 户", sample.cells.size(), drawn, reserve),
         fmt::format("all tickets and ranks recomputed: {} cells, {} drawn, {} in reserve", sample.cells.size(), drawn,
                     reserve)}};
}

namespace {

/// A further attempt follows the seal before it and is what was approved; an extension has the lists of before.
Result<Done> check_further_attempt(const Review& review, const Attempt& before, const Attempt& after) {
    const Bundle& bundle = review.bundle;
    const std::string seal = after.folder + "seal.json";
    if (after.seal.previous != hash::sha256_hex(bundle.file(before.folder + "seal.json")))
        return wrong("redraw", seal, "没有接着前一次封存", "does not follow the seal before it");
    if (after.seal.extends != review.log.attempts()[after.number - 1].extends)
        return wrong("redraw", seal, "不是所批准的重抽或扩大抽取", "is not the redraw or extension that was approved");
    if (after.seal.extends.empty()) return Done{};
    for (const char* name : {"frame.tsv", "exclusions.tsv"})
        if (bundle.file(after.folder + name) != bundle.file(before.folder + name))
            return wrong("redraw", after.folder + name, "扩大抽取的名单应与前次相同",
                         "an extension has the same lists as the attempt before");
    return Done{};
}

void tell_lists(const Attempt& before, const Attempt& after, Finding& finding) {
    const FrameDelta delta = compare(before.frame, after.frame);
    if (after.seal.extends.empty()) {
        finding.detail.zh += fmt::format("第 {} 次：名单新增 {}、移出 {}、更正 {}，", after.number, delta.added,
                                         delta.removed, delta.changed);
        finding.detail.en += fmt::format("attempt {}: {} added, {} removed, {} corrected, ", after.number, delta.added,
                                         delta.removed, delta.changed);
    } else {
        finding.detail.zh += fmt::format("第 {} 次：扩大 {} 层，名单不变，", after.number, after.seal.extends.size());
        finding.detail.en +=
            fmt::format("attempt {}: {} strata extended, same frame, ", after.number, after.seal.extends.size());
    }
}

void tell_sample(const std::vector<std::string>& was, const std::vector<std::string>& is, Finding& finding) {
    finding.detail.zh += fmt::format("退出抽中 {} 户，新增 {} 户，种子不变", not_in(was, is), not_in(is, was));
    finding.detail.en += fmt::format("{} left the sample, {} came in, same seed", not_in(was, is), not_in(is, was));
}

}  // namespace

Result<Finding> check_redraw(Review& review) {
    const auto& attempts = review.bundle.attempts;
    if (attempts.size() < 2) return Finding{{"没有重抽或扩大", "none"}};
    Finding finding;
    bool corrected = false;
    for (std::size_t i = 1; i < attempts.size(); ++i) {
        if (const auto ok = check_further_attempt(review, attempts[i - 1], attempts[i]); !ok)
            return pass_on(ok.error());
        corrected = corrected || attempts[i].seal.extends.empty();
        if (i > 1) finding.detail.zh += "；";
        if (i > 1) finding.detail.en += "; ";
        tell_lists(attempts[i - 1], attempts[i], finding);
        if (i < review.samples.size())
            tell_sample(review.samples[i - 1].sample_ids(), review.samples[i].sample_ids(), finding);
    }
    if (corrected) finding.warnings.push_back({"本次抽查经过更正重抽", "this draw was redrawn with a corrected frame"});
    return finding;
}

}  // namespace sunlot::draw
