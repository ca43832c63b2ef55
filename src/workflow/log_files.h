// DATA/log: the journal as the static files of a transparency log (C2SP tlog-tiles), exactly as they are served under
// /log/ and as any web server may serve them: `checkpoint`, `vkey`, `tile/…`, `tile/entries/…`.
//
// The order of publishing; what a crash at each write leaves is in docs/formats/log-v1.md §2:
//   entries durable in the database
//   bundles and tiles, each whole; read back, their root compared with the journal's
//   (size, root) durable in DATA/log-state/signing
//   signed, cosigned
//   checkpoint renamed: published
// A head is only signed for a size and root that the database holds, never below a size that may have been signed and
// never with another root at one: a database restored from an old copy is found here (log.rolled_back), nothing is
// signed any more and the journal takes no further entry.
#pragma once
#include "base/result.h"
#include "ledger/tiles.h"
#include "workflow/context.h"
#include "workflow/signed_head.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sunlot::workflow {

/// Brings DATA/log up to the present journal; any thread may call it, one at a time publishes (never from within
/// Context::cosign). Refuses organ.not_configured (no key yet), log.rolled_back (the journal is shorter than what was
/// signed, or has another root there), log.damaged (a published file cannot be read back as it was written).
Result<SignedHead> publish_log(const Context& context);

/// The published head, if it has at least `size` entries; else publishes first. Every proof handed out is against such
/// a head. REQUIRES: the journal has `size` entries. Refuses as publish_log.
Result<SignedHead> published_head(const Context& context, std::uint64_t size = 0);

/// The published head of the journal as it now is: publishes first when it has grown. Refuses as publish_log.
Result<SignedHead> present_head(const Context& context);

/// The tree of a published head, read from its tiles.
ledger::TileTree published_tree(const Context& context, std::uint64_t size);

/// Compares the journal with every head that was ever given out or may have been: `log-state/signing`,
/// `log/checkpoint`, `log/witnessed`. Refuses log.rolled_back, log.damaged. Done at the start, before the first
/// request, and at each publishing; a journal that was rolled back is frozen (store::Database::freeze).
Result<Done> check_not_rolled_back(const Context& context);

/// The file of DATA/log that is served under this path ("checkpoint", "tile/0/x001/234.p/7"), if it is one. Refuses
/// log.file for any other text, so that no path leads out of the folder, and for a file that is not there.
Result<std::filesystem::path> log_file(const Context& context, std::string_view path);

}  // namespace sunlot::workflow
