// Items of random inspection (随机抽查事项): what may be inspected, on which legal basis, how, and how often.
// Source: 国办发〔2015〕58号 (one list, two libraries), 国办发〔2024〕54号 (an item that is not published must not be
// carried out; the annual cap per enterprise is public). An item is versioned: a draft is edited, a published version
// never.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

/// 一般检查事项 are bound by ratio and cap; 重点检查事项 (safety, wages of migrant workers) are not.
enum class ItemKind { general, key };
/// draft: may still be replaced; published: in force from its effective date; superseded: a later version is published.
enum class ItemState { draft, published, superseded };

std::string_view text(ItemKind kind);    // "一般" | "重点", as people and the API write it
std::string_view text(ItemState state);  // "draft" | "published" | "superseded"
Result<ItemKind> parse_item_kind(std::string_view text);
Result<ItemState> parse_item_state(std::string_view text);

/// One row of 检查材料清单: what the inspected party should have ready.
struct Material {
    std::string name;
    std::string note;
    friend bool operator==(const Material&, const Material&) = default;
};

/// The content of one version. Every text is as published; `cap` is inspections per object and year, 0 = no limit.
struct Item {
    std::string code;      // L01: category letter and number
    std::string category;  // L = 劳动保障
    std::string name;
    ItemKind kind = ItemKind::general;
    std::string subject;    // 检查主体
    std::string objects;    // 检查对象
    std::string basis;      // 检查依据
    std::string content;    // 检查内容及要求
    std::string method;     // 检查方式
    std::string ratio;      // 抽查比例
    std::string frequency;  // 检查频次
    std::int64_t cap = 1;   // 同一对象年度上限
    std::vector<std::string> qualification_tags;
    std::vector<Material> materials;
    friend bool operator==(const Item&, const Item&) = default;
};

/// Refuses with the field's path: a malformed code, a missing text, a cap on what needs one (一般 needs a cap ≥ 1).
Result<Item> item_from_json(const Json& fields);
/// The members of `item`; `item_from_json(to_json(item))` gives it back.
Json to_json(const Item& item);

/// A version may be published once, from a day that is not before the day of publishing.
Result<Done> may_publish(ItemState state, Date today, Date effective_on);
/// A task of `task_date` may use a version published on or before that day and in force on it.
bool usable(ItemState state, Date published_on, Date effective_on, Date task_date);

/// The twelve items of labour inspection (劳动保障监察条例 第十一条 and the acts it serves), as drafts to review.
/// `subject` is the inspecting organ's name.
std::vector<Item> labour_items(std::string_view subject);

}  // namespace sunlot::inspection
