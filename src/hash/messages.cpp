#include "hash/messages.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

namespace sunlot::hash {
namespace {

constexpr std::size_t kBatch = 1024;
constexpr std::size_t kLengths = 64;  // in blocks; longer ones are few and go last together

std::size_t blocks_of(std::string_view message) {
    return std::min((message.size() + 1 + 9 + 63) / 64, kLengths) - 1;
}

void require(Target target, std::size_t room, std::size_t wanted) {
    if (room < wanted) throw std::logic_error("one digest for each message");
    if (!can_run(target)) throw std::logic_error("this processor lacks the instructions");
}

/// The indexes by length in blocks, so that lanes side by side end together.
std::size_t sort_by_length(std::span<const std::string_view> messages, std::array<std::uint32_t, kBatch>& order) {
    std::array<std::uint32_t, kLengths + 1> begin{};
    for (const auto message : messages) ++begin[blocks_of(message) + 1];
    for (std::size_t i = 1; i <= kLengths; ++i) begin[i] += begin[i - 1];
    for (std::size_t i = 0; i < messages.size(); ++i)
        order[begin[blocks_of(messages[i])]++] = static_cast<std::uint32_t>(i);
    return messages.size();
}

}  // namespace

void sha256_each(unsigned char first, std::span<const std::string_view> messages, std::span<Digest> out,
                 Target target) {
    require(target, out.size(), messages.size());
    const auto each = functions_of(target).messages.each;
    if (each == nullptr || messages.size() == 1) {
        thread_local Sha256 prepared;  // see sha256.cpp
        for (std::size_t i = 0; i < messages.size(); ++i) {
            prepared.update(ByteView(&first, 1));
            prepared.update(messages[i]);
            out[i] = prepared.finish();
        }
        return;
    }
    std::array<std::uint32_t, kBatch> order;
    for (std::size_t i = 0; i < messages.size(); i += kBatch) {
        const auto batch = messages.subspan(i, std::min(kBatch, messages.size() - i));
        each(first, batch.data(), order.data(), sort_by_length(batch, order), out[i].data());
    }
}

void sha256_pairs(unsigned char first, std::span<const Digest> pairs, std::span<Digest> out, Target target) {
    const std::size_t n = pairs.size() / 2;
    require(target, out.size(), n);
    if (n == 0) return;
    const auto in_lanes = functions_of(target).messages.pairs;
    if (in_lanes != nullptr && n > 1) return in_lanes(first, pairs.front().data(), n, out.front().data());
    std::array<unsigned char, 65> message;
    message[0] = first;
    for (std::size_t i = 0; i < n; ++i) {
        std::ranges::copy(pairs[2 * i], message.begin() + 1);
        std::ranges::copy(pairs[2 * i + 1], message.begin() + 33);
        out[i] = sha256(ByteView(message));
    }
}

}  // namespace sunlot::hash
