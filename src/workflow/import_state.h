// How an import between upload and confirmation is kept: DATA/uploads/<id>/import.json, replaced as a whole.
#pragma once
#include "base/result.h"
#include "workflow/import.h"

#include <filesystem>
#include <string_view>

namespace sunlot::workflow {

/// Where the files of one import lie.
struct ImportFolder {
    std::filesystem::path path;
    std::filesystem::path state() const { return path / "import.json"; }
    std::filesystem::path source() const { return path / "source"; }
    std::filesystem::path report() const { return path / "problems.csv"; }
    /// Scratch of one mapping.
    std::filesystem::path scratch(std::uint64_t generation) const { return path / std::to_string(generation); }
    std::filesystem::path rows(std::uint64_t generation) const { return scratch(generation) / "rows"; }
    std::filesystem::path problems(std::uint64_t generation) const { return scratch(generation) / "problems"; }
    std::filesystem::path duplicates(std::uint64_t generation) const { return scratch(generation) / "duplicates"; }
};

/// The folder of that import, whether it is there or not. Refuses import.unknown for what can't be an id, so that an id
/// from outside never names another path.
Result<ImportFolder> import_folder(const Context& context, std::string_view id);
Result<Import> load_import(const Context& context, std::string_view id);
void save_import(const Context& context, const Import& import);
/// Removes the folders of imports older than thirty days.
void remove_old_imports(const Context& context);

}  // namespace sunlot::workflow
