// Looking into the directory of objects. Changes come by import alone (workflow/import.h).
#pragma once
#include "base/result.h"
#include "store/history.h"
#include "store/roll.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::workflow {

struct ObjectPage {
    std::vector<store::ObjectRecord> rows;
    std::optional<std::string> next;    // where the next page begins
    std::optional<std::int64_t> total;  // nothing when counting would cost more than the page
};
ObjectPage list_objects(const Context& context, store::ObjectQuery query);

struct ObjectDetail {
    store::ObjectRecord object;
    std::vector<store::PastCheck> history;  // latest first
};
/// Refuses object.unknown.
Result<ObjectDetail> find_object(const Context& context, std::string_view id);

/// What filters can be set to, with the number of objects, most frequent first, at most 200 of each.
struct ObjectFacets {
    std::vector<std::pair<std::string, std::int64_t>> districts;
    std::vector<std::pair<std::string, std::int64_t>> categories;
};
ObjectFacets object_facets(const Context& context);

enum class ExportFormat { csv, xlsx };
/// The objects a query matches, into a file of its own in DATA/uploads: the caller removes it.
/// The file is on record (export.made) before it is given back.
std::filesystem::path export_objects(const Context& context, const Actor& actor, const store::ObjectQuery& query,
                                     ExportFormat format);

}  // namespace sunlot::workflow
