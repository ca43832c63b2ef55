// Reading the item list: what is in force on a day, what comes, what waits for people; the history of announcements;
// two versions beside each other. Everything published is public with its history.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/item_diff.h"
#include "store/item.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// How an item stands on a day: never published, published for a later day, in force, or taken off the list.
enum class Standing { drafted, coming, in_force, cancelled };
std::string_view text(Standing standing);  // "drafted" | "coming" | "in_force" | "cancelled"

/// The days a version holds: `until` is the day before a later version takes over; a version overtaken before its own
/// first day holds on none.
struct Holds {
    Date from;
    std::optional<Date> until;
    bool never = false;
};
/// REQUIRES: `version` is public and among `versions`, all of one item.
Holds holds(const std::vector<store::ItemVersion>& versions, const store::ItemVersion& version);

struct ItemRow {
    store::ItemVersion shown;  // in force on the day, else coming, else the draft
    Standing standing = Standing::drafted;
    std::optional<store::ItemVersion> coming;   // published, not in force yet, and not `shown`
    std::optional<store::ItemVersion> pending;  // not published yet, and not `shown`
};

/// Every item by code, as of today.
std::vector<ItemRow> list_items(const Context& context);
/// What is in force on a day, by code: the list as the public reads it.
std::vector<store::ItemVersion> items_in_force(const Context& context, Date day);
/// The same list with what is published for later days.
struct PublicList {
    Date day;
    std::vector<store::ItemVersion> in_force;
    std::vector<store::ItemVersion> coming;
    std::vector<store::ItemVersion> cancelled;  // the cancelling versions, of items now off the list
    std::optional<store::Announcement> last;
};
PublicList public_list(const Context& context);

/// The published versions of one item, newest first, for everybody. Refuses item.unknown when none is published.
Result<std::vector<store::ItemVersion>> public_versions(const Context& context, std::string_view code);

/// One change that an announcement made; `fields` name what differs from the version before.
struct AnnouncedChange {
    store::ItemVersion version;
    std::vector<Text> fields;
};
struct AnnouncementView {
    /// Number 0: published before announcements were numbered.
    store::Announcement announcement;
    std::vector<AnnouncedChange> changes;
};
/// Newest first.
std::vector<AnnouncementView> item_history(const Context& context);

struct Comparison {
    store::ItemVersion before;
    store::ItemVersion after;
    std::vector<inspection::FieldDiff> fields;
};
/// Who may see drafts compares any two versions; everybody else those published. Refuses item.unknown.
enum class Readers { staff, everybody };
Result<Comparison> compare_versions(const Context& context, std::string_view code, std::int64_t before,
                                    std::int64_t after, Readers readers);

}  // namespace sunlot::workflow
