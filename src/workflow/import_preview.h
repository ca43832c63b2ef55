// Making the preview of an import, and making its comparison anew when the directory has changed since.
#pragma once
#include "base/result.h"
#include "workflow/import.h"
#include "workflow/import_stage.h"
#include "workflow/import_state.h"

namespace sunlot::workflow {

/// Reads the file with these columns, compares its rows with the directory and fills the import. The scratch of the
/// mapping before is removed. Refuses what stage() refuses.
Result<Done> make_preview(const Context& context, Import& import, const ImportFolder& folder, const TableHead& head,
                          const inspection::Columns& columns);
/// The comparison alone, from the rows staged before.
void compare_again(const Context& context, Import& import, const ImportFolder& folder);

}  // namespace sunlot::workflow
