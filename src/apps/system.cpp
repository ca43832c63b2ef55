#include "system.h"

#include "api/all_routes.h"
#include "api/page.h"
#include "hash/sha256.h"
#include "workflow/log_files.h"

#include <cstdlib>
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

/// The secret of the log's key: as the command line says, else the environment, else systemd (LoadCredential=).
fs::path key_secret(const cli::SystemOptions& options) {
    if (!options.key_secret.empty()) return fs::absolute(options.key_secret);
    if (const char* file = std::getenv("SUNLOT_KEY_SECRET_FILE")) return file;
    const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
    const fs::path credential = fs::path(credentials == nullptr ? "" : credentials) / "sunlot-key-secret";
    return credentials != nullptr && fs::exists(credential) ? credential : fs::path();
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
    KernelEntropy entropy;
    auto data_keys = workflow::open_data_keys(
        {.data_directory = fs::absolute(options.data), .keys = {.secret_file = key_secret(options), .cost = {}}},
        entropy);
    if (!data_keys) return pass_on(data_keys.error());
    store::BlobStore blobs(options.data / "blobs", data_keys->keys);
    auto ground = std::make_unique<Ground>(std::move(*lock), std::move(blobs), std::move(*data_keys));
    const std::string sqlite = "sqlite:" + (fs::absolute(options.data) / "sunlot.db").string();
    auto database = store::Database::open({.url = options.database.empty() ? sqlite : options.database,
                                           .blobs = ground->blobs,
                                           .entropy = ground->entropy});
    if (!database) return pass_on(database.error());
    ground->database = std::move(*database);
    auto system = std::unique_ptr<System>(new System(options, std::move(ground)));
    system->freeze_when_rolled_back();
    if (system->context_.database.frozen()) return std::unique_ptr<cli::System>(std::move(system));
    if (const auto settled = workflow::settle_data_keys(system->context_, system->ground_->data_keys); !settled)
        return pass_on(settled.error());
    return std::unique_ptr<cli::System>(std::move(system));
}

System::System(const cli::SystemOptions& options, std::unique_ptr<Ground> ground)
    : ground_(std::move(ground)),
      context_{.database = *ground_->database,
               .blobs = ground_->blobs,
               .clock = clock_,
               .entropy = ground_->entropy,
               .data_directory = fs::absolute(options.data),
               .log_key = log_key_,
               .keys = {.secret_file = key_secret(options), .cost = {}}},
      site_(web_directory(options)) {
    context_.cosign = [this](const workflow::SignedHead& head) { return witnessing_.cosign(head); };
    api::add_page_files(site_);
    if (const std::string* page = site_.bytes("/verify.html"))
        context_.verifier_digest = hash::hex(hash::sha256(*page));
    api::add_all_routes(router_, {context_, accounts_, sessions_, throttle_, SUNLOT_VERSION, exchange_});
}

/// Whoever opens a database that is behind what was signed may read it, and nothing else.
void System::freeze_when_rolled_back() {
    if (const auto sound = workflow::check_not_rolled_back(context_); !sound) context_.database.freeze(sound.error());
}

}  // namespace sunlot::apps
