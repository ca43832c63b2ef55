#include "api/draw_words.h"

#include <array>
#include <string>

namespace sunlot::api {
namespace {

struct Word {
    std::string_view key;
    std::string_view zh;
    std::string_view en;
};

template <std::size_t N>
Text find(const std::array<Word, N>& words, std::string_view key) {
    for (const auto& word : words) {
        if (word.key == key) return {std::string(word.zh), std::string(word.en)};
    }
    return {std::string(key), std::string(key)};
}

constexpr std::array<Word, 24> kSteps{{
    {"draw.opened", "抽取开启，规则从此不能改", "The draw was opened; its rules are fixed from here on"},
    {"contribution.committed", "提交了承诺", "committed to a secret number"},
    {"frame.sealed", "名单封存，从此不能增删", "The frame was sealed; nothing can be added or removed"},
    {"contribution.revealed", "揭示了所承诺的数", "revealed the number committed to"},
    {"contribution.rejected", "揭示的数与承诺不符，未予采用", "revealed a number that does not match: not used"},
    {"event.recorded", "记录公开事件", "The public event was recorded"},
    {"seed.fixed", "种子确定", "The seed was fixed"},
    {"result.sealed", "抽取结果封存", "The result was sealed"},
    {"assignment.sealed", "执法人员匹配结果封存", "The assignment of officers was sealed"},
    {"draw.closed", "抽取结束", "The draw was closed"},
    {"draw.voided", "抽取作废", "The draw was voided"},
    {"redraw.requested", "申请按原种子重抽", "A redraw with the same seed was requested"},
    {"redraw.approved", "批准按原种子重抽", "The redraw with the same seed was approved"},
    {"contribution.opened", "没有揭示，由托管人开启", "did not reveal; the trustees opened the deposit"},
    {"deposit.failed", "寄存的内容与承诺不符", "deposited something else than it committed to"},
    {"sealing.witnessed", "见证人看到了封存并签名", "Witnesses have seen the sealing"},
    {"share.delivered", "交来密封份额，仍然保密", "A sealed share was handed over, and stays secret"},
    {"share.revealed", "公布密封份额", "A sealed share was revealed"},
    {"disclosed", "向人披露了几行结果", "Lines of the result were shown to someone"},
    {"extension.requested", "申请扩大抽取", "An extension was requested"},
    {"extension.approved", "批准扩大抽取", "The extension was approved"},
    {"substitution.requested", "申请替换", "A substitution was requested"},
    {"substitution.approved", "批准替换", "The substitution was approved"},
    {"substitution.refused", "不同意替换", "The substitution was refused"},
}};

constexpr std::array<Word, 44> kMembers{{
    {"task", "任务", "task"},
    {"terms", "规则的摘要", "digest of the rules"},
    {"party", "哪一方", "party"},
    {"commitment", "承诺", "commitment"},
    {"attempt", "第几次名单", "attempt"},
    {"frame_root", "名单树根", "frame root"},
    {"journal_size", "读取名录时的日志条目数", "size of the log when the directory was read"},
    {"plan", "规则（含各方承诺）的摘要", "digest of the plan"},
    {"seal", "封存记录的摘要", "digest of the seal"},
    {"value", "揭示的数", "value"},
    {"typed", "由这段文字算得", "from the text"},
    {"content", "内容", "content"},
    {"kind", "种类", "kind"},
    {"name", "期号", "issue"},
    {"dropped", "被剔除的", "dropped"},
    {"parties", "计入的各方", "parties"},
    {"seed", "种子", "seed"},
    {"result", "结果的摘要", "digest of the result"},
    {"sample", "抽中", "drawn"},
    {"reserve", "候补", "reserves"},
    {"assignment", "匹配结果的摘要", "digest of the assignment"},
    {"slots", "可派人员的摘要", "digest of the slots"},
    {"reason", "理由", "reason"},
    {"substitutions", "替换记录的摘要", "digest of the substitutions"},
    {"strata", "分层与数量", "strata and quotas"},
    {"number", "第几号替换", "number"},
    {"line", "结果中的行", "line of the result"},
    {"slot", "岗位", "slot"},
    {"what", "替换什么", "what"},
    {"unavailable", "不能去的人员", "unavailable"},
    {"recused", "须回避的人员", "recused"},
    {"replacement", "递补的行", "line of the replacement"},
    {"officers", "派往的人员", "officers"},
    {"share", "哪一份", "share"},
    {"shares", "托管人开启的份额", "shares opened by trustees"},
    {"deposit", "给托管人的寄存", "boxes for the trustees"},
    {"sealed_seed", "种子的承诺", "commitment to the seed"},
    {"root", "结果的加盐树根", "salted root of the result"},
    {"assignment_root", "匹配结果的加盐树根", "salted root of the assignment"},
    {"slots_root", "可派人员的加盐树根", "salted root of the slots"},
    {"lines", "哪些行", "lines"},
    {"purpose", "用途", "purpose"},
    {"signature", "信标签名", "signature of the round"},
    {"proof", "收录证明", "proof"},
}};

constexpr std::array<Word, 5> kEvents{{
    {"ssq", "中国福利彩票双色球", "Welfare lottery (ssq)"},
    {"dlt", "体育彩票超级大乐透", "Sports lottery (dlt)"},
    {"drand", "drand 公共随机信标", "drand public randomness"},
    {"nist", "NIST 随机信标", "NIST randomness beacon"},
    {"dice", "现场摇号或掷骰", "Dice or balls before witnesses"},
}};

constexpr std::array<Word, 11> kFiles{{
    {"plan.json", "规则：各分层的比例、各方、公开事件", "The rules: quotas, parties, events"},
    {"seal.json", "封存记录：名单各文件的摘要", "The seal: digests of the lists"},
    {"frame.tsv", "抽查名单：编号、分层、地区", "The frame: id, stratum, district"},
    {"exclusions.tsv", "排除名单：编号、原因、依据", "Exclusions: id, reason, reference"},
    {"officers.tsv", "可派执法人员：编号、已有任务、上限、标签", "Officers: id, load, cap, tags"},
    {"recusals.txt", "回避关系（加盐摘要）", "Recusals (salted digests)"},
    {"seed.txt", "种子原文", "The seed's text"},
    {"result.tsv", "抽取结果：分层、名次、票号、编号", "The result: stratum, rank, ticket, id"},
    {"slots.tsv", "每户每个岗位的可派人员", "Candidates of each slot"},
    {"assignment.tsv", "匹配结果：编号与执法人员", "The assignment: id and officers"},
    {"shares.json", "两份密封份额", "The two sealed shares"},
}};

constexpr std::array<Word, 4> kExclusions{{
    {"annual_cap", "本年度检查次数已到上限", "annual cap reached"},
    {"too_new", "封存前不久才进入名录", "added to the directory shortly before sealing"},
    {"window", "在不重复抽查的期限内已查过", "checked within the window"},
    {"exempt", "免查名单", "exempt"},
}};

std::string organisation(const workflow::EntryView& entry, const workflow::DrawView& draw) {
    const Json* party = entry.data.find("party");
    if (!party || !party->is_string()) return {};
    for (const auto& one : draw.parties) {
        if (one.id == party->as_string()) return one.organisation;
    }
    return party->as_string();
}

}  // namespace

Text sentence(const workflow::EntryView& entry, const workflow::DrawView& draw) {
    Text text = find(kSteps, entry.kind);
    const std::string who = organisation(entry, draw);
    if (!who.empty()) return {who + text.zh, who + " " + text.en};
    return text;
}

Text member_title(std::string_view name) {
    return find(kMembers, name);
}

Text event_title(std::string_view kind) {
    return find(kEvents, kind);
}

Text file_title(std::string_view name) {
    return find(kFiles, name);
}

Text exclusion_title(std::string_view reason) {
    return find(kExclusions, reason);
}

}  // namespace sunlot::api
