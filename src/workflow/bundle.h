// The bundle of a draw: every file that was sealed, and of the log what anchors them, so that a stranger can check the
// draw with nothing else (docs/formats/bundle-v1.md). Its bytes depend only on the entries of the draw: the checkpoint
// is that of the tree which ends with the draw's last entry, so the same draw always gives the same archive.
#pragma once
#include "base/result.h"
#include "workflow/context.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace sunlot::workflow {

/// File name within the bundle → its bytes, or the blob that holds them.
using BundleParts = std::map<std::string, std::variant<std::string, std::filesystem::path>>;

struct Bundle {
    BundleParts parts;
    std::uint64_t last_seq = 0;  // the newest entry in it
};

/// Refuses draw.unknown and organ.not_configured.
Result<Bundle> collect_bundle(const Context& context, std::string_view draw_id);

/// Writes the files into `directory`, which must not exist yet or be empty. Refuses bundle.directory.
Result<Done> write_bundle_directory(const Context& context, std::string_view draw_id,
                                    const std::filesystem::path& directory);

/// The archive, packed once for each state of the draw and kept under DATA/bundles. Refuses draw.unknown.
Result<std::filesystem::path> bundle_zip(const Context& context, std::string_view draw_id);

}  // namespace sunlot::workflow
