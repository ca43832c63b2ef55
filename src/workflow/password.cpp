#include "workflow/password.h"

#include <array>
#include <new>
#include <stdexcept>

#include <sodium.h>

namespace sunlot::workflow {
namespace {

class Slot {
public:
    explicit Slot(std::counting_semaphore<>& slots) : slots_(slots) { slots_.acquire(); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot() { slots_.release(); }

private:
    std::counting_semaphore<>& slots_;
};

}  // namespace

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium can't be initialised");
    nobody_ = hash("nobody has this password");
}

std::string PasswordHasher::hash(std::string_view password) {
    const Slot slot(slots_);
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str(out.data(), password.data(), password.size(), cost_.operations, cost_.memory) != 0) {
        throw std::bad_alloc();
    }
    return out.data();
}

bool PasswordHasher::verify(const std::string& hash, std::string_view password) {
    const Slot slot(slots_);
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool PasswordHasher::verify_nobody(std::string_view password) {
    (void)verify(nobody_, password);
    return false;
}

}  // namespace sunlot::workflow
