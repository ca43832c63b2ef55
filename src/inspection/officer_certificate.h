// Certificates of officers (执法证、劳动保障监察证 …), and what follows from them and from an officer's state: who may
// be drawn for visits of a period, why not, and whose certificates end soon. Pure.
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

struct OfficerRow;

enum class CertificateState { valid, suspended, revoked };
/// 有效 暂扣 注销
std::string_view text(CertificateState state);
std::optional<CertificateState> parse_certificate_state(std::string_view text);

inline constexpr std::string_view kEnforcementCertificate = "行政执法证";
inline constexpr std::string_view kLabourCertificate = "劳动保障监察证";

struct Certificate {
    std::string kind;  ///< 行政执法证, 劳动保障监察证, or another
    std::string number;
    std::optional<Date> from;
    std::optional<Date> to;
    CertificateState state = CertificateState::valid;
    friend bool operator==(const Certificate&, const Certificate&) = default;
};

/// "行政执法证|15080200001|2024-01-01|2029-12-31|有效": how a further certificate stands in a line of officer-v2.
std::string pack(const Certificate& certificate);
/// Nothing when it is not such a text.
std::optional<Certificate> unpack_certificate(std::string_view text);

/// Which certificates must be valid on every day of the visits (parameter officer.certificate_rule).
enum class CertificateRule { enforcement, either, both };
std::optional<CertificateRule> parse_certificate_rule(std::string_view text);

/// Every certificate of an officer: the first, the second, and the further ones.
std::vector<Certificate> certificates_of(const OfficerRow& officer);

/// Why this officer can't be drawn for visits from `from` to `to`, or nothing: auxiliary, away, or without a valid
/// certificate on one of the days. A renewed certificate that begins when the old one ends leaves no gap.
std::optional<Text> why_not_drawable(const OfficerRow& officer, Date from, Date to,
                                     CertificateRule rule = CertificateRule::enforcement);

struct CertificateWarning {
    Certificate certificate;
    std::int64_t days_left = 0;  ///< 0: today is the last day; below 0: expired
    std::int64_t level = 0;      ///< the least of the warning days that is not below days_left; 0 when expired
};
/// Certificates that end within the largest of `warning_days`, or have ended, unless a later one of their kind takes
/// over. Of officers who may not be drawn anyway (departed, auxiliary) none.
std::vector<CertificateWarning> certificate_warnings(const OfficerRow& officer, Date today,
                                                     std::span<const std::int64_t> warning_days);

}  // namespace sunlot::inspection
