#include "witness/settings.h"

#include "base/json.h"
#include "files/durable_file.h"
#include "files/private_file.h"
#include "files/secret_box.h"
#include "witness/log_folder.h"

#include <sodium.h>

namespace sunlot::witness {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHead = "sunlot/witness-key/v1\nkey ";
constexpr std::size_t kSeedBytes = 32;
constexpr std::size_t kSeedDigits = 2 * kSeedBytes;

fs::path key_file(const fs::path& data) {
    return data / "witness.key";
}

Refusal other_key(const fs::path& file) {
    return refuse(RefusalKind::conflict, "witness.key", file.string() + " 是另一个见证的密钥",
                  file.string() + " is the key of another witness");
}

Refusal damaged(const fs::path& file) {
    return refuse(RefusalKind::unavailable, "key.damaged", file.string() + " 已损坏或被改动",
                  file.string() + " is damaged or was changed");
}

Result<ledger::SigningKey> key_of(const std::string& name, const files::SecretBytes& seed) {
    return ledger::SigningKey::from_seed(name, seed.view(), ledger::KeyType::cosignature);
}

Result<files::SecretBytes> secret_bytes(const fs::path& data, const KeySecret& secret) {
    return files::read_secret_file(secret.file.empty() ? files::default_secret_file(data) : secret.file);
}

/// Durable; what was there before is gone from the folder.
Result<Done> write_key(const fs::path& data, const ledger::SigningKey& key, const files::SecretBytes& seed,
                       const KeySecret& secret, Entropy& entropy) {
    const auto opener = secret.file.empty() ? files::make_secret_file(files::default_secret_file(data), entropy)
                                            : files::read_secret_file(secret.file);
    if (!opener) return pass_on(opener.error());
    files::write_private_file(key_file(data),
                              files::seal_box(std::string(kHead) + key.verifier().text() + "\n", seed, *opener,
                                              {.passes = secret.passes, .kibibytes = secret.kibibytes}, entropy));
    return Done{};
}

/// The form of 0.2: the seed as 64 hex digits and a line feed.
std::optional<files::SecretBytes> old_seed(const files::SecretBytes& file) {
    if (file.view().size() != kSeedDigits + 1 || file.view().back() != '\n') return {};
    auto seed = from_hex(as_text(file.view().first(kSeedDigits)));
    if (!seed) return {};
    files::SecretBytes bytes{ByteView(*seed)};
    sodium_memzero(seed->data(), seed->size());
    return bytes;
}

}  // namespace

Result<Done> make_witness(const fs::path& data, const Settings& settings, const KeySecret& secret, Entropy& entropy) {
    if (fs::exists(data / "witness.json"))
        return refuse(RefusalKind::conflict, "witness.exists", data.string() + " 中已有一个见证",
                      "there is a witness in " + data.string());
    files::SecretBytes seed(kSeedBytes);
    entropy.fill(seed.room());
    const auto key = key_of(settings.name, seed);
    if (!key) return pass_on(key.error());
    fs::create_directories(data / "logs");
    fs::permissions(data, fs::perms::owner_all);
    const bool kept = fs::exists(key_file(data));
    if (!kept) {
        if (auto written = write_key(data, *key, seed, secret, entropy); !written) return written;
    }
    // What cannot be opened again must not become a witness.
    if (const auto opened = load_key(data, settings.name, secret); !opened) return pass_on(opened.error());
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

Result<ledger::SigningKey> load_key(const fs::path& data, const std::string& name, const KeySecret& secret) {
    const fs::path file = key_file(data);
    const auto bytes = files::read_private_file(file);
    if (!bytes) return pass_on(bytes.error());
    if (const auto seed = old_seed(*bytes)) return key_of(name, *seed);
    const auto box = files::read_box(as_text(bytes->view()));
    if (!box || !box->lines.starts_with(kHead) || box->size() != kSeedBytes) return damaged(file);
    const auto opener = secret_bytes(data, secret);
    if (!opener) return pass_on(opener.error());
    const auto seed = files::open_box(*box, *opener);
    if (!seed)
        return refuse(RefusalKind::unavailable, "key.secret",
                      "口令打不开 " + file.string() + "：请检查 --key-secret 指向的文件",
                      "this secret does not open " + file.string() + ": see the file that --key-secret names");
    auto key = key_of(name, *seed);
    if (key && box->lines != std::string(kHead) + key->verifier().text() + "\n") return other_key(file);
    return key;
}

Result<bool> encrypt_key(const fs::path& data, const std::string& name, const KeySecret& secret, Entropy& entropy) {
    const auto bytes = files::read_private_file(key_file(data));
    if (!bytes) return pass_on(bytes.error());
    const auto seed = old_seed(*bytes);
    if (!seed) return false;
    const auto key = key_of(name, *seed);
    if (!key) return pass_on(key.error());
    if (auto written = write_key(data, *key, *seed, secret, entropy); !written) return pass_on(written.error());
    return true;
}

}  // namespace sunlot::witness
