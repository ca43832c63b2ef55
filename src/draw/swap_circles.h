// Who may have a slot without the balance suffering? Whoever can be put on a circle of swaps at no cost. Inside draw/
// only.
//
// The graph is that of residual.h, cut down to what costs nothing, with one node more for each price: an officer who
// may take a slot more leads to it, and it leads to whoever may give one up, since within a price the sum of squares
// stays the same. Every circle in it costs nothing, so a slot may go to a candidate exactly when the two lie on a
// circle: in one strong component. Swapping along a circle changes no component, and freezing slots only divides them.
// So nodes carry a part, at first the price, never finer than the components: where parts differ there is no circle;
// where they agree it is searched for from both ends in turn, and when one side has seen all it can reach, that is a
// part of its own from then on. The two sides take turns, so that what a failure costs is paid for by the smaller piece
// it splits off: no node pays more than a logarithm of times.
#pragma once
#include "draw/residual.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sunlot::draw {

/// Officers in groups by price, of which some are listed.
class Roster {
public:
    Roster(std::size_t groups, std::size_t officers) : listed_(groups), place_(officers, kNone) {}
    const std::vector<std::uint32_t>& of(std::uint32_t group) const { return listed_[group]; }
    void list(std::uint32_t officer, std::uint32_t group, bool wanted);

private:
    std::vector<std::vector<std::uint32_t>> listed_;
    std::vector<std::uint32_t> place_;
};

class SwapCircles {
public:
    /// REQUIRES: `state` complete and balanced with these prices; otherwise std::logic_error.
    SwapCircles(const Residual& state, std::span<const std::int64_t> price);

    std::uint32_t holder(std::uint32_t slot) const { return holder_[slot]; }
    /// Gives the slot to the officer, with all the swaps that takes, if that is possible. REQUIRES: a candidate who
    /// does not hold it; the slot not frozen.
    bool give(std::uint32_t slot, std::uint32_t officer);
    /// The slot keeps its officer from now on.
    void freeze(std::uint32_t slot);
    /// Whether all loads are within the bounds of the best assignments.
    bool balanced() const;

private:
    /// A search from one end: officers and sinks wait in a queue, slots are looked around at once, but for the other
    /// slots of their jobs, which come last.
    struct Side {
        std::vector<std::uint32_t> queue, slots, later;
        std::size_t at = 0, outer = 0, inner = 0;  // how far the node at `at` has been looked around
        std::size_t inner_of_slot = 0;             // how far the slot on top has
        std::vector<std::uint32_t> seen;
        std::uint32_t mark = 0;
    };
    /// What of a piece one side has looked through altogether, and what it passed over.
    struct Scan {
        std::uint32_t mark = 0;
        std::vector<std::uint32_t> left;
    };
    enum class Step { on, met, exhausted };

    std::uint32_t slot_node(std::uint32_t slot) const { return officers_ + slot; }
    std::uint32_t sink_node(std::uint32_t price) const { return officers_ + instance_.slot_count() + price; }
    bool is_officer(std::uint32_t node) const { return node < officers_; }
    bool is_sink(std::uint32_t node) const { return node >= sink_node(0); }
    std::uint32_t sibling(std::uint32_t slot, std::uint32_t officer) const;
    bool can_take(std::uint32_t officer) const { return load_[officer] < high_[officer]; }
    bool can_give(std::uint32_t officer) const { return load_[officer] > low_[officer]; }
    std::span<const std::uint32_t> members(std::uint32_t piece) const {
        return std::span(sorted_).subspan(piece_begin_[piece], piece_end_[piece] - piece_begin_[piece]);
    }

    void set_bounds(const Residual& state, std::span<const std::int64_t> price);
    void sort_lists_by_price();
    void set_slot_prices();
    void join_pieces();
    void index_pieces();

    bool search(std::uint32_t start, std::uint32_t slot);
    Step look_around(Side& side, bool forward);
    bool forward_from_officer(std::uint32_t officer, int& budget);
    bool forward_from_slot(std::uint32_t slot, int& budget);
    bool back_from_officer(std::uint32_t officer, int& budget);
    bool back_through_piece(std::uint32_t officer, std::uint32_t piece, int& budget);
    bool back_from_slot(std::uint32_t slot);
    bool slots_of_job(Side& side, bool forward);
    static bool later(Side& side);
    bool takes(std::uint32_t piece, std::uint32_t slot, std::uint32_t officer) const;
    bool from_sink(Side& side, const std::vector<std::uint32_t>& officers, int& budget);
    bool reach(Side& side, std::uint32_t node, std::uint32_t from);
    static bool done(Side& side);
    void split_off(const Side& side);
    void swap_along_circle(std::uint32_t slot);
    void loosen(std::uint32_t slot);
    void tie(std::uint32_t slot);
    void update(std::uint32_t officer);

    const Instance& instance_;
    const std::uint32_t officers_;
    std::uint32_t prices_ = 0;
    // Officers: low_ … high_ are the bounds of the load; loose_ are the slots held that can move at no cost.
    std::vector<std::uint32_t> price_;  // from 0, rising
    std::vector<std::int64_t> load_, low_, high_;
    std::vector<std::vector<std::uint32_t>> loose_;
    // Slots. The price of a slot is the lowest at which somebody else could take it.
    std::vector<std::uint32_t> holder_, slot_price_, piece_, place_;
    std::vector<bool> frozen_;
    // Pieces: the officers of one price in a list of candidates (in `sorted_`), and the slots that could go to them.
    std::vector<std::uint32_t> sorted_, list_begin_, piece_begin_, piece_end_, first_piece_;
    std::vector<std::vector<std::uint32_t>> open_;            // per piece: slots not frozen
    std::vector<std::uint32_t> open_place_;                   // per slot
    std::vector<std::uint32_t> pieces_of_begin_, pieces_of_;  // per officer
    std::vector<Scan> forward_scan_, back_scan_;              // per piece
    Roster takers_, givers_;
    // Nodes: officers, slots, a sink for each price.
    std::vector<std::uint32_t> part_, seen_, parent_;
    std::uint32_t parts_ = 0, part_now_ = 0;
    std::uint32_t loser_ = kNone;  // who holds the slot that is to be given away
    Side forward_, back_;
    std::uint32_t marks_ = 0;
    std::pair<std::uint32_t, std::uint32_t> met_;  // where one side leads into the other
    std::vector<std::uint32_t> circle_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> moves_;
};

}  // namespace sunlot::draw
