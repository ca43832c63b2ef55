#include "draw/swap_circles.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::draw {
namespace {

std::vector<std::int64_t> distinct(std::span<const std::int64_t> price) {
    std::vector<std::int64_t> all(price.begin(), price.end());
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    return all;
}

}  // namespace

void Roster::list(std::uint32_t officer, std::uint32_t group, bool wanted) {
    auto& listed = listed_[group];
    if (wanted == (place_[officer] != kNone)) return;
    if (wanted) {
        place_[officer] = static_cast<std::uint32_t>(listed.size());
        listed.push_back(officer);
        return;
    }
    listed[place_[officer]] = listed.back();
    place_[listed.back()] = place_[officer];
    listed.pop_back();
    place_[officer] = kNone;
}

// ── what costs nothing ────────────────────────────────────────────────────────────────────────────────────────────

SwapCircles::SwapCircles(const Residual& state, std::span<const std::int64_t> price)
    : instance_(state.instance()),
      officers_(instance_.officer_count()),
      loose_(officers_),
      place_(instance_.slot_count(), kNone),
      frozen_(instance_.slot_count(), false),
      wanted_(officers_),
      open_place_(instance_.slot_count(), kNone),
      takers_(price.size(), price.size()),
      givers_(price.size(), price.size()) {
    set_bounds(state, price);
    make_nodes(state);
    sort_lists_by_price();
    set_slot_prices();
    join_pieces();
    index_pieces();
    for (std::uint32_t slot = 0; slot < instance_.slot_count(); ++slot) loosen(slot);
    for (std::uint32_t i = 0; i < officers_; ++i) update(i);
}

void SwapCircles::set_bounds(const Residual& state, std::span<const std::int64_t> price) {
    const auto prices = distinct(price);
    prices_ = static_cast<std::uint32_t>(prices.size());
    for (std::uint32_t i = 0; i < officers_; ++i) {
        const std::int64_t base = instance_.base[i];
        const std::int64_t cap = instance_.cap[i];
        low_.push_back(std::clamp<std::int64_t>(price[i] - 1 - base, 0, cap));
        high_.push_back(std::clamp<std::int64_t>(price[i] - base, 0, cap));
        load_.push_back(state.load(i));
        price_.push_back(static_cast<std::uint32_t>(std::ranges::lower_bound(prices, price[i]) - prices.begin()));
    }
    if (!balanced()) throw std::logic_error("loads and prices do not agree");
}

void SwapCircles::make_nodes(const Residual& state) {
    nodes_.resize(std::size_t{sink_node(0)} + prices_);
    for (std::uint32_t i = 0; i < officers_; ++i) nodes_[i].part = price_[i];
    for (std::uint32_t p = 0; p < prices_; ++p) nodes_[sink_node(p)].part = p;
    parts_ = prices_;
    for (std::uint32_t slot = 0; slot < instance_.slot_count(); ++slot) {
        const std::uint32_t job = instance_.job_of[slot];
        of_slot(slot).holder = state.holder(slot);
        of_slot(slot).job_begin = instance_.first[job];
        of_slot(slot).job_end = instance_.first[job + 1];
    }
}

void SwapCircles::sort_lists_by_price() {
    for (const auto& list : instance_.lists) {
        list_begin_.push_back(static_cast<std::uint32_t>(sorted_.size()));
        sorted_.insert(sorted_.end(), list.begin(), list.end());
        const std::span mine = std::span(sorted_).subspan(list_begin_.back());
        const auto price = [&](std::uint32_t officer) { return price_[officer]; };
        if (!std::ranges::is_sorted(mine, {}, price)) std::ranges::stable_sort(mine, {}, price);
    }
    list_begin_.push_back(static_cast<std::uint32_t>(sorted_.size()));
}

/// What it would cost to take the slot from its holder: the price of the cheapest candidate who does not serve the job,
/// or of one who does and whose slot there somebody else takes.
void SwapCircles::set_slot_prices() {
    const std::uint32_t slots = instance_.slot_count();
    for (std::uint32_t slot = 0; slot < slots; ++slot) {
        const std::uint32_t list = instance_.list_of[slot];
        for (std::uint32_t at = list_begin_[list]; at < list_begin_[list + 1]; ++at)
            if (sibling(of_slot(slot), sorted_[at]) == kNone) {
                of_slot(slot).price = price_[sorted_[at]];
                break;
            }
    }
    for (std::uint32_t job = 0; job + 1 < instance_.first.size(); ++job)
        for (bool again = true; again;) {
            again = false;
            for (std::uint32_t slot = instance_.first[job]; slot < instance_.first[job + 1]; ++slot)
                for (std::uint32_t other = instance_.first[job]; other < instance_.first[job + 1]; ++other)
                    if (of_slot(other).price < of_slot(slot).price &&
                        instance_.is_candidate(slot, of_slot(other).holder)) {
                        of_slot(slot).price = of_slot(other).price;
                        again = true;
                    }
        }
    for (std::uint32_t slot = 0; slot < slots; ++slot) {
        Node& node = of_slot(slot);
        if (node.price < price_[node.holder]) throw std::logic_error("a swap would balance better");
        node.part = node.price;
    }
}

/// Cuts every list into pieces of one price, and finds for each slot the piece at its own.
void SwapCircles::join_pieces() {
    for (std::size_t list = 0; list < instance_.lists.size(); ++list) {
        first_piece_.push_back(static_cast<std::uint32_t>(piece_begin_.size()));
        for (std::uint32_t at = list_begin_[list]; at < list_begin_[list + 1]; ++at) {
            if (at == list_begin_[list] || price_[sorted_[at]] != price_[sorted_[at - 1]]) {
                piece_begin_.push_back(at);
                piece_end_.push_back(at);
            }
            ++piece_end_.back();
        }
    }
    first_piece_.push_back(static_cast<std::uint32_t>(piece_begin_.size()));
    open_.resize(piece_begin_.size());
    for (std::uint32_t slot = 0; slot < instance_.slot_count(); ++slot) {
        Node& node = of_slot(slot);
        const std::uint32_t list = instance_.list_of[slot];
        for (std::uint32_t piece = first_piece_[list]; piece < first_piece_[list + 1]; ++piece)
            if (price_[sorted_[piece_begin_[piece]]] == node.price) node.piece = piece;
        if (node.piece == kNone) continue;
        if (is_long(node.piece)) {
            open_place_[slot] = static_cast<std::uint32_t>(open_[node.piece].size());
            open_[node.piece].push_back(slot);
        } else {
            for (const std::uint32_t officer : members(node.piece)) wanted_[officer].push_back(slot);
        }
    }
}

/// Which pieces an officer is in, as far as slots want them.
void SwapCircles::index_pieces() {
    pieces_of_begin_.assign(officers_ + 1, 0);
    for (std::uint32_t piece = 0; piece < open_.size(); ++piece)
        if (!open_[piece].empty())
            for (const std::uint32_t officer : members(piece)) ++pieces_of_begin_[officer + 1];
    for (std::uint32_t i = 0; i < officers_; ++i) pieces_of_begin_[i + 1] += pieces_of_begin_[i];
    pieces_of_.resize(pieces_of_begin_[officers_]);
    std::vector<std::uint32_t> next = pieces_of_begin_;
    for (std::uint32_t piece = 0; piece < open_.size(); ++piece)
        if (!open_[piece].empty())
            for (const std::uint32_t officer : members(piece)) pieces_of_[next[officer]++] = piece;
    forward_scan_.resize(open_.size());
    back_scan_.resize(open_.size());
}

bool SwapCircles::balanced() const {
    for (std::uint32_t i = 0; i < officers_; ++i)
        if (load_[i] < low_[i] || load_[i] > high_[i]) return false;
    return true;
}

// ── swaps ─────────────────────────────────────────────────────────────────────────────────────────────────────────

bool SwapCircles::give(std::uint32_t slot, std::uint32_t officer) {
    const std::uint32_t other = sibling(of_slot(slot), officer);  // the officer may serve the job already, elsewhere
    if (other != kNone && frozen_[other]) return false;
    const std::uint32_t start = other == kNone ? officer : slot_node(other);
    if (nodes_[start].part != of_slot(slot).part || !search(start, slot)) return false;
    swap_along_circle(slot);
    return true;
}

/// The circle: the slot, from the start to where the sides met, and on to the slot.
void SwapCircles::swap_along_circle(std::uint32_t slot) {
    circle_.clear();
    for (std::uint32_t node = met_.first; node != kNone; node = nodes_[node].parent) circle_.push_back(node);
    circle_.push_back(slot_node(slot));
    std::ranges::reverse(circle_);
    for (std::uint32_t node = met_.second; node != kNone; node = nodes_[node].parent) circle_.push_back(node);
    moves_.clear();
    for (std::size_t at = 0; at + 1 < circle_.size(); ++at) {
        if (is_officer(circle_[at]) || is_sink(circle_[at])) continue;
        const std::uint32_t to = circle_[at + 1];
        moves_.emplace_back(circle_[at] - officers_, is_officer(to) ? to : nodes_[to].holder);
    }
    for (const auto& [moved, to] : moves_) {
        tie(moved);
        --load_[holder(moved)];
        ++load_[to];
    }
    for (const auto& [moved, to] : moves_) {
        const std::uint32_t from = holder(moved);
        of_slot(moved).holder = to;
        loosen(moved);
        update(from);
        update(to);
    }
}

void SwapCircles::freeze(std::uint32_t slot) {
    tie(slot);
    frozen_[slot] = true;
    of_slot(slot).part = kNone;
    if (open_place_[slot] == kNone) return;
    auto& open = open_[of_slot(slot).piece];
    open[open_place_[slot]] = open.back();
    open_place_[open.back()] = open_place_[slot];
    open.pop_back();
}

void SwapCircles::loosen(std::uint32_t slot) {
    const Node& node = of_slot(slot);
    if (price_[node.holder] != node.price) return;
    place_[slot] = static_cast<std::uint32_t>(loose_[node.holder].size());
    loose_[node.holder].push_back(slot);
}

void SwapCircles::tie(std::uint32_t slot) {
    if (place_[slot] == kNone) return;
    auto& loose = loose_[holder(slot)];
    loose[place_[slot]] = loose.back();
    place_[loose.back()] = place_[slot];
    loose.pop_back();
    place_[slot] = kNone;
}

void SwapCircles::update(std::uint32_t officer) {
    takers_.list(officer, price_[officer], can_take(officer));
    givers_.list(officer, price_[officer], can_give(officer));
}

}  // namespace sunlot::draw
