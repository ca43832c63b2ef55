// Reads a bundle for sunlot-verify: a folder, or a .zip in memory. What it reads is from strangers: sizes and counts
// are capped, links and odd names are refused, nothing is written.
#pragma once
#include "base/result.h"
#include "draw/bundle_check.h"

#include <filesystem>

namespace sunlot::apps {

/// Refuses bundle.unreadable, bundle.name, bundle.too_large.
Result<draw::BundleFiles> read_bundle_files(const std::filesystem::path& path);
/// A proof, or a file of an escrow. Refuses bundle.unreadable.
Result<std::string> read_one_file(const std::filesystem::path& path);

}  // namespace sunlot::apps
