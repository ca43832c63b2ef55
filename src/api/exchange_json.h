// What the exchange's routes answer.
#pragma once
#include "base/json.h"
#include "workflow/exchange.h"
#include "workflow/exchange_reader.h"

namespace sunlot::api {

/// With where it is; never with its key.
Json source_json(const workflow::Source& source);
Json trial_json(const workflow::SourceTrial& trial);
/// `whole`: with rows and problems.
Json run_json(const workflow::RunReport& run, bool whole);
Json conflict_json(const store::ConflictRecord& conflict, const std::string& source_name);
Json reader_json(const store::ReaderRecord& reader);
Json shared_json(const workflow::SharedPage& page);

}  // namespace sunlot::api
