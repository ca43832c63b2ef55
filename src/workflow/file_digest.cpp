#include "workflow/file_digest.h"

#include "hash/sha256.h"

#include <cerrno>
#include <fstream>
#include <system_error>
#include <vector>

namespace sunlot::workflow {

std::string file_digest(const std::filesystem::path& file) {
    constexpr std::size_t kPiece = std::size_t{1} << 20U;
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::system_error(errno, std::generic_category(), file.string());
    hash::Sha256 hash;
    std::vector<char> piece(kPiece);
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        hash.update(std::string_view(piece.data(), static_cast<std::size_t>(in.gcount())));
    }
    if (in.bad()) throw std::system_error(errno, std::generic_category(), file.string());
    return hash::hex(hash.finish());
}

}  // namespace sunlot::workflow
