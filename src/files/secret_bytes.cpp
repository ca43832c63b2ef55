#include "files/secret_bytes.h"

#include <sodium.h>

namespace sunlot::files {

void SecretBytes::wipe() noexcept {
    sodium_memzero(bytes_.data(), bytes_.size());
}

}  // namespace sunlot::files
