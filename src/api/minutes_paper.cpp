#include "api/minutes_paper.h"

#include "api/draw_words.h"
#include "documents/pdf.h"
#include "store/database.h"
#include "workflow/context.h"
#include "workflow/organ.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace sunlot::api {
namespace {

using namespace documents;
using workflow::DrawView;

constexpr std::size_t kMostRows = 2000;
constexpr std::string_view kLine = "\n____________________";  // room for a hand

std::string role_title(const std::string& role) {
    if (role == "operator") return "组织方";
    return role == "supervisor" ? "监督方" : "外部参与方";
}

std::string time_of(const std::optional<Instant>& at) {
    return at ? at->beijing() : "—";
}

PaperKeyValues facts(const Minutes& minutes) {
    const DrawView& draw = minutes.draw;
    PaperKeyValues table;
    const auto add = [&](std::string key, std::string value, bool mono = false) {
        table.rows.push_back({std::move(key), std::move(value), mono});
    };
    add("抽取机关 Organ", minutes.organ);
    add("任务 Task", draw.task_name);
    add("文号 Number", draw.task_number);
    add("抽取编号 Draw", draw.draw_id);
    add("方式 Mode", draw.mode == draw::Mode::embargo ? "限时保密抽取 under embargo" : "公开抽取 open");
    add("状态 State", inspection::title(draw.state).zh + " " + inspection::title(draw.state).en);
    if (draw.attempt > 1) add("名单 Frame", fmt::format("第 {} 次（按原种子重抽）", draw.attempt));
    for (const auto& reason : {draw.void_reason, draw.redraw_reason})
        if (reason) add("理由 Reason", *reason);
    return table;
}

PaperTable steps(const DrawView& draw) {
    PaperTable table{.columns = {{.title = "时间（北京）Time", .share = 2.2},
                                 {.title = "事项 What", .share = 4},
                                 {.title = "日志条目 Entry", .share = 1.2},
                                 {.title = "叶摘要 Leaf", .share = 2.2, .mono = true}},
                     .rows = {}};
    for (const auto& entry : draw.entries)
        table.rows.push_back(
            {entry.at.beijing(), sentence(entry, draw).zh, std::to_string(entry.seq), entry.leaf.substr(0, 16)});
    return table;
}

PaperTable parties(const DrawView& draw) {
    PaperTable table{.columns = {{.title = "单位 Organisation", .share = 2.4},
                                 {.title = "身份 Role", .share = 1.1},
                                 {.title = "承诺 Commitment", .share = 3, .mono = true},
                                 {.title = "揭示的数 Revealed", .share = 3, .mono = true}},
                     .rows = {}};
    for (const auto& party : draw.parties) {
        std::string revealed = party.value.value_or("尚未");
        if (party.dropped) revealed = *party.dropped == "missing" ? "未揭示，已剔除" : "揭示有误，已剔除";
        if (party.opened) revealed.insert(0, "由托管人开启 ");
        table.rows.push_back({party.organisation, role_title(party.role), party.commitment.value_or("—"), revealed});
    }
    return table;
}

PaperTable events(const DrawView& draw) {
    PaperTable table{.columns = {{.title = "公开事件 Event", .share = 3},
                                 {.title = "不早于 Not before", .share = 2.2},
                                 {.title = "结果 Outcome", .share = 4, .mono = true},
                                 {.title = "录入 Recorded", .share = 2.2}},
                     .rows = {}};
    for (const auto& event : draw.events)
        table.rows.push_back({fmt::format("{} {}", event_title(event.kind).zh, event.name), event.not_before.beijing(),
                              event.content.value_or("尚未发生"), time_of(event.recorded_at)});
    return table;
}

void add_seal(Paper& paper, const workflow::SealView& seal) {
    paper.blocks.emplace_back(PaperHeading{"三、封存的名单 The sealed lists"});
    PaperTable strata{.columns = {{.title = "分层 Stratum", .share = 4},
                                  {.title = "名单户数 In the frame", .share = 2},
                                  {.title = "应抽户数 To be drawn", .share = 2}},
                      .rows = {}};
    for (const auto& stratum : seal.strata)
        strata.rows.push_back({stratum.label, std::to_string(stratum.n), std::to_string(stratum.k)});
    paper.blocks.emplace_back(std::move(strata));
    PaperTable files{.columns = {{.title = "文件 File", .share = 2.4},
                                 {.title = "行数 Lines", .share = 1},
                                 {.title = "SHA-256", .share = 6, .mono = true}},
                     .rows = {}};
    for (const auto& [name, file] : seal.files)
        files.rows.push_back({file_title(name).zh, std::to_string(file.lines), file.sha256});
    paper.blocks.emplace_back(std::move(files));
    paper.blocks.emplace_back(PaperKeyValues{{{"名单树根 Frame root", seal.frame_root, true},
                                              {"封存记录摘要 seal.json", seal.digest, true},
                                              {"封存时间 Sealed at", seal.at.beijing() + "（北京时间）", false}}});
}

PaperTable result(const std::vector<workflow::DrawnRow>& rows) {
    PaperTable table{.columns = {{.title = "序", .share = 0.6},
                                 {.title = "检查对象 Object", .share = 4},
                                 {.title = "分层 Stratum", .share = 1.6},
                                 {.title = "票号 Ticket", .share = 2, .mono = true},
                                 {.title = "执法人员 Officers", .share = 2.4}},
                     .rows = {}};
    for (const auto& row : rows) {
        std::string officers;
        for (const auto& officer : row.officers)
            officers += (officers.empty() ? "" : "、") + officer.name + " " + officer.id;
        std::string name = row.name + " " + row.id;
        if (!row.substituted.empty()) name += row.substituted == "cancelled" ? "（已替换）" : "（由候补递补）";
        table.rows.push_back({std::to_string(table.rows.size() + 1), std::move(name),
                              row.district.empty() ? row.stratum : row.stratum + " " + row.district,
                              row.ticket.substr(0, 16), officers.empty() ? "—" : std::move(officers)});
    }
    return table;
}

void add_roots(Paper& paper, const DrawView& draw) {
    paper.blocks.emplace_back(PaperText{
        "本次抽取在检查结束前保密。结果当场已封存，以下树根和种子的承诺写入日志后谁也不能再改；公布后可以逐行核对。\n"
        "Under embargo until the visits are over. The result is sealed: the roots below cannot be changed, and "
        "every line can be checked against them once it is published."});
    PaperKeyValues roots;
    const auto add = [&](std::string key, const std::optional<std::string>& value) {
        if (value) roots.rows.push_back({std::move(key), *value, true});
    };
    add("种子的承诺 Sealed seed", draw.sealed_seed);
    if (draw.roots) {
        add("抽取结果的树根 Result", draw.roots->result);
        add("匹配结果的树根 Assignment", draw.roots->assignment);
        add("可派人员的树根 Slots", draw.roots->slots);
    }
    paper.blocks.emplace_back(std::move(roots));
}

void add_result(Paper& paper, const Minutes& minutes) {
    const DrawView& draw = minutes.draw;
    paper.blocks.emplace_back(PaperHeading{"四、种子与结果 Seed and result"});
    if (!draw.sample) {
        paper.blocks.emplace_back(PaperText{"尚未抽取。Nothing was drawn yet."});
        return;
    }
    PaperKeyValues counts;
    if (draw.seed) counts.rows.push_back({"种子 Seed", *draw.seed, true});
    counts.rows.push_back({"抽中 Drawn", fmt::format("{} 户", *draw.sample), false});
    counts.rows.push_back({"候补 Reserve", fmt::format("{} 户", draw.reserve.value_or(0)), false});
    paper.blocks.emplace_back(std::move(counts));
    if (draw.under_embargo()) {
        add_roots(paper, draw);
        return;
    }
    paper.blocks.emplace_back(result(minutes.rows));
    if (minutes.cut)
        paper.blocks.emplace_back(PaperText{
            fmt::format("以上为前 {} 户，其余见 result.tsv（摘要已写入日志）。", kMostRows), PaperText::Size::small});
}

void add_changes(Paper& paper, const DrawView& draw) {
    if (draw.substitutions.empty()) return;
    paper.blocks.emplace_back(PaperHeading{"替换 Substitutions"});
    PaperTable table{.columns = {{.title = "号", .share = 0.6},
                                 {.title = "替换什么 What", .share = 2},
                                 {.title = "理由 Reason", .share = 3},
                                 {.title = "结果 Outcome", .share = 3},
                                 {.title = "申请时间 Requested", .share = 2.4}},
                     .rows = {}};
    for (const auto& one : draw.substitutions) {
        std::string outcome = one.state == "approved" ? "批准" : one.state == "refused" ? "不同意" : "待批准";
        if (one.replacement) outcome += fmt::format("，由第 {} 行递补", *one.replacement + 1);
        if (one.officer) outcome += "，改派 " + *one.officer;
        table.rows.push_back({std::to_string(one.number),
                              fmt::format("第 {} 行{}", one.line + 1, one.what == "officer" ? "的执法人员" : ""),
                              one.reason_title.zh, outcome, one.requested_at.beijing()});
    }
    paper.blocks.emplace_back(std::move(table));
}

/// The entry that the paper's code leads to: the result, or the last step so far.
const workflow::EntryView* proving_entry(const DrawView& draw) {
    const auto last =
        std::ranges::find(draw.entries.rbegin(), draw.entries.rend(), "result.sealed", &workflow::EntryView::kind);
    if (last != draw.entries.rend()) return &*last;
    return draw.entries.empty() ? nullptr : &draw.entries.back();
}

void add_log(Paper& paper, const Minutes& minutes) {
    paper.blocks.emplace_back(PaperHeading{"六、日志检查点与见证 Checkpoint of the log, and its witnesses"});
    paper.blocks.emplace_back(PaperText{
        "以下是打印时公开日志的签名检查点。日后把它填入“日志改写过吗”页面，即可查出此前的任何一条有没有被改动。\n"
        "The signed state of the public log when this was printed. Paste it into /j/consistency at any later time to "
        "find out "
        "whether anything before it was changed.",
        PaperText::Size::small});
    paper.blocks.emplace_back(PaperMono{minutes.log.note});
    if (minutes.witnesses.empty()) {
        paper.blocks.emplace_back(PaperText{"这份检查点没有外部见证人的签名。No outside witness has cosigned it."});
    } else {
        PaperTable table{.columns = {{.title = "见证人 Witness", .share = 3},
                                     {.title = "单位 Organisation", .share = 3},
                                     {.title = "见证时间（北京）Cosigned at", .share = 2.4}},
                         .rows = {}};
        for (const auto& witness : minutes.witnesses)
            table.rows.push_back({witness.name, witness.organisation.empty() ? "—" : witness.organisation,
                                  time_of(witness.cosigned_at)});
        paper.blocks.emplace_back(std::move(table));
    }
    if (const auto* entry = proving_entry(minutes.draw)) {
        const std::string address = entry_address(minutes.origin, entry->seq, entry->leaf);
        paper.blocks.emplace_back(PaperQr{
            .content = address,
            .caption = fmt::format(
                "扫码核对本记录所据的日志条目第 {} 条；叶摘要不符的，页面以红色警告。\nScan to check entry {}.\n{}",
                entry->seq, entry->seq, address),
            .millimetres = 36});
    }
}

void add_signatures(Paper& paper, const DrawView& draw) {
    paper.blocks.emplace_back(PaperHeading{"七、签字 Signatures"});
    PaperTable table{.columns = {{.title = "单位（身份）", .share = 4},
                                 {.title = "签字", .share = 3},
                                 {.title = "日期", .share = 2}},
                     .rows = {}};
    table.rows.push_back({"\n抽取人（业务员）", std::string(kLine), "\n____年__月__日"});
    table.rows.push_back({"\n审批人（分管领导）", std::string(kLine), "\n____年__月__日"});
    for (const auto& party : draw.parties)
        table.rows.push_back(
            {"\n" + party.organisation + "（" + role_title(party.role) + "）", std::string(kLine), "\n____年__月__日"});
    paper.blocks.emplace_back(std::move(table));
}

}  // namespace

std::string entry_address(std::string_view origin, std::uint64_t seq, std::string_view leaf) {
    return fmt::format("{}/j/{}?leaf={}", origin, seq, leaf);
}

std::string minutes_paper(const Minutes& minutes) {
    const DrawView& draw = minutes.draw;
    Paper paper{.title = "双随机抽取记录 " + draw.draw_id,
                .footer = minutes.organ + "　抽取记录 Minutes · " + draw.draw_id,
                .dated = draw.entries.empty() ? Instant{} : draw.entries.back().at,
                .blocks = {}};
    paper.blocks.emplace_back(
        PaperTitle{.text = minutes.organ + "\n双随机抽取记录", .subtitle = "Minutes of a random inspection draw"});
    paper.blocks.emplace_back(facts(minutes));
    paper.blocks.emplace_back(PaperHeading{"一、参加各方 Parties"});
    paper.blocks.emplace_back(parties(draw));
    paper.blocks.emplace_back(PaperHeading{"二、公开事件 Public events"});
    paper.blocks.emplace_back(events(draw));
    if (draw.seal) add_seal(paper, *draw.seal);
    add_result(paper, minutes);
    add_changes(paper, draw);
    paper.blocks.emplace_back(PaperHeading{"五、经过 What was fixed when"});
    paper.blocks.emplace_back(steps(draw));
    add_log(paper, minutes);
    add_signatures(paper, draw);
    return pdf(paper);
}

Result<std::string> minutes_of(const workflow::Context& context, std::string_view draw_id, workflow::OfficerNames names,
                               std::string_view origin) {
    const auto draw = workflow::view_draw(context, draw_id);
    if (!draw) return pass_on(draw.error());
    auto log = workflow::published_log(context);
    if (!log) return pass_on(log.error());
    auto witnesses = workflow::witnesses_of(context, *log);
    Minutes minutes{.draw = *draw,
                    .organ = {},
                    .rows = {},
                    .cut = false,
                    .log = std::move(*log),
                    .witnesses = std::move(witnesses),
                    .origin = std::string(origin)};
    {
        auto view = context.database.read();
        if (const auto organ = workflow::configured_organ(view)) minutes.organ = organ->name;
    }
    if (draw->sample && !draw->under_embargo()) {
        auto page =
            workflow::drawn_rows(context, draw_id, {.kind = "S", .after = {}, .limit = kMostRows, .names = names});
        if (!page) return pass_on(page.error());
        minutes.rows = std::move(page->rows);
        minutes.cut = page->next.has_value();
    }
    return minutes_paper(minutes);
}

}  // namespace sunlot::api
