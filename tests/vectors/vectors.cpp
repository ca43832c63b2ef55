#include "vectors.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sunlot::vectors {

std::filesystem::path data_directory() {
    return std::filesystem::path(SUNLOT_SOURCE_DIR) / "tests/vectors/data";
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string read_vector(const std::string& name) {
    return read_file(data_directory() / name);
}

Json read_json(const std::string& name) {
    return parse_json(read_vector(name)).value();
}

std::map<std::string, std::string, std::less<>> read_directory(const std::string& name) {
    std::map<std::string, std::string, std::less<>> files;
    const auto root = data_directory() / name;
    for (const auto& item : std::filesystem::recursive_directory_iterator(root))
        if (item.is_regular_file())
            files.emplace(item.path().lexically_relative(root).generic_string(), read_file(item.path()));
    return files;
}

hash::Digest digest(const Json& hex) {
    const auto bytes = from_hex(hex.as_string());
    hash::Digest out;
    if (!bytes || bytes->size() != out.size()) throw std::runtime_error("not a digest: " + hex.as_string());
    std::ranges::copy(*bytes, out.begin());
    return out;
}

std::vector<hash::Digest> digests(const Json& hexes) {
    std::vector<hash::Digest> out;
    for (const Json& hex : hexes.as_array()) out.push_back(digest(hex));
    return out;
}

}  // namespace sunlot::vectors
