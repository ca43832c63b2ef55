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

    std::uint32_t holder(std::uint32_t slot) const { return of_slot(slot).holder; }
    /// Gives the slot to the officer, with all the swaps that takes, if that is possible. REQUIRES: a candidate who
    /// does not hold it; the slot not frozen.
    bool give(std::uint32_t slot, std::uint32_t officer);
    /// The slot keeps its officer from now on.
    void freeze(std::uint32_t slot);
    /// Whether all loads are within the bounds of the best assignments.
    bool balanced() const;

private:
    static constexpr std::uint32_t kLongPiece = 48;

    /// A search from one end: officers and sinks wait in a queue, slots are looked around at once, but for the other
    /// slots of their jobs, which come last.
    struct Side {
        std::vector<std::uint32_t> queue, slots, later;
        std::size_t at = 0, outer = 0, inner = 0;  // how far the node at `at` has been looked around
        std::size_t inner_of_slot = 0;             // how far the slot on top has
        std::vector<std::uint32_t> seen;
        std::uint32_t mark = 0;
    };
    /// Officers, slots, and a sink for each price. One of them is one touch of memory.
    struct Node {
        std::uint32_t part = kNone;
        std::uint32_t seen = 0;    // by which search
        std::uint32_t parent = 0;  // from where
        // of slots
        std::uint32_t holder = kNone;
        std::uint32_t job_begin = 0, job_end = 0;  // slots of the same job
        std::uint32_t price = kNone;               // the lowest at which somebody else could take it
        std::uint32_t piece = kNone;
    };
    /// What of a piece one side has looked through altogether, and what it passed over.
    struct Scan {
        std::uint32_t mark = 0;
        std::vector<std::uint32_t> left;
    };
    enum class Step { on, met, exhausted };

    std::uint32_t slot_node(std::uint32_t slot) const { return officers_ + slot; }
    std::uint32_t sink_node(std::uint32_t price) const { return officers_ + instance_.slot_count() + price; }
    Node& of_slot(std::uint32_t slot) { return nodes_[officers_ + slot]; }
    const Node& of_slot(std::uint32_t slot) const { return nodes_[officers_ + slot]; }
    bool is_officer(std::uint32_t node) const { return node < officers_; }
    bool is_sink(std::uint32_t node) const { return node >= sink_node(0); }
    /// The slot of the same job that `officer` holds, or kNone.
    std::uint32_t sibling(const Node& slot, std::uint32_t officer) const {
        for (std::uint32_t other = slot.job_begin; other < slot.job_end; ++other)
            if (of_slot(other).holder == officer) return other;
        return kNone;
    }
    bool can_take(std::uint32_t officer) const { return load_[officer] < high_[officer]; }
    bool can_give(std::uint32_t officer) const { return load_[officer] > low_[officer]; }
    std::span<const std::uint32_t> members(std::uint32_t piece) const {
        return std::span(sorted_).subspan(piece_begin_[piece], piece_end_[piece] - piece_begin_[piece]);
    }

    bool is_long(std::uint32_t piece) const { return piece_end_[piece] - piece_begin_[piece] > kLongPiece; }

    void set_bounds(const Residual& state, std::span<const std::int64_t> price);
    void sort_lists_by_price();
    void make_nodes(const Residual& state);
    void set_slot_prices();
    void join_pieces();
    void index_pieces();

    bool search(std::uint32_t start, std::uint32_t slot);
    Step look_around(Side& side, bool forward);
    bool forward_from_officer(std::uint32_t officer, int& budget);
    bool forward_from_slot(std::uint32_t slot, int& budget);
    bool back_from_officer(std::uint32_t officer, int& budget);
    bool back_from_wanted(std::uint32_t officer, int& budget);
    bool back_through_piece(std::uint32_t officer, std::uint32_t piece, int& budget);
    bool back_from_slot(std::uint32_t slot);
    bool slots_of_job(Side& side, bool forward);
    static bool later(Side& side);
    bool takes(const Node& slot, std::uint32_t officer) const;
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
    std::vector<std::uint32_t> place_;  // per slot: where it stands among its holder's loose ones
    std::vector<bool> frozen_;          // per slot
    // Per officer: the slots that could go to him through short pieces (those of another part are dropped when met) …
    std::vector<std::vector<std::uint32_t>> wanted_;
    // … and the long pieces he is in. A piece: the officers of one price in a list of candidates (in `sorted_`); with
    // a long one, the slots that could go to them.
    std::vector<std::uint32_t> sorted_, list_begin_, piece_begin_, piece_end_, first_piece_;
    std::vector<std::vector<std::uint32_t>> open_;            // per piece: slots not frozen
    std::vector<std::uint32_t> open_place_;                   // per slot
    std::vector<std::uint32_t> pieces_of_begin_, pieces_of_;  // per officer
    std::vector<Scan> forward_scan_, back_scan_;              // per piece
    Roster takers_, givers_;
    std::vector<Node> nodes_;
    std::uint32_t parts_ = 0, part_now_ = 0;
    std::uint32_t loser_ = kNone;  // who holds the slot that is to be given away
    Side forward_, back_;
    std::uint32_t marks_ = 0;
    std::pair<std::uint32_t, std::uint32_t> met_;  // where one side leads into the other
    std::vector<std::uint32_t> circle_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> moves_;
};

}  // namespace sunlot::draw
