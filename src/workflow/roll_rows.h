// Whole rows of objects on their way into one entry: for the use cases that change objects.
#pragma once
#include "base/json.h"
#include "inspection/roll.h"
#include "workflow/context.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sunlot::store {
class View;
}

namespace sunlot::workflow {

/// A line whose columns can be changed.
class EditableLine {
public:
    explicit EditableLine(std::string_view line);
    const std::string& operator[](std::size_t column) const { return columns_[column]; }
    /// By name, which is that of a column.
    const std::string& at(std::string_view name) const;
    void set(std::size_t column, std::string value) { columns_[column] = std::move(value); }
    std::string line() const;

private:
    std::array<std::string, inspection::kRollColumnCount> columns_;
};

/// The object's line, or a refusal object.unknown, object.merged (with the object it was merged into).
Result<EditableLine> editable_object(store::View& view, std::string_view id);

/// Collects changed rows and puts them into a blob.
class ChangedRows {
public:
    explicit ChangedRows(const Context& context);
    /// By id.
    void add(const EditableLine& line);
    /// The members added, blob, changed, format, rows, source of an entry.
    Json::Object data(std::string_view source) const;

private:
    const Context& context_;
    std::string bytes_;
    std::uint64_t rows_ = 0;
};

/// Refuses object.source: not one of inspection::edit_sources().
Result<Done> check_source(std::string_view source);
/// The private part of an entry with a reason, or null.
Json reason_part(std::string_view reason);

}  // namespace sunlot::workflow
