#include "hash/sha256.h"

#include <stdexcept>

#include <openssl/evp.h>

namespace sunlot::hash {

struct Sha256::Context {
    EVP_MD_CTX* handle = EVP_MD_CTX_new();

    Context() {
        if (handle == nullptr || EVP_DigestInit_ex(handle, EVP_sha256(), nullptr) != 1) fail();
    }
    ~Context() { EVP_MD_CTX_free(handle); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    [[noreturn]] static void fail() { throw std::runtime_error("SHA-256 is not available from OpenSSL"); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(ByteView bytes) {
    if (EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size()) != 1) Context::fail();
}

void Sha256::update(std::string_view text) {
    update(as_bytes(text));
}

Digest Sha256::finish() {
    Digest digest;
    if (EVP_DigestFinal_ex(context_->handle, digest.data(), nullptr) != 1) Context::fail();
    if (EVP_DigestInit_ex(context_->handle, nullptr, nullptr) != 1) Context::fail();
    return digest;
}

Digest sha256(ByteView bytes) {
    // OpenSSL 3 looks its algorithm up at each start, which costs more than hashing a short message. One prepared
    // context per thread is kept; it carries nothing from one call to the next.
    thread_local Sha256 prepared;
    prepared.update(bytes);
    return prepared.finish();
}

Digest sha256(std::string_view text) {
    return sha256(as_bytes(text));
}

std::string hex(const Digest& digest) {
    return to_hex(digest);
}

std::string sha256_hex(std::string_view text) {
    return hex(sha256(text));
}

}  // namespace sunlot::hash
