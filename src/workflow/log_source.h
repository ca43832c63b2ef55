// A published log as a folder: DATA/log, an archive, or a copy of either.
#pragma once
#include "ledger/log_fault.h"

#include <filesystem>
#include <string>
#include <vector>

namespace sunlot::workflow {

/// Reads files below `folder`. Refuses log.file for what is not there, log.path for a path that would lead out.
ledger::ReadFile folder_source(std::filesystem::path folder);

/// "/"-separated names of all files below `folder`/`part`, as they are served, in order.
std::vector<std::string> files_below(const std::filesystem::path& folder, const std::string& part);

}  // namespace sunlot::workflow
