#include "inspection/officer_certificate.h"

#include "base/text.h"
#include "inspection/officer.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

constexpr std::array<std::string_view, 3> kStates{"有效", "暂扣", "注销"};
constexpr std::size_t kPackedParts = 5;

std::optional<std::optional<Date>> read_day(std::string_view text) {
    if (text.empty()) return std::optional<Date>();
    const auto date = Date::parse(text);
    if (!date) return std::nullopt;
    return std::optional(*date);
}

bool is_enforcement(const Certificate& one) {
    return one.kind == kEnforcementCertificate;
}
bool is_labour(const Certificate& one) {
    return one.kind == kLabourCertificate;
}
bool is_either(const Certificate& one) {
    return is_enforcement(one) || is_labour(one);
}

bool covers(const Certificate& one, Date day) {
    return one.state == CertificateState::valid && one.to && *one.to >= day && (!one.from || *one.from <= day);
}

/// What is wrong with the best of these on `day`, on which none of them is valid. `what`: 执法证.
Text what_is_wrong(const std::vector<Certificate>& all, Date day, std::string_view zh, std::string_view en) {
    if (all.empty()) return {fmt::format("没有{}", zh), fmt::format("no {}", en)};
    const auto later = [](const Certificate& a, const Certificate& b) {
        return a.to.value_or(Date{}) < b.to.value_or(Date{});
    };
    const Certificate& best = *std::ranges::max_element(all, later);
    if (best.state != CertificateState::valid)
        return {fmt::format("{}已{}", zh, text(best.state)),
                fmt::format("the {} is {}", en, best.state == CertificateState::suspended ? "suspended" : "revoked")};
    if (!best.to) return {fmt::format("没有登记{}有效期", zh), fmt::format("the {}'s last day is not known", en)};
    if (*best.to < day)
        return {fmt::format("{}有效期至 {}", zh, best.to->text()),
                fmt::format("the {} expires on {}", en, best.to->text())};
    return {fmt::format("{}自 {} 起有效", zh, best.from.value_or(day).text()),
            fmt::format("the {} begins on {}", en, best.from.value_or(day).text())};
}

/// The first day of the period on which none of `all` is valid, told as a reason; nothing when there is none.
std::optional<Text> gap(const std::vector<Certificate>& all, Date from, Date to, std::string_view zh,
                        std::string_view en) {
    for (Date day = from; day <= to;) {
        const Certificate* longest = nullptr;
        for (const auto& one : all)
            if (covers(one, day) && (longest == nullptr || *one.to > *longest->to)) longest = &one;
        if (longest == nullptr) return what_is_wrong(all, day, zh, en);
        if (*longest->to >= to) return std::nullopt;
        day = Date::from_days(longest->to->days() + 1);
    }
    return std::nullopt;
}

std::vector<Certificate> of_kind(const std::vector<Certificate>& all, bool (*wanted)(const Certificate&)) {
    std::vector<Certificate> out;
    std::ranges::copy_if(all, std::back_inserter(out), wanted);
    return out;
}

std::optional<Text> why_away(const OfficerRow& officer, Date from, Date to) {
    if (officer.state == OfficerState::on_duty) return std::nullopt;
    if (officer.state_from && *officer.state_from > to) return std::nullopt;
    if (officer.state_to && *officer.state_to < from) return std::nullopt;
    std::string when;
    if (officer.state_from || officer.state_to)
        when = fmt::format("（{} 至 {}）", officer.state_from ? officer.state_from->text() : "此前",
                           officer.state_to ? officer.state_to->text() : "另行通知");
    return Text{fmt::format("人员状态为{}{}", text(officer.state), when),
                when.empty()
                    ? "not on duty"
                    : fmt::format("not on duty ({} to {})", officer.state_from ? officer.state_from->text() : "before",
                                  officer.state_to ? officer.state_to->text() : "further notice")};
}

}  // namespace

std::string_view text(CertificateState state) {
    return kStates[static_cast<std::size_t>(state)];
}

std::optional<CertificateState> parse_certificate_state(std::string_view word) {
    const auto found = std::ranges::find(kStates, word);
    if (found == kStates.end()) return std::nullopt;
    return static_cast<CertificateState>(found - kStates.begin());
}

std::string pack(const Certificate& one) {
    return fmt::format("{}|{}|{}|{}|{}", one.kind, one.number, one.from ? one.from->text() : "",
                       one.to ? one.to->text() : "", text(one.state));
}

std::optional<Certificate> unpack_certificate(std::string_view packed) {
    const auto parts = split(packed, '|');
    if (parts.size() != kPackedParts || parts[0].empty() || parts[1].empty()) return std::nullopt;
    const auto from = read_day(parts[2]);
    const auto to = read_day(parts[3]);
    const auto state = parse_certificate_state(parts[4]);
    if (!from || !to || !state) return std::nullopt;
    return Certificate{
        .kind = std::string(parts[0]), .number = std::string(parts[1]), .from = *from, .to = *to, .state = *state};
}

std::optional<CertificateRule> parse_certificate_rule(std::string_view word) {
    if (word == "enforcement") return CertificateRule::enforcement;
    if (word == "either") return CertificateRule::either;
    if (word == "both") return CertificateRule::both;
    return std::nullopt;
}

std::vector<Certificate> certificates_of(const OfficerRow& officer) {
    std::vector<Certificate> all;
    if (!officer.certificate_no.empty())
        all.push_back({.kind = std::string(kEnforcementCertificate),
                       .number = officer.certificate_no,
                       .from = officer.certificate_from,
                       .to = officer.certificate_to,
                       .state = officer.certificate_state});
    if (!officer.second_certificate_no.empty())
        all.push_back({.kind = std::string(kLabourCertificate),
                       .number = officer.second_certificate_no,
                       .from = officer.second_certificate_from,
                       .to = officer.second_certificate_to,
                       .state = officer.second_certificate_state});
    all.insert(all.end(), officer.more_certificates.begin(), officer.more_certificates.end());
    return all;
}

std::optional<Text> why_not_drawable(const OfficerRow& officer, Date from, Date to, CertificateRule rule) {
    if (officer.auxiliary) return Text{"辅助人员，只能协助", "auxiliary staff may only assist"};
    if (auto away = why_away(officer, from, to)) return away;
    const auto all = certificates_of(officer);
    const auto enforcement = of_kind(all, is_enforcement);
    if (rule == CertificateRule::either)
        return gap(of_kind(all, is_either), from, to, "执法证或监察证", "enforcement or labour certificate");
    if (auto missing = gap(enforcement, from, to, "执法证", "enforcement certificate")) return missing;
    if (rule == CertificateRule::enforcement) return std::nullopt;
    return gap(of_kind(all, is_labour), from, to, "劳动保障监察证", "labour inspection certificate");
}

std::vector<CertificateWarning> certificate_warnings(const OfficerRow& officer, Date today,
                                                     std::span<const std::int64_t> warning_days) {
    std::vector<CertificateWarning> out;
    if (officer.auxiliary || officer.state == OfficerState::departed || warning_days.empty()) return out;
    const std::int64_t horizon = std::ranges::max(warning_days);
    const auto all = certificates_of(officer);
    for (const Certificate& one : all) {
        if (!one.to || one.state == CertificateState::revoked) continue;
        const std::int64_t left = one.to->days() - today.days();
        const bool renewed = std::ranges::any_of(all, [&](const Certificate& other) {
            return other.kind == one.kind && other.state == CertificateState::valid && other.to && *other.to > *one.to;
        });
        if (left > horizon || renewed) continue;
        std::int64_t level = horizon;
        for (const std::int64_t days : warning_days)
            if (days >= left) level = std::min(level, days);
        out.push_back({.certificate = one, .days_left = left, .level = left < 0 ? 0 : level});
    }
    return out;
}

}  // namespace sunlot::inspection
