#include "workflow/task.h"

#include "draw/quota.h"
#include "store/database.h"
#include "store/item.h"
#include "store/organ.h"
#include "workflow/cursor.h"
#include "workflow/frame.h"
#include "workflow/freeze.h"
#include "workflow/reinspection.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

Refusal unknown_task() {
    return refuse(RefusalKind::not_found, "task.unknown", "没有这个抽查任务", "there is no such task");
}

/// Made on `today`, with visits from the first day of its period, or from today when that has come.
inspection::TaskDays days_of(const inspection::Task& task, Date today) {
    return {.made_on = today, .first_visit = std::max(today, task.from)};
}

using Versions = std::map<std::string, std::int64_t>;

/// The published version of each item that a task of `today` rests on (国办发〔2024〕54号: an item that is not
/// published must not be carried out).
Result<Versions> item_versions(store::View& view, const inspection::Task& task, Date today) {
    Versions versions;
    for (const std::string& code : task.items) {
        const auto item = store::usable_item(view, code, days_of(task, today));
        if (!item)
            return refuse(RefusalKind::invalid, "task.item_unpublished",
                          "事项 " + code +
                              " 在检查期限的第一天没有已公布并施行的版本（未公布、尚未施行或者已取消），不得"
                              "检查",
                          "item " + code +
                              " has no version that is published and in force on the first day of the "
                              "period",
                          "items");
        versions[code] = item->version;
    }
    return versions;
}

Json to_json(const Versions& versions) {
    Json::Object object;
    for (const auto& [code, version] : versions) object[code] = version;
    return object;
}

/// What is published already and takes over while the visits go on.
void warn_about_items(TaskPreview& preview, store::View& view, const inspection::Task& task, Date today) {
    for (const std::string& code : task.items) {
        const auto now = store::usable_item(view, code, days_of(task, today));
        const auto last = store::usable_item(view, code, {.made_on = today, .first_visit = std::max(today, task.to)});
        if (now && now->item.cap > 0 &&
            (task.exclusions.annual_cap == 0 || task.exclusions.annual_cap > now->item.cap)) {
            preview.warnings.push_back(
                {fmt::format("事项 {} 公布的年度上限是 {} 次，任务的上限应不高于它（国办发〔2024〕54号）", code,
                             now->item.cap),
                 fmt::format("item {} has a published yearly cap of {}; the task's must not be above it", code,
                             now->item.cap)});
        }
        if (!now) {
            preview.warnings.push_back({"事项 " + code + " 没有已公布并施行的版本，不得检查",
                                        "item " + code + " has no version that is published and in force"});
        } else if (!last) {
            preview.warnings.push_back({"事项 " + code + " 在检查期限内取消，取消之日起不得检查",
                                        "item " + code + " is taken off the list within the period"});
        } else if (last->version != now->version) {
            preview.warnings.push_back(
                {fmt::format("事项 {} 的第 {} 版自 {} 起施行，在检查期限之内；任务按第 {} 版办理", code, last->version,
                             last->effective_on, now->version),
                 fmt::format("version {} of item {} is in force from {}, within the period; the task rests on version "
                             "{}",
                             last->version, code, last->effective_on, now->version)});
        }
    }
}

Result<Json> task_data(store::View& view, const inspection::Task& task, Date today) {
    if (auto period = inspection::check_period(task, today); !period) return pass_on(period.error());
    auto versions = item_versions(view, task, today);
    if (!versions) return pass_on(versions.error());
    return Json(Json::Object{{"task", inspection::to_json(task)}, {"item_versions", to_json(*versions)}});
}

store::TaskRecord written(store::View& view, std::string_view id) {
    auto task = store::find_task(view, id);
    if (!task) throw std::logic_error("the task just written is not there");
    return std::move(*task);
}

void warn_about_officers(TaskPreview& preview, const inspection::Task& task, const FrameLists& lists,
                         const OfficerLists& officers, const draw::Recusals& recusals) {
    std::map<std::string, std::uint64_t> sample;
    for (const auto& stratum : preview.strata) sample[stratum.label] = stratum.k;
    const auto worst = worst_case(task, lists.frame, sample, officers.drawable, recusals);
    if (!worst.bottleneck) return;
    Text why = explain(*worst.bottleneck);
    if (worst.service == draw::Service::doubtful)
        why = {"可能派不齐（回避情况太多，无法逐一核对；抽取后以实际结果为准）：" + why.zh,
               "There may be too few officers (too many recusals to try every sample; the draw will tell): " + why.en};
    preview.warnings.push_back(std::move(why));
}

/// A task reaches no further than whoever makes it sees: with a data scope its pool names districts within it.
Result<Done> check_scope(const Actor& actor, const inspection::Task& task) {
    const auto& districts = task.pool.districts;
    const bool within = actor.scope.all_districts ||
                        (!districts.empty() && std::ranges::all_of(districts, [&](const std::string& district) {
                            return actor.scope.sees_district(district);
                        }));
    if (within) return Done{};
    return refuse(RefusalKind::forbidden, "task.scope", "抽取范围超出您的数据范围：请在“辖区”中只选您能看到的",
                  "The pool goes beyond your data scope: choose districts you can see", "pool.districts");
}

}  // namespace

Result<TaskPreview> preview_task(const Context& context, const inspection::Task& task) {
    auto view = context.database.read();
    std::optional<Frozen> frozen;
    if (const auto days = task.exclusions.freeze_days; days > 0)
        frozen.emplace(view, context.blobs, Instant{context.clock.now().micros - days * 86'400'000'000});
    auto lists = task.pool.reinspects.empty() ? build_frame(view, task, "", frozen ? &*frozen : nullptr)
                                              : build_reinspection(context, view, task);
    if (!lists) return pass_on(lists.error());
    TaskPreview preview{.matched = lists->matched,
                        .excluded = lists->excluded,
                        .frame = lists->in_frame(),
                        .strata = {},
                        .drawable = 0,
                        .out = {},
                        .warnings = {}};
    std::uint64_t sample = 0;
    for (const auto& stratum : task.strata) {
        const std::uint64_t n = lists->strata.at(stratum.label);
        preview.strata.push_back({.label = stratum.label, .n = n, .k = draw::quota_of(stratum.quota, n)});
        sample += preview.strata.back().k;
    }
    OfficerLists officers = choose_officers(view, task, sample);
    if (preview.frame == 0)
        preview.warnings.push_back(
            {"没有符合条件的对象，名单无法封存", "no object matches; the frame cannot be sealed"});
    else
        warn_about_officers(preview, task, *lists, officers, choose_recusals(view, task, officers.drawable).pairs);
    warn_about_items(preview, view, task, context.clock.now().beijing_date());
    preview.drawable = officers.drawable.size();
    preview.out = std::move(officers.out);
    return preview;
}

Result<store::TaskRecord> create_task(const Context& context, const Actor& actor, const inspection::Task& task) {
    const auto scope = check_scope(actor, task);
    if (!scope) return pass_on(scope.error());
    auto transaction = context.database.write();
    const auto organ = store::configured_organ(transaction);
    if (!organ)
        return refuse(RefusalKind::conflict, "organ.not_configured", "还没有设置机构", "no organ is configured");
    const Instant now = context.clock.now();
    const Date today = now.beijing_date();
    auto data = task_data(transaction, task, today);
    if (!data) return pass_on(data.error());
    const std::int64_t serial = store::last_task_serial(transaction, today.year) + 1;
    const std::string id = "t" + std::to_string(store::count_tasks(transaction) + 1);
    data->as_object()["number"] = inspection::task_number(organ->short_name, today.year, serial);
    data->as_object()["serial"] = serial;
    data->as_object()["year"] = today.year;
    transaction.append({.kind = "task.created",
                        .actor = actor.account,
                        .subject = id,
                        .at = now,
                        .data = std::move(*data),
                        .private_data = nullptr});
    auto record = written(transaction, id);
    transaction.commit();
    return record;
}

Result<store::TaskRecord> change_task(const Context& context, const Actor& actor, std::string_view id,
                                      const inspection::Task& task) {
    const auto scope = check_scope(actor, task);
    if (!scope) return pass_on(scope.error());
    auto transaction = context.database.write();
    const auto before = store::find_task(transaction, id);
    if (!before) return unknown_task();
    if (before->draw)
        return refuse(RefusalKind::conflict, "task.in_use",
                      "抽取 " + *before->draw + " 已按这个任务开启，任务不能再改；需要更改的，先作废该次抽取",
                      "draw " + *before->draw + " rests on this task; void the draw first");
    const Instant now = context.clock.now();
    auto data = task_data(transaction, task, now.beijing_date());
    if (!data) return pass_on(data.error());
    if (before->task == task && data->at("item_versions") == to_json(before->item_versions)) return *before;
    transaction.append({.kind = "task.changed",
                        .actor = actor.account,
                        .subject = before->id,
                        .at = now,
                        .data = std::move(*data),
                        .private_data = nullptr});
    auto record = written(transaction, before->id);
    transaction.commit();
    return record;
}

Result<Done> check_task_items(store::View& view, const store::TaskRecord& task, Date today) {
    const auto versions = item_versions(view, task.task, today);
    if (!versions) return pass_on(versions.error());
    for (const auto& [code, version] : *versions) {
        const auto rests_on = task.item_versions.find(code);
        if (rests_on != task.item_versions.end() && rests_on->second == version) continue;
        return refuse(
            RefusalKind::conflict, "task.items_adjusted",
            "事项 " + code + " 已经调整，现在应当适用第 " + std::to_string(version) + " 版；请重新保存任务，再开启抽取",
            "item " + code + " was adjusted: version " + std::to_string(version) +
                " applies now; save the task again, then open the draw",
            "task");
    }
    return Done{};
}

Result<store::TaskRecord> find_task(const Context& context, std::string_view id) {
    auto view = context.database.read();
    auto task = store::find_task(view, id);
    if (!task) return unknown_task();
    return std::move(*task);
}

Result<TaskPage> list_tasks(const Context& context, std::string_view after, std::size_t limit) {
    const auto before = position_before(after);
    if (!before) return pass_on(before.error());
    auto view = context.database.read();
    TaskPage page{.rows = store::list_tasks(view, *before, limit), .next = {}, .total = store::count_tasks(view)};
    if (page.rows.size() == limit && page.rows.back().position > 1)
        page.next = std::to_string(page.rows.back().position);
    return page;
}

std::string_view task_state(const store::TaskRecord& task) {
    if (!task.draw_state) return "draft";
    if (*task.draw_state == "closed") return "closed";
    return *task.draw_state == "assigned" ? "assigned" : "drawing";
}

}  // namespace sunlot::workflow
