#include "draw/assignment_preference.h"

#include "draw/seed.h"
#include "hash/ticket.h"

#include <algorithm>
#include <tuple>

namespace sunlot::draw {

std::uint64_t WordStream::word() {
    if (used_ == block_.size()) {
        block_ = hash::sha256(label_ + std::to_string(counter_++));
        used_ = 0;
    }
    std::uint64_t w = 0;
    for (std::size_t end = used_ + 8; used_ < end; ++used_) w = w << 8 | block_[used_];
    return w;
}

std::uint64_t WordStream::below(std::uint64_t n) {
    // 2⁶⁴ mod n, in 64-bit arithmetic; words above the last whole multiple of n would favour the small numbers.
    const std::uint64_t spare = (0 - n) % n;
    for (;;) {
        const std::uint64_t w = word();
        if (w <= ~std::uint64_t{0} - spare) return w % n;
    }
}

std::vector<std::uint32_t> preference_order(std::vector<std::uint32_t> list, std::string_view seed,
                                            std::string_view job, std::uint64_t slot_number) {
    WordStream words(derive(seed, "assign-slot").append(job) + "/" + std::to_string(slot_number));
    for (std::size_t t = 0; t < list.size(); ++t)
        std::swap(list[t], list[t + static_cast<std::size_t>(words.below(list.size() - t))]);
    return list;
}

Preferences::Preferences(const Instance& instance, std::string_view seed)
    : instance_(instance),
      order_key_(derive(seed, "assign-order")),
      slot_key_(derive(seed, "assign-slot")),
      lists_(instance.lists.begin(), instance.lists.end()) {}

std::vector<std::uint32_t> Preferences::deal_order() const {
    const hash::TicketHasher ticket_of(order_key_);
    std::vector<std::tuple<hash::Digest, std::string_view, std::uint32_t>> jobs;
    jobs.reserve(instance_.jobs.size());
    for (std::uint32_t j = 0; j < instance_.jobs.size(); ++j)
        jobs.emplace_back(ticket_of(instance_.jobs[j]), instance_.jobs[j], j);
    std::ranges::sort(jobs);
    std::vector<std::uint32_t> order;
    order.reserve(jobs.size());
    for (const auto& job : jobs) order.push_back(std::get<2>(job));
    return order;
}

Preferences::Order Preferences::of_slot(std::uint32_t slot) {
    const std::uint32_t job = instance_.job_of[slot];
    std::string label = slot_key_;
    label += instance_.jobs[job];
    label += "/" + std::to_string(slot - instance_.first[job]);
    return {lists_[instance_.list_of[slot]], std::move(label)};
}

std::uint32_t Preferences::Order::next() {
    const std::size_t t = swaps_.size();
    const std::size_t r = t + static_cast<std::size_t>(words_.below(list_.size() - t));
    swaps_.push_back(r);
    std::swap(list_[t], list_[r]);
    return list_[t];
}

Preferences::Order::~Order() {
    for (std::size_t t = swaps_.size(); t > 0; --t) std::swap(list_[t - 1], list_[swaps_[t - 1]]);
}

}  // namespace sunlot::draw
