#include "workflow/trustee.h"

#include "base/bytes.h"
#include "base/json.h"

#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kShareBytes = 32;

Refusal bad_file(const std::filesystem::path& file, const char* zh, const char* en) {
    return refuse(RefusalKind::invalid, "trustee.file", "密钥文件 " + file.string() + "：" + zh,
                  "key file " + file.string() + ": " + en);
}

void start_sodium() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium can't be initialised");
}

/// Durable before the public key is given to anyone: a key that is lost opens nothing.
bool write_new(const std::filesystem::path& file, const std::string& bytes) {
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0) return false;
    const bool written = ::write(handle, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    const bool kept = ::fsync(handle) == 0;
    return ::close(handle) == 0 && written && kept;
}

}  // namespace

Result<TrusteeSecret> make_trustee_key(const std::filesystem::path& file) {
    start_sodium();
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> key{};
    std::array<unsigned char, crypto_box_SECRETKEYBYTES> secret{};
    crypto_box_keypair(key.data(), secret.data());
    TrusteeSecret made{.key = to_hex(key), .secret = to_hex(secret)};
    const Json content = Json::Object{{"key", made.key}, {"secret", made.secret}, {"version", "sunlot-trustee/v1"}};
    if (!write_new(file, to_canonical(content) + "\n"))
        return bad_file(file, "已经存在，或写不进去", "exists already, or cannot be written");
    return made;
}

Result<TrusteeSecret> read_trustee_key(const std::filesystem::path& file) {
    start_sodium();
    std::ifstream in(file, std::ios::binary);
    if (!in) return bad_file(file, "读不到", "cannot be read");
    const auto content = parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
    if (!content || !content->is_object()) return bad_file(file, "不是托管人密钥", "is no trustee's key");
    FieldReader reader(*content);
    TrusteeSecret out{.key = reader.text("key", 64, 64), .secret = reader.text("secret", 64, 64)};
    const bool ours = reader.text("version", 1, 64) == "sunlot-trustee/v1";
    if (reader.refusal() || !ours) return bad_file(file, "不是托管人密钥", "is no trustee's key");
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> key{};
    const auto secret = from_hex(out.secret);
    if (!secret || crypto_scalarmult_base(key.data(), secret->data()) != 0 || to_hex(key) != out.key)
        return bad_file(file, "公钥与私钥不配", "its two keys don't belong together");
    return out;
}

std::vector<draw::Box> seal_value(std::string_view value, const draw::Trustees& trustees) {
    start_sodium();
    Bytes random(kShareBytes * (trustees.threshold - 1));
    randombytes_buf(random.data(), random.size());
    std::vector<draw::Box> boxes;
    const auto shares = draw::split_value(value, trustees, random);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const Bytes share = from_hex(shares[i].share).value();
        const Bytes key = from_hex(trustees.keys[i].key).value();
        Bytes box(crypto_box_SEALBYTES + kShareBytes);
        if (crypto_box_seal(box.data(), share.data(), share.size(), key.data()) != 0)
            throw std::runtime_error("a sealed box cannot be made for " + trustees.keys[i].id);
        boxes.push_back({.trustee = trustees.keys[i].id, .box = to_hex(box)});
    }
    return boxes;
}

Result<std::string> open_box(const TrusteeSecret& secret, std::string_view box) {
    start_sodium();
    const auto sealed = from_hex(box);
    const auto key = from_hex(secret.key);
    const auto opener = from_hex(secret.secret);
    std::array<unsigned char, kShareBytes> share{};
    if (!sealed || sealed->size() != crypto_box_SEALBYTES + kShareBytes || !key || !opener ||
        crypto_box_seal_open(share.data(), sealed->data(), sealed->size(), key->data(), opener->data()) != 0)
        return refuse(RefusalKind::invalid, "trustee.box", "这一份不是给这把钥匙的，或已被改动",
                      "this box was not sealed for this key, or was changed", "box");
    return to_hex(share);
}

}  // namespace sunlot::workflow
