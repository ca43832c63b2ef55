#include "inspection/entry_kind.h"

namespace sunlot::inspection {
namespace {

constexpr std::string_view kDraw = "lhrs-150802-2026-0007";
constexpr auto kSometimes = Presence::sometimes;

std::vector<EntryKind> substitutions() {
    return {
        {.kind = "substitution.requested",
         .subject = "draw id",
         .zh = "申请替换对象或人员",
         .en = "an object or an officer is to be replaced",
         .fields = {{"attempt", "number"},
                    {"line", "line of result.tsv"},
                    {"number", "from 1 in the draw"},
                    {"reason", "code of the reason"},
                    {"recused", "officers who must not meet the next object", kSometimes},
                    {"slot", "which officer", kSometimes},
                    {"unavailable", "officers who cannot go"},
                    {"what", "object or officer"}},
         .private_part = PrivatePart::must,
         .private_what = "text and evidence",
         .example =
             {.subject = kDraw,
              .data =
                  R"({"attempt":1,"line":12,"number":1,"reason":"closed","recused":[],"unavailable":[],"what":"object"})",
              .private_part = R"({"text":"已注销，现场无人"})"}},
        {.kind = "substitution.approved",
         .subject = "draw id",
         .zh = "批准替换",
         .en = "a replacement is approved by another person",
         .fields = {{"attempt", "number"},
                    {"number", "of the request"},
                    {"officer", "who takes the place", kSometimes},
                    {"officers", "who inspect the replacement", kSometimes},
                    {"replacement", "line of the reserve", kSometimes}},
         .example = {.subject = kDraw,
                     .data = R"({"attempt":1,"number":1,"officers":["o3","o5"],"replacement":42})",
                     .actor = "u5"}},
        {.kind = "substitution.refused",
         .subject = "draw id",
         .zh = "不同意替换",
         .en = "a replacement is refused",
         .fields = {{"attempt", "number"}, {"number", "of the request"}},
         .example = {.subject = kDraw, .data = R"({"attempt":1,"number":1})", .actor = "u5"}},
    };
}

std::vector<EntryKind> further_attempts() {
    return {
        {.kind = "draw.voided",
         .subject = "draw id",
         .zh = "作废抽取",
         .en = "the draw is void, before anything was drawn",
         .fields = {{"reason", "why"}},
         .example = {.subject = kDraw, .data = R"({"reason":"名录有误，重新导入后另行抽取"})"}},
        {.kind = "redraw.requested",
         .subject = "draw id",
         .zh = "申请按更正的名单重抽",
         .en = "the same seed is to be used on corrected lists",
         .fields = {{"reason", "why"}},
         .example = {.subject = kDraw, .data = R"({"reason":"名录缺少二道桥镇"})"}},
        {.kind = "redraw.approved",
         .subject = "draw id",
         .zh = "批准重抽",
         .en = "approved by another person",
         .fields = {{"attempt", "number of the attempt that follows"}},
         .example = {.subject = kDraw, .data = R"({"attempt":2})", .actor = "u5"}},
        {.kind = "extension.requested",
         .subject = "draw id",
         .zh = "申请扩大抽取",
         .en = "higher quotas are asked for",
         .fields = {{"reason", "why"}, {"strata", "strata with their new quotas"}},
         .example = {.subject = kDraw,
                     .data = R"({"reason":"问题率高","strata":[{"label":"A","quota":{"ratio":[10,100]}}]})"}},
        {.kind = "extension.approved",
         .subject = "draw id",
         .zh = "批准扩大抽取",
         .en = "approved by another person",
         .fields = {{"attempt", "number of the attempt that follows"}},
         .example = {.subject = kDraw, .data = R"({"attempt":2})", .actor = "u5"}},
    };
}

}  // namespace

EntryArea change_entry_kinds() {
    EntryArea area{.zh = "抽取之后的变更", .en = "Changes of a draw", .kinds = substitutions()};
    for (auto& kind : further_attempts()) area.kinds.push_back(kind);
    return area;
}

}  // namespace sunlot::inspection
