#include "draw/bundle_check.h"

#include "draw/bundle_parts.h"

#include <utility>

#include <fmt/format.h>

namespace sunlot::draw {

Refusal wrong(std::string check, std::string where, std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "bundle." + std::move(check), std::move(zh), std::move(en), std::move(where));
}

std::string first_difference(std::string_view name, std::string_view file, std::string_view computed) {
    std::size_t line = 1;
    for (std::size_t i = 0; i < file.size() && i < computed.size() && file[i] == computed[i]; ++i)
        if (file[i] == '\n') ++line;
    return fmt::format("{}:{}", name, line);
}

bool BundleRun::note(const char* id, const char* zh, const char* en, const Result<Finding>& result) {
    BundleCheck check{id, {zh, en}, Outcome::passed, {}, {}};
    if (!result) {
        check.outcome = Outcome::failed;
        check.detail = result.error().text;
        check.where = result.error().field;
    } else {
        check.detail = result->detail;
        for (const Text& warning : result->warnings) {
            check.outcome = Outcome::warned;
            check.detail.zh += "；注意：" + warning.zh;
            check.detail.en += "; note: " + warning.en;
        }
    }
    if (on_check_) on_check_(check);
    report_.checks.push_back(std::move(check));
    return result.has_value();
}

namespace {

using CheckFunction = Result<Finding> (*)(Review&);

/// From which point of a draw on a check has something to look at.
enum class From { start, sealed, witnessed, seeded, drawn, assigned };

struct Step {
    const char* id;
    const char* zh;
    const char* en;
    CheckFunction run;
    From from;
};

constexpr Step kSteps[] = {
    {"digests", "摘要", "digests", check_digests, From::start},
    {"log", "日志收录", "inclusion in the log", check_log, From::start},
    {"order", "次序与时间", "order and clocks", check_order, From::start},
    {"witnesses", "见证", "witnesses", check_witnesses, From::witnessed},
    {"contributions", "承诺与揭示", "commitments and reveals", check_contributions, From::seeded},
    {"events", "公开事件", "public events", check_events, From::seeded},
    {"lists", "名单", "lists", check_lists, From::sealed},
    {"sample", "抽取", "sample", check_sample, From::drawn},
    {"slots", "可派人员", "slots", check_slots, From::assigned},
    {"assignment", "派员", "assignment", check_assignment, From::assigned},
    {"substitutions", "替补", "substitutions", check_substitutions, From::assigned},
    {"redraw", "重抽与扩大", "redraw and extension", check_redraw, From::sealed},
};

bool any_assigned(const Bundle& bundle) {
    for (const Attempt& attempt : bundle.attempts)
        if (attempt.assignment) return true;
    return false;
}

bool has_seed(Stage stage) {
    return stage >= Stage::seeded && stage != Stage::voided;
}

bool reached(const Review& review, From from) {
    const Bundle& bundle = review.bundle;
    switch (from) {
        case From::start:
            return true;
        case From::sealed:
            return !bundle.attempts.empty();
        case From::witnessed:
            return !bundle.attempts.empty() && needs_witnesses(bundle);
        case From::seeded:
            return bundle.seed_text.has_value() || has_seed(review.log.stage());
        case From::drawn:
            return !bundle.attempts.empty() && bundle.attempts.front().result.has_value();
        case From::assigned:
            return any_assigned(bundle);
    }
    return false;
}

Verdict verdict_of(const Review& review) {
    if (review.log.stage() == Stage::voided) return Verdict::voided;
    if (review.bundle.sealed && (review.bundle.files_only || has_seed(review.log.stage()))) return Verdict::sealed;
    const bool complete =
        review.bundle.files_only || review.log.stage() == Stage::assigned || review.log.stage() == Stage::closed;
    return complete ? Verdict::verified : Verdict::unfinished;
}

bool is_overdue(const Bundle& bundle, const BundleOptions& options, Verdict verdict) {
    if (!bundle.sealed || !bundle.plan.embargo || !options.now || verdict == Verdict::voided) return false;
    return *options.now > Instant::parse(bundle.plan.embargo->reveal_by).value();
}

Result<Finding> describe(const Result<Bundle>& bundle) {
    if (!bundle) return pass_on(bundle.error());
    return Finding{
        {fmt::format("{}：{} 个文件齐全，格式规范", bundle->plan.draw_id, bundle->files.size()),
         fmt::format("{}: all {} files are there and in their one form", bundle->plan.draw_id, bundle->files.size())}};
}

}  // namespace

BundleReport check_bundle(const BundleFiles& files, const BundleOptions& options,
                          const std::function<void(const BundleCheck&)>& on_check) {
    BundleReport report;
    BundleRun run(report, on_check);
    const auto bundle = read_bundle(files, options);
    if (!run.note("files", "文件", "files", describe(bundle))) return report;
    Review review{*bundle, options, DrawLog(bundle->plan, needs_witnesses(*bundle))};
    for (const Step& step : kSteps)
        if (reached(review, step.from) && !run.note(step.id, step.zh, step.en, step.run(review))) return report;
    report.verdict = verdict_of(review);
    report.overdue = is_overdue(*bundle, options, report.verdict);
    return report;
}

}  // namespace sunlot::draw
