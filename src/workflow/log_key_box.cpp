#include "workflow/log_key_box.h"

#include "base/text.h"
#include "hash/sha256.h"
#include "ledger/sm2.h"

#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::string_view kHead = "sunlot/log-key/v1\n";
constexpr std::string_view kKey = "key ";
constexpr std::string_view kArgon = "argon2id ";
constexpr std::string_view kBox = "box ";
constexpr std::string_view kDigest = "sha256 ";
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kMostKeys = 4;
/// A file may come from anywhere: it must not make us work for an hour or take all memory.
constexpr std::uint64_t kMostPasses = 100;
constexpr std::uint64_t kMostKibibytes = 2UL * 1024 * 1024;

Refusal damaged() {
    return refuse(RefusalKind::unavailable, "key.damaged", "日志密钥文件已损坏或被改动：请从备份恢复 keys/log.key",
                  "the log's key file is damaged or was changed: restore keys/log.key from its backup");
}

struct Box {
    std::vector<ledger::VerifierKey> keys;
    KeySettings::Cost cost;
    Bytes salt;
    Bytes nonce;
    Bytes sealed;
    std::string_view head;  ///< every line above the box
};

std::optional<std::string_view> after(std::string_view line, std::string_view word) {
    if (!line.starts_with(word)) return std::nullopt;
    return line.substr(word.size());
}

bool read_argon(std::string_view line, Box& box) {
    const auto words = split(line, ' ');
    if (words.size() != 3) return false;
    const auto passes = parse_unsigned(words[0]);
    const auto kibibytes = parse_unsigned(words[1]);
    auto salt = from_hex(words[2]);
    if (!passes || !kibibytes || !salt || salt->size() != crypto_pwhash_SALTBYTES) return false;
    if (*passes < 1 || *passes > kMostPasses || *kibibytes < 8 || *kibibytes > kMostKibibytes) return false;
    box.cost = {.passes = *passes, .kibibytes = *kibibytes};
    box.salt = std::move(*salt);
    return true;
}

bool read_box(std::string_view line, Box& box) {
    const auto words = split(line, ' ');
    if (words.size() != 2) return false;
    auto nonce = from_hex(words[0]);
    auto sealed = from_hex(words[1]);
    const std::size_t size = box.keys.size() * kSecretBytes + crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (!nonce || nonce->size() != crypto_aead_xchacha20poly1305_ietf_NPUBBYTES || !sealed || sealed->size() != size)
        return false;
    box.nonce = std::move(*nonce);
    box.sealed = std::move(*sealed);
    return true;
}

/// The lines, their digest checked.
std::optional<Box> parse(std::string_view file) {
    const auto digest_at = file.rfind(kDigest);
    if (!file.starts_with(kHead) || digest_at == std::string_view::npos) return {};
    const std::string_view body = file.substr(0, digest_at);
    if (file.substr(digest_at) != std::string(kDigest) + hash::sha256_hex(body) + "\n") return {};
    auto lines = split(body.substr(kHead.size(), body.size() - kHead.size() - 1), '\n');
    Box box;
    std::size_t at = 0;
    for (; at < lines.size() && lines[at].starts_with(kKey); ++at) {
        auto key = ledger::VerifierKey::parse(lines[at].substr(kKey.size()));
        if (!key || key->type() == ledger::KeyType::cosignature) return {};
        box.keys.push_back(std::move(*key));
    }
    if (box.keys.empty() || box.keys.size() > kMostKeys || lines.size() != at + 2) return {};
    const auto argon = after(lines[at], kArgon);
    const auto sealed = after(lines[at + 1], kBox);
    if (!argon || !read_argon(*argon, box) || !sealed || !read_box(*sealed, box)) return {};
    box.head = body.substr(0, body.size() - lines[at + 1].size() - 1);
    return box;
}

SecretBytes derive(const SecretBytes& secret, const KeySettings::Cost& cost, const Bytes& salt) {
    SecretBytes key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    if (sodium_init() < 0) throw std::runtime_error("libsodium is not available");
    if (crypto_pwhash(key.room().data(), key.room().size(), reinterpret_cast<const char*>(secret.view().data()),
                      secret.view().size(), salt.data(), cost.passes, cost.kibibytes * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("argon2id: not enough memory");
    return key;
}

/// Whether this secret is that of the public key beside it.
bool belongs(const LogSecrets::One& one) {
    if (one.key.type() == ledger::KeyType::sm2) {
        const auto key = ledger::Sm2Key::from_secret(one.secret.view());
        return key && as_text(key->public_key()) == as_text(one.key.key());
    }
    return ledger::SigningKey::from_seed(one.key.name(), one.secret.view()).value().verifier() == one.key;
}

Bytes random(Entropy& entropy, std::size_t size) {
    Bytes bytes(size);
    entropy.fill(bytes);
    return bytes;
}

}  // namespace

std::string seal_keys(const LogSecrets& secrets, const SecretBytes& secret, const KeySettings::Cost& cost,
                      Entropy& entropy) {
    if (secrets.keys.empty()) throw std::logic_error("a key file holds a key");
    const Bytes salt = random(entropy, crypto_pwhash_SALTBYTES);
    const Bytes nonce = random(entropy, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    std::string file(kHead);
    SecretBytes plain(secrets.keys.size() * kSecretBytes);
    auto room = plain.room();
    for (const auto& one : secrets.keys) {
        file += std::string(kKey) + one.key.text() + "\n";
        std::ranges::copy(one.secret.view(), room.begin());
        room = room.subspan(kSecretBytes);
    }
    file += std::string(kArgon) + std::to_string(cost.passes) + " " + std::to_string(cost.kibibytes) + " " +
            to_hex(salt) + "\n";
    const SecretBytes key = derive(secret, cost, salt);
    Bytes sealed(plain.view().size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    const ByteView head = as_bytes(file);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data(), nullptr, plain.view().data(), plain.view().size(),
                                               head.data(), head.size(), nullptr, nonce.data(), key.view().data());
    file += std::string(kBox) + to_hex(nonce) + " " + to_hex(sealed) + "\n";
    return file + std::string(kDigest) + hash::sha256_hex(file) + "\n";
}

Result<LogSecrets> open_keys(std::string_view file, const SecretBytes& secret) {
    const auto box = parse(file);
    if (!box) return damaged();
    const SecretBytes key = derive(secret, box->cost, box->salt);
    SecretBytes plain(box->keys.size() * kSecretBytes);
    const ByteView head = as_bytes(box->head);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.room().data(), nullptr, nullptr, box->sealed.data(),
                                                   box->sealed.size(), head.data(), head.size(), box->nonce.data(),
                                                   key.view().data()) != 0)
        return refuse(RefusalKind::unavailable, "key.secret", "口令打不开日志密钥文件：请检查 --key-secret 指向的文件",
                      "this secret does not open the log's key file: see the file that --key-secret names");
    LogSecrets secrets;
    for (std::size_t i = 0; i < box->keys.size(); ++i) {
        secrets.keys.push_back({box->keys[i], SecretBytes(plain.view().subspan(i * kSecretBytes, kSecretBytes))});
        if (!belongs(secrets.keys.back())) return damaged();
    }
    return secrets;
}

Result<std::vector<ledger::VerifierKey>> sealed_verifiers(std::string_view file) {
    auto box = parse(file);
    if (!box) return damaged();
    return std::move(box->keys);
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
