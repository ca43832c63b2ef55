#include "inspection/history.h"

#include "inspection/cell.h"
#include "inspection/roll.h"
#include "inspection/row_check.h"
#include "inspection/tsv.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 7> kSources{"双随机",   "日常",     "专项",    "投诉举报",
                                                   "转办交办", "数据线索", "企业申请"};

constexpr std::array kResultCodes{
    ResultCode{"01", "未发现问题"},
    ResultCode{"02", "未按规定公示应当公示的信息"},
    ResultCode{"03", "公示信息隐瞒真实情况弄虚作假"},
    ResultCode{"04", "通过登记的住所(经营场所)无法联系"},
    ResultCode{"05", "发现问题已责令改正"},
    ResultCode{"06", "不配合检查情节严重"},
    ResultCode{"07", "未发现开展本次抽查涉及的经营活动"},
    ResultCode{"08", "发现问题待后续处理"},
    ResultCode{"91", "注销"},
    ResultCode{"92", "吊销"},
    ResultCode{"93", "迁出"},
    ResultCode{"94", "停业清算"},
    ResultCode{"95", "已被本年度其他检查覆盖"},
};

/// Places in kFields.
enum FieldIndex : std::size_t { kObject, kName, kDate, kSource, kResult, kOfficers, kTask, kFieldCount };

constexpr std::array<Field, kFieldCount> kFields{{
    {.name = "object",
     .title = "统一社会信用代码",
     .aliases = "社会信用代码|信用代码|统一代码|注册号|代码|被检查单位代码|统一社会信用代码(注册号)",
     .required = true,
     .note = "与监管对象名录一致；没有的填注册号",
     .example = "91150802MA0N1A2B31"},
    {.name = "name",
     .title = "单位名称",
     .aliases = "企业名称|主体名称|名称|被检查单位|检查对象|检查对象名称",
     .note = "只供核对，不入库",
     .example = "巴彦淖尔市示例食品有限公司"},
    {.name = "date",
     .title = "检查日期",
     .aliases = "日期|检查时间|检查完成日期|完成日期",
     .required = true,
     .example = "2025-06-18"},
    {.name = "source",
     .title = "检查类型",
     .aliases = "检查来源|任务来源|来源|抽查类型|检查方式|类型",
     .note = "不填为双随机；双随机、日常、专项计入年度检查上限",
     .example = "双随机",
     .choices = "双随机|日常|专项|投诉举报|转办交办|数据线索|企业申请"},
    {.name = "result",
     .title = "检查结果",
     .aliases = "结果|结果代码|检查结果代码",
     .note = "两位代码或结果全称，如 01 或 未发现问题",
     .example = "01"},
    {.name = "officers",
     .title = "检查人员",
     .aliases = "执法人员|检查人|承办人",
     .is_private = true,
     .note = "几人用顿号隔开",
     .example = "张某某、李某某"},
    {.name = "task",
     .title = "任务编号",
     .aliases = "抽查任务编号|任务名称|抽查任务名称|计划编号",
     .example = "临人社抽查〔2025〕1号"},
}};

struct Word {
    std::string_view part;
    VisitSource source;
};
constexpr std::array kSourceWords{
    Word{"双随机", VisitSource::random},   Word{"随机", VisitSource::random},    Word{"日常", VisitSource::routine},
    Word{"巡视", VisitSource::routine},    Word{"巡查", VisitSource::routine},   Word{"书面", VisitSource::routine},
    Word{"专项", VisitSource::campaign},   Word{"投诉", VisitSource::complaint}, Word{"举报", VisitSource::complaint},
    Word{"转办", VisitSource::referral},   Word{"交办", VisitSource::referral},  Word{"移送", VisitSource::referral},
    Word{"数据", VisitSource::data_lead},  Word{"线索", VisitSource::data_lead}, Word{"监测", VisitSource::data_lead},
    Word{"申请", VisitSource::on_request},
};

VisitSource read_source(RowCheck& in) {
    const std::string words = in.text(kSource);
    if (words.empty()) return VisitSource::random;
    for (const Word& word : kSourceWords)
        if (words.contains(word.part)) return word.source;
    in.error(kSource, "source.unknown", fmt::format("不认识的检查类型，请写：{}", kFields[kSource].choices),
             "unknown kind of inspection");
    return VisitSource::random;
}

/// "1", "01", "01 未发现问题" and "未发现问题" are one result.
std::string read_result(RowCheck& in) {
    const std::string words = in.text(kResult);
    if (words.empty()) return {};
    for (const ResultCode& result : kResultCodes)
        if (words.starts_with(result.code) || words == result.code.substr(1) || words == tidy(result.title))
            return std::string(result.code);
    in.error(kResult, "result.unknown", "不认识的检查结果，请写代码 01 至 08 或 91 至 95，或结果全称",
             "unknown result; write a code 01 to 08 or 91 to 95");
    return {};
}

}  // namespace

std::string_view text(VisitSource source) {
    return kSources[static_cast<std::size_t>(source)];
}

std::optional<VisitSource> parse_visit_source(std::string_view text) {
    const auto found = std::ranges::find(kSources, text);
    if (found == kSources.end()) return std::nullopt;
    return static_cast<VisitSource>(found - kSources.begin());
}

bool counts_for_cap(VisitSource source) {
    switch (source) {
        case VisitSource::random:
        case VisitSource::routine:
        case VisitSource::campaign:
            return true;
        case VisitSource::complaint:
        case VisitSource::referral:
        case VisitSource::data_lead:
        case VisitSource::on_request:
            break;
    }
    return false;
}

std::span<const ResultCode> result_codes() {
    return kResultCodes;
}

std::string HistoryRow::key() const {
    return fmt::format("{}|{}|{}", object, date.text(), text(source));
}

std::span<const Field> history_fields() {
    return kFields;
}

Checked<HistoryRow> check_history(const Columns& columns, const SheetRow& cells, const RowContext& context) {
    RowCheck in(columns, cells);
    HistoryRow row;
    if (const std::string code = in.required(kObject, 100); !code.empty()) {
        const auto id = object_id(code);
        if (id)
            row.object = *id;
        else
            in.error(kObject, id.error());
    }
    in.required(kDate);
    row.date = in.date(kDate, context.today).value_or(Date{});
    row.source = read_source(in);
    row.result = read_result(in);
    row.officers = in.list(kOfficers);
    row.task = in.text(kTask);
    return std::move(in).finish(std::move(row));
}

void encode(const HistoryRow& row, std::string& line) {
    TsvWriter(line)
        .add(row.object)
        .add(std::optional(row.date))
        .add(text(row.source))
        .add(row.result)
        .add(row.officers)
        .add(row.task);
}

Result<HistoryRow> parse_history(std::string_view line) {
    TsvReader in(line);
    HistoryRow row;
    row.object = in.text();
    const auto date = in.date();
    row.source = in.word(parse_visit_source);
    row.result = in.text();
    row.officers = in.items();
    row.task = in.text();
    if (!in.complete() || !date)
        return refuse(RefusalKind::invalid, "history.malformed", "检查记录行格式不对（history-v1）",
                      "not a line of history-v1");
    row.date = *date;
    return row;
}

}  // namespace sunlot::inspection
