#include "witness/settings.h"

#include "base/json.h"
#include "files/durable_file.h"
#include "witness/log_folder.h"

#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sunlot::witness {
namespace {

namespace fs = std::filesystem;

Refusal bad_key(const fs::path& file, const char* zh, const char* en) {
    return refuse(RefusalKind::conflict, "witness.key", file.string() + "：" + zh, file.string() + ": " + en);
}

/// For this account alone from the first byte on, and on disk when it returns.
void write_secret(const fs::path& path, const std::string& text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) throw std::system_error(errno, std::generic_category(), "creating " + path.string());
    try {
        files::write_all(file, text, path);
        if (::fsync(file) != 0) throw std::system_error(errno, std::generic_category(), "syncing " + path.string());
    } catch (...) {
        ::close(file);
        throw;
    }
    ::close(file);
    files::sync_directory(path.parent_path());
}

}  // namespace

Result<Done> make_witness(const fs::path& data, const Settings& settings, Entropy& entropy) {
    if (fs::exists(data / "witness.json"))
        return refuse(RefusalKind::conflict, "witness.exists", data.string() + " 中已有一个见证",
                      "there is a witness in " + data.string());
    const std::string seed = entropy.hex(32);
    const auto key = ledger::SigningKey::from_seed(settings.name, *from_hex(seed), ledger::KeyType::cosignature);
    if (!key) return pass_on(key.error());
    fs::create_directories(data / "logs");
    fs::permissions(data, fs::perms::owner_all);
    if (!fs::exists(data / "witness.key")) write_secret(data / "witness.key", seed + "\n");
    // The settings come last: without them there is no witness, and init may be called again.
    const Json json = Json::Object{
        {"name", settings.name}, {"organisation", settings.organisation}, {"alarm_command", settings.alarm_command}};
    files::write_durably(data / "witness.json", to_canonical(json) + "\n");
    return Done{};
}

Result<Settings> load_settings(const fs::path& data) {
    const auto bytes = read_file(data / "witness.json");
    const auto json = parse_json(bytes.value_or(""));
    if (!json)
        return refuse(RefusalKind::not_found, "witness.missing",
                      data.string() + " 中没有见证：请先运行 sunlot-witness init",
                      "there is no witness in " + data.string() + ": run sunlot-witness init first");
    FieldReader in(*json);
    Settings settings{.name = in.text("name"),
                      .organisation = in.optional_text("organisation").value_or(""),
                      .alarm_command = in.optional_text("alarm_command").value_or("")};
    if (auto no = in.refusal()) return pass_on(*no);
    return settings;
}

Result<ledger::SigningKey> load_key(const fs::path& data, const std::string& name) {
    const fs::path file = data / "witness.key";
    struct stat found{};
    if (::stat(file.c_str(), &found) != 0) return bad_key(file, "没有这个密钥文件", "there is no such key file");
    if ((found.st_mode & 077U) != 0)
        return bad_key(file, "别人也能读取密钥文件，请 chmod 600", "others may read the key file: chmod 600 it");
    const auto bytes = read_file(file).value_or("");
    const auto seed =
        bytes.ends_with('\n') ? from_hex(std::string_view(bytes).substr(0, bytes.size() - 1)) : std::nullopt;
    if (!seed || seed->size() != 32) return bad_key(file, "不是 64 位十六进制", "it is not 64 hex digits");
    return ledger::SigningKey::from_seed(name, *seed, ledger::KeyType::cosignature);
}

}  // namespace sunlot::witness
