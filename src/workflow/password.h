// Passwords, hashed with argon2id. Hashing is made to be slow and to take memory, so only a few run at once: a burst of
// sign-ins waits, it doesn't exhaust the machine.
#pragma once
#include <cstddef>
#include <semaphore>
#include <string>
#include <string_view>

namespace sunlot::workflow {

struct PasswordCost {
    unsigned long long operations = 3;
    std::size_t memory = std::size_t{64} << 20U;
};

/// Safe to use from many threads.
class PasswordHasher {
public:
    explicit PasswordHasher(PasswordCost cost = {});
    /// "$argon2id$v=19$…": salt and cost are in it.
    std::string hash(std::string_view password);
    bool verify(const std::string& hash, std::string_view password);
    /// Takes as long as `verify`, and is always false: for logins that don't exist, so that time tells nothing.
    bool verify_nobody(std::string_view password);

private:
    PasswordCost cost_;
    std::counting_semaphore<> slots_{2};
    std::string nobody_;
};

}  // namespace sunlot::workflow
