// SHA-256 (FIPS 180-4), by OpenSSL. The one hash of the draw and of the log.
#pragma once
#include "base/bytes.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace sunlot::hash {

using Digest = std::array<unsigned char, 32>;

Digest sha256(ByteView bytes);
Digest sha256(std::string_view text);

/// For messages that come in parts. After `finish` it is ready for the next message.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(ByteView bytes);
    void update(std::string_view text);
    Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

/// 64 lower-case hex digits: the form in which digests are written everywhere.
std::string hex(const Digest& digest);
/// hex(sha256(text)).
std::string sha256_hex(std::string_view text);

}  // namespace sunlot::hash
