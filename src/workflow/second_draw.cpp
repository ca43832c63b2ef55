#include "workflow/second_draw.h"

#include "hash/sha256.h"
#include "store/engine_sample.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

namespace sunlot::workflow {
namespace {

__extension__ using Wide = unsigned __int128;

struct Line {
    std::string_view stratum;
    std::string_view district;  // empty when the draw is not spread
    hash::Digest ticket;
    std::string_view id;
    friend bool operator<(const Line& a, const Line& b) {
        return std::tie(a.stratum, a.district, a.ticket, a.id) < std::tie(b.stratum, b.district, b.ticket, b.id);
    }
};

std::string derived(std::string_view seed, std::string_view purpose) {
    return hash::sha256_hex("sunlot/derive/v1\n" + std::string(seed) + "\n" + std::string(purpose) + "\n");
}

std::vector<Line> sorted_lines(const draw::Plan& plan, std::string_view frame, std::string_view seed) {
    std::string message = derived(seed, "select");
    std::vector<Line> lines;
    while (!frame.empty()) {
        const auto first = frame.find('\t');
        const auto second = frame.find('\t', first + 1);
        const auto end = frame.find('\n', second + 1);
        const std::string_view id = frame.substr(0, first);
        message.resize(64);
        message += id;
        lines.push_back({.stratum = frame.substr(first + 1, second - first - 1),
                         .district = plan.spread ? frame.substr(second + 1, end - second - 1) : std::string_view(),
                         .ticket = hash::sha256(message),
                         .id = id});
        frame.remove_prefix(end + 1);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::uint64_t wanted(const draw::Quota& quota, std::uint64_t n) {
    if (quota.kind == draw::Quota::Kind::all) return n;
    if (quota.kind == draw::Quota::Kind::number) return std::min(n, quota.numerator);
    const Wide product = Wide{n} * quota.numerator;
    const Wide whole = product / quota.denominator + (product % quota.denominator == 0 ? 0 : 1);
    return whole < n ? static_cast<std::uint64_t>(whole) : n;
}

using Districts = std::map<std::string_view, std::uint64_t>;

/// How many each district of a stratum gives: sizes in, shares out.
void share(const draw::Plan& plan, std::string_view seed, std::string_view stratum, Districts& districts) {
    std::uint64_t n = 0;
    for (const auto& [district, size] : districts) n += size;
    const auto rule = std::find_if(plan.strata.begin(), plan.strata.end(),
                                   [&](const auto& candidate) { return candidate.label == stratum; });
    if (rule == plan.strata.end()) throw std::logic_error("second_result: a stratum that the plan lacks");
    const std::uint64_t k = wanted(rule->quota, n);
    std::uint64_t offset = 0;
    if (plan.spread) {
        const auto digest = hash::sha256(derived(seed, "quota") + std::string(stratum));
        for (int byte = 0; byte < 8; ++byte) offset = offset * 256 + digest[static_cast<std::size_t>(byte)];
        offset = static_cast<std::uint64_t>(Wide{offset} * n / (Wide{1} << 64));
    }
    std::uint64_t before = 0;
    std::uint64_t given = 0;
    for (auto& [district, size] : districts) {
        before += size;
        const auto up_to = static_cast<std::uint64_t>((Wide{k} * before + offset) / n);
        size = up_to - given;
        given = up_to;
    }
}

std::map<std::string_view, Districts> quotas(const draw::Plan& plan, std::string_view seed,
                                             const std::vector<Line>& lines, std::span<const draw::Cell> kept) {
    std::map<std::string_view, Districts> out;
    if (!kept.empty()) {
        for (const auto& cell : kept) out[cell.stratum][cell.district] = cell.k;
        return out;
    }
    for (const Line& line : lines) ++out[line.stratum][line.district];
    for (auto& [stratum, districts] : out) share(plan, seed, stratum, districts);
    return out;
}

}  // namespace

std::string second_result(const draw::Plan& plan, std::string_view frame, std::string_view seed,
                          std::span<const draw::Cell> kept) {
    const auto lines = sorted_lines(plan, frame, seed);
    auto shares = quotas(plan, seed, lines, kept);
    std::string out;
    std::uint64_t rank = 0;
    const Line* before = nullptr;
    for (const Line& line : lines) {
        const bool same = before != nullptr && before->stratum == line.stratum && before->district == line.district;
        rank = same ? rank + 1 : 1;
        before = &line;
        const std::uint64_t k = shares[line.stratum][line.district];
        if (rank > k && rank - k > plan.reserve) continue;
        out.append(line.stratum).append("\t").append(line.district).append("\t").append(std::to_string(rank));
        out.append(rank <= k ? "\tS\t" : "\tR\t").append(hash::hex(line.ticket)).append("\t").append(line.id);
        out += '\n';
    }
    return out;
}

std::string second_result_on(store::Database& database, const draw::Plan& plan, std::string_view frame,
                             std::string_view seed, std::span<const draw::Cell> kept) {
    if (auto inside = database.sample_inside({.plan = plan, .seed = seed, .kept = kept}, frame)) return *inside;
    return second_result(plan, frame, seed, kept);
}

}  // namespace sunlot::workflow
