#include "store/data_keys.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace sunlot::store {
namespace {

constexpr std::size_t kBlock = 64;  // of SM3
constexpr std::size_t kDigest = 32;
constexpr std::size_t kCipherKey = 16;
constexpr std::size_t kCipherBlock = 16;
constexpr unsigned char kInner = 0x36;
constexpr unsigned char kOuter = 0x5c;
constexpr std::string_view kZero("\0", 1);

using Digest = std::array<unsigned char, kDigest>;
using Start = std::array<unsigned char, DataKeys::kTagBytes>;
using HashContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

[[noreturn]] void fault() {
    throw std::runtime_error("SM3 or SM4 is not available from OpenSSL");
}

HashContext new_hash() {
    HashContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    if (!context) fault();
    return context;
}

const EVP_MD* sm3() {
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SM3", nullptr);
    if (algorithm == nullptr) fault();
    return algorithm;
}

const EVP_CIPHER* sm4() {
    static const EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr);
    if (algorithm == nullptr) fault();
    return algorithm;
}

void update(EVP_MD_CTX* context, std::string_view bytes) {
    if (EVP_DigestUpdate(context, bytes.data(), bytes.size()) != 1) fault();
}

/// HMAC-SM3 with the two paddings hashed once.
class Mac {
public:
    explicit Mac(ByteView key) : inner_(padded(key, kInner)), outer_(padded(key, kOuter)) {}

    void begin(EVP_MD_CTX* work) const {
        if (EVP_MD_CTX_copy_ex(work, inner_.get()) != 1) fault();
    }
    /// `work` holds what begin started and update went on with.
    Digest finish(EVP_MD_CTX* work) const {
        Digest digest{};
        if (EVP_DigestFinal_ex(work, digest.data(), nullptr) != 1 || EVP_MD_CTX_copy_ex(work, outer_.get()) != 1)
            fault();
        update(work, as_text(digest));
        if (EVP_DigestFinal_ex(work, digest.data(), nullptr) != 1) fault();
        return digest;
    }

private:
    static HashContext padded(ByteView key, unsigned char pad) {
        std::array<unsigned char, kBlock> block{};
        std::ranges::copy(key, block.begin());
        for (auto& byte : block) byte = static_cast<unsigned char>(byte ^ pad);
        auto context = new_hash();
        if (EVP_DigestInit_ex2(context.get(), sm3(), nullptr) != 1) fault();
        update(context.get(), as_text(block));
        OPENSSL_cleanse(block.data(), block.size());
        return context;
    }
    HashContext inner_;
    HashContext outer_;
};

/// What each use has a key of its own for.
Digest derived(ByteView key, std::string_view purpose) {
    const Mac mac(key);
    const auto work = new_hash();
    mac.begin(work.get());
    update(work.get(), "sunlot/data-key/v1 ");
    update(work.get(), purpose);
    return mac.finish(work.get());
}

Start start_of(const Digest& tag) {
    Start start{};
    std::copy_n(tag.begin(), start.size(), start.begin());
    return start;
}

/// The counter `blocks` further on, as CTR counts: one number of 128 bits, big-endian.
Start advanced(const Start& start, std::uint64_t blocks) {
    Start moved = start;
    unsigned carry = 0;
    for (std::size_t i = moved.size(); i-- > 0;) {
        const unsigned sum = moved[i] + static_cast<unsigned>(blocks & 0xffU) + carry;
        moved[i] = static_cast<unsigned char>(sum);
        carry = sum >> 8U;
        blocks >>= 8U;
    }
    return moved;
}

/// One for each thread: making one costs more than a seal.
EVP_MD_CTX* work_hash() {
    thread_local const HashContext context = new_hash();
    return context.get();
}

}  // namespace

struct DataKeys::Key {
    std::uint32_t number;
    std::string prefix;
    Mac text_mac;
    Mac file_mac;
    CipherContext cipher;  // keyed; copied before use

    Key(std::uint32_t generation, ByteView key)
        : number(generation),
          prefix("s" + std::to_string(generation) + "."),
          text_mac(derived(key, "text")),
          file_mac(derived(key, "file")),
          cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free) {
        auto secret = derived(key, "encrypt");
        static_assert(kCipherKey <= kDigest);
        if (!cipher || EVP_EncryptInit_ex2(cipher.get(), sm4(), secret.data(), nullptr, nullptr) != 1) fault();
        OPENSSL_cleanse(secret.data(), secret.size());
    }

    Start tag(std::string_view column, std::string_view row, std::string_view text) const {
        EVP_MD_CTX* work = work_hash();
        text_mac.begin(work);
        for (const auto piece : {column, kZero, row, kZero, text}) update(work, piece);
        return start_of(text_mac.finish(work));
    }

    /// In place.
    void turn(const Start& start, std::span<char> bytes) const {
        thread_local const CipherContext work(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
        if (!work || EVP_CIPHER_CTX_copy(work.get(), cipher.get()) != 1) fault();
        turn(work.get(), start, bytes);
    }

    static void turn(EVP_CIPHER_CTX* work, const Start& start, std::span<char> bytes) {
        if (EVP_EncryptInit_ex2(work, nullptr, nullptr, start.data(), nullptr) != 1) fault();
        constexpr std::size_t kPiece = std::size_t{1} << 30;
        for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
            const auto piece = bytes.subspan(at, std::min(kPiece, bytes.size() - at));
            auto* data = reinterpret_cast<unsigned char*>(piece.data());
            int done = 0;
            if (EVP_EncryptUpdate(work, data, &done, data, static_cast<int>(piece.size())) != 1) fault();
        }
    }
};

DataKeys::DataKeys(std::span<const Generation> generations) {
    for (const auto& one : generations) {
        const bool ascending = one.number > (keys_.empty() ? 0 : keys_.back()->number);
        if (!ascending || one.key.size() != kKeyBytes) throw std::logic_error("generations of data keys ascend");
        keys_.push_back(std::make_unique<Key>(one.number, one.key));
    }
    if (keys_.empty()) throw std::logic_error("data keys without a key");
}

DataKeys::~DataKeys() = default;

std::uint32_t DataKeys::current() const {
    return keys_.back()->number;
}

bool DataKeys::has(std::uint32_t generation) const {
    return std::ranges::any_of(keys_, [&](const auto& key) { return key->number == generation; });
}

const DataKeys::Key& DataKeys::key(std::uint32_t generation) const {
    for (const auto& key : keys_)
        if (key->number == generation) return *key;
    throw SealBroken("sealed under data key " + std::to_string(generation) + ", which is not here");
}

std::string DataKeys::seal(std::string_view column, std::string_view row, std::string_view text) const {
    if (text.empty()) return {};
    const Key& key = *keys_.back();
    const Start tag = key.tag(column, row, text);
    std::string box(as_text(tag));
    box += text;
    key.turn(tag, std::span(box).subspan(tag.size()));
    return key.prefix + to_base64(as_bytes(box));
}

std::optional<std::uint32_t> DataKeys::generation_of(std::string_view sealed) {
    const auto dot = sealed.find('.');
    if (!sealed.starts_with('s') || dot == std::string_view::npos) return std::nullopt;
    const auto number = parse_unsigned(sealed.substr(1, dot - 1));
    if (!number || *number == 0 || *number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

std::string DataKeys::unseal(std::string_view column, std::string_view row, std::string_view sealed) const {
    if (sealed.empty()) return {};
    const auto broken = [&] { return SealBroken("not sealed as we seal: " + std::string(column) + " of a row"); };
    const auto generation = generation_of(sealed);
    if (!generation) throw broken();
    const Key& with = key(*generation);
    const auto box = from_base64(sealed.substr(with.prefix.size()));
    if (!sealed.starts_with(with.prefix) || !box || box->size() <= kTagBytes) throw broken();
    Start tag{};
    std::copy_n(box->begin(), tag.size(), tag.begin());
    std::string text(as_text(ByteView(*box).subspan(tag.size())));
    with.turn(tag, text);
    const Start right = with.tag(column, row, text);
    if (CRYPTO_memcmp(right.data(), tag.data(), tag.size()) != 0) throw broken();
    return text;
}

// ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────────

struct DataKeys::FileCipher::State {
    CipherContext context;
    Start start;
};

DataKeys::FileCipher::FileCipher(std::unique_ptr<State> state) : state_(std::move(state)) {}
DataKeys::FileCipher::FileCipher(FileCipher&&) noexcept = default;
DataKeys::FileCipher& DataKeys::FileCipher::operator=(FileCipher&&) noexcept = default;
DataKeys::FileCipher::~FileCipher() = default;

void DataKeys::FileCipher::turn(std::uint64_t offset, std::span<char> bytes) {
    const std::size_t within = offset % kCipherBlock;
    const Start start = advanced(state_->start, offset / kCipherBlock);
    if (within == 0) return Key::turn(state_->context.get(), start, bytes);
    // From the middle of a block: with what stands before it, whatever that is.
    const std::size_t first = std::min(bytes.size(), kCipherBlock - within);
    std::array<char, kCipherBlock> block{};
    std::copy_n(bytes.begin(), first, block.begin() + static_cast<std::ptrdiff_t>(within));
    Key::turn(state_->context.get(), start, block);
    std::copy_n(block.begin() + static_cast<std::ptrdiff_t>(within), first, bytes.begin());
    if (first < bytes.size()) turn(offset + first, bytes.subspan(first));
}

Start DataKeys::file_start(std::uint32_t generation, std::string_view first_bytes) const {
    return key(generation).tag("file", "", first_bytes);
}

DataKeys::FileCipher DataKeys::file_cipher(std::uint32_t generation,
                                           std::span<const unsigned char, kTagBytes> start) const {
    auto state = std::make_unique<FileCipher::State>(
        FileCipher::State{CipherContext(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free), {}});
    if (!state->context || EVP_CIPHER_CTX_copy(state->context.get(), key(generation).cipher.get()) != 1) fault();
    std::ranges::copy(start, state->start.begin());
    return FileCipher(std::move(state));
}

struct DataKeys::FileTag::State {
    const Mac& mac;
    HashContext work;
};

DataKeys::FileTag::FileTag(std::unique_ptr<State> state) : state_(std::move(state)) {}
DataKeys::FileTag::FileTag(FileTag&&) noexcept = default;
DataKeys::FileTag& DataKeys::FileTag::operator=(FileTag&&) noexcept = default;
DataKeys::FileTag::~FileTag() = default;

void DataKeys::FileTag::add(std::string_view bytes) {
    update(state_->work.get(), bytes);
}

std::array<unsigned char, DataKeys::kFileTagBytes> DataKeys::FileTag::finish() {
    return state_->mac.finish(state_->work.get());
}

DataKeys::FileTag DataKeys::file_tag(std::uint32_t generation) const {
    const Mac& mac = key(generation).file_mac;
    auto state = std::make_unique<FileTag::State>(FileTag::State{mac, new_hash()});
    mac.begin(state->work.get());
    return FileTag(std::move(state));
}

}  // namespace sunlot::store
