// Files that leave the system with lists of people or firms: each is an entry with its digest (export.made), durable
// before the file is handed out.
#pragma once
#include "base/json.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace sunlot::workflow {

struct ExportRecord {
    std::string what;    ///< "objects", "officers", "problems", "report"
    std::string format;  ///< "csv", "xlsx", "pdf"
    Json::Object filter = {};
    std::string words = {};  ///< what was searched for: may be a person's name, so it stays private
    std::uint64_t rows = 0;
    std::filesystem::path file = {};
};

/// The number of the entry. A fault leaves no entry, and the caller hands out nothing.
std::uint64_t record_export(const Context& context, const Actor& actor, const ExportRecord& record);

}  // namespace sunlot::workflow
