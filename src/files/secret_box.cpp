#include "files/secret_box.h"

#include "base/text.h"
#include "files/private_file.h"
#include "hash/sha256.h"

#include <stdexcept>
#include <system_error>
#include <utility>

#include <sodium.h>

namespace sunlot::files {
namespace {

constexpr std::string_view kArgon = "argon2id ";
constexpr std::string_view kBox = "box ";
constexpr std::string_view kDigest = "sha256 ";
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kShortestSecret = 16;
/// A file may come from anywhere: it must not make us work for an hour or take all memory.
constexpr std::uint64_t kMostPasses = 100;
constexpr std::uint64_t kMostKibibytes = 2UL * 1024 * 1024;
constexpr std::uint64_t kLeastKibibytes = 8;

bool read_argon(std::string_view line, Box& box) {
    if (!line.starts_with(kArgon)) return false;
    const auto words = split(line.substr(kArgon.size()), ' ');
    if (words.size() != 3) return false;
    const auto passes = parse_unsigned(words[0]);
    const auto kibibytes = parse_unsigned(words[1]);
    auto salt = from_hex(words[2]);
    if (!passes || !kibibytes || !salt || salt->size() != crypto_pwhash_SALTBYTES) return false;
    if (*passes < 1 || *passes > kMostPasses || *kibibytes < kLeastKibibytes || *kibibytes > kMostKibibytes)
        return false;
    box.cost = {.passes = *passes, .kibibytes = *kibibytes};
    box.salt = std::move(*salt);
    return true;
}

bool read_sealed(std::string_view line, Box& box) {
    if (!line.starts_with(kBox)) return false;
    const auto words = split(line.substr(kBox.size()), ' ');
    if (words.size() != 2) return false;
    auto nonce = from_hex(words[0]);
    auto sealed = from_hex(words[1]);
    if (!nonce || nonce->size() != crypto_aead_xchacha20poly1305_ietf_NPUBBYTES || !sealed || sealed->size() < kTag)
        return false;
    box.nonce = std::move(*nonce);
    box.sealed = std::move(*sealed);
    return true;
}

SecretBytes derive(const SecretBytes& secret, const BoxCost& cost, const Bytes& salt) {
    SecretBytes key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    if (sodium_init() < 0) throw std::runtime_error("libsodium is not available");
    if (crypto_pwhash(key.room().data(), key.room().size(), reinterpret_cast<const char*>(secret.view().data()),
                      secret.view().size(), salt.data(), cost.passes, cost.kibibytes * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("argon2id: not enough memory");
    return key;
}

Bytes random(Entropy& entropy, std::size_t size) {
    Bytes bytes(size);
    entropy.fill(bytes);
    return bytes;
}

}  // namespace

std::size_t Box::size() const {
    return sealed.size() - kTag;
}

std::string seal_box(std::string_view lines, const SecretBytes& inside, const SecretBytes& secret, const BoxCost& cost,
                     Entropy& entropy) {
    const Bytes salt = random(entropy, crypto_pwhash_SALTBYTES);
    const Bytes nonce = random(entropy, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    std::string file(lines);
    file += std::string(kArgon) + std::to_string(cost.passes) + " " + std::to_string(cost.kibibytes) + " " +
            to_hex(salt) + "\n";
    const SecretBytes key = derive(secret, cost, salt);
    Bytes sealed(inside.view().size() + kTag);
    const ByteView head = as_bytes(file);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data(), nullptr, inside.view().data(), inside.view().size(),
                                               head.data(), head.size(), nullptr, nonce.data(), key.view().data());
    file += std::string(kBox) + to_hex(nonce) + " " + to_hex(sealed) + "\n";
    return file + std::string(kDigest) + hash::sha256_hex(file) + "\n";
}

std::optional<Box> read_box(std::string_view file) {
    const auto digest_at = file.rfind(kDigest);
    if (digest_at == std::string_view::npos) return {};
    const std::string_view body = file.substr(0, digest_at);
    if (file.substr(digest_at) != std::string(kDigest) + hash::sha256_hex(body) + "\n") return {};
    const auto lines = split(body, '\n');  // the last one is empty: the body ends in a line feed
    if (lines.size() < 3 || !lines.back().empty()) return {};
    const auto argon = lines[lines.size() - 3];
    const auto sealed = lines[lines.size() - 2];
    Box box;
    if (!read_argon(argon, box) || !read_sealed(sealed, box)) return {};
    box.head = body.substr(0, body.size() - sealed.size() - 1);
    box.lines = box.head.substr(0, box.head.size() - argon.size() - 1);
    return box;
}

std::optional<SecretBytes> open_box(const Box& box, const SecretBytes& secret) {
    const SecretBytes key = derive(secret, box.cost, box.salt);
    SecretBytes inside(box.size());
    const ByteView head = as_bytes(box.head);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(inside.room().data(), nullptr, nullptr, box.sealed.data(),
                                                   box.sealed.size(), head.data(), head.size(), box.nonce.data(),
                                                   key.view().data()) != 0)
        return {};
    return inside;
}

std::filesystem::path default_secret_file(const std::filesystem::path& folder) {
    const auto plain = (folder / "x").lexically_normal().parent_path();
    return plain.string() + ".key-secret";
}

Result<SecretBytes> read_secret_file(const std::filesystem::path& path) {
    auto file = read_private_file(path);
    if (!file) return file;
    auto bytes = file->view();
    if (!bytes.empty() && bytes.back() == '\n') bytes = bytes.first(bytes.size() - 1);
    if (bytes.size() < kShortestSecret)
        return refuse(RefusalKind::unavailable, "key.secret_short",
                      "口令文件 " + path.string() + " 太短：至少 16 个字节，最好由 openssl rand -hex 32 生成",
                      path.string() + " is too short: at least 16 bytes, best made by openssl rand -hex 32");
    return SecretBytes(bytes);
}

Result<SecretBytes> make_secret_file(const std::filesystem::path& path, Entropy& entropy) {
    constexpr std::size_t kBytes = 32;
    if (std::filesystem::exists(path)) return read_secret_file(path);
    try {
        write_private_file(path, entropy.hex(kBytes) + "\n");
    } catch (const std::system_error& fault) {
        return refuse(RefusalKind::unavailable, "key.secret_place",
                      "没有配置密钥的口令文件，也无法在 " + path.string() + " 生成：请用 --key-secret 指定",
                      "no secret is configured for the key, and none can be made at " + path.string() +
                          ": name one with --key-secret (" + fault.what() + ")");
    }
    return read_secret_file(path);
}

}  // namespace sunlot::files
