// The item list as files: the workbook and the paper that everybody may download, the working copy that clerks edit,
// and the import of one, which drafts what differs. An import is looked at before it is made, and all or nothing.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/item_sheet.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// The list in force, as XLSX in a file of its own in DATA/uploads: the caller removes it.
std::filesystem::path public_item_workbook(const Context& context);
/// The same as PDF, A4 landscape in the form of 涉企行政检查公示专栏. `origin`: the address its code leads to.
std::string public_item_paper(const Context& context, std::string_view origin);
/// The newest content of every item, drafts included, cancelled ones left out: the form to edit and to import.
std::filesystem::path working_item_workbook(const Context& context);

enum class ItemChange { added, changed, same };
std::string_view text(ItemChange change);  // "new" | "changed" | "same"

struct ItemImportRow {
    std::uint64_t row = 0;
    std::string code;
    std::string name;
    ItemChange change = ItemChange::same;
    std::vector<Text> fields;  // that differ, when it is changed
    std::vector<inspection::ItemProblem> problems;
};
struct ItemImport {
    std::vector<ItemImportRow> rows;
    std::size_t drafted = 0;  // versions drafted; 0 for a preview
    bool has_problems() const;
};
/// What the file would draft. Refuses what the readers of tables and sheets refuse, and item_sheet.too_many.
Result<ItemImport> preview_item_import(const Context& context, const std::filesystem::path& file);
/// Drafts every item that is new or differs, in one transaction. Refuses as above, item.bad_rows when any row has a
/// problem, item.reason and item.legal_basis.
Result<ItemImport> import_items(const Context& context, const Actor& actor, const std::filesystem::path& file,
                                std::string_view reason, std::string_view legal_basis);

}  // namespace sunlot::workflow
