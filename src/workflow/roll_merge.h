// Duplicates (重复的监管对象): pairs and groups that look alike, and what a person decides about them. Merging keeps
// one object and fills its empty fields from the other, which stays in the table, out of every list and draw;
// un-merging brings it back and takes those fields out again, as far as nobody changed them since. Both are entries.
#pragma once
#include "base/result.h"
#include "inspection/roll_same.h"
#include "store/roll.h"
#include "store/roll_history.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/roll.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct DuplicateGroup {
    inspection::SameReason reason;
    std::vector<store::ObjectRecord> objects;  // the one to keep, as far as can be told, first
};
struct Duplicates {
    std::vector<DuplicateGroup> groups;  // the surer reasons first, at most `limit`
    std::uint64_t total = 0;
    std::vector<store::Merge> merges;  // the latest fifty
};
/// Walks the whole directory. Pairs found to be two are left out.
Duplicates find_duplicates(const Context& context, std::size_t limit);

struct MergeRequest {
    std::string kept;
    std::string gone;
    std::string reason = {};
};
/// Refuses object.unknown, object.merged, merge.same (an object with itself), merge.code (the one to go has a credit
/// code and the other has none: it would lose it), merge.site.
Result<ObjectDetail> merge_objects(const Context& context, const Actor& actor, const MergeRequest& request);
/// Refuses merge.none: they are not merged.
Result<ObjectDetail> unmerge_objects(const Context& context, const Actor& actor, const MergeRequest& request);
/// Refuses object.unknown, merge.same, merge.apart (decided already).
Result<Done> keep_apart(const Context& context, const Actor& actor, const MergeRequest& request);

}  // namespace sunlot::workflow
