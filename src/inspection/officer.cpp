#include "inspection/officer.h"

#include "base/text.h"
#include "inspection/cell.h"
#include "inspection/row_check.h"
#include "inspection/tsv.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 4> kStates{"在岗", "请假", "借调", "离岗"};

/// Places in kFields.
enum FieldIndex : std::size_t {
    kEmployeeNo,
    kName,
    kSex,
    kIdNumber,
    kPhone,
    kUnit,
    kPost,
    kCertificateNo,
    kCertificateFrom,
    kCertificateTo,
    kSecondCertificateNo,
    kSecondCertificateTo,
    kTags,
    kState,
    kAuxiliary,
    kBaseLoad,
    kFieldCount,
};

constexpr std::array<Field, kFieldCount> kFields{{
    {.name = "employee_no",
     .title = "单位工号",
     .aliases = "工号|内部编号|人员编号|编号",
     .note = "再次导入时凭它认人；没有时凭执法证编号",
     .example = "LH001"},
    {.name = "name",
     .title = "姓名",
     .aliases = "执法人员|执法人员姓名|人员姓名",
     .required = true,
     .example = "张某某"},
    {.name = "sex", .title = "性别", .example = "男", .choices = "男|女"},
    {.name = "id_number",
     .title = "身份证号",
     .aliases = "身份证号码|公民身份号码|身份证|证件号码",
     .is_private = true,
     .note = "可不填；保密，不公开",
     .example = ""},
    {.name = "phone",
     .title = "手机号码",
     .aliases = "手机|手机号|电话|联系电话|联系方式",
     .is_private = true,
     .note = "可不填；保密，不公开",
     .example = ""},
    {.name = "unit",
     .title = "工作单位",
     .aliases = "单位|单位名称|所在单位|所在业务部门|所在部门|部门|科室|所在科室|执法单位|机构",
     .example = "劳动保障监察大队"},
    {.name = "post", .title = "职务", .aliases = "担任职务|岗位|职务职级|从事岗位", .example = "监察员"},
    {.name = "certificate_no",
     .title = "执法证编号",
     .aliases = "执法证号|行政执法证号|行政执法证编号|执法证件号|执法证件编号|部门执法证编号|证件编号|证号",
     .note = "没有有效执法证的不能抽取",
     .example = "15080200001"},
    {.name = "certificate_from",
     .title = "执法证发证日期",
     .aliases = "发证日期|执法证有效期起|有效期起|有效期自",
     .example = "2024-01-01"},
    {.name = "certificate_to",
     .title = "执法证有效期至",
     .aliases = "有效期至|有效期止|有效期|执法证有效期|执法证有效期止|有效日期|到期日期",
     .note = "如 2029-12-31；长期有效写“长期”",
     .example = "2029-12-31"},
    {.name = "second_certificate_no",
     .title = "劳动保障监察证编号",
     .aliases = "监察证编号|监察证号|劳动保障监察证号|第二执法证编号|省政府执法证编号",
     .example = ""},
    {.name = "second_certificate_to",
     .title = "劳动保障监察证有效期至",
     .aliases = "监察证有效期至|监察证有效期|第二执法证有效期至|省政府执法证有效期至",
     .example = ""},
    {.name = "tags",
     .title = "资格标签",
     .aliases = "标签|资格|执法事项清单范围|可检查事项|专长|资质",
     .note = "组长、专家、事项编码等，用顿号隔开",
     .example = "组长、L06"},
    {.name = "state",
     .title = "人员状态",
     .aliases = "状态|在岗状态|在岗情况",
     .note = "不填为在岗",
     .example = "在岗",
     .choices = "在岗|请假|借调|离岗"},
    {.name = "auxiliary",
     .title = "辅助人员",
     .aliases = "是否辅助人员|是否辅助|协管员|是否协管",
     .note = "辅助人员只能协助，不能抽取",
     .example = "否",
     .choices = "是|否"},
    {.name = "base_load",
     .title = "已检查户次",
     .aliases = "本年度已检查户次|已检查户数|已承担户次",
     .note = "启用本系统前本年度已检查的户次",
     .example = "0"},
}};

struct Word {
    std::string_view part;
    OfficerState state;
};
/// Sought in this order: "不在岗" before "在岗".
constexpr std::array kStateWords{
    Word{"不在岗", OfficerState::departed}, Word{"离", OfficerState::departed},   Word{"退", OfficerState::departed},
    Word{"调出", OfficerState::departed},   Word{"失效", OfficerState::departed}, Word{"无效", OfficerState::departed},
    Word{"借调", OfficerState::seconded},   Word{"挂职", OfficerState::seconded}, Word{"外借", OfficerState::seconded},
    Word{"驻村", OfficerState::seconded},   Word{"假", OfficerState::on_leave},   Word{"学习", OfficerState::on_leave},
    Word{"在岗", OfficerState::on_duty},    Word{"在职", OfficerState::on_duty},  Word{"在编", OfficerState::on_duty},
    Word{"有效", OfficerState::on_duty},    Word{"正常", OfficerState::on_duty},
};

OfficerState read_state(RowCheck& in) {
    const std::string words = in.text(kState);
    if (words.empty()) return OfficerState::on_duty;
    for (const Word& word : kStateWords)
        if (words.contains(word.part)) return word.state;
    in.error(kState, "state.unknown", fmt::format("不认识的人员状态，请写：{}", kFields[kState].choices),
             "the state is 在岗 (on duty), 请假 (on leave), 借调 (seconded) or 离岗 (departed)");
    return OfficerState::on_duty;
}

/// 长期 has a date of its own in the registers of the trade.
std::optional<Date> read_expiry(RowCheck& in, FieldIndex field) {
    if (in.text(field).contains("长期")) return Date{9999, 9, 9};
    return in.date(field);
}

void read_person(RowCheck& in, const RowContext& context, OfficerRow& row) {
    const std::string sex = in.text(kSex);
    if (sex == "男")
        row.sex = Sex::male;
    else if (sex == "女")
        row.sex = Sex::female;
    else if (!sex.empty())
        in.error(kSex, "sex.unknown", "性别请写“男”或“女”", "the sex is 男 or 女");
    row.id_number = in.code(kIdNumber);
    if (row.id_number.empty()) return;
    const auto id = ResidentId::parse(row.id_number);
    if (!id) return in.error(kIdNumber, id.error());
    if (row.sex == Sex::unknown) row.sex = id->sex();
    if (row.sex != id->sex())
        in.warn(kSex, "sex.differs", "性别与身份证号不一致，请核对", "the sex differs from the identity number");
    if (const int age = id->age_on(context.today); age < 16 || age > 65)
        in.warn(kIdNumber, "resident_id.age", fmt::format("按身份证号是 {} 岁，请核对", age),
                fmt::format("by this number the age is {}", age));
}

void read_certificates(RowCheck& in, const RowContext& context, OfficerRow& row) {
    row.certificate_no = in.code(kCertificateNo, 96);
    row.certificate_from = in.date(kCertificateFrom);
    row.certificate_to = read_expiry(in, kCertificateTo);
    row.second_certificate_no = in.code(kSecondCertificateNo, 96);
    row.second_certificate_to = read_expiry(in, kSecondCertificateTo);
    if (row.certificate_from && row.certificate_to && *row.certificate_from > *row.certificate_to)
        in.error(kCertificateTo, "certificate.order", "执法证有效期至早于发证日期，请核对",
                 "the certificate ends before it begins");
    if (row.auxiliary) return;
    if (row.certificate_no.empty())
        in.warn(kCertificateNo, "certificate.missing", "没有执法证编号，入库后不能抽取",
                "without a certificate: cannot be drawn");
    else if (!row.certificate_to)
        in.warn(kCertificateTo, "certificate.no_end", "没有执法证有效期，入库后不能抽取",
                "without the certificate's last day: cannot be drawn");
    else if (*row.certificate_to < context.today)
        in.warn(kCertificateTo, "certificate.expired", "执法证已过期，入库后不能抽取",
                "the certificate has expired: cannot be drawn");
}

/// The tags that the draw knows have English names; everything else stays as people wrote it.
std::vector<std::string> read_tags(RowCheck& in) {
    std::vector<std::string> tags = in.list(kTags);
    for (std::string& tag : tags) {
        if (tag == "组长" || tag == "检查组长") tag = "lead";
        if (tag == "专家") tag = "expert";
        if (tag.size() == 3 && (tag[0] == 'l')) tag = upper(tag);
    }
    std::ranges::sort(tags);
    tags.erase(std::ranges::unique(tags).begin(), tags.end());
    return tags;
}

}  // namespace

std::string_view text(OfficerState state) {
    return kStates[static_cast<std::size_t>(state)];
}

std::optional<OfficerState> parse_officer_state(std::string_view text) {
    const auto found = std::ranges::find(kStates, text);
    if (found == kStates.end()) return std::nullopt;
    return static_cast<OfficerState>(found - kStates.begin());
}

std::string OfficerRow::key() const {
    if (!employee_no.empty()) return "employee:" + employee_no;
    if (!certificate_no.empty()) return "certificate:" + certificate_no;
    if (!id_number.empty()) return "identity:" + id_number;
    return {};
}

std::span<const Field> officer_fields() {
    return kFields;
}

Checked<OfficerRow> check_officer(const Columns& columns, const SheetRow& cells, const RowContext& context) {
    RowCheck in(columns, cells);
    OfficerRow row;
    row.employee_no = in.code(kEmployeeNo, 96);
    row.name = in.required(kName, 100);
    read_person(in, context, row);
    row.phone = in.text(kPhone);
    row.unit = in.text(kUnit);
    row.post = in.text(kPost);
    row.auxiliary = in.flag(kAuxiliary, false);
    read_certificates(in, context, row);
    row.tags = read_tags(in);
    row.state = read_state(in);
    row.base_load = in.count(kBaseLoad, 100'000).value_or(0);
    if (!row.name.empty() && row.key().empty())
        in.error(kEmployeeNo, "officer.no_number", "没有单位工号、执法证编号或身份证号，无法认人，请补上其中一个",
                 "no employee, certificate or identity number: the person cannot be told from others");
    return std::move(in).finish(std::move(row));
}

std::optional<Text> why_not_drawable(const OfficerRow& officer, Date day) {
    if (officer.auxiliary) return Text{"辅助人员，只能协助", "auxiliary staff may only assist"};
    if (officer.state != OfficerState::on_duty)
        return Text{fmt::format("人员状态为{}", text(officer.state)), "not on duty"};
    if (officer.certificate_no.empty()) return Text{"没有执法证", "no enforcement certificate"};
    if (!officer.certificate_to) return Text{"没有登记执法证有效期", "the certificate's last day is not known"};
    if (*officer.certificate_to < day)
        return Text{fmt::format("执法证有效期至 {}", officer.certificate_to->text()),
                    fmt::format("the certificate expires on {}", officer.certificate_to->text())};
    if (officer.certificate_from && *officer.certificate_from > day)
        return Text{fmt::format("执法证自 {} 起有效", officer.certificate_from->text()),
                    fmt::format("the certificate begins on {}", officer.certificate_from->text())};
    return std::nullopt;
}

void encode(const OfficerRow& row, std::string& line) {
    TsvWriter(line)
        .add(row.id)
        .add(row.employee_no)
        .add(row.name)
        .add(text(row.sex))
        .add(row.id_number)
        .add(row.phone)
        .add(row.unit)
        .add(row.post)
        .add(row.certificate_no)
        .add(row.certificate_from)
        .add(row.certificate_to)
        .add(row.second_certificate_no)
        .add(row.second_certificate_to)
        .add(row.tags)
        .add(text(row.state))
        .add(row.auxiliary ? "1" : "0")
        .add(std::optional(row.base_load));
}

Result<OfficerRow> parse_officer(std::string_view line) {
    const auto parse_flag = [](std::string_view text) {
        return text == "1" ? std::optional(true) : text == "0" ? std::optional(false) : std::nullopt;
    };
    TsvReader in(line);
    OfficerRow row;
    row.id = in.text();
    row.employee_no = in.text();
    row.name = in.text();
    row.sex = in.word(parse_sex);
    row.id_number = in.text();
    row.phone = in.text();
    row.unit = in.text();
    row.post = in.text();
    row.certificate_no = in.text();
    row.certificate_from = in.date();
    row.certificate_to = in.date();
    row.second_certificate_no = in.text();
    row.second_certificate_to = in.date();
    row.tags = in.items();
    row.state = in.word(parse_officer_state);
    row.auxiliary = in.word(parse_flag);
    const auto base_load = in.number();
    if (!in.complete() || !base_load)
        return refuse(RefusalKind::invalid, "officer.malformed", "人员行格式不对（officer-v1）",
                      "not a line of officer-v1");
    row.base_load = *base_load;
    return row;
}

}  // namespace sunlot::inspection
