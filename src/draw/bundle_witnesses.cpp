// Whether a quorum outside saw each sealing, and in time. Where sealing.witnessed stands is bundle_log's business; here
// its proof is opened.
#include "draw/bundle_parts.h"
#include "draw/witnessed.h"
#include "ledger/policy.h"

#include <algorithm>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::uint64_t kLastSecond = 253'402'300'799;  // of the year 9999

std::string named(const std::vector<ledger::NoteSignature>& signatures) {
    std::string out;
    for (const ledger::NoteSignature& signature : signatures) {
        const auto second = static_cast<std::int64_t>(std::min(signature.time.value_or(0), kLastSecond));
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", signature.key.name(),
                           Instant{second * kMicrosPerSecond}.beijing());
    }
    return out;
}

}  // namespace

bool needs_witnesses(const Bundle& bundle) {
    if (bundle.files_only || !bundle.plan.policy) return false;
    const auto policy = ledger::Policy::parse(bundle.file("log/policy.txt"));
    return policy && policy->has_quorum();
}

Result<Finding> check_witnesses(Review& review) {
    const auto policy = ledger::Policy::parse(review.bundle.file("log/policy.txt"));
    if (!policy) return pass_on(policy.error());
    Finding finding;
    std::uint64_t number = 0;
    for (const LoggedAttempt& attempt : review.log.attempts()) {
        const char* sign = number == 0 ? "" : "; ";
        ++number;
        if (!attempt.witnessed) {  // the last one; bundle_log lets nothing follow it
            finding.detail.zh += fmt::format("{}第 {} 次封存尚待见证", sign, number);
            finding.detail.en += fmt::format("{}sealing {} is not yet witnessed", sign, number);
            break;
        }
        const auto signatures = check_witnessed({review.bundle.plan, *policy, number, attempt.sealed_seq,
                                                 review.bundle.file(fmt::format("log/{}.json", attempt.sealed_seq)),
                                                 attempt.witnessed->seq, attempt.witnessed->proof});
        if (!signatures)
            return wrong("witnesses", fmt::format("log/{}.json", attempt.witnessed->seq), signatures.error().text.zh,
                         signatures.error().text.en);
        finding.detail.zh += fmt::format("{}第 {} 次封存经见证：{}", sign, number, named(*signatures));
        finding.detail.en += fmt::format("{}sealing {} was witnessed by {}", sign, number, named(*signatures));
    }
    return finding;
}

}  // namespace sunlot::draw
