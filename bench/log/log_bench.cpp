// Measures the tree and the tiles. One line of words in, one line of numbers out; bench/report log asks.
//
//     tree COUNT BYTES ours|once|prepared   seconds to the root of COUNT leaves of BYTES bytes, one core:
//                                           in lanes, SHA256() for each hash, one prepared EVP context
//     make FOLDER COUNT entries|tiles       writes a log's files (without bundles: tiles); answers "ROOT FRONTIER"
//     prove FOLDER COUNT PROOFS             seconds of each of PROOFS inclusion proofs, nothing cached between two
//     verify FOLDER COUNT                   seconds to read all bundles and tiles and get the root from them
#include "ledger/merkle.h"
#include "ledger/tiles.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace {

using namespace sunlot;
using hash::Digest;
using ledger::kTileWidth;
using ledger::Tile;
namespace fs = std::filesystem;

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// As bench/log writes them into a database too: `entry 000000007` and x up to the length.
std::string entry(std::uint64_t number, std::size_t bytes = 240) {
    std::string digits = std::to_string(number);
    std::string out = "entry " + std::string(9 - std::min<std::size_t>(9, digits.size()), '0') + digits;
    out.resize(bytes, 'x');
    return out;
}

Digest once(const unsigned char* bytes, std::size_t size) {
    Digest out;
    SHA256(bytes, size, out.data());
    return out;
}

class Prepared {
public:
    Digest operator()(const unsigned char* bytes, std::size_t size) {
        Digest out;
        EVP_DigestInit_ex2(context_, nullptr, nullptr);
        EVP_DigestUpdate(context_, bytes, size);
        EVP_DigestFinal_ex(context_, out.data(), nullptr);
        return out;
    }
    Prepared() { EVP_DigestInit_ex2(context_, EVP_sha256(), nullptr); }
    ~Prepared() { EVP_MD_CTX_free(context_); }
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;

private:
    EVP_MD_CTX* context_ = EVP_MD_CTX_new();
};

/// Leaf by leaf: each is hashed, and with it every node that it completes.
template <class Hash>
Digest one_by_one(const std::vector<std::string_view>& leaves, Hash hash) {
    std::vector<Digest> peaks;
    std::vector<unsigned char> message;
    std::array<unsigned char, 65> pair;
    pair[0] = 1;
    const auto node = [&](const Digest& left, const Digest& right) {
        std::ranges::copy(left, pair.begin() + 1);
        std::ranges::copy(right, pair.begin() + 33);
        return hash(pair.data(), pair.size());
    };
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        message.assign(1, 0);
        message.insert(message.end(), leaves[i].begin(), leaves[i].end());
        Digest top = hash(message.data(), message.size());
        for (std::size_t carry = i; (carry & 1) != 0; carry >>= 1) {
            top = node(peaks.back(), top);
            peaks.pop_back();
        }
        peaks.push_back(top);
    }
    Digest root = peaks.back();
    for (std::size_t i = peaks.size() - 1; i > 0; --i) root = node(peaks[i - 1], root);
    return root;
}

std::string tree(std::uint64_t count, std::size_t bytes, const std::string& how) {
    static std::vector<std::string> texts;
    static std::vector<std::string_view> leaves;
    if (texts.size() != count || texts.front().size() != bytes) {
        texts.clear();
        for (std::uint64_t i = 0; i < count; ++i) texts.push_back(entry(i, bytes));
        leaves.assign(texts.begin(), texts.end());
    }
    const auto start = std::chrono::steady_clock::now();
    Digest root;
    if (how == "ours") {
        std::vector<Digest> hashes(count);
        ledger::leaf_hashes(leaves, hashes);
        root = ledger::merkle_root_in_place(hashes);
    } else if (how == "once") {
        root = one_by_one(leaves, once);
    } else {
        Prepared prepared;
        root = one_by_one(leaves, std::ref(prepared));
    }
    return std::to_string(seconds_since(start)) + " " + hash::hex(root);
}

void write(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    if (!(out << bytes).flush()) throw std::runtime_error("cannot write " + path.string());
}

std::string bytes_of(const std::vector<Digest>& hashes) {
    std::string out;
    for (const auto& one : hashes) out += as_text(one);
    return out;
}

std::string make(const fs::path& folder, std::uint64_t count, bool entries) {
    std::vector<Digest> below;
    ledger::Frontier frontier;
    for (std::uint64_t index = 0; index * kTileWidth < count; ++index) {
        const std::uint64_t width = std::min(kTileWidth, count - index * kTileWidth);
        std::vector<std::string> texts;
        for (std::uint64_t i = 0; i < width; ++i) texts.push_back(entry(index * kTileWidth + i));
        const std::vector<std::string_view> views(texts.begin(), texts.end());
        std::vector<Digest> hashes(width);
        ledger::leaf_hashes(views, hashes);
        for (const auto& one : hashes) frontier.append(one);
        if (entries) write(folder / ledger::entries_path({0, index, width}), ledger::encode_entries(texts));
        write(folder / ledger::path({0, index, width}), bytes_of(hashes));
        if (width == kTileWidth) below.push_back(ledger::merkle_root_in_place(hashes));
    }
    for (unsigned level = 1; !below.empty(); ++level) {
        std::vector<Digest> next;
        for (std::size_t i = 0; i < below.size(); i += kTileWidth) {
            const std::size_t width = std::min<std::size_t>(kTileWidth, below.size() - i);
            std::vector<Digest> part(below.begin() + static_cast<std::ptrdiff_t>(i),
                                     below.begin() + static_cast<std::ptrdiff_t>(i + width));
            write(folder / ledger::path({level, i / kTileWidth, width}), bytes_of(part));
            if (width == kTileWidth) next.push_back(ledger::merkle_root_in_place(part));
        }
        below = std::move(next);
    }
    return hash::hex(frontier.root()) + " " + frontier.state();
}

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

ledger::TileTree tree_of(const fs::path& folder, std::uint64_t count) {
    return {count, [folder](const Tile& tile) -> Result<std::string> { return read(folder / ledger::path(tile)); }};
}

std::string prove(const fs::path& folder, std::uint64_t count, std::uint64_t proofs) {
    std::string out;
    for (std::uint64_t i = 0; i < proofs; ++i) {
        const std::uint64_t index = i * 2654435761U % count;
        const auto start = std::chrono::steady_clock::now();
        auto tiles = tree_of(folder, count);
        const auto proof = tiles.inclusion_proof(index).value();
        out += (i == 0 ? "" : " ") + std::to_string(seconds_since(start));
        if (i % 100 == 0 &&
            !ledger::verify_inclusion(tiles.leaf(index).value(), index, count, proof, tiles.root().value()))
            throw std::runtime_error("a proof does not hold");
    }
    return out;
}

std::string verify(const fs::path& folder, std::uint64_t count) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<Digest> roots;
    std::vector<Digest> hashes(kTileWidth);
    for (std::uint64_t index = 0; index * kTileWidth < count; ++index) {
        const std::uint64_t width = std::min(kTileWidth, count - index * kTileWidth);
        const std::string bundle = read(folder / ledger::entries_path({0, index, width}));
        const auto entries = ledger::parse_entries(bundle, width).value();
        ledger::leaf_hashes(entries, hashes);
        const auto level = std::span(hashes).first(width);
        const std::string tile = read(folder / ledger::path({0, index, width}));
        if (!std::ranges::equal(as_bytes(tile), std::span(level.front().data(), 32 * width)))
            throw std::runtime_error("a bundle and its tile differ");
        roots.push_back(ledger::merkle_root_in_place(level));
    }
    const auto root = ledger::merkle_root_in_place(roots);  // whole tiles below the last: the same tree
    if (root != tree_of(folder, count).root().value()) throw std::runtime_error("the tiles give another root");
    return std::to_string(seconds_since(start));
}

std::string answer(std::istringstream& words) {
    std::string verb;
    std::string folder;
    std::string how;
    std::uint64_t count = 0;
    std::size_t number = 0;
    words >> verb;
    if (verb == "tree" && words >> count >> number >> how) return tree(count, number, how);
    if (verb == "make" && words >> folder >> count >> how) return make(folder, count, how == "entries");
    if (verb == "prove" && words >> folder >> count >> number) return prove(folder, count, number);
    if (verb == "verify" && words >> folder >> count) return verify(folder, count);
    throw std::runtime_error("not understood");
}

}  // namespace

int main() try {
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::puts(answer(words).c_str());
        std::fflush(stdout);
    }
    return 0;
} catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 70;
}
