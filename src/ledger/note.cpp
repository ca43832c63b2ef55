#include "ledger/note.h"

#include "base/text.h"
#include "hash/sha256.h"
#include "ledger/sm2.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace sunlot::ledger {
namespace {

constexpr std::string_view kDash = "\u2014 ";
constexpr std::size_t kMostSignatures = 100;

using PKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using MdContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::uint32_t big_endian_32(ByteView b) {
    return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | std::uint32_t{b[3]};
}

Bytes big_endian(std::uint64_t value, std::size_t bytes) {
    Bytes out(bytes);
    for (std::size_t i = 0; i < bytes; ++i) out[i] = static_cast<unsigned char>(value >> (8 * (bytes - 1 - i)));
    return out;
}

/// Types above one byte begin with 0xff; the rest of the name keeps them apart.
constexpr std::string_view kSm2Type = "\xffsunlot/sm2-sm3/v1";

std::string type_bytes(KeyType type) {
    return type == KeyType::sm2 ? std::string(kSm2Type) : std::string(1, static_cast<char>(type));
}

std::uint32_t key_id(std::string_view name, KeyType type, ByteView key) {
    hash::Sha256 h;
    h.update(name);
    h.update("\n" + type_bytes(type));
    h.update(key);
    return big_endian_32(h.finish());
}

std::string cosigned_message(std::string_view text, std::uint64_t unix_seconds) {
    return "cosignature/v1\ntime " + std::to_string(unix_seconds) + "\n" + std::string(text);
}

bool has_control_byte(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto b = static_cast<unsigned char>(c);
        return (b < 0x20 && c != '\n') || b == 0x7f;
    });
}

Refusal malformed_key() {
    return refuse(RefusalKind::invalid, "vkey.malformed", "公钥文本格式不对，应为 名称+8位十六进制+base64",
                  "a verifier key reads name+hex id+base64");
}

Refusal malformed_note(std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "note.malformed", "签名文本格式不对：" + zh, "malformed note: " + en);
}

struct SignatureLine {
    std::string_view name;
    std::uint32_t id = 0;
    Bytes signature;
};

std::optional<SignatureLine> parse_signature_line(std::string_view line) {
    if (!line.starts_with(kDash)) return std::nullopt;
    line.remove_prefix(kDash.size());
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const auto bytes = from_base64(line.substr(blank + 1));
    if (!bytes || bytes->size() < 5 || !is_key_name(line.substr(0, blank))) return std::nullopt;
    return SignatureLine{line.substr(0, blank), big_endian_32(*bytes), Bytes(bytes->begin() + 4, bytes->end())};
}

/// What `key` says to one signature: the verified signature, or nothing.
std::optional<NoteSignature> verify(const VerifierKey& key, std::string_view text, ByteView signature) {
    if (key.type() != KeyType::cosignature) {
        if (!key.verifies(text, signature)) return std::nullopt;
        return NoteSignature{key, std::nullopt};
    }
    if (signature.size() != 8 + 64) return std::nullopt;
    std::uint64_t time = 0;
    for (std::size_t i = 0; i < 8; ++i) time = time << 8 | signature[i];
    if (!key.verifies(cosigned_message(text, time), signature.subspan(8))) return std::nullopt;
    return NoteSignature{key, time};
}

}  // namespace

bool is_key_name(std::string_view name) {
    // Beside ASCII blanks, the line and paragraph separators and the fixed-width blanks of Unicode are refused.
    static constexpr std::string_view kBlanks[] = {"\u0085", "\u00a0", "\u1680", "\u2028",
                                                   "\u2029", "\u202f", "\u205f", "\u3000"};
    const auto plain = [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != '+' && c != 0x7f; };
    if (name.empty() || name.size() > 255 || !is_utf8(name) || !std::ranges::all_of(name, plain)) return false;
    for (std::size_t at = name.find("\u2000"[0]); at != std::string_view::npos; at = name.find("\u2000"[0], at + 1)) {
        const std::string_view character = name.substr(at, 3);
        if (character >= "\u2000" && character <= "\u200a") return false;
    }
    return std::ranges::none_of(kBlanks, [&](std::string_view blank) { return name.contains(blank); });
}

VerifierKey::VerifierKey(std::string name, KeyType type, ByteView key)
    : name_(std::move(name)), type_(type), key_(key.begin(), key.end()), id_(key_id(name_, type, key)) {}

Result<VerifierKey> VerifierKey::make(std::string name, KeyType type, ByteView key) {
    if (!is_key_name(name)) return malformed_key();
    const bool sound = type == KeyType::sm2
                           ? is_sm2_public_key(key)
                           : (type == KeyType::ed25519 || type == KeyType::cosignature) && key.size() == 32;
    if (!sound)
        return refuse(RefusalKind::invalid, "vkey.type", "公钥类型不支持，只认 Ed25519、SM2 日志签名与见证签名",
                      "only Ed25519 and SM2 log keys and witness keys are known");
    return VerifierKey(std::move(name), type, key);
}

Result<VerifierKey> VerifierKey::parse(std::string_view vkey) {
    const std::string_view name = vkey.substr(0, vkey.find('+'));
    if (vkey.size() < name.size() + 10 || vkey[name.size() + 9] != '+') return malformed_key();
    const std::string_view id = vkey.substr(name.size() + 1, 8);
    const auto bytes = from_base64(vkey.substr(name.size() + 10));
    if (!is_key_name(name) || !is_hex(id, 8) || !bytes || bytes->empty()) return malformed_key();
    const bool sm2 = as_text(*bytes).starts_with(kSm2Type);
    const auto type = sm2 ? KeyType::sm2 : static_cast<KeyType>(bytes->front());
    // 0xff with another name behind it is a type that someone else made up.
    if (!sm2 && type == KeyType::sm2) return make(std::string(name), type, {});
    auto key = make(std::string(name), type, ByteView(*bytes).subspan(type_bytes(type).size()));
    if (key && to_hex(big_endian(key->id_, 4)) != id)
        return refuse(RefusalKind::invalid, "vkey.id", "公钥编号与名称、公钥不符",
                      "the key id does not belong to name and key");
    return key;
}

std::string VerifierKey::text() const {
    std::string key = type_bytes(type_);
    key += as_text(key_);
    return name_ + "+" + to_hex(big_endian(id_, 4)) + "+" + to_base64(as_bytes(key));
}

bool VerifierKey::verifies(std::string_view message, ByteView signature) const {
    if (type_ == KeyType::sm2) return sm2_verifies(key_, message, signature);
    if (signature.size() != 64) return false;
    const PKey key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key_.data(), key_.size()), &EVP_PKEY_free);
    const MdContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    if (!key || !context || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1)
        return false;
    const ByteView bytes = as_bytes(message);
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes.data(), bytes.size()) == 1;
}

SigningKey::SigningKey(VerifierKey verifier, const std::array<unsigned char, 32>& seed)
    : verifier_(std::move(verifier)), seed_(seed) {}

SigningKey::~SigningKey() {
    OPENSSL_cleanse(seed_.data(), seed_.size());
}

Result<SigningKey> SigningKey::from_seed(std::string name, ByteView seed, KeyType type) {
    if (!is_key_name(name) || type == KeyType::sm2)
        return refuse(RefusalKind::invalid, "key.name", "密钥名称不能为空，不能含空白或加号",
                      "a key name has no blanks and no plus sign");
    if (seed.size() != 32)
        return refuse(RefusalKind::invalid, "key.seed", "密钥种子应为 32 字节", "a key seed is 32 bytes");
    std::array<unsigned char, 32> secret;
    std::ranges::copy(seed, secret.begin());
    const PKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret.data(), secret.size()),
                   &EVP_PKEY_free);
    std::array<unsigned char, 32> open;
    std::size_t length = open.size();
    if (!key || EVP_PKEY_get_raw_public_key(key.get(), open.data(), &length) != 1 || length != open.size())
        throw std::runtime_error("Ed25519 is not available from OpenSSL");
    SigningKey result(VerifierKey(std::move(name), type, open), secret);
    OPENSSL_cleanse(secret.data(), secret.size());
    return result;
}

std::array<unsigned char, 64> SigningKey::sign(std::string_view message) const {
    const PKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed_.data(), seed_.size()), &EVP_PKEY_free);
    const MdContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::array<unsigned char, 64> signature;
    std::size_t length = signature.size();
    const ByteView bytes = as_bytes(message);
    if (!key || !context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &length, bytes.data(), bytes.size()) != 1)
        throw std::runtime_error("Ed25519 signing failed in OpenSSL");
    return signature;
}

std::string SigningKey::sign_note(std::string_view text) const {
    if (verifier_.type() != KeyType::ed25519 || !text.ends_with('\n'))
        throw std::logic_error("a note is a text of whole lines");
    return std::string(text) + "\n" + signature_line(verifier_, sign(text));
}

std::string SigningKey::cosignature_line(std::string_view text, std::uint64_t unix_seconds) const {
    if (verifier_.type() != KeyType::cosignature) throw std::logic_error("only a witness key cosigns");
    Bytes signature = big_endian(unix_seconds, 8);
    const auto signed_message = sign(cosigned_message(text, unix_seconds));
    signature.insert(signature.end(), signed_message.begin(), signed_message.end());
    return signature_line(verifier_, signature);
}

std::string signature_line(const VerifierKey& key, ByteView signature) {
    Bytes bytes = big_endian(key.id(), 4);
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    return std::string(kDash) + key.name() + " " + to_base64(bytes) + "\n";
}

std::string keep_lines_of(std::string_view note, std::span<const VerifierKey> keys) {
    const auto border = note.rfind("\n\n");
    if (border == std::string_view::npos) return std::string(note);
    std::string kept(note.substr(0, border + 2));
    for (const std::string_view line : split(note.substr(border + 2), '\n')) {
        const auto parsed = parse_signature_line(line);
        const bool wanted = parsed && std::ranges::any_of(keys, [&](const VerifierKey& key) {
                                return key.name() == parsed->name && key.id() == parsed->id;
                            });
        if (wanted) kept += std::string(line) + "\n";
    }
    return kept;
}

Result<Note> open_note(std::string_view bytes, std::span<const VerifierKey> keys) {
    if (!is_utf8(bytes) || has_control_byte(bytes)) return malformed_note("有控制字符", "control bytes");
    const auto border = bytes.rfind("\n\n");
    if (border == std::string_view::npos || !bytes.ends_with('\n'))
        return malformed_note("没有签名部分", "no signature part");
    Note note;
    note.text = bytes.substr(0, border + 1);
    const std::string_view tail = bytes.substr(border + 2);
    if (tail.empty()) return malformed_note("没有签名部分", "no signature part");
    const auto lines = split(tail.substr(0, tail.size() - 1), '\n');
    if (lines.size() > kMostSignatures) return malformed_note("签名过多", "too many signatures");
    for (const std::string_view line : lines) {
        const auto parsed = parse_signature_line(line);
        if (!parsed) return malformed_note("签名行不对", "a signature line");
        const auto key = std::ranges::find_if(
            keys, [&](const VerifierKey& k) { return k.name() == parsed->name && k.id() == parsed->id; });
        if (key == keys.end()) {
            ++note.ignored;
            continue;
        }
        const bool repeated =
            std::ranges::any_of(note.signatures, [&](const NoteSignature& s) { return s.key == *key; });
        const auto verified = verify(*key, note.text, parsed->signature);
        if (repeated || !verified)
            return refuse(RefusalKind::invalid, "note.signature", "签名验证不通过：" + key->name(),
                          "the signature does not verify: " + key->name());
        note.signatures.push_back(*verified);
    }
    if (note.signatures.empty())
        return refuse(RefusalKind::invalid, "note.unsigned", "没有所信任的密钥的签名", "no signature of a trusted key");
    return note;
}

}  // namespace sunlot::ledger
