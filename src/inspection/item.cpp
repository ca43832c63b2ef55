#include "inspection/item.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace sunlot::inspection {

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
        case ItemState::submitted:
            return "submitted";
        case ItemState::reviewed:
            return "reviewed";
        case ItemState::published:
            return "published";
        case ItemState::superseded:
            return "superseded";
    }
    throw std::logic_error("ItemState");
}

std::string_view text(Adjustment adjustment) {
    switch (adjustment) {
        case Adjustment::added:
            return "new";
        case Adjustment::changed:
            return "change";
        case Adjustment::cancelled:
            return "cancel";
    }
    throw std::logic_error("Adjustment");
}

std::string_view text(Verdict verdict) {
    switch (verdict) {
        case Verdict::approved:
            return "approved";
        case Verdict::returned:
            return "returned";
    }
    throw std::logic_error("Verdict");
}

Text title(Adjustment adjustment) {
    switch (adjustment) {
        case Adjustment::added:
            return {"新增", "added"};
        case Adjustment::changed:
            return {"修改", "changed"};
        case Adjustment::cancelled:
            return {"取消", "cancelled"};
    }
    throw std::logic_error("Adjustment");
}

Text title(ItemState state) {
    switch (state) {
        case ItemState::draft:
            return {"草稿", "draft"};
        case ItemState::submitted:
            return {"待审核", "waits for review"};
        case ItemState::reviewed:
            return {"已审核，待公布", "reviewed, to be published"};
        case ItemState::published:
            return {"已公布", "published"};
        case ItemState::superseded:
            return {"已被替代", "superseded"};
    }
    throw std::logic_error("ItemState");
}

std::string category_title(std::string_view category) {
    return category == "L" ? "劳动保障监察" : std::string(category);
}

Result<ItemKind> parse_item_kind(std::string_view word) {
    for (const auto kind : {ItemKind::general, ItemKind::key})
        if (text(kind) == word) return kind;
    return refuse(RefusalKind::invalid, "item.kind", "事项类别应为“一般”或“重点”", "The kind is 一般 or 重点", "kind");
}

Result<ItemState> parse_item_state(std::string_view word) {
    for (const auto state :
         {ItemState::draft, ItemState::submitted, ItemState::reviewed, ItemState::published, ItemState::superseded})
        if (text(state) == word) return state;
    return refuse(RefusalKind::invalid, "item.state", "没有这种事项状态", "No such state of an item", "state");
}

std::optional<Adjustment> parse_adjustment(std::string_view word) {
    for (const auto adjustment : {Adjustment::added, Adjustment::changed, Adjustment::cancelled})
        if (text(adjustment) == word) return adjustment;
    return std::nullopt;
}

Result<Verdict> parse_verdict(std::string_view word) {
    for (const auto verdict : {Verdict::approved, Verdict::returned})
        if (text(verdict) == word) return verdict;
    return refuse(RefusalKind::invalid, "item.verdict", "审核结论应为 approved（通过）或 returned（退回）",
                  "The verdict is approved or returned", "verdict");
}

const std::vector<std::string>& common_methods() {
    static const std::vector<std::string> methods{
        "现场检查", "书面审查", "网络监测", "检验检测", "行政部门检查结果或者专业意见", "审计、验资、评估等第三方验证"};
    return methods;
}

Result<Done> may_submit(ItemState state) {
    if (state == ItemState::draft || state == ItemState::submitted) return Done{};
    return refuse(RefusalKind::conflict, "item.not_draft", "只有草稿可以提交审核", "Only a draft goes to its review",
                  "version");
}

Result<Done> may_review(ItemState state, const std::vector<std::string>& drafters, std::string_view reviewer) {
    if (state != ItemState::submitted) {
        return refuse(RefusalKind::conflict, "item.not_submitted", "这一版没有在等待审核",
                      "This version does not wait for a review", "version");
    }
    if (std::ranges::find(drafters, reviewer) != drafters.end()) {
        return refuse(RefusalKind::forbidden, "item.own_draft", "起草人不能审核自己起草的事项，请由另一位负责人审核",
                      "Nobody reviews what they drafted; someone else must", "version");
    }
    return Done{};
}

Result<Done> may_publish(ItemState state, Date today, Date effective_on) {
    if (state == ItemState::published || state == ItemState::superseded) {
        return refuse(RefusalKind::conflict, "item.not_draft", "这一版已经公布，不能重复公布；需要修改请起草新版本",
                      "This version is published already; draft a new version to change it", "version");
    }
    if (state != ItemState::reviewed) {
        return refuse(RefusalKind::conflict, "item.not_reviewed", "这一版还没有审核通过，不能公布；请先提交审核",
                      "This version is not reviewed yet; submit it for review first", "version");
    }
    if (effective_on < today) {
        return refuse(RefusalKind::invalid, "item.effective_on", "施行日期不能早于公布当天",
                      "The effective date can't be before the day of publishing", "effective_on");
    }
    return Done{};
}

bool usable(ItemState state, Date published_on, Date effective_on, const TaskDays& days) {
    const bool is_public = state == ItemState::published || state == ItemState::superseded;
    return is_public && published_on <= days.made_on && effective_on <= days.first_visit;
}

}  // namespace sunlot::inspection
