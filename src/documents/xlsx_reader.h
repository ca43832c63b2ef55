// The parent's side of reading a workbook: starts the child, reads rows from its pipe, and believes nothing it has not
// checked.
#pragma once
#include "base/result.h"
#include "documents/table_reader.h"
#include "documents/text_source.h"

#include <memory>

namespace sunlot::documents {

Result<std::unique_ptr<TableReader>> open_xlsx(FileHandle file, const TableOptions& options);

}  // namespace sunlot::documents
