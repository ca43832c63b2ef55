#include "base/text.h"
#include "inspection/cell.h"
#include "inspection/officer.h"
#include "inspection/row_check.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

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
    kCertificateState,
    kSecondCertificateFrom,
    kSecondCertificateState,
    kMoreCertificates,
    kDepartment,
    kDuties,
    kOnPostSince,
    kEducation,
    kMajor,
    kTitle,
    kCompetence,
    kExpertFields,
    kStateFrom,
    kStateTo,
    kHiredOn,
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
    {.name = "certificate_state",
     .title = "执法证状态",
     .aliases = "证件状态|行政执法证状态",
     .note = "不填为有效；暂扣、注销的不能抽取",
     .example = "有效",
     .choices = "有效|暂扣|注销"},
    {.name = "second_certificate_from",
     .title = "劳动保障监察证发证日期",
     .aliases = "监察证发证日期|监察证有效期起|劳动保障监察证有效期起",
     .example = ""},
    {.name = "second_certificate_state",
     .title = "劳动保障监察证状态",
     .aliases = "监察证状态",
     .note = "不填为有效",
     .example = "",
     .choices = "有效|暂扣|注销"},
    {.name = "more_certificates",
     .title = "其他证件",
     .note = "类别|编号|发证日期|有效期至|状态，多个证件用分号隔开；换发的新证也写在这里",
     .example = ""},
    {.name = "department", .title = "业务部门", .aliases = "内设机构|所属科室", .example = "监察一科"},
    {.name = "duties",
     .title = "从事岗位类别",
     .aliases = "岗位类别|从事岗位(大类)|岗位大类",
     .note = "用顿号隔开",
     .example = "劳动保障监察"},
    {.name = "on_post_since", .title = "从事本岗起始日期", .aliases = "本岗起始日期", .example = "2022-03-01"},
    {.name = "education", .title = "最高学历", .aliases = "学历|文化程度", .example = "本科"},
    {.name = "major", .title = "学历专业", .aliases = "专业|所学专业", .example = "法学"},
    {.name = "title", .title = "专业技术职称", .aliases = "职称|个人专业技术职称", .example = ""},
    {.name = "competence",
     .title = "专业领域",
     .aliases = "执法领域|业务专长|擅长领域",
     .note = "用顿号隔开；任务的岗位可以按它要人",
     .example = "工资支付"},
    {.name = "expert_fields",
     .title = "专家领域",
     .aliases = "专家类别|是否属于专家",
     .note = "填了就是专家；用顿号隔开",
     .example = ""},
    {.name = "state_from",
     .title = "状态起始日期",
     .aliases = "请假起始日期|借调起始日期",
     .note = "请假、借调从哪天起；不填为已经开始",
     .example = ""},
    {.name = "state_to",
     .title = "状态截止日期",
     .aliases = "请假截止日期|借调截止日期|预计返岗前一日",
     .note = "请假、借调到哪天为止；不填为另行通知",
     .example = ""},
    {.name = "hired_on",
     .title = "入职日期",
     .aliases = "参加工作日期|到本单位日期",
     .note = "新录用人员先培训后取证",
     .example = ""},
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

CertificateState read_certificate_state(RowCheck& in, FieldIndex field) {
    const std::string word = in.text(field);
    if (word.empty()) return CertificateState::valid;
    if (const auto state = parse_certificate_state(word)) return *state;
    in.error(field, "certificate.state", "证件状态请写：有效、暂扣或注销", "the state is 有效, 暂扣 or 注销");
    return CertificateState::valid;
}

/// "特种证|T01|2024-01-01|2027-12-31|有效": all but kind and number may be left out.
std::optional<Certificate> read_certificate(std::string_view cell) {
    constexpr std::size_t kMostParts = 5;
    const auto parts = split(cell, '|');
    if (parts.size() < 2 || parts.size() > kMostParts) return std::nullopt;
    const auto part = [&](std::size_t i) { return i < parts.size() ? trim(parts[i]) : std::string_view(); };
    Certificate one{.kind = std::string(part(0)), .number = tidy_code(part(1)), .from = {}, .to = {}};
    if (one.kind == "执法证") one.kind = kEnforcementCertificate;
    if (one.kind == "监察证") one.kind = kLabourCertificate;
    const auto day = [&](std::size_t i, std::optional<Date>& out) {
        if (part(i).empty()) return true;
        const auto date = part(i).contains("长期") ? Result<Date>(Date{9999, 9, 9}) : read_date(part(i));
        if (date) out = *date;
        return date.has_value();
    };
    if (one.kind.empty() || one.number.empty() || !day(2, one.from) || !day(3, one.to)) return std::nullopt;
    if (!part(4).empty()) {
        const auto state = parse_certificate_state(part(4));
        if (!state) return std::nullopt;
        one.state = *state;
    }
    return one;
}

void read_more_certificates(RowCheck& in, OfficerRow& row) {
    constexpr std::size_t kLongestCell = 2000;
    const std::string cell = in.text(kMoreCertificates, kLongestCell);
    if (cell.empty()) return;
    for (const auto part : split(cell, ';')) {
        if (trim(part).empty()) continue;
        const auto one = read_certificate(part);
        if (!one || one->kind.contains(',') || one->number.contains(','))
            return in.error(kMoreCertificates, "certificate.malformed",
                            "其他证件请写成：类别|编号|发证日期|有效期至|状态，多个用分号隔开",
                            "write kind|number|from|to|state, separated by semicolons");
        row.more_certificates.push_back(*one);
    }
    std::ranges::sort(row.more_certificates, {}, pack);
}

void read_certificates(RowCheck& in, const RowContext& context, OfficerRow& row) {
    row.certificate_state = read_certificate_state(in, kCertificateState);
    row.second_certificate_from = in.date(kSecondCertificateFrom);
    row.second_certificate_state = read_certificate_state(in, kSecondCertificateState);
    read_more_certificates(in, row);
    row.certificate_no = in.code(kCertificateNo, 96);
    row.certificate_from = in.date(kCertificateFrom);
    row.certificate_to = read_expiry(in, kCertificateTo);
    row.second_certificate_no = in.code(kSecondCertificateNo, 96);
    row.second_certificate_to = read_expiry(in, kSecondCertificateTo);
    if (row.certificate_from && row.certificate_to && *row.certificate_from > *row.certificate_to)
        in.error(kCertificateTo, "certificate.order", "执法证有效期至早于发证日期，请核对",
                 "the certificate ends before it begins");
    if (row.second_certificate_from && row.second_certificate_to &&
        *row.second_certificate_from > *row.second_certificate_to)
        in.error(kSecondCertificateTo, "certificate.order", "监察证有效期至早于发证日期，请核对",
                 "the certificate ends before it begins");
    const bool renewed = std::ranges::any_of(row.more_certificates, [&](const Certificate& one) {
        return one.kind == kEnforcementCertificate && one.to && *one.to >= context.today;
    });
    if (row.auxiliary || renewed) return;
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

void read_work(RowCheck& in, OfficerRow& row) {
    row.department = in.text(kDepartment);
    row.duties = in.list(kDuties);
    row.on_post_since = in.date(kOnPostSince);
    row.education = in.text(kEducation);
    row.major = in.text(kMajor);
    row.title = in.text(kTitle);
    row.competence = in.list(kCompetence);
    row.expert_fields = in.list(kExpertFields);
    std::erase(row.expert_fields, "否");
    row.hired_on = in.date(kHiredOn);
}

void read_absence(RowCheck& in, OfficerRow& row) {
    row.state = read_state(in);
    row.state_from = in.date(kStateFrom);
    row.state_to = in.date(kStateTo);
    if (row.state_from && row.state_to && *row.state_from > *row.state_to)
        in.error(kStateTo, "state.order", "状态截止日期早于起始日期，请核对", "the absence ends before it begins");
    if (row.state == OfficerState::on_duty || row.state == OfficerState::departed) row.state_to.reset();
    if (row.state == OfficerState::on_duty) row.state_from.reset();
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
    read_absence(in, row);
    read_work(in, row);
    row.base_load = in.count(kBaseLoad, 100'000).value_or(0);
    if (row.base_load > 0) row.base_load_year = context.today.year;
    if (!row.name.empty() && row.key().empty())
        in.error(kEmployeeNo, "officer.no_number", "没有单位工号、执法证编号或身份证号，无法认人，请补上其中一个",
                 "no employee, certificate or identity number: the person cannot be told from others");
    return std::move(in).finish(std::move(row));
}

std::vector<std::string> officer_cells(const OfficerRow& row) {
    const auto day = [](const std::optional<Date>& date) { return date ? date->text() : std::string(); };
    std::vector<std::string> more;
    for (const auto& one : row.more_certificates) more.push_back(pack(one));
    std::vector<std::string> cells(kFieldCount);
    cells[kEmployeeNo] = row.employee_no;
    cells[kName] = row.name;
    cells[kSex] = text(row.sex);
    cells[kIdNumber] = row.id_number;
    cells[kPhone] = row.phone;
    cells[kUnit] = row.unit;
    cells[kPost] = row.post;
    cells[kCertificateNo] = row.certificate_no;
    cells[kCertificateFrom] = day(row.certificate_from);
    cells[kCertificateTo] = day(row.certificate_to);
    cells[kSecondCertificateNo] = row.second_certificate_no;
    cells[kSecondCertificateTo] = day(row.second_certificate_to);
    cells[kTags] = join(row.tags, "、");
    cells[kState] = text(row.state);
    cells[kAuxiliary] = row.auxiliary ? "是" : "否";
    cells[kBaseLoad] = std::to_string(row.base_load);
    cells[kCertificateState] = row.certificate_no.empty() ? "" : text(row.certificate_state);
    cells[kSecondCertificateFrom] = day(row.second_certificate_from);
    cells[kSecondCertificateState] = row.second_certificate_no.empty() ? "" : text(row.second_certificate_state);
    cells[kMoreCertificates] = join(more, ";");
    cells[kDepartment] = row.department;
    cells[kDuties] = join(row.duties, "、");
    cells[kOnPostSince] = day(row.on_post_since);
    cells[kEducation] = row.education;
    cells[kMajor] = row.major;
    cells[kTitle] = row.title;
    cells[kCompetence] = join(row.competence, "、");
    cells[kExpertFields] = join(row.expert_fields, "、");
    cells[kStateFrom] = day(row.state_from);
    cells[kStateTo] = day(row.state_to);
    cells[kHiredOn] = day(row.hired_on);
    return cells;
}

}  // namespace sunlot::inspection
