// A small random source whose numbers are the same on every machine (splitmix64): tests name their seed.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sunlot::vectors {

class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t word() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    /// 0 … n−1; a hair uneven, which does not matter here. REQUIRES: n > 0.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(word() % n); }
    std::size_t between(std::size_t least, std::size_t most) { return least + below(most - least + 1); }
    bool chance(std::size_t one_in) { return below(one_in) == 0; }
    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[below(from.size())];
    }

private:
    std::uint64_t state_;
};

}  // namespace sunlot::vectors
