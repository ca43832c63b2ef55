#include "inspection/item.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::inspection {

namespace {

constexpr std::size_t kShort = 300;
constexpr std::size_t kLong = 6000;
constexpr std::int64_t kLargestCap = 99;

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

std::vector<Material> read_materials(FieldReader& in) {
    std::vector<Material> materials;
    const auto& rows = in.array_or_empty("materials", 60);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        FieldReader row(rows[i], in.path("materials") + "[" + std::to_string(i) + "]");
        Material material;
        material.name = row.text("name", 1, kShort);
        material.note = row.optional_text("note", 1000).value_or("");
        if (const auto no = row.refusal()) {
            in.refuse_field("materials", no->code, no->text.zh, no->text.en);
            return materials;
        }
        materials.push_back(std::move(material));
    }
    return materials;
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
    if (!std::ranges::all_of(item.qualification_tags, is_tag)) {
        in.refuse_field("qualification_tags", "item.tag", "资格标签不能含逗号或空格，最长40字节",
                        "A tag has no comma or blank and at most 40 bytes");
    }
}

}  // namespace

std::string_view text(ItemKind kind) {
    switch (kind) {
        case ItemKind::general:
            return "一般";
        case ItemKind::key:
            return "重点";
    }
    throw std::logic_error("ItemKind");
}

std::string_view text(ItemState state) {
    switch (state) {
        case ItemState::draft:
            return "draft";
        case ItemState::published:
            return "published";
        case ItemState::superseded:
            return "superseded";
    }
    throw std::logic_error("ItemState");
}

Result<ItemKind> parse_item_kind(std::string_view word) {
    for (const auto kind : {ItemKind::general, ItemKind::key})
        if (text(kind) == word) return kind;
    return refuse(RefusalKind::invalid, "item.kind", "事项类别应为“一般”或“重点”", "The kind is 一般 or 重点", "kind");
}

Result<ItemState> parse_item_state(std::string_view word) {
    for (const auto state : {ItemState::draft, ItemState::published, ItemState::superseded})
        if (text(state) == word) return state;
    return refuse(RefusalKind::invalid, "item.state", "没有这种事项状态", "No such state of an item", "state");
}

Result<Item> item_from_json(const Json& fields) {
    FieldReader in(fields);
    Item item;
    item.code = in.text("code", 1, 8);
    item.category = in.text("category", 1, 8);
    item.name = in.text("name", 1, kShort);
    const auto kind = parse_item_kind(in.text("kind", 1, 8));
    item.subject = in.text("subject", 1, kShort);
    item.objects = in.text("objects", 1, kShort);
    item.basis = in.text("basis", 1, kLong);
    item.content = in.text("content", 1, kLong);
    item.method = in.text("method", 1, kShort);
    item.ratio = in.text("ratio", 1, kShort);
    item.frequency = in.text("frequency", 1, kShort);
    item.cap = in.integer("cap", 0, kLargestCap);
    item.qualification_tags = in.texts("qualification_tags", 20);
    item.materials = read_materials(in);
    if (kind)
        item.kind = *kind;
    else
        in.refuse_field("kind", kind.error().code, kind.error().text.zh, kind.error().text.en);
    check(item, in);
    if (auto no = in.refusal()) return pass_on(*no);
    return item;
}

Json to_json(const Item& item) {
    Json::Array materials;
    for (const auto& material : item.materials)
        materials.push_back(Json::Object{{"name", material.name}, {"note", material.note}});
    return Json::Object{{"code", item.code},
                        {"category", item.category},
                        {"name", item.name},
                        {"kind", text(item.kind)},
                        {"subject", item.subject},
                        {"objects", item.objects},
                        {"basis", item.basis},
                        {"content", item.content},
                        {"method", item.method},
                        {"ratio", item.ratio},
                        {"frequency", item.frequency},
                        {"cap", item.cap},
                        {"qualification_tags", Json(item.qualification_tags)},
                        {"materials", std::move(materials)}};
}

Result<Done> may_publish(ItemState state, Date today, Date effective_on) {
    if (state != ItemState::draft) {
        return refuse(RefusalKind::conflict, "item.not_draft", "这一版已经公布，不能重复公布；需要修改请起草新版本",
                      "This version is published already; draft a new version to change it", "version");
    }
    if (effective_on < today) {
        return refuse(RefusalKind::invalid, "item.effective_on", "施行日期不能早于公布当天",
                      "The effective date can't be before the day of publishing", "effective_on");
    }
    return Done{};
}

bool usable(ItemState state, Date published_on, Date effective_on, Date task_date) {
    return state != ItemState::draft && published_on <= task_date && effective_on <= task_date;
}

}  // namespace sunlot::inspection
