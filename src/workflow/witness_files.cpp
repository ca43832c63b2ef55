#include "workflow/witness_files.h"

#include "base/json.h"
#include "base/text.h"
#include "files/durable_file.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

/// Enough for a witness that answers after 10 s while we publish five heads a second.
constexpr std::size_t kHeads = 64;

std::optional<std::string> read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Whole or not there, but not sure to outlive a loss of power: this is found again by asking.
void write_whole(const fs::path& path, std::string_view bytes) {
    const fs::path beside = path.string() + ".writing";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) throw std::system_error(errno, std::generic_category(), beside.string());
    fs::rename(beside, path);
}

int take_lock(const fs::path& folder) {
    fs::create_directories(folder / "heads");
    fs::create_directories(folder / "requested");
    fs::create_directories(folder / "witnessed");
    const fs::path path = folder / "lock";
    const int lock = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) throw std::system_error(errno, std::generic_category(), path.string());
    while (::flock(lock, LOCK_EX) != 0)
        if (errno != EINTR) {
            ::close(lock);
            throw std::system_error(errno, std::generic_category(), path.string());
        }
    return lock;
}

std::string name_of(const ledger::VerifierKey& witness) {
    return fmt::format("{:08x}.json", witness.id());
}

std::uint64_t number(const Json& json, std::string_view key) {
    const Json* value = json.find(key);
    return value != nullptr && value->is_integer() ? static_cast<std::uint64_t>(value->as_integer()) : 0;
}

std::string text(const Json& json, std::string_view key) {
    const Json* value = json.find(key);
    return value != nullptr && value->is_string() ? value->as_string() : "";
}

}  // namespace

WitnessFiles::WitnessFiles(const fs::path& data_directory)
    : folder_(data_directory / "log-state" / "witnesses"), lock_(take_lock(folder_)) {}

WitnessFiles::~WitnessFiles() {
    ::close(lock_);
}

WitnessStanding WitnessFiles::standing(const ledger::VerifierKey& witness) const {
    WitnessStanding out;
    const auto bytes = read_file(folder_ / name_of(witness));
    const auto json = bytes ? parse_json(*bytes) : Result<Json>(Json(nullptr));
    if (!json || !json->is_object()) return out;  // lost or torn: found again by asking
    if (const std::string state = text(*json, "state"); !state.empty()) out.state = state;
    out.trouble = text(*json, "trouble");
    out.known = number(*json, "known");
    out.cosigned_size = number(*json, "cosigned_size");
    out.cosigned_time = number(*json, "cosigned_time");
    out.at = Instant{static_cast<std::int64_t>(number(*json, "at"))};
    return out;
}

void WitnessFiles::keep(const ledger::VerifierKey& witness, const WitnessStanding& standing) {
    const Json::Object json{{"at", standing.at.micros},
                            {"cosigned_size", standing.cosigned_size},
                            {"cosigned_time", standing.cosigned_time},
                            {"known", standing.known},
                            {"state", standing.state},
                            {"trouble", standing.trouble}};
    write_whole(folder_ / name_of(witness), to_canonical(Json(json)));
}

void WitnessFiles::keep_head(std::uint64_t size, std::string_view note) {
    write_whole(folder_ / "heads" / std::to_string(size), note);
    auto kept = heads();
    std::erase_if(kept, [&](std::uint64_t one) { return fs::exists(folder_ / "requested" / std::to_string(one)); });
    for (std::size_t i = 0; i + kHeads < kept.size(); ++i) fs::remove(folder_ / "heads" / std::to_string(kept[i]));
}

std::optional<std::string> WitnessFiles::head(std::uint64_t size) const {
    return read_file(folder_ / "heads" / std::to_string(size));
}

std::vector<std::uint64_t> WitnessFiles::heads() const {
    std::vector<std::uint64_t> out;
    for (const auto& file : fs::directory_iterator(folder_ / "heads"))
        if (const auto size = parse_unsigned(file.path().filename().string())) out.push_back(*size);
    std::ranges::sort(out);
    return out;
}

void WitnessFiles::mark_requested(std::uint64_t size) {
    if (const auto note = head(size)) files::write_durably(folder_ / "heads" / std::to_string(size), *note);
    files::write_durably(folder_ / "requested" / std::to_string(size), "");
}

std::optional<std::string> WitnessFiles::witnessed(const std::string& policy) const {
    return read_file(folder_ / "witnessed" / policy);
}

void WitnessFiles::keep_witnessed(const std::string& policy, std::string_view note) {
    files::write_durably(folder_ / "witnessed" / policy, note);
}

}  // namespace sunlot::workflow
