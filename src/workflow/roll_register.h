// What the directory of objects is sorted by: special libraries and tags (专项库, 监管标签) with their meaning, and the
// grid tree (网格) with the people responsible.
#pragma once
#include "base/result.h"
#include "store/grid.h"
#include "store/roll_label.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class Transaction;
}

namespace sunlot::workflow {

struct CountedLabel {
    store::ObjectLabel label;  // entry 0: only met in objects' rows, nobody described it
    std::int64_t objects = 0;
};
/// Described ones and those met in rows, libraries before tags, by name.
std::vector<CountedLabel> list_labels(const Context& context);
/// Refuses label.kind, label.name, label.items (not on the item list).
Result<std::vector<CountedLabel>> set_label(const Context& context, const Actor& actor,
                                            const store::ObjectLabel& label);

struct CountedNode {
    store::GridNode node;      // with the phone masked
    std::int64_t objects = 0;  // in the node itself and below
};
struct GridTree {
    std::vector<CountedNode> nodes;  // by code
    std::int64_t outside = 0;        // objects in no node of the tree
    /// What rows say that no node is called, with the number of objects; most frequent first, at most fifty.
    std::vector<std::pair<std::string, std::int64_t>> strange;
};
GridTree grid_tree(const Context& context);
/// Refuses grid.code, grid.name, grid.level, grid.parent (unknown, of a level not above, or below the node itself),
/// grid.in_use (made inactive with active nodes below it), grid.phone. Without a phone the one of the same person
/// stays.
Result<GridTree> set_grid(const Context& context, const Actor& actor, const store::GridNode& node);

/// The entry alone, in a transaction of the caller's: for the demonstration data.
void append_grid(const Context& context, store::Transaction& transaction, const Actor& actor,
                 const store::GridNode& node);

}  // namespace sunlot::workflow
