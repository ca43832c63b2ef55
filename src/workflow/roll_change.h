// Changing one object, or the membership of some: fields by hand, status, verification, special libraries and tags.
// Each is one transaction and one entry that carries the objects' new rows (store/roll.h), so that everything follows
// from the journal and every field's history says who, when, and from which source.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/roll.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct ObjectEdit {
    std::map<std::string, std::string> fields;  // name of a column → text as typed; "" empties it
    std::string source;                         // one of inspection::edit_sources()
    std::string reason = {};                    // in words; private
    std::optional<std::int64_t> seen = {};      // ObjectRecord::entry when the editor looked
};
/// Refuses object.unknown, object.merged, object.changed (somebody else did meanwhile), object.same (nothing would
/// change), object.source, object.no_fields, roll.column, and what inspection::check_cell refuses.
Result<ObjectDetail> edit_object(const Context& context, const Actor& actor, std::string_view id,
                                 const ObjectEdit& edit);

struct StatusChange {
    std::string to;  // 存续 注销 吊销 迁出 停业 未知
    Date on;
    std::string source;
    std::string reason = {};
};
/// Refuses object.unknown, object.merged, object.status, object.same, object.source, date.future.
Result<ObjectDetail> change_status(const Context& context, const Actor& actor, std::string_view id,
                                   const StatusChange& change);

/// These fields were found to be right today. Refuses object.unknown, object.merged, object.source, object.no_fields,
/// roll.column.
Result<ObjectDetail> verify_object(const Context& context, const Actor& actor, std::string_view id,
                                   const std::vector<std::string>& fields, std::string_view source);

struct Membership {
    std::string kind;  // "library", "tag"
    std::string name;
    std::vector<std::string> put;   // ids
    std::vector<std::string> take;  // ids
};
struct MembershipDone {
    std::uint64_t put = 0;    // that were not in it before
    std::uint64_t taken = 0;  // that were in it
    std::optional<std::uint64_t> entry;
};
/// All or nothing. Refuses label.kind, label.name, label.members (none, or more than 5000), object.unknown naming it.
Result<MembershipDone> change_membership(const Context& context, const Actor& actor, const Membership& membership);

}  // namespace sunlot::workflow
