#include "workflow/item_list.h"

#include "store/database.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

using store::ItemVersion;

Date day_of(const std::string& text) {
    const auto day = Date::parse(text);
    if (!day) throw std::logic_error("a published item has no day");
    return *day;
}

Date today(const Context& context) {
    return context.clock.now().beijing_date();
}

/// Of one item, by rising version. `visit` is given each item's versions.
template <class Visit>
void each_item(store::View& view, Visit visit) {
    const auto all = store::all_item_versions(view);
    for (auto begin = all.begin(); begin != all.end();) {
        const auto end =
            std::find_if(begin, all.end(), [&](const ItemVersion& one) { return one.item.code != begin->item.code; });
        visit(std::vector<ItemVersion>(begin, end));
        begin = end;
    }
}

/// The version that holds on the day, or nullptr.
const ItemVersion* holding(const std::vector<ItemVersion>& rising, Date day) {
    const ItemVersion* found = nullptr;
    for (const auto& version : rising)
        if (version.is_public() && day_of(version.effective_on) <= day) found = &version;
    return found;
}

/// The newest published for a later day, if it takes over from what holds.
const ItemVersion* coming_after(const std::vector<ItemVersion>& rising, Date day) {
    const ItemVersion* found = nullptr;
    for (const auto& version : rising)
        if (version.is_public()) found = day_of(version.effective_on) > day ? &version : nullptr;
    return found;
}

ItemRow row_of(const std::vector<ItemVersion>& rising, Date day) {
    const ItemVersion* const now = holding(rising, day);
    const ItemVersion* const next = coming_after(rising, day);
    const ItemVersion* const draft = rising.back().is_public() ? nullptr : &rising.back();
    const ItemVersion* const shown = now != nullptr ? now : next != nullptr ? next : draft;
    ItemRow row{.shown = *shown, .standing = Standing::drafted, .coming = {}, .pending = {}};
    if (now != nullptr)
        row.standing = now->cancels() ? Standing::cancelled : Standing::in_force;
    else if (next != nullptr)
        row.standing = Standing::coming;
    if (next != nullptr && next != shown) row.coming = *next;
    if (draft != nullptr && draft != shown) row.pending = *draft;
    return row;
}

}  // namespace

std::string_view text(Standing standing) {
    switch (standing) {
        case Standing::drafted:
            return "drafted";
        case Standing::coming:
            return "coming";
        case Standing::in_force:
            return "in_force";
        case Standing::cancelled:
            return "cancelled";
    }
    throw std::logic_error("Standing");
}

Holds holds(const std::vector<ItemVersion>& versions, const ItemVersion& version) {
    Holds result{.from = day_of(version.effective_on), .until = {}};
    for (const auto& later : versions) {
        if (!later.is_public() || later.version <= version.version) continue;
        const auto last = Date::from_days(day_of(later.effective_on).days() - 1);
        if (!result.until || last < *result.until) result.until = last;
    }
    result.never = result.until && *result.until < result.from;
    return result;
}

std::vector<ItemRow> list_items(const Context& context) {
    auto view = context.database.read();
    std::vector<ItemRow> rows;
    const auto day = today(context);
    each_item(view, [&](const std::vector<ItemVersion>& versions) { rows.push_back(row_of(versions, day)); });
    return rows;
}

std::vector<ItemVersion> items_in_force(const Context& context, Date day) {
    auto view = context.database.read();
    std::vector<ItemVersion> items;
    each_item(view, [&](const std::vector<ItemVersion>& versions) {
        const auto* now = holding(versions, day);
        if (now != nullptr && !now->cancels()) items.push_back(*now);
    });
    return items;
}

PublicList public_list(const Context& context) {
    auto view = context.database.read();
    PublicList list{.day = today(context), .in_force = {}, .coming = {}, .cancelled = {}, .last = {}};
    each_item(view, [&](const std::vector<ItemVersion>& versions) {
        if (const auto* now = holding(versions, list.day))
            (now->cancels() ? list.cancelled : list.in_force).push_back(*now);
        if (const auto* next = coming_after(versions, list.day)) list.coming.push_back(*next);
    });
    if (auto all = store::announcements(view); !all.empty()) list.last = std::move(all.front());
    return list;
}

Result<std::vector<ItemVersion>> public_versions(const Context& context, std::string_view code) {
    auto view = context.database.read();
    auto versions = store::item_versions(view, code);
    std::erase_if(versions, [](const ItemVersion& version) { return !version.is_public(); });
    if (versions.empty())
        return refuse(RefusalKind::not_found, "item.unknown", "清单里没有这个事项", "The list has no such item",
                      "code");
    return versions;
}

std::vector<AnnouncementView> item_history(const Context& context) {
    auto view = context.database.read();
    std::map<std::pair<std::int64_t, std::string>, AnnouncementView> by_number;
    for (auto& announcement : store::announcements(view)) {
        auto& place = by_number[{announcement.number, ""}];
        place.announcement = std::move(announcement);
    }
    each_item(view, [&](const std::vector<ItemVersion>& versions) {
        const ItemVersion* before = nullptr;
        for (const auto& version : versions) {
            if (!version.is_public()) continue;
            // Published before announcements were numbered: one for each day.
            const auto number = version.announcement.value_or(0);
            auto& place = by_number[{number, number == 0 ? version.published_on : ""}];
            if (number == 0) {
                place.announcement.number = 0;
                place.announcement.published_on = version.published_on;
                place.announcement.effective_on = version.effective_on;
                place.announcement.entry = version.entry;
            }
            place.changes.push_back({.version = version,
                                     .fields = before == nullptr || version.cancels()
                                                   ? std::vector<Text>{}
                                                   : inspection::changed_fields(before->item, version.item)});
            before = &version;
        }
    });
    std::vector<AnnouncementView> all;
    for (auto& [key, announcement] : by_number) all.push_back(std::move(announcement));
    std::ranges::reverse(all);
    return all;
}

Result<Comparison> compare_versions(const Context& context, std::string_view code, std::int64_t before,
                                    std::int64_t after, Readers readers) {
    auto versions = [&] {
        auto view = context.database.read();
        return store::item_versions(view, code);
    }();
    const auto find = [&](std::int64_t number) {
        return std::ranges::find_if(versions, [&](const ItemVersion& one) {
            return one.version == number && (readers == Readers::staff || one.is_public());
        });
    };
    const auto old = find(before);
    const auto now = find(after);
    if (old == versions.end() || now == versions.end())
        return refuse(RefusalKind::not_found, "item.unknown", "没有这个事项或这一版", "No such item or version",
                      "version");
    return Comparison{.before = *old, .after = *now, .fields = inspection::compare_items(old->item, now->item)};
}

}  // namespace sunlot::workflow
