#include "ledger/sm2.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

namespace sunlot::ledger {
namespace {

constexpr std::string_view kUserId = "1234567812345678";

using PKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using PKeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using MdContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Number = std::unique_ptr<BIGNUM, decltype(&BN_clear_free)>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)>;
struct WipeParams {
    void operator()(OSSL_PARAM* params) const {
        if (OSSL_PARAM* secret = OSSL_PARAM_locate(params, OSSL_PKEY_PARAM_PRIV_KEY))
            OPENSSL_cleanse(secret->data, secret->data_size);
        OSSL_PARAM_free(params);
    }
};
using Params = std::unique_ptr<OSSL_PARAM, WipeParams>;
using Group = std::unique_ptr<EC_GROUP, decltype(&EC_GROUP_free)>;
using Point = std::unique_ptr<EC_POINT, decltype(&EC_POINT_free)>;
using Signature = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

[[noreturn]] void fault() {
    throw std::runtime_error("SM2 is not available from OpenSSL");
}

Number number(ByteView bytes) {
    Number value(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), &BN_clear_free);
    if (!value) fault();
    return value;
}

Group curve() {
    Group group(EC_GROUP_new_by_curve_name(NID_sm2), &EC_GROUP_free);
    if (!group) fault();
    return group;
}

/// The key of these numbers; null when they are none of the curve.
PKey make_key(ByteView public_key, ByteView secret) {
    const PKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr), &EVP_PKEY_CTX_free);
    const Builder builder(OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free);
    const Number d = number(secret);
    if (!context || !builder ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, public_key.data(),
                                         public_key.size()) != 1 ||
        (!secret.empty() && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, d.get()) != 1))
        fault();
    const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
    EVP_PKEY* made = nullptr;
    if (!params || EVP_PKEY_fromdata_init(context.get()) != 1) fault();
    const int done =
        EVP_PKEY_fromdata(context.get(), &made, secret.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR, params.get());
    PKey key(made, &EVP_PKEY_free);
    return done == 1 ? std::move(key) : PKey(nullptr, &EVP_PKEY_free);
}

/// A digest context that signs or verifies with SM3 and the default user id; it owns what it needs of the key.
class Session {
public:
    explicit Session(EVP_PKEY* key)
        : key_context_(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr), &EVP_PKEY_CTX_free),
          digest_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
        if (!key_context_ || !digest_) fault();
        EVP_MD_CTX_set_pkey_ctx(digest_.get(), key_context_.get());
    }
    EVP_MD_CTX* begin(bool signing, EVP_PKEY* key) {
        if (EVP_PKEY_CTX_set1_id(key_context_.get(), kUserId.data(), kUserId.size()) != 1) fault();
        const int done = signing ? EVP_DigestSignInit(digest_.get(), nullptr, EVP_sm3(), nullptr, key)
                                 : EVP_DigestVerifyInit(digest_.get(), nullptr, EVP_sm3(), nullptr, key);
        if (done != 1) fault();
        return digest_.get();
    }

private:
    PKeyContext key_context_;
    MdContext digest_;
};

/// DER of the two numbers r and s.
Bytes to_der(ByteView raw) {
    const Signature signature(ECDSA_SIG_new(), &ECDSA_SIG_free);
    if (!signature ||
        ECDSA_SIG_set0(signature.get(), number(raw.first(32)).release(), number(raw.subspan(32)).release()) != 1)
        fault();
    Bytes der(static_cast<std::size_t>(std::max(0, i2d_ECDSA_SIG(signature.get(), nullptr))));
    unsigned char* end = der.data();
    if (der.empty() || i2d_ECDSA_SIG(signature.get(), &end) <= 0) fault();
    return der;
}

std::array<unsigned char, kSm2SignatureBytes> to_raw(ByteView der) {
    const unsigned char* begin = der.data();
    const Signature signature(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der.size())), &ECDSA_SIG_free);
    std::array<unsigned char, kSm2SignatureBytes> raw{};
    if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), 32) != 32 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + 32, 32) != 32)
        fault();
    return raw;
}

Bytes public_key_of(const BIGNUM* secret) {
    const Group group = curve();
    const Point point(EC_POINT_new(group.get()), &EC_POINT_free);
    Bytes key(kSm2PublicKeyBytes);
    if (!point || EC_POINT_mul(group.get(), point.get(), secret, nullptr, nullptr, nullptr) != 1 ||
        EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, key.data(), key.size(), nullptr) !=
            key.size())
        fault();
    return key;
}

/// OpenSSL takes the hybrid form too (0x06, 0x07): one point would have two spellings.
bool is_uncompressed(ByteView key) {
    return key.size() == kSm2PublicKeyBytes && key.front() == POINT_CONVERSION_UNCOMPRESSED;
}

}  // namespace

bool is_sm2_public_key(ByteView key) {
    if (!is_uncompressed(key)) return false;
    const Group group = curve();
    const Point point(EC_POINT_new(group.get()), &EC_POINT_free);
    return point && EC_POINT_oct2point(group.get(), point.get(), key.data(), key.size(), nullptr) == 1;
}

bool sm2_verifies(ByteView key, std::string_view message, ByteView signature) {
    if (signature.size() != kSm2SignatureBytes || !is_uncompressed(key)) return false;
    const PKey known = make_key(key, {});
    if (!known) return false;
    Session session(known.get());
    EVP_MD_CTX* digest = session.begin(false, known.get());
    const Bytes der = to_der(signature);
    const ByteView bytes = as_bytes(message);
    return EVP_DigestVerify(digest, der.data(), der.size(), bytes.data(), bytes.size()) == 1;
}

Sm2Key::Sm2Key(ByteView secret, Bytes public_key) : secret_{}, public_key_(std::move(public_key)) {
    std::ranges::copy(secret, secret_.begin());
}

Sm2Key::~Sm2Key() {
    OPENSSL_cleanse(secret_.data(), secret_.size());
}

Result<Sm2Key> Sm2Key::from_secret(ByteView secret) {
    const auto refused =
        refuse(RefusalKind::invalid, "key.seed", "这 32 字节不是 SM2 私钥", "these 32 bytes are no SM2 private key");
    if (secret.size() != 32) return refused;
    const Number d = number(secret);
    const Group group = curve();
    const Number last(BN_dup(EC_GROUP_get0_order(group.get())), &BN_clear_free);
    if (!last || BN_sub_word(last.get(), 1) != 1) fault();
    if (BN_is_zero(d.get()) || BN_cmp(d.get(), last.get()) >= 0) return refused;
    return Sm2Key(secret, public_key_of(d.get()));
}

std::array<unsigned char, kSm2SignatureBytes> Sm2Key::sign(std::string_view message) const {
    const PKey key = make_key(public_key_, secret_);
    if (!key) fault();
    Session session(key.get());
    EVP_MD_CTX* digest = session.begin(true, key.get());
    const ByteView bytes = as_bytes(message);
    std::size_t length = 0;
    if (EVP_DigestSign(digest, nullptr, &length, bytes.data(), bytes.size()) != 1) fault();
    Bytes der(length);
    if (EVP_DigestSign(digest, der.data(), &length, bytes.data(), bytes.size()) != 1) fault();
    der.resize(length);
    return to_raw(der);
}

}  // namespace sunlot::ledger
