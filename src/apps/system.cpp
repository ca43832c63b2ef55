#include "system.h"

#include "api/all_routes.h"
#include "api/page.h"
#include "hash/sha256.h"

#include <filesystem>

namespace sunlot::apps {
namespace {

namespace fs = std::filesystem;

/// The web application: installed beside the program, or where the source tree builds it.
fs::path web_directory(const cli::SystemOptions& options) {
    if (!options.web.empty()) return options.web;
    const fs::path program = fs::read_symlink("/proc/self/exe").parent_path();
    for (const char* candidate : {"../share/sunlot/web", "../../web/dist"}) {
        if (fs::exists(program / candidate / "index.html")) return program / candidate;
    }
    return program / "web";
}

/// Uploads of a program that was killed are of no use to anyone.
void empty_uploads(const fs::path& data) {
    fs::remove_all(data / "uploads");
    fs::create_directories(data / "uploads");
}

}  // namespace

Result<std::unique_ptr<cli::System>> System::open(const cli::SystemOptions& options) {
    auto lock = files::DataLock::take(options.data);
    if (!lock) return pass_on(lock.error());
    empty_uploads(options.data);
    auto ground = std::make_unique<Ground>(std::move(*lock), store::BlobStore(options.data / "blobs"));
    const std::string sqlite = "sqlite:" + (fs::absolute(options.data) / "sunlot.db").string();
    auto database = store::Database::open({.url = options.database.empty() ? sqlite : options.database,
                                           .blobs = ground->blobs,
                                           .entropy = ground->entropy});
    if (!database) return pass_on(database.error());
    ground->database = std::move(*database);
    return std::unique_ptr<cli::System>(new System(options, std::move(ground)));
}

System::System(const cli::SystemOptions& options, std::unique_ptr<Ground> ground)
    : ground_(std::move(ground)),
      context_{.database = *ground_->database,
               .blobs = ground_->blobs,
               .clock = clock_,
               .entropy = ground_->entropy,
               .data_directory = fs::absolute(options.data),
               .log_key = log_key_},
      site_(web_directory(options)) {
    api::add_page_files(site_);
    if (const std::string* page = site_.bytes("/verify.html"))
        context_.verifier_digest = hash::hex(hash::sha256(*page));
    api::add_all_routes(router_, {context_, accounts_, sessions_, throttle_, SUNLOT_VERSION});
}

}  // namespace sunlot::apps
