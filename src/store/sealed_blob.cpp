#include "store/sealed_blob.h"

#include "base/text.h"
#include "store/blob_store.h"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sunlot::store {
namespace {

constexpr std::string_view kMagic = "sunlot/sealed-blob/v1 ";
constexpr std::size_t kLongestHead = 64;
constexpr std::size_t kPiece = std::size_t{1} << 20;

BlobDamaged damaged(std::string_view hex) {
    return BlobDamaged("changed: sealed blob " + std::string(hex));
}

std::uint64_t size_of(int file) {
    struct stat facts{};
    if (::fstat(file, &facts) != 0) throw std::system_error(errno, std::generic_category(), "looking at a blob");
    return static_cast<std::uint64_t>(facts.st_size);
}

SealedBody read_head(int file, std::string_view hex) {
    std::array<char, kLongestHead> room{};
    const std::string_view bytes(room.data(), read_at(file, room, 0));
    const auto line = bytes.substr(0, bytes.find('\n'));
    if (!line.starts_with(kMagic) || bytes.size() < line.size() + 1 + DataKeys::kTagBytes) throw damaged(hex);
    const auto generation = parse_unsigned(line.substr(kMagic.size()));
    if (!generation || *generation > std::numeric_limits<std::uint32_t>::max()) throw damaged(hex);
    SealedBody body{.head = {.generation = static_cast<std::uint32_t>(*generation), .start = {}},
                    .begin = line.size() + 1 + DataKeys::kTagBytes,
                    .size = 0};
    std::ranges::copy(as_bytes(bytes.substr(line.size() + 1, DataKeys::kTagBytes)), body.head.start.begin());
    const auto size = size_of(file);
    if (size < body.begin + DataKeys::kFileTagBytes) throw damaged(hex);
    body.size = size - body.begin - DataKeys::kFileTagBytes;
    return body;
}

}  // namespace

std::size_t read_at(int file, std::span<char> room, std::uint64_t offset) {
    std::size_t done = 0;
    while (done < room.size()) {
        const auto got = ::pread(file, room.data() + done, room.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::generic_category(), "reading a blob");
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

std::string SealedHead::text() const {
    return std::string(kMagic) + std::to_string(generation) + "\n" + std::string(as_text(start));
}

SealedHead sealed_head(const DataKeys& keys, std::string_view first_bytes) {
    const auto salt = first_bytes.substr(0, kSaltLine);
    if (salt.size() != kSaltLine || !is_hex(salt.substr(0, kSaltLine - 1), kSaltLine - 1) || salt.back() != '\n')
        throw std::logic_error("a blob with personal data begins with 64 random digits");
    return {.generation = keys.current(), .start = keys.file_start(keys.current(), salt)};
}

SealedBody check_sealed(int file, const DataKeys& keys, std::string_view hex) {
    const SealedBody body = read_head(file, hex);
    auto tag = keys.file_tag(body.head.generation);
    std::vector<char> piece(kPiece);
    const std::uint64_t end = body.begin + body.size;
    for (std::uint64_t at = 0; at < end;) {
        const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), end - at));
        const auto got = read_at(file, std::span(piece).first(most), at);
        if (got == 0) throw damaged(hex);
        tag.add({piece.data(), got});
        at += got;
    }
    tag.add(hex);
    const auto right = tag.finish();
    std::array<char, DataKeys::kFileTagBytes> found{};
    if (read_at(file, found, end) != found.size() || CRYPTO_memcmp(found.data(), right.data(), right.size()) != 0)
        throw damaged(hex);
    return body;
}

std::uint32_t sealed_generation(int file, std::string_view hex) {
    return read_head(file, hex).head.generation;
}

}  // namespace sunlot::store
