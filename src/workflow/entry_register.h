// The register of entry kinds as a document: docs/formats/entries.md is what this prints.
#pragma once
#include "inspection/entry_kind.h"

#include <string>

namespace sunlot::workflow {

/// An entry of this kind as it would stand in the journal: canonical bytes (docs/formats/entry-v1.md).
std::string example_entry(const inspection::EntryKind& kind);

/// Markdown, one section for each area.
std::string entry_register_markdown();

}  // namespace sunlot::workflow
