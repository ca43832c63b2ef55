// How a row of somebody's file becomes an ObjectRow.
#include "base/text.h"
#include "inspection/cell.h"
#include "inspection/region.h"
#include "inspection/registration_number.h"
#include "inspection/roll.h"
#include "inspection/roll_columns.h"
#include "inspection/row_check.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

/// Places in kFields.
enum FieldIndex : std::size_t {
    kName,
    kCreditCode,
    kLegacyNumber,
    kPermit,
    kKind,
    kCategory,
    kIndustry,
    kScope,
    kProvince,
    kRegion,
    kDistrict,
    kAddress,
    kRegisteredOn,
    kStatus,
    kGrade,
    kRisk,
    kEmployees,
    kTags,
    kLegalPerson,
    kContactName,
    kContactPhone,
    kFieldCount,
};

constexpr std::array<Field, kFieldCount> kFields{{
    {.name = "name",
     .title = "单位名称",
     .aliases =
         "企业名称|主体名称|名称|市场主体名称|商户名称|用人单位名称|检查对象|检查对象名称|对象名称|机构名称|项目名称|"
         "工程名称|字号名称|公司名称|被检查单位|企业(机构)名称|name",
     .required = true,
     .note = "营业执照或登记证书上的全称",
     .example = "巴彦淖尔市示例食品有限公司"},
    {.name = "credit_code",
     .title = "统一社会信用代码",
     .aliases = "社会信用代码|信用代码|统一代码|统一信用代码|社会统一信用代码|uscc",
     .required = true,
     .instead = "legacy_number|permit_no",
     .note = "18 位，请把整列设为文本格式；没有的填注册号或施工许可证号",
     .example = "91150802MA0N1A2B31"},
    {.name = "legacy_number",
     .title = "注册号",
     .aliases = "工商注册号|营业执照注册号|营业执照号|登记证号|注册号码",
     .note = "2015 年以前的 15 位注册号，有统一社会信用代码的不必填",
     .example = ""},
    {.name = "permit_no",
     .title = "施工许可证号",
     .aliases = "施工许可证编号|项目编号|项目代码|工程编号",
     .note = "工程项目填写；填了就按工程项目入库",
     .example = ""},
    {.name = "kind",
     .title = "主体种类",
     .aliases = "对象类型|检查对象类型|对象种类",
     .note = "不填时由代码推断",
     .example = "企业",
     .choices = "企业|个体工商户|农专社|事业单位|机关|社会团体|民办非企业|工程项目|其他"},
    {.name = "category",
     .title = "企业类型",
     .aliases = "主体类型|主体类别|市场主体类型|单位类型|公司类型|类型",
     .note = "登记的类型",
     .example = "有限责任公司"},
    {.name = "industry",
     .title = "行业",
     .aliases = "所属行业|行业门类|行业类别|行业名称|国民经济行业|行业代码",
     .note = "国民经济行业分类",
     .example = "制造业"},
    {.name = "scope",
     .title = "经营范围",
     .aliases = "业务范围|经营业务范围|主营业务|宗旨和业务范围",
     .example = "面粉加工、销售"},
    {.name = "province", .title = "所在省份", .aliases = "省份|省|所属省份|所在省", .example = "内蒙古"},
    {.name = "region",
     .title = "地区",
     .aliases = "所属地区|所在地区|行政区划|所属城市|城市|市|区县|区|县区|所属区县|所在区县|行政区域|区划|区划代码|"
                "行政区划代码",
     .note = "名称或六位区划代码",
     .example = "临河区"},
    {.name = "district",
     .title = "片区",
     .aliases = "街道|乡镇|街道乡镇|乡镇街道|所属街道|所属乡镇|责任区|责任区商圈|辖区|管辖片区",
     .note = "街道或乡镇；不填时从地址里找",
     .example = "解放街道"},
    {.name = "address",
     .title = "注册地址",
     .aliases =
         "住所|地址|经营场所|经营地址|单位地址|企业地址|详细地址|通讯地址|注册住所|住址|项目地址|工程地址|建设地点",
     .example = "内蒙古巴彦淖尔市临河区解放街道示例路 1 号"},
    {.name = "registered_on",
     .title = "注册日期",
     .aliases = "成立日期|成立时间|注册时间|登记日期|设立日期|开业日期|开工日期",
     .note = "如 2019-03-05",
     .example = "2019-03-05"},
    {.name = "status",
     .title = "登记状态",
     .aliases = "经营状态|企业状态|单位状态|主体状态|存续状态|状态|名单状态",
     .note = "没有这一列时按“存续”",
     .example = "存续",
     .choices = "存续|注销|吊销|迁出|停业|未知"},
    {.name = "grade",
     .title = "守法诚信等级",
     .aliases = "诚信等级|劳动保障守法诚信等级|信用评级|评价等级",
     .note = "上年度评定",
     .example = "A",
     .choices = "A|B|C|未评"},
    {.name = "risk",
     .title = "信用风险等级",
     .aliases = "信用风险分类|信用风险类别|风险等级|风险类别|风险分类",
     .note = "市场监管部门的分类",
     .example = "B",
     .choices = "A|B|C|D"},
    {.name = "employees",
     .title = "从业人员总数",
     .aliases = "从业人数|从业人员|从业人员数|职工人数|用工人数|员工人数|在职人数|人数",
     .example = "35"},
    {.name = "tags",
     .title = "监管标签",
     .aliases = "标签|分类监管标签|监管标签名称",
     .note = "几个标签用顿号隔开",
     .example = "劳务派遣、投诉高发"},
    {.name = "legal_person",
     .title = "法定代表人",
     .aliases = "法人|法人代表|法人姓名|法定代表人姓名|负责人|经营者|经营者姓名|投资人|执行事务合伙人",
     .is_private = true,
     .example = "王某某"},
    {.name = "contact_name",
     .title = "联系人",
     .aliases = "联络员|联系人姓名|联络员姓名",
     .is_private = true,
     .example = "李某某"},
    {.name = "contact_phone",
     .title = "联系电话",
     .aliases = "电话|手机|手机号|手机号码|电话号码|联系方式|联系人电话|联络员电话|单位电话",
     .is_private = true,
     .example = "0478-0000000"},
}};

// ── the numbers that say who it is ────────────────────────────────────────────────────────────────────────────────

bool is_registration_number(std::string_view code) {
    return code.size() == RegistrationNumber::kLength &&
           std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

/// What the draw protocol allows in an object's id after the "X:SITE:" that goes before it.
bool can_be_an_id(std::string_view code) {
    return code.size() <= 48 && std::ranges::all_of(code, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == ':';
           });
}

std::string registration_id(std::string_view number) {
    return fmt::format("X:REG:{}", number);
}

struct Numbers {
    std::string credit_code, registration, permit;
    FieldIndex credit_code_field = kCreditCode;
    FieldIndex registration_field = kLegacyNumber;
};

/// Old files mix credit codes and registration numbers in one column, so either column takes either.
Numbers read_numbers(RowCheck& in) {
    Numbers numbers;
    numbers.credit_code = in.code(kCreditCode);
    numbers.registration = in.code(kLegacyNumber);
    numbers.permit = in.code(kPermit);
    const bool swapped = numbers.credit_code.empty()
                             ? numbers.registration.size() == CreditCode::kLength
                             : numbers.registration.empty() && is_registration_number(numbers.credit_code);
    if (swapped) {
        std::swap(numbers.credit_code, numbers.registration);
        std::swap(numbers.credit_code_field, numbers.registration_field);
    }
    return numbers;
}

void take_credit_code(RowCheck& in, const Numbers& numbers, ObjectRow& row) {
    const auto code = CreditCode::parse(numbers.credit_code);
    if (!code) return in.error(numbers.credit_code_field, code.error());
    if (!code->organisation_code_checks())
        in.warn(numbers.credit_code_field, "credit_code.organisation",
                "第 9 至 17 位（主体标识码）自身的校验不符，代码总校验是对的，已收下，请留意",
                "the organisation code inside fails its own check, though the whole passes; accepted");
    row.id = row.credit_code = numbers.credit_code;
    row.kind = kind_of(*code);
}

void take_registration(RowCheck& in, const Numbers& numbers, ObjectRow& row) {
    const auto checked = RegistrationNumber::parse(numbers.registration);
    if (!checked) return in.error(numbers.registration_field, checked.error());
    row.legacy_number = numbers.registration;
    if (row.id.empty()) row.id = registration_id(numbers.registration);
}

/// A site is known by its permit; a credit code beside it is that of the builder, who may have many sites.
void take_permit(RowCheck& in, const Numbers& numbers, ObjectRow& row) {
    if (!can_be_an_id(numbers.permit))
        return in.error(kPermit, "permit.character", "编号只能由数字、字母和 . _ : 组成，最多 48 位，请填施工许可证号",
                        "a permit number consists of digits, letters and . _ :, at most 48");
    row.id = fmt::format("X:SITE:{}", numbers.permit);
    row.legacy_number = numbers.permit;
    row.kind = ObjectKind::site;
}

/// Fills id, credit_code, legacy_number and kind.
void read_identity(RowCheck& in, ObjectRow& row) {
    const Numbers numbers = read_numbers(in);
    if (!numbers.credit_code.empty()) take_credit_code(in, numbers, row);
    if (!numbers.registration.empty()) take_registration(in, numbers, row);
    if (!numbers.permit.empty()) take_permit(in, numbers, row);
    if (numbers.credit_code.empty() && numbers.registration.empty() && numbers.permit.empty())
        in.error(kCreditCode, "code.missing", "没有统一社会信用代码，也没有注册号或施工许可证号，请补上其中一个",
                 "there is no credit code, registration number or permit number; give one of them");
}

// ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<ObjectKind> kind_from_words(std::string_view words) {
    for (const ObjectKind kind : {ObjectKind::enterprise, ObjectKind::individual, ObjectKind::cooperative,
                                  ObjectKind::institution, ObjectKind::organ, ObjectKind::social,
                                  ObjectKind::private_nonenterprise, ObjectKind::site, ObjectKind::other})
        if (words == title(kind) || words == text(kind)) return kind;
    if (words.contains("个体")) return ObjectKind::individual;
    if (words.contains("合作社")) return ObjectKind::cooperative;
    if (words.contains("公司") || words.contains("企业") || words.contains("合伙")) return ObjectKind::enterprise;
    return std::nullopt;
}

void read_kind(RowCheck& in, ObjectRow& row) {
    const std::string words = in.text(kKind);
    const auto told = kind_from_words(words);
    if (!words.empty() && !told)
        return in.error(kKind, "kind.unknown", fmt::format("不认识的主体种类，请写：{}", kFields[kKind].choices),
                        "unknown kind of object");
    if (row.kind != ObjectKind::other) return;  // the code knows better
    if (told)
        row.kind = *told;
    else if (const auto guessed = kind_from_words(row.category))
        row.kind = *guessed;
    else if (row.credit_code.empty())
        row.kind = ObjectKind::enterprise;
}

struct Word {
    std::string_view part;
    ObjectStatus status;
};
/// Sought in this order: "吊销，未注销" is revoked, "吊销后注销" is gone.
constexpr std::array kStatusWords{
    Word{"未注销", ObjectStatus::revoked}, Word{"注销", ObjectStatus::deregistered},
    Word{"吊销", ObjectStatus::revoked},   Word{"撤销", ObjectStatus::revoked},
    Word{"迁出", ObjectStatus::moved},     Word{"停业", ObjectStatus::suspended},
    Word{"歇业", ObjectStatus::suspended}, Word{"清算", ObjectStatus::suspended},
    Word{"停工", ObjectStatus::suspended}, Word{"存续", ObjectStatus::active},
    Word{"在营", ObjectStatus::active},    Word{"开业", ObjectStatus::active},
    Word{"正常", ObjectStatus::active},    Word{"在业", ObjectStatus::active},
    Word{"在册", ObjectStatus::active},    Word{"在建", ObjectStatus::active},
    Word{"有效", ObjectStatus::active},    Word{"登记", ObjectStatus::active},
    Word{"未知", ObjectStatus::unknown},
};

ObjectStatus read_status(RowCheck& in) {
    if (!in.has(kStatus)) return ObjectStatus::active;
    const std::string words = in.text(kStatus);
    if (words.empty()) return ObjectStatus::unknown;
    for (const Word& word : kStatusWords)
        if (words.contains(word.part)) return word.status;
    in.error(kStatus, "status.unknown", fmt::format("不认识的登记状态，请写：{}", kFields[kStatus].choices),
             "unknown registration status");
    return ObjectStatus::unknown;
}

/// "A", "a级", "A级企业" begin with their letter.
std::string first_letter(std::string_view words) {
    const std::string letter = upper(words.substr(0, 1));
    const bool alone = words.size() == 1 || words.substr(1).starts_with("级") || words.substr(1).starts_with("类");
    return alone ? letter : std::string(words);
}

Grade read_grade(RowCheck& in) {
    const std::string words = in.text(kGrade);
    if (words.empty() || words.starts_with("未评")) return Grade::unrated;
    if (const auto grade = parse_grade(first_letter(words))) return *grade;
    in.error(kGrade, "grade.unknown", "不认识的守法诚信等级，请写 A、B、C 或 未评", "the grade is A, B, C or 未评");
    return Grade::unrated;
}

Risk read_risk(RowCheck& in) {
    const std::string words = in.text(kRisk);
    if (words.empty()) return Risk::unknown;
    if (const auto risk = parse_risk(first_letter(words))) return *risk;
    if (words.contains("较高")) return Risk::c;
    if (words.contains("低")) return Risk::a;
    if (words.contains("高")) return Risk::d;
    if (words.contains("一般") || words.contains("中")) return Risk::b;
    in.error(kRisk, "risk.unknown", "不认识的信用风险等级，请写 A、B、C 或 D", "the risk class is A, B, C or D");
    return Risk::unknown;
}

// ── where it is ───────────────────────────────────────────────────────────────────────────────────────────────────

int precision(const std::optional<Region>& region) {
    if (!region) return 0;
    return region->code.ends_with("0000") ? 1 : region->code.ends_with("00") ? 2 : 3;
}

/// The most precise of what the row says; the code's own region only refines a province, since firms move and keep it.
std::string region_of(const ObjectRow& row, std::string_view area, std::string_view province,
                      const RowContext& context) {
    std::optional<Region> best = region_of_address(row.address);
    for (const std::string_view words : {area, province})
        if (precision(best) < 3 && !words.empty())
            if (const auto region = find_region(words); precision(region) > precision(best)) best = region;
    if (precision(best) <= 1 && !row.credit_code.empty()) {
        const std::string_view registered = std::string_view(row.credit_code).substr(2, 6);
        if (!region_name(registered).empty() && (!best || best->code.substr(0, 2) == registered.substr(0, 2)))
            return std::string(registered);
    }
    return best ? std::string(best->code) : context.region;
}

std::string district_of(std::string told, const ObjectRow& row, std::string area) {
    if (!told.empty()) return told;
    if (const auto found = district_of_address(row.address); !found.empty()) return std::string(found);
    const auto name = region_name(area);
    return name.empty() ? area : std::string(name);
}

void read_place(RowCheck& in, ObjectRow& row, const RowContext& context) {
    constexpr std::size_t kMaxBytes = 64;  // of a district in the draw protocol
    row.address = in.text(kAddress, 1000);
    const std::string area = in.text(kRegion, kMaxBytes);
    row.region = region_of(row, area, in.text(kProvince), context);
    row.district = district_of(in.text(kDistrict, kMaxBytes), row, area);
}

// ── what roll-v2 added ────────────────────────────────────────────────────────────────────────────────────────────

/// The place of an added column in roll_fields().
std::size_t field_of(std::size_t column) {
    return kFieldCount + column - kFirstRollColumnCount;
}

std::string read_word(RowCheck& in, std::size_t field, std::string_view choices) {
    const std::string words = in.text(field);
    if (words.empty()) return {};
    for (const std::string_view choice : split(choices, '|'))
        if (words == choice || choice.starts_with(words)) return std::string(choice);
    in.error(field, "word.unknown", fmt::format("不认识的内容，请写：{}", choices),
             "not one of the words allowed here");
    return {};
}

/// 长期 has a date of its own in the registers of the trade.
std::string read_until(RowCheck& in, std::size_t field) {
    const std::string words = in.text(field);
    if (words.contains("长期") || words.contains("永久") || words.contains("无固定期限")) return "9999-09-09";
    const auto date = in.date(field);
    return date ? date->text() : std::string();
}

std::string read_flag_word(RowCheck& in, std::size_t field) {
    if (in.text(field).empty()) return {};
    return in.flag(field, false) ? "是" : "否";
}

std::string read_added(RowCheck& in, std::size_t column, const RowContext& context) {
    constexpr std::int64_t kMost = 100'000'000;
    const AddedColumn& added = kAddedColumns[column - kFirstRollColumnCount];
    const std::size_t field = field_of(column);
    if (!in.has(field)) return {};
    switch (added.type) {
        case ColumnType::text:
            return in.text(field);
        case ColumnType::prose:
            return in.prose(field);
        case ColumnType::word:
            return read_word(in, field, added.field.choices);
        case ColumnType::date: {
            const auto date = in.date(field, context.today);
            return date ? date->text() : std::string();
        }
        case ColumnType::until:
            return read_until(in, field);
        case ColumnType::number: {
            const auto number = in.count(field, kMost);
            return number ? std::to_string(*number) : std::string();
        }
        case ColumnType::flag:
            return read_flag_word(in, field);
        case ColumnType::list:
            return join(in.list(field), ",");
    }
    return {};
}

std::array<Field, kFieldCount + kAddedColumns.size()> all_fields() {
    std::array<Field, kFieldCount + kAddedColumns.size()> all{};
    const auto rest = std::ranges::copy(kFields, all.begin()).out;
    std::ranges::transform(kAddedColumns, rest, &AddedColumn::field);
    return all;
}

}  // namespace

std::span<const Field> roll_fields() {
    static const auto all = all_fields();
    return all;
}

Result<std::string> object_id(std::string_view code) {
    const std::string tidied = tidy_code(code);
    if (tidied.starts_with("X:") && tidied.size() > 2 && can_be_an_id(tidied)) return tidied;
    if (is_registration_number(tidied)) {
        const auto number = RegistrationNumber::parse(tidied);
        if (!number) return pass_on(number.error());
        return registration_id(number->text());
    }
    const auto checked = CreditCode::parse(tidied);
    if (!checked) return pass_on(checked.error());
    return tidied;
}

Checked<ObjectRow> check_object(const Columns& columns, const SheetRow& cells, const RowContext& context) {
    RowCheck in(columns, cells);
    ObjectRow row;
    row.name = in.required(kName, 600);
    read_identity(in, row);
    row.category = in.text(kCategory);
    read_kind(in, row);
    row.industry = in.text(kIndustry);
    row.scope = in.prose(kScope);
    read_place(in, row, context);
    row.registered_on = in.date(kRegisteredOn, context.today);
    row.status = read_status(in);
    row.grade = read_grade(in);
    row.risk = read_risk(in);
    row.employees = in.count(kEmployees, 10'000'000);
    row.tags = in.list(kTags);
    row.legal_person = in.text(kLegalPerson);
    row.contact_name = in.text(kContactName);
    row.contact_phone = in.text(kContactPhone);
    row.legal_person_phone = in.text(field_of(kLegalPersonPhoneColumn));
    row.head_name = in.text(field_of(kHeadNameColumn));
    row.head_phone = in.text(field_of(kHeadPhoneColumn));
    row.labour_name = in.text(field_of(kLabourNameColumn));
    row.labour_phone = in.text(field_of(kLabourPhoneColumn));
    row.grid = in.text(field_of(kGridColumn));
    row.libraries = in.list(field_of(kLibrariesColumn));
    for (std::size_t i = 0; i < row.archive.size(); ++i)
        row.archive[i] = read_added(in, kFirstArchiveColumn + i, context);
    row.source = context.source;
    return std::move(in).finish(std::move(row));
}

}  // namespace sunlot::inspection
