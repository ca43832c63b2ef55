// The seed's say in an assignment: in which order jobs are dealt, and whom each slot prefers. Inside draw/ only.
#pragma once
#include "draw/residual.h"
#include "hash/sha256.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::draw {

/// Unbiased integers from SHA-256 in counter mode: four 64-bit big-endian words of H(label ‖ "/" ‖ c), c = 0, 1, ….
class WordStream {
public:
    explicit WordStream(std::string label) : label_(std::move(label) + "/") {}
    std::uint64_t word();
    /// 0 … n−1. REQUIRES: n > 0. Words from ⌊2⁶⁴/n⌋·n on are thrown away.
    std::uint64_t below(std::uint64_t n);

private:
    std::string label_;
    std::uint64_t counter_ = 0;
    hash::Digest block_{};
    std::size_t used_ = 32;
};

/// All of a sorted list of candidates in the order in which the slot prefers them (draw-v1 §8, step 3).
std::vector<std::uint32_t> preference_order(std::vector<std::uint32_t> list, std::string_view seed,
                                            std::string_view job, std::uint64_t slot_number);

class Preferences {
public:
    Preferences(const Instance& instance, std::string_view seed);

    /// Jobs in the order in which they are dealt.
    std::vector<std::uint32_t> deal_order() const;

    /// A forward Fisher–Yates of the slot's candidates, as far as it is asked for. The list itself is not touched: only
    /// what has been displaced is kept, so that a long list costs no more than what is looked at.
    class Order {
    public:
        Order(const std::vector<std::uint32_t>& list, std::string label) : list_(list), words_(std::move(label)) {}
        /// REQUIRES: not all candidates have been handed out.
        std::uint32_t next();

    private:
        static constexpr std::size_t kFew = 16;
        std::uint32_t& at(std::size_t place);

        const std::vector<std::uint32_t>& list_;
        WordStream words_;
        std::size_t handed_out_ = 0;
        std::vector<std::pair<std::size_t, std::uint32_t>> displaced_;  // the first few: place, who stands there now
        std::vector<std::uint32_t> copy_;                               // when they get more
    };
    Order of_slot(std::uint32_t slot) const;

private:
    const Instance& instance_;
    std::string order_key_, slot_key_;
};

}  // namespace sunlot::draw
