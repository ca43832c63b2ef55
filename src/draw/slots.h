// slots.tsv: for each job (a sampled object) and each slot of the team, the officers who may take it. Equal lists are
// kept once, so that a table of 50,000 jobs with a handful of different lists stays small.
#pragma once
#include "base/result.h"
#include "draw/frame.h"
#include "draw/plan.h"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::draw {

struct SlotTable {
    std::vector<std::string> jobs;                  ///< sorted, unique
    std::vector<std::uint32_t> first;               ///< slots of job j: first[j] … first[j+1]-1; size jobs + 1
    std::vector<std::uint32_t> list_of;             ///< of each slot, an index into `lists`
    std::vector<std::vector<std::uint32_t>> lists;  ///< sorted indexes into the officers; all different

    std::size_t slot_count() const { return list_of.size(); }
    const std::vector<std::uint32_t>& candidates(std::size_t slot) const { return lists[list_of[slot]]; }
};

/// (officer id, object id)
using Recusals = std::set<std::pair<std::string, std::string>, std::less<>>;

/// Candidates = officers with all tags of the slot, not recused for the object. `officers` and `jobs` sorted by id.
SlotTable make_slots(std::span<const TeamSlot> team, std::span<const Officer> officers,
                     std::span<const std::string> jobs, const Recusals& recused);

/// The bytes of slots.tsv.
std::string encode_slots(const SlotTable& slots, std::span<const Officer> officers);
/// Refuses slots.malformed; the officers named must be among `officers` (sorted by id).
Result<SlotTable> parse_slots(std::string_view file, std::span<const Officer> officers);

}  // namespace sunlot::draw
