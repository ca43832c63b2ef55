// Looking into the directory of objects. Changes come by import (import.h), exchange (exchange.h), by hand
// (roll_change.h) and by joining duplicates (roll_merge.h).
#pragma once
#include "base/result.h"
#include "store/history.h"
#include "store/roll.h"
#include "store/roll_history.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::workflow {

/// Reads the directory into the index of searches before anybody asks. A fault is left to the first search.
void prepare_search(const Context& context) noexcept;

struct ObjectPage {
    std::vector<store::ObjectRecord> rows;
    std::optional<std::string> next;    // where the next page begins
    std::optional<std::int64_t> total;  // nothing when counting would cost more than the page
};
ObjectPage list_objects(const Context& context, store::ObjectQuery query);

/// One column of an object, with where it is from.
struct ObjectField {
    std::size_t column = 0;  // of inspection::roll_columns()
    std::string value;       // of personal columns "•" for something
    std::string source;
    std::int64_t set_entry = 0;
    std::int64_t set_at = 0;
    std::int64_t verified_at = 0;
};
struct ObjectDetail {
    store::ObjectRecord object;
    std::vector<ObjectField> fields;        // in the order of the columns, without id and source
    std::vector<store::PastCheck> history;  // latest first; of what was merged into it, too
    std::vector<store::Merge> merges;       // latest first
};
/// Refuses object.unknown.
Result<ObjectDetail> find_object(const Context& context, std::string_view id);
/// The same inside a transaction. REQUIRES: there is such an object.
ObjectDetail object_detail(store::View& view, std::string_view id);

struct ChangePage {
    std::vector<store::FieldChange> rows;      // latest first, whole entries
    std::map<std::string, std::string> names;  // of the accounts that made them
    std::optional<std::int64_t> next;          // `before` of the next page
};
/// Refuses object.unknown.
Result<ChangePage> object_changes(const Context& context, std::string_view id, std::int64_t before);

/// What filters can be set to, with the number of objects, most frequent first, at most 200 of each.
struct ObjectFacets {
    std::vector<std::pair<std::string, std::int64_t>> districts;
    std::vector<std::pair<std::string, std::int64_t>> categories;
    std::vector<std::pair<std::string, std::int64_t>> libraries;
    std::vector<std::pair<std::string, std::int64_t>> tags;
};
ObjectFacets object_facets(const Context& context);

enum class ExportFormat { csv, xlsx };
/// The objects a query matches, into a file of its own in DATA/uploads: the caller removes it.
/// The file is on record (export.made) before it is given back.
std::filesystem::path export_objects(const Context& context, const Actor& actor, const store::ObjectQuery& query,
                                     ExportFormat format);

}  // namespace sunlot::workflow
