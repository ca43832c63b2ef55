// The form of a blob with personal data on disk:
//
//   "sunlot/sealed-blob/v1 " generation "\n"
//   start        16 bytes: HMAC-SM3 of the blob's first 65 bytes, which are random; where the counter begins
//   SM4-CTR of the blob
//   tag          32 bytes: HMAC-SM3 of everything above and of the blob's name
#pragma once
#include "store/data_keys.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sunlot::store {

inline constexpr std::string_view kSealedSuffix = ".sealed";
/// The line of 64 digits with its line feed.
inline constexpr std::size_t kSaltLine = 65;

/// What stands before the encrypted bytes. std::logic_error unless `first_bytes` begin with a line of 64 hex digits:
/// two blobs with one beginning would be encrypted alike.
struct SealedHead {
    std::uint32_t generation = 0;
    std::array<unsigned char, DataKeys::kTagBytes> start{};
    std::string text() const;
};
SealedHead sealed_head(const DataKeys& keys, std::string_view first_bytes);

struct SealedBody {
    SealedHead head;
    std::uint64_t begin = 0;  ///< of the encrypted bytes in the file
    std::uint64_t size = 0;
};
/// The open file's head, once its tag was found right for this name. Throws BlobDamaged.
SealedBody check_sealed(int file, const DataKeys& keys, std::string_view hex);
/// Under which key; nothing is checked. Throws BlobDamaged.
std::uint32_t sealed_generation(int file, std::string_view hex);

/// Fills `room` from `offset` on; gives how much there was.
std::size_t read_at(int file, std::span<char> room, std::uint64_t offset);

}  // namespace sunlot::store
