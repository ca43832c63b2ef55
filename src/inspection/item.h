// Items of random inspection (随机抽查事项): what may be inspected, on which legal basis, how, how often, and what
// follows from what is found. Source: 国办发〔2015〕58号 (one list, two libraries), 国办发〔2024〕54号 (an item that is
// not published must not be carried out; standards and the annual cap per enterprise are public), 内政办发〔2025〕20号
// (the list follows the list of powers, and is adjusted when the law changes). An item is versioned: a draft is edited,
// reviewed by someone who did not draft it, and published; a published version is never edited.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "inspection/item_basis.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

/// 一般检查事项 are bound by ratio and cap; 重点检查事项 (safety, wages of migrant workers) are not.
enum class ItemKind { general, key };
/// draft: may still be replaced; submitted: waits for its review; reviewed: may be published; published: in force from
/// its effective date; superseded: a later version is published, and this one holds until that one is in force.
enum class ItemState { draft, submitted, reviewed, published, superseded };
/// What a version does to the list: 新增, 修改, 取消. A cancelling version carries the content it takes off the list.
enum class Adjustment { added, changed, cancelled };
enum class Verdict { approved, returned };

std::string_view text(ItemKind kind);          // "一般" | "重点", as people and the API write it
std::string_view text(ItemState state);        // "draft" | "submitted" | "reviewed" | "published" | "superseded"
std::string_view text(Adjustment adjustment);  // "new" | "change" | "cancel"
std::string_view text(Verdict verdict);        // "approved" | "returned"
Text title(Adjustment adjustment);             // 新增 / added
Text title(ItemState state);                   // 待审核 / waits for review
std::string category_title(std::string_view category);  // "L" → 劳动保障监察; the letter itself when it is not known
Result<ItemKind> parse_item_kind(std::string_view text);
Result<ItemState> parse_item_state(std::string_view text);
std::optional<Adjustment> parse_adjustment(std::string_view text);
Result<Verdict> parse_verdict(std::string_view text);

/// 检查子项: a part of the item that is inspected and reported by itself.
struct SubItem {
    std::string name;
    std::string content;
    friend bool operator==(const SubItem&, const SubItem&) = default;
};

/// One row of 检查材料清单: what the inspected party should have ready.
struct Material {
    std::string name;
    std::string note;
    friend bool operator==(const Material&, const Material&) = default;
};

/// One row of 检查要点: what is looked at and how, and the sentence that the record begins with either way.
struct Checkpoint {
    std::string what;    // 检查内容
    std::string how;     // 操作方法与要领
    std::string passed;  // 默认描述（规范）
    std::string failed;  // 默认描述（发现问题）
    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// What follows from a result of this item. `code` is one of result_codes() (history.h).
struct Outcome {
    std::string code;
    std::string note;      // 结果说明
    std::string disposal;  // 后续处置
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// The content of one version, the union of the forms of 2021 and 2025. Every text is as published; `cap` is
/// inspections per object and year, 0 = no limit.
struct Item {
    std::string code;      // L01: category letter and number
    std::string category;  // L = 劳动保障
    std::string name;
    ItemKind kind = ItemKind::general;
    std::vector<SubItem> sub_items;
    std::vector<LegalBasis> basis;          // 检查依据
    std::string power;                      // 对应的权责清单事项
    std::string subject;                    // 检查主体
    std::string level;                      // 实施层级
    std::string department;                 // 承办机构
    std::vector<std::string> object_kinds;  // "enterprise" …; none = all
    std::string objects;                    // 检查对象
    std::string content;                    // 检查内容及要求
    std::vector<std::string> methods;       // 检查方式
    std::string ratio;                      // 抽查比例
    std::string frequency;                  // 检查频次
    std::int64_t cap = 1;                   // 同一对象年度上限
    std::string standard;                   // 检查标准
    std::string special_plan;               // 专项检查计划
    bool qualified = false;                 // 检查人员需要专业岗资格
    std::vector<std::string> qualification_tags;
    std::vector<Material> materials;
    std::vector<Checkpoint> checkpoints;
    std::vector<Outcome> outcomes;
    std::string note;  // 备注
    friend bool operator==(const Item&, const Item&) = default;
};

/// How the content stands in an entry: "item-v2" is `to_json`; "item-v1" (entries without a format) had basis and
/// method as one text each.
inline constexpr std::string_view kItemFormat = "item-v2";

/// Refuses with the field's path: a malformed code, a missing text, a cap on what needs one (一般 needs a cap ≥ 1), an
/// unknown result code or kind of object.
Result<Item> item_from_json(const Json& fields);
/// The members of `item`; `item_from_json(to_json(item))` gives it back.
Json to_json(const Item& item);
/// What an entry of that format says. Refuses item.format, and what is not readable.
Result<Item> item_from_entry(std::string_view format, const Json& fields);

/// 现场检查、书面审查 → its methods.
std::vector<std::string> parse_methods(std::string_view sentence);
/// 检查方式 as the forms offer them; others may be written in.
const std::vector<std::string>& common_methods();

/// A draft goes to its review; what waits there already may be sent again. Refuses item.not_draft.
Result<Done> may_submit(ItemState state);
/// Nobody reviews what they drafted. Refuses item.not_submitted, item.own_draft.
Result<Done> may_review(ItemState state, const std::vector<std::string>& drafters, std::string_view reviewer);
/// A reviewed version may be published once, from a day that is not before the day of publishing. Refuses
/// item.not_draft, item.not_reviewed, item.effective_on.
Result<Done> may_publish(ItemState state, Date today, Date effective_on);

/// A version that was published `published_on` may be used by a task made `made_on` for visits from `first_visit` on.
struct TaskDays {
    Date made_on;
    Date first_visit;
};
bool usable(ItemState state, Date published_on, Date effective_on, const TaskDays& days);

/// The twelve items of labour inspection (劳动保障监察条例 第十一条 and the acts it serves), as drafts to review.
/// `subject` is the inspecting organ's name.
std::vector<Item> labour_items(std::string_view subject);

}  // namespace sunlot::inspection
