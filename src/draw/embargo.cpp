#include "draw/embargo.h"

#include "draw/lines.h"
#include "draw/seed.h"
#include "ledger/merkle.h"

#include <array>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

constexpr std::size_t kSaltDigits = 32;

/// One salt per line, the key derived once.
class Salts {
public:
    Salts(std::string_view seed, SealedList list, std::uint64_t attempt)
        : prefix_(fmt::format("{}{}/{}/", derive(seed, "salt"), text(list), attempt)) {}
    std::string of(std::uint64_t line) const {
        return hash::sha256_hex(prefix_ + std::to_string(line)).substr(0, kSaltDigits);
    }

private:
    std::string prefix_;
};

/// Hands each line's leaf hash to `take`.
template <class Take>
void each_leaf(std::string_view seed, SealedList list, std::uint64_t attempt, std::string_view file, const Take& take) {
    const Salts salts(seed, list, attempt);
    Lines lines(text(list), file);
    for (std::uint64_t number = 0; const auto line = lines.next(); ++number) take(salted_leaf(salts.of(number), *line));
}

}  // namespace

std::string_view text(SealedList list) {
    static constexpr std::array<std::string_view, 3> kNames = {"result", "slots", "assignment"};
    return kNames[static_cast<std::size_t>(list)];
}

std::string sealed_seed(std::string_view seed) {
    return hash::sha256_hex(fmt::format("sunlot/sealed-seed/v1|{}", seed));
}

std::string line_salt(std::string_view seed, SealedList list, std::uint64_t attempt, std::uint64_t line) {
    return Salts(seed, list, attempt).of(line);
}

hash::Digest salted_leaf(std::string_view salt, std::string_view line) {
    return ledger::leaf_hash(fmt::format("{}|{}", salt, line));
}

std::vector<hash::Digest> salted_leaves(std::string_view seed, SealedList list, std::uint64_t attempt,
                                        std::string_view file) {
    std::vector<hash::Digest> leaves;
    each_leaf(seed, list, attempt, file, [&](const hash::Digest& leaf) { leaves.push_back(leaf); });
    return leaves;
}

hash::Digest salted_root(std::string_view seed, SealedList list, std::uint64_t attempt, std::string_view file) {
    ledger::Frontier tree;
    each_leaf(seed, list, attempt, file, [&](const hash::Digest& leaf) { tree.append(leaf); });
    return tree.root();
}

}  // namespace sunlot::draw
