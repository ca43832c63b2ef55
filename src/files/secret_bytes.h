// Bytes that are wiped from memory when they go. Copies are made on purpose only.
#pragma once
#include "base/bytes.h"

#include <utility>

namespace sunlot::files {

class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size) : bytes_(size) {}
    explicit SecretBytes(ByteView bytes) : bytes_(bytes.begin(), bytes.end()) {}
    SecretBytes(SecretBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
    SecretBytes& operator=(SecretBytes&& other) noexcept {
        if (this != &other) {
            wipe();
            bytes_ = std::exchange(other.bytes_, {});
        }
        return *this;
    }
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes() { wipe(); }

    ByteView view() const { return bytes_; }
    std::span<unsigned char> room() { return bytes_; }
    bool empty() const { return bytes_.empty(); }
    SecretBytes copy() const { return SecretBytes(view()); }

private:
    void wipe() noexcept;
    Bytes bytes_;
};

}  // namespace sunlot::files
