// DATA/log: the journal as the static files of a transparency log (C2SP tlog-tiles), exactly as they are served under
// /log/ and as any web server may serve them: `checkpoint`, `vkey`, `tile/…`, `tile/entries/…`.
//
// The order of publishing, and what a crash leaves behind:
//   entries durable in the database     nothing published yet; the next run goes on from the checkpoint
//   bundles and tiles, each whole       files that no checkpoint speaks of; written again, the same bytes
//   right edge read back, root compared as above
//   checkpoint signed and renamed       published
// A checkpoint is only signed for a size and root that the database holds, never for a size at or below the published
// one with another root: a database restored from an old copy is found here (log.rolled_back) and nothing is signed.
#pragma once
#include "base/result.h"
#include "workflow/context.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sunlot::workflow {

struct PublishedHead {
    std::uint64_t size = 0;
    std::string checkpoint;  ///< the signed note
};

/// Brings DATA/log up to the present journal. One at a time: the caller holds the data directory and publishes from one
/// thread. Refuses organ.not_configured (no key yet), log.rolled_back (the journal is shorter than what was published,
/// or has another root there), log.damaged (a published file cannot be read back as it was written).
Result<PublishedHead> publish_log(const Context& context);

/// The file of DATA/log that is served under this path ("checkpoint", "tile/0/x001/234.p/7"), if it is one. Refuses
/// log.file for any other text, so that no path leads out of the folder, and for a file that is not there.
Result<std::filesystem::path> log_file(const Context& context, std::string_view path);

}  // namespace sunlot::workflow
