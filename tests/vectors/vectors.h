// Reads the project's known answers, which live beside this file in data/ and feed C++, TypeScript and Python alike.
#pragma once
#include "base/bytes.h"
#include "base/json.h"
#include "hash/sha256.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sunlot::vectors {

std::filesystem::path data_directory();
std::string read_file(const std::filesystem::path& path);
/// `name` relative to data/.
std::string read_vector(const std::string& name);
Json read_json(const std::string& name);
/// All files of a directory under data/, by name relative to it.
std::map<std::string, std::string, std::less<>> read_directory(const std::string& name);

hash::Digest digest(const Json& hex);
std::vector<hash::Digest> digests(const Json& hexes);

}  // namespace sunlot::vectors
