#include "inspection/substitution.h"

#include <array>
#include <string>

namespace sunlot::inspection {
namespace {

using draw::Substituted;

// Codes 91–95 of the national results (could not be carried out) say the same at the visit itself.
constexpr std::array kReasons{
    SubstitutionReason{Substituted::object, "deregistered", "注销", "deregistered"},
    SubstitutionReason{Substituted::object, "revoked", "吊销", "licence revoked"},
    SubstitutionReason{Substituted::object, "moved", "迁出", "moved away"},
    SubstitutionReason{Substituted::object, "suspended", "停业", "closed for business"},
    SubstitutionReason{Substituted::object, "not_found", "查无下落", "cannot be found"},
    SubstitutionReason{Substituted::object, "duplicate", "重复登记", "registered twice"},
    SubstitutionReason{Substituted::object, "out_of_scope", "不属本事项监管", "not subject to this item"},
    SubstitutionReason{Substituted::object, "force_majeure", "不可抗力", "force majeure"},
    SubstitutionReason{Substituted::officer, "recused", "人员回避", "recused"},
    SubstitutionReason{Substituted::officer, "ill", "生病", "ill"},
    SubstitutionReason{Substituted::officer, "on_leave", "请假", "on leave"},
    SubstitutionReason{Substituted::officer, "certificate", "证件失效", "certificate not valid"},
    SubstitutionReason{Substituted::officer, "departed", "离岗", "left the post"},
    SubstitutionReason{Substituted::officer, "seconded", "借调", "seconded elsewhere"},
    SubstitutionReason{Substituted::officer, "duty", "紧急公务", "urgent duty elsewhere"},
};

}  // namespace

std::span<const SubstitutionReason> substitution_reasons() {
    return kReasons;
}

Result<SubstitutionReason> find_reason(Substituted what, std::string_view code) {
    for (const auto& reason : kReasons)
        if (reason.what == what && reason.code == code) return reason;
    return refuse(RefusalKind::invalid, "substitution.reason", "没有这种替换原因：" + std::string(code),
                  "no such reason: " + std::string(code), "reason");
}

Text reason_title(Substituted what, std::string_view code) {
    for (const auto& reason : kReasons)
        if (reason.what == what && reason.code == code) return {std::string(reason.zh), std::string(reason.en)};
    return {std::string(code), std::string(code)};
}

std::string_view name(Substituted what) {
    return what == Substituted::object ? "object" : "officer";
}

Result<Substituted> parse_substituted(std::string_view text) {
    if (text == "object") return Substituted::object;
    if (text == "officer") return Substituted::officer;
    return refuse(RefusalKind::invalid, "substitution.what", "应为 object（对象）或 officer（人员）",
                  "must be \"object\" or \"officer\"", "what");
}

}  // namespace sunlot::inspection
