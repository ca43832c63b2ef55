// Before the seed is known: can every sample that may be drawn be served by the officers there are?
//
// By Hall's theorem a sample cannot be served exactly when, for some set A of officers, its objects need more places
// from A than A may take: Σ d_j(A) > Σ caps of A, where d_j(A) is how many slots of object j can only go to A (all
// slots less a largest matching of them to officers outside A). The worst sample for a given A takes from each cell the
// objects with the largest d_j(A). Officers with the same tags and the same recusals are alike, but for their caps: of
// such a group A leaves out the largest caps, and leaving out as many as there are slots is like leaving out all. That
// makes few sets to try as long as few officers have recusals; when they are too many, two one-sided answers are given:
// "assured", when even all objects with recusals together with a full draw of the others can be served, and
// "impossible", when one of the sets that suggest themselves proves it.
#pragma once
#include "draw/assignment.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/slots.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sunlot::draw {

/// Objects of which a number is drawn, no matter which.
struct Drawable {
    std::vector<std::string_view> objects;  ///< unique
    std::uint64_t drawn = 0;
};

enum class Service {
    assured,     ///< every sample can be served
    impossible,  ///< some sample cannot: `bottleneck` says why
    doubtful     ///< neither could be shown: `bottleneck` is that of more objects than will be drawn
};

struct WorstCase {
    Service service = Service::assured;
    std::optional<Bottleneck> bottleneck;
};

inline constexpr std::uint64_t kMostSetsTried = 20'000;

/// `officers` sorted by id. Exact (never doubtful) when there are at most `most_sets` sets of officers to try.
WorstCase find_worst_case(std::span<const TeamSlot> team, std::span<const Officer> officers,
                          std::span<const Drawable> cells, const Recusals& recused,
                          std::uint64_t most_sets = kMostSetsTried);

}  // namespace sunlot::draw
