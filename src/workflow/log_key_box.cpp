#include "workflow/log_key_box.h"

#include "files/secret_box.h"
#include "ledger/sm2.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::string_view kHead = "sunlot/log-key/v1\n";
constexpr std::string_view kKey = "key ";
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kMostKeys = 4;

Refusal damaged() {
    return refuse(RefusalKind::unavailable, "key.damaged", "日志密钥文件已损坏或被改动：请从备份恢复 keys/log.key",
                  "the log's key file is damaged or was changed: restore keys/log.key from its backup");
}

struct KeyBox {
    std::vector<ledger::VerifierKey> keys;
    files::Box box;
};

std::optional<KeyBox> parse(std::string_view file) {
    auto box = files::read_box(file);
    if (!box || !box->lines.starts_with(kHead)) return {};
    KeyBox found{.keys = {}, .box = std::move(*box)};
    std::string_view lines = found.box.lines.substr(kHead.size());
    while (!lines.empty()) {
        const auto line = lines.substr(0, lines.find('\n'));
        if (!line.starts_with(kKey)) return {};
        auto key = ledger::VerifierKey::parse(line.substr(kKey.size()));
        if (!key || key->type() == ledger::KeyType::cosignature) return {};
        found.keys.push_back(std::move(*key));
        lines.remove_prefix(line.size() + 1);
    }
    if (found.keys.empty() || found.keys.size() > kMostKeys || found.box.size() != found.keys.size() * kSecretBytes)
        return {};
    return found;
}

/// Whether this secret is that of the public key beside it.
bool belongs(const LogSecrets::One& one) {
    if (one.key.type() == ledger::KeyType::sm2) {
        const auto key = ledger::Sm2Key::from_secret(one.secret.view());
        return key && as_text(key->public_key()) == as_text(one.key.key());
    }
    return ledger::SigningKey::from_seed(one.key.name(), one.secret.view()).value().verifier() == one.key;
}

}  // namespace

std::string seal_keys(const LogSecrets& secrets, const SecretBytes& secret, const KeySettings::Cost& cost,
                      Entropy& entropy) {
    if (secrets.keys.empty()) throw std::logic_error("a key file holds a key");
    std::string lines(kHead);
    SecretBytes plain(secrets.keys.size() * kSecretBytes);
    auto room = plain.room();
    for (const auto& one : secrets.keys) {
        lines += std::string(kKey) + one.key.text() + "\n";
        std::ranges::copy(one.secret.view(), room.begin());
        room = room.subspan(kSecretBytes);
    }
    return files::seal_box(lines, plain, secret, {.passes = cost.passes, .kibibytes = cost.kibibytes}, entropy);
}

Result<LogSecrets> open_keys(std::string_view file, const SecretBytes& secret) {
    const auto found = parse(file);
    if (!found) return damaged();
    const auto plain = files::open_box(found->box, secret);
    if (!plain)
        return refuse(RefusalKind::unavailable, "key.secret", "口令打不开日志密钥文件：请检查 --key-secret 指向的文件",
                      "this secret does not open the log's key file: see the file that --key-secret names");
    LogSecrets secrets;
    for (std::size_t i = 0; i < found->keys.size(); ++i) {
        secrets.keys.push_back({found->keys[i], SecretBytes(plain->view().subspan(i * kSecretBytes, kSecretBytes))});
        if (!belongs(secrets.keys.back())) return damaged();
    }
    return secrets;
}

Result<std::vector<ledger::VerifierKey>> sealed_verifiers(std::string_view file) {
    auto found = parse(file);
    if (!found) return damaged();
    return std::move(found->keys);
}

LogSecrets new_secrets(const std::string& name, Entropy& entropy) {
    LogSecrets secrets;
    SecretBytes seed(kSecretBytes);
    entropy.fill(seed.room());
    const auto ed25519 = ledger::SigningKey::from_seed(name, seed.view());
    secrets.keys.push_back({ed25519.value().verifier(), std::move(seed)});
    for (;;) {  // one in four thousand million numbers is none of the curve's
        SecretBytes number(kSecretBytes);
        entropy.fill(number.room());
        const auto sm2 = ledger::Sm2Key::from_secret(number.view());
        if (!sm2) continue;
        auto key = ledger::VerifierKey::make(name, ledger::KeyType::sm2, sm2->public_key());
        secrets.keys.push_back({key.value(), std::move(number)});
        return secrets;
    }
}

}  // namespace sunlot::workflow
