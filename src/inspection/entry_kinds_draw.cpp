#include "inspection/entry_kind.h"

namespace sunlot::inspection {
namespace {

constexpr std::string_view kDraw = "lhrs-150802-2026-0007";
constexpr auto kSometimes = Presence::sometimes;

std::vector<EntryKind> until_sealed() {
    return {
        {.kind = "draw.opened",
         .subject = "draw id",
         .zh = "开启抽取，规则从此不能更改",
         .en = "a draw is opened: its terms are fixed",
         .fields = {{"task", "task number"}, {"terms", "digest of plan.json without commitments"}},
         .example =
             {.subject = kDraw,
              .data =
                  R"({"task":"临人社双随机〔2026〕7号","terms":"1f2e3d4c5b6a79880716253443526170f1e2d3c4b5a697887766554433221100"})"}},
        {.kind = "party.invited",
         .subject = "<draw id>/<party id>",
         .zh = "邀请参与方的手机",
         .en = "a party's device is invited; no entry of the draw",
         .fields = {{"party", "party id"}, {"token", "digest of the secret in the link"}},
         .example =
             {.subject = "lhrs-150802-2026-0007/jiwei",
              .data =
                  R"({"party":"jiwei","token":"2a3b4c5d6e7f80910213243546576879a8b9cadbecfd0e1f2031425364758697"})"}},
        {.kind = "contribution.committed",
         .subject = "draw id",
         .zh = "参与方提交承诺",
         .en = "a party commits to its random number",
         .fields = {{"commitment", "digest of draw, party and value"},
                    {"deposit", "a box for each trustee", kSometimes},
                    {"party", "party id"}},
         .example =
             {.subject = kDraw,
              .data =
                  R"({"commitment":"3b4c5d6e7f80910213243546576879a8b9cadbecfd0e1f20314253647586972a","party":"jiwei"})",
              .actor = "party:jiwei"}},
        {.kind = "frame.sealed",
         .subject = "draw id",
         .zh = "封存名单",
         .en = "the lists are sealed",
         .fields = {{"attempt", "from 1"},
                    {"frame_root", "Merkle root of frame.tsv"},
                    {"journal_size", "size of the journal at which the directory was read"},
                    {"plan", "digest of plan.json"},
                    {"seal", "digest of seal.json"}},
         .example =
             {.subject = kDraw,
              .data =
                  R"({"attempt":1,"frame_root":"4c5d6e7f80910213243546576879a8b9cadbecfd0e1f20314253647586972a3b","journal_size":41,"plan":"5d6e7f80910213243546576879a8b9cadbecfd0e1f20314253647586972a3b4c","seal":"6e7f80910213243546576879a8b9cadbecfd0e1f20314253647586972a3b4c5d"})"}},
    };
}

std::vector<EntryKind> until_seeded() {
    return {
        {.kind = "sealing.witnessed",
         .subject = "draw id",
         .zh = "封存已经见证人签名",
         .en = "the quorum of the plan's policy has seen the sealing",
         .fields = {{"attempt", "number"}, {"proof", "tlog-proof of frame.sealed in a cosigned checkpoint"}},
         .example = {.subject = kDraw,
                     .data = R"({"attempt":1,"proof":"c2sp.org/tlog-proof@v1\nindex 41\n…"})",
                     .actor = "system"}},
        {.kind = "contribution.revealed",
         .subject = "draw id",
         .zh = "参与方揭示随机数",
         .en = "a party reveals what it committed to",
         .fields = {{"party", "party id"},
                    {"typed", "the text it was made from", kSometimes},
                    {"value", "64 hex digits"}},
         .example =
             {.subject = kDraw,
              .data = R"({"party":"jiwei","value":"7f80910213243546576879a8b9cadbecfd0e1f20314253647586972a3b4c5d6e"})",
              .actor = "party:jiwei"}},
        {.kind = "contribution.rejected",
         .subject = "draw id",
         .zh = "揭示与承诺不符，不予采纳",
         .en = "a reveal that is not what was committed to",
         .fields = {{"commitment", "what it would have been a commitment to"}, {"party", "party id"}},
         .example =
             {.subject = kDraw,
              .data =
                  R"({"commitment":"80910213243546576879a8b9cadbecfd0e1f20314253647586972a3b4c5d6e7f","party":"jiwei"})",
              .actor = "party:jiwei"}},
        {.kind = "contribution.opened",
         .subject = "draw id",
         .zh = "保管人合力打开未揭示的承诺",
         .en = "trustees open a contribution that was not revealed",
         .fields = {{"party", "party id"}, {"shares", "threshold shares, by trustee"}, {"value", "64 hex digits"}},
         .example = {.subject = kDraw, .data = R"({"party":"jiwei","shares":[],"value":"910213…"})"}},
        {.kind = "deposit.failed",
         .subject = "draw id",
         .zh = "寄存内容与承诺不符，只能作废",
         .en = "what was deposited is not what was committed to: the draw can only be voided",
         .fields = {{"party", "party id"}, {"shares", "threshold shares, by trustee"}},
         .example = {.subject = kDraw, .data = R"({"party":"jiwei","shares":[]})"}},
        {.kind = "share.delivered",
         .subject = "draw id",
         .zh = "交来密封份额（限时保密）",
         .en = "a keeper hands over a sealed share (embargo)",
         .fields = {{"share", "sealed-1 or sealed-2"}},
         .private_part = PrivatePart::must,
         .private_what = "the share's value, until it is revealed",
         .secret = true,
         .example = {.subject = kDraw, .data = R"({"share":"sealed-1"})", .private_part = R"({"value":"02…"})"}},
        {.kind = "event.recorded",
         .subject = "draw id",
         .zh = "录入公共随机事件",
         .en = "a public event has come",
         .fields = {{"content", "the numbers drawn"},
                    {"kind", "ssq, dlt, drand, nist, dice"},
                    {"name", "issue or round"},
                    {"signature", "drand's signature", kSometimes}},
         .example = {.subject = kDraw, .data = R"({"content":"03,09,12,18,26,31+07","kind":"ssq","name":"2026135"})"}},
        {.kind = "seed.fixed",
         .subject = "draw id",
         .zh = "种子确定",
         .en = "the seed is fixed",
         .fields = {{"dropped", "parties that did not reveal in time"},
                    {"parties", "parties that did"},
                    {"sealed_seed", "commitment to the seed (embargo)", kSometimes},
                    {"seed", "digest of seed.txt", kSometimes}},
         .example =
             {.subject = kDraw,
              .data =
                  R"({"dropped":[],"parties":["bureau","jiwei"],"seed":"0213243546576879a8b9cadbecfd0e1f20314253647586972a3b4c5d6e7f8091"})"}},
    };
}

std::vector<EntryKind> until_closed() {
    return {
        {.kind = "draw.alarmed",
         .subject = "<draw id>/alarm",
         .zh = "抽取结果与预期相差过大的提示",
         .en = "the sample is further from what is expected than chance allows; no entry of the draw",
         .fields = {{"attempt", "number"},
                    {"degrees", "degrees of freedom"},
                    {"p_millionths", "chance in a million"},
                    {"statistic_thousandths", "χ² × 1000"},
                    {"test", "district, stratum or id_tail"}},
         .example =
             {.subject = "lhrs-150802-2026-0007/alarm",
              .data = R"({"attempt":1,"degrees":9,"p_millionths":0,"statistic_thousandths":71200,"test":"district"})"}},
        {.kind = "result.sealed",
         .subject = "draw id",
         .zh = "抽取结果",
         .en = "the sample",
         .fields = {{"attempt", "number"},
                    {"reserve", "rows of the reserve"},
                    {"result", "digest of result.tsv", kSometimes},
                    {"root", "root over its salted lines (embargo)", kSometimes},
                    {"sample", "rows of the sample"}},
         .private_part = PrivatePart::may,
         .private_what = "embargo: digest of result.tsv",
         .secret = true,
         .example =
             {.subject = kDraw,
              .data =
                  R"({"attempt":1,"reserve":4,"result":"13243546576879a8b9cadbecfd0e1f20314253647586972a3b4c5d6e7f809102","sample":41})"}},
        {.kind = "assignment.sealed",
         .subject = "draw id",
         .zh = "执法人员匹配结果",
         .en = "who inspects whom",
         .fields = {{"assignment", "digest of assignment.tsv", kSometimes},
                    {"assignment_root", "root over its salted lines (embargo)", kSometimes},
                    {"attempt", "number"},
                    {"slots", "digest of slots.tsv", kSometimes},
                    {"slots_root", "root over its salted lines (embargo)", kSometimes}},
         .private_part = PrivatePart::may,
         .private_what = "embargo: digests of assignment.tsv and slots.tsv",
         .secret = true,
         .example =
             {.subject = kDraw,
              .data =
                  R"({"assignment":"243546576879a8b9cadbecfd0e1f20314253647586972a3b4c5d6e7f80910213","attempt":1,"slots":"3546576879a8b9cadbecfd0e1f20314253647586972a3b4c5d6e7f8091021324"})"}},
        {.kind = "disclosed",
         .subject = "draw id",
         .zh = "限时保密期间查看名单",
         .en = "lines under embargo were shown to the actor, or proved at a doorstep",
         .fields = {{"attempt", "number"},
                    {"lines", "line numbers of result.tsv, ascending"},
                    {"purpose", "visit, doorstep, print, audit"}},
         .private_part = PrivatePart::may,
         .private_what = "doorstep: digest of the proof's token",
         .secret = true,
         .example = {.subject = kDraw, .data = R"({"attempt":1,"lines":[3,17],"purpose":"visit"})"}},
        {.kind = "share.revealed",
         .subject = "draw id",
         .zh = "公布密封份额，解除保密",
         .en = "a sealed share is published",
         .fields = {{"share", "sealed-1 or sealed-2"},
                    {"shares", "when trustees opened it", kSometimes},
                    {"value", "64 hex digits"}},
         .example =
             {.subject = kDraw,
              .data =
                  R"({"share":"sealed-1","value":"46576879a8b9cadbecfd0e1f20314253647586972a3b4c5d6e7f809102132435"})"}},
        {.kind = "draw.closed",
         .subject = "draw id",
         .zh = "抽取办结",
         .en = "the draw is over",
         .fields = {{"attempt", "number"}, {"substitutions", "digest of substitutions.json"}},
         .example =
             {.subject = kDraw,
              .data =
                  R"({"attempt":1,"substitutions":"576879a8b9cadbecfd0e1f20314253647586972a3b4c5d6e7f80910213243546"})"}},
    };
}

}  // namespace

EntryArea draw_entry_kinds() {
    EntryArea area{.zh = "抽取", .en = "Draws", .kinds = until_sealed()};
    for (auto& kind : until_seeded()) area.kinds.push_back(kind);
    for (auto& kind : until_closed()) area.kinds.push_back(kind);
    return area;
}

}  // namespace sunlot::inspection
