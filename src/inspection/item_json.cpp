// Items as JSON, in the form of today (item-v2) and in that of the first entries (item-v1).
#include "base/text.h"
#include "inspection/item.h"
#include "inspection/item_outcome.h"
#include "inspection/roll.h"

#include <algorithm>
#include <utility>

namespace sunlot::inspection {

namespace {

constexpr std::size_t kShort = 300;
constexpr std::size_t kMiddle = 1000;
constexpr std::size_t kLong = 6000;
constexpr std::int64_t kLargestCap = 99;
constexpr std::size_t kRows = 60;
constexpr std::size_t kMethods = 8;
constexpr std::size_t kTags = 20;
/// An entry holds 65,535 bytes, with the reason and what stands around it.
constexpr std::size_t kWhole = 56'000;

/// One capital letter and two digits: L01.
bool is_item_code(std::string_view code) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return code.size() == 3 && code[0] >= 'A' && code[0] <= 'Z' && digit(code[1]) && digit(code[2]);
}

/// Tags are matched letter by letter against officers' tags and travel comma-joined, so they hold no comma or blank.
bool is_tag(std::string_view tag) {
    return !tag.empty() && tag.size() <= 40 &&
           std::ranges::none_of(tag, [](char c) { return c == ',' || static_cast<unsigned char>(c) <= ' '; });
}

/// The rows of an array of objects, each read by `read(FieldReader&)`.
template <class Row, class Read>
std::vector<Row> read_rows(FieldReader& in, std::string_view key, Read read) {
    std::vector<Row> rows;
    const auto& values = in.array_or_empty(key, kRows);
    for (std::size_t i = 0; i < values.size(); ++i) {
        FieldReader row(values[i], in.path(key) + "[" + std::to_string(i) + "]");
        rows.push_back(read(row));
        if (const auto no = row.refusal()) {
            in.refuse_field(key, no->code, no->text.zh, no->text.en);
            return rows;
        }
    }
    return rows;
}

std::vector<Material> read_materials(FieldReader& in) {
    return read_rows<Material>(in, "materials", [](FieldReader& row) {
        return Material{.name = row.text("name", 1, kShort), .note = row.text("note", 0, kMiddle)};
    });
}

std::vector<Checkpoint> read_checkpoints(FieldReader& in) {
    return read_rows<Checkpoint>(in, "checkpoints", [](FieldReader& row) {
        return Checkpoint{.what = row.text("what", 1, kMiddle),
                          .how = row.text("how", 0, kMiddle),
                          .passed = row.text("passed", 0, kMiddle),
                          .failed = row.text("failed", 0, kMiddle)};
    });
}

std::vector<Outcome> read_outcomes(FieldReader& in) {
    return read_rows<Outcome>(in, "outcomes", [](FieldReader& row) {
        Outcome outcome{.code = row.text("code", 1, 2),
                        .note = row.text("note", 0, kMiddle),
                        .disposal = row.text("disposal", 1, kMiddle)};
        if (result_code(outcome.code) == nullptr)
            row.refuse_field("code", "item.outcome", "没有这个检查结果代码", "No such result code");
        return outcome;
    });
}

std::vector<LegalBasis> read_basis(FieldReader& in) {
    auto basis = read_rows<LegalBasis>(in, "basis", [](FieldReader& row) {
        return LegalBasis{.law = row.text("law", 1, kMiddle),
                          .article = row.text("article", 0, kMiddle),
                          .text = row.text("text", 0, kLong)};
    });
    if (basis.empty()) in.refuse_field("basis", "item.basis", "请写明检查依据", "The legal basis is missing");
    return basis;
}

std::vector<SubItem> read_sub_items(FieldReader& in) {
    return read_rows<SubItem>(in, "sub_items", [](FieldReader& row) {
        return SubItem{.name = row.text("name", 1, kShort), .content = row.text("content", 0, kMiddle)};
    });
}

void check_words(const Item& item, FieldReader& in) {
    for (const auto& kind : item.object_kinds)
        if (!parse_object_kind(kind))
            in.refuse_field("object_kinds", "item.object_kind", "没有“" + kind + "”这种监管对象类型",
                            "No such kind of object: " + kind);
    if (item.methods.empty())
        in.refuse_field("methods", "item.method", "请至少选一种检查方式", "Choose at least one method");
    const auto repeats = [](std::vector<std::string> words) {
        std::ranges::sort(words);
        return std::ranges::adjacent_find(words) != words.end();
    };
    if (repeats(item.methods)) in.refuse_field("methods", "item.method", "检查方式重复", "A method stands there twice");
    std::vector<std::string> codes;
    for (const auto& outcome : item.outcomes) codes.push_back(outcome.code);
    if (repeats(codes))
        in.refuse_field("outcomes", "item.outcome", "同一检查结果只能对应一种后续处置",
                        "Each result leads to one disposal only");
    if (!std::ranges::all_of(item.qualification_tags, is_tag))
        in.refuse_field("qualification_tags", "item.tag", "资格标签不能含逗号或空格，最长40字节",
                        "A tag has no comma or blank and at most 40 bytes");
}

void check(const Item& item, FieldReader& in) {
    if (!is_item_code(item.code)) {
        in.refuse_field("code", "item.code", "事项编码应为一个大写字母加两位数字，例如 L01",
                        "The code is one capital letter and two digits, for example L01");
    } else if (item.category != item.code.substr(0, 1)) {
        in.refuse_field("category", "item.category", "类别应与事项编码的首字母一致",
                        "The category is the first letter of the code");
    }
    if (item.kind == ItemKind::general && item.cap < 1) {
        in.refuse_field("cap", "item.cap", "一般检查事项必须设定年度检查频次上限（国办发〔2024〕54号）",
                        "A general item needs an annual cap of at least 1");
    }
    check_words(item, in);
}

ItemKind read_kind(FieldReader& in) {
    const auto kind = parse_item_kind(in.text("kind", 1, 8));
    if (kind) return *kind;
    in.refuse_field("kind", kind.error().code, kind.error().text.zh, kind.error().text.en);
    return ItemKind::general;
}

/// What both forms have in common, but not basis and methods.
void read_common(FieldReader& in, Item& item) {
    item.code = in.text("code", 1, 8);
    item.category = in.text("category", 1, 8);
    item.name = in.text("name", 1, kShort);
    item.kind = read_kind(in);
    item.subject = in.text("subject", 1, kShort);
    item.objects = in.text("objects", 1, kMiddle);
    item.content = in.text("content", 1, kLong);
    item.ratio = in.text("ratio", 1, kShort);
    item.frequency = in.text("frequency", 1, kShort);
    item.cap = in.integer("cap", 0, kLargestCap);
    item.qualification_tags = in.texts("qualification_tags", kTags);
    item.materials = read_materials(in);
}

/// item-v1: basis and methods were one text each; the rest did not exist.
Result<Item> item_from_v1(const Json& fields) {
    FieldReader in(fields);
    Item item;
    read_common(in, item);
    item.basis = parse_basis(in.text("basis", 1, kLong));
    item.methods = parse_methods(in.text("method", 1, kShort));
    item.qualified = !item.qualification_tags.empty();
    check(item, in);
    if (auto no = in.refusal()) return pass_on(*no);
    return item;
}

template <class Row, class Write>
Json rows_json(const std::vector<Row>& rows, Write write) {
    Json::Array values;
    for (const auto& row : rows) values.push_back(write(row));
    return values;
}

}  // namespace

std::vector<std::string> parse_methods(std::string_view sentence) {
    constexpr std::string_view kComma = "、";
    std::vector<std::string> methods;
    while (!sentence.empty()) {
        const auto end = std::min(sentence.find(kComma), sentence.size());
        if (const auto method = trim(sentence.substr(0, end)); !method.empty()) methods.emplace_back(method);
        sentence.remove_prefix(std::min(end + kComma.size(), sentence.size()));
    }
    return methods;
}

Result<Item> item_from_json(const Json& fields) {
    FieldReader in(fields);
    Item item;
    read_common(in, item);
    item.sub_items = read_sub_items(in);
    item.basis = read_basis(in);
    item.power = in.text("power", 0, kShort);
    item.level = in.text("level", 0, kShort);
    item.department = in.text("department", 0, kShort);
    item.object_kinds = in.texts("object_kinds", kTags);
    item.methods = in.texts("methods", kMethods);
    item.standard = in.text("standard", 0, kLong);
    item.special_plan = in.text("special_plan", 0, kMiddle);
    item.qualified = in.flag("qualified", false);
    item.checkpoints = read_checkpoints(in);
    item.outcomes = read_outcomes(in);
    item.note = in.text("note", 0, kMiddle);
    check(item, in);
    if (auto no = in.refusal()) return pass_on(*no);
    if (to_canonical(to_json(item)).size() > kWhole)
        return refuse(RefusalKind::invalid, "item.too_long", "事项内容过长，请精简检查要点或者条文内容",
                      "The item is too long: shorten its checkpoints or the wording of its legal basis");
    return item;
}

Json to_json(const Item& item) {
    return Json::Object{
        {"basis", rows_json(item.basis,
                            [](const LegalBasis& row) {
                                return Json::Object{{"article", row.article}, {"law", row.law}, {"text", row.text}};
                            })},
        {"cap", item.cap},
        {"category", item.category},
        {"checkpoints",
         rows_json(item.checkpoints,
                   [](const Checkpoint& row) {
                       return Json::Object{
                           {"failed", row.failed}, {"how", row.how}, {"passed", row.passed}, {"what", row.what}};
                   })},
        {"code", item.code},
        {"content", item.content},
        {"department", item.department},
        {"frequency", item.frequency},
        {"kind", text(item.kind)},
        {"level", item.level},
        {"materials",
         rows_json(item.materials,
                   [](const Material& row) { return Json::Object{{"name", row.name}, {"note", row.note}}; })},
        {"methods", Json(item.methods)},
        {"name", item.name},
        {"note", item.note},
        {"object_kinds", Json(item.object_kinds)},
        {"objects", item.objects},
        {"outcomes", rows_json(item.outcomes,
                               [](const Outcome& row) {
                                   return Json::Object{
                                       {"code", row.code}, {"disposal", row.disposal}, {"note", row.note}};
                               })},
        {"power", item.power},
        {"qualification_tags", Json(item.qualification_tags)},
        {"qualified", item.qualified},
        {"ratio", item.ratio},
        {"special_plan", item.special_plan},
        {"standard", item.standard},
        {"sub_items",
         rows_json(item.sub_items,
                   [](const SubItem& row) { return Json::Object{{"content", row.content}, {"name", row.name}}; })},
        {"subject", item.subject}};
}

Result<Item> item_from_entry(std::string_view format, const Json& fields) {
    if (format == kItemFormat) return item_from_json(fields);
    if (format == "item-v1") return item_from_v1(fields);
    return refuse(RefusalKind::invalid, "item.format", "不认识的事项格式 " + std::string(format),
                  "An unknown format of an item: " + std::string(format));
}

}  // namespace sunlot::inspection
