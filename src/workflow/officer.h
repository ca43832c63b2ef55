// Looking into the directory of officers: who can be drawn, who can't and why, whose certificates end. Changing it:
// officer_change.h, or by import.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/data_scope.h"
#include "store/officer.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// The rule on certificates in force on a day (parameter officer.certificate_rule).
inspection::CertificateRule certificate_rule(store::View& view, Date day);

struct OfficerStanding {
    store::OfficerRecord officer;
    std::optional<Text> why_not;  // as of today
    std::int64_t load = 0;        // visits of this year, dealt here and before
    std::vector<inspection::CertificateWarning> warnings;
    bool untrained = false;  // no certificate yet, and no 岗前培训 passed
};

struct OfficerQuery {
    std::string q = {};         // fragment of name, unit or number, or the first letters of the name's pinyin
    std::string state = {};     // 在岗, 请假, 借调, 离岗, or any
    std::string drawable = {};  // yes, no, or any
    bool warned = false;        // only those whose certificates end soon or have ended
    bool untrained = false;
    std::string after = {};
    std::size_t limit = 50;
    inspection::DataScope scope = {};  // officers of other units are not there
};
struct OfficerPage {
    std::vector<OfficerStanding> rows;
    std::optional<std::string> next;
    std::int64_t total = 0;
};
OfficerPage list_officers(const Context& context, const OfficerQuery& query);

struct OfficerDetail {
    OfficerStanding standing;
    std::vector<store::TrainingRecord> trainings;
    std::vector<store::OfficerChange> changes;
    std::map<std::int32_t, std::int64_t> loads;  // visits by year, this one and the three before
    std::int64_t recusals = 0;                   // in force today
};
/// Refuses officer.unknown, also for officers of units that the scope does not see.
Result<OfficerDetail> find_officer(const Context& context, std::string_view id,
                                   const inspection::DataScope& scope = {});

struct OfficerWarning {
    std::string officer;
    std::string name;
    std::string unit;
    inspection::CertificateWarning warning;
};
/// Certificates that end within the days of the parameter officer.warning_days, or have ended; most urgent first.
std::vector<OfficerWarning> certificate_warnings(const Context& context, const inspection::DataScope& scope = {});

struct OfficerAway {
    std::string officer;
    std::string name;
    std::string unit;
    Text why;
};
struct Drawability {
    Date from;
    Date to;
    std::int64_t drawable = 0;
    std::vector<OfficerAway> out;
};
/// Who could be drawn for visits of a period, and who not and why. Refuses officer.period.
Result<Drawability> drawability(const Context& context, Date from, Date to, const inspection::DataScope& scope = {});

struct PublicOfficer {
    std::string name;
    std::string unit;
    std::string certificate_no;
    std::string certificate_to;
};
/// What is public about those who may inspect today (行政执法公示): name, certificate, unit. Nothing else ever.
std::vector<PublicOfficer> public_officers(const Context& context);

enum class OfficerFormat { csv, xlsx };
/// The officers that the actor sees, under the titles of the import, without identity numbers and phones; recorded as
/// export.made. The caller removes the file.
std::filesystem::path export_officers(const Context& context, const Actor& actor, OfficerFormat format);

}  // namespace sunlot::workflow
