#include "draw/assignment_preference.h"

#include "draw/seed.h"
#include "hash/ticket.h"

#include <algorithm>
#include <tuple>
#include <utility>

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
    : instance_(instance), order_key_(derive(seed, "assign-order")), slot_key_(derive(seed, "assign-slot")) {}

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

Preferences::Order Preferences::of_slot(std::uint32_t slot) const {
    const std::uint32_t job = instance_.job_of[slot];
    std::string label = slot_key_;
    label += instance_.jobs[job];
    label += "/" + std::to_string(slot - instance_.first[job]);
    return {instance_.candidates(slot), std::move(label)};
}

/// Who stands at this place.
std::uint32_t& Preferences::Order::at(std::size_t place) {
    if (!copy_.empty()) return copy_[place];
    for (auto& [where, officer] : displaced_)
        if (where == place) return officer;
    return displaced_.emplace_back(place, list_[place]).second;
}

std::uint32_t Preferences::Order::next() {
    const std::size_t t = handed_out_++;
    const std::size_t r = t + static_cast<std::size_t>(words_.below(list_.size() - t));
    if (t == kFew) {
        copy_ = list_;
        for (const auto& [where, officer] : displaced_) copy_[where] = officer;
    }
    const std::uint32_t here = at(t);
    std::uint32_t& chosen = at(r);
    const std::uint32_t officer = std::exchange(chosen, here);
    at(t) = officer;
    return officer;
}

}  // namespace sunlot::draw
