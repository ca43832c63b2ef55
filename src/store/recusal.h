// Recusals (回避): which officer may not inspect which object, and why. The pair is private: the public part of the
// entry `recusal.declared` says only that there is one more.
#pragma once
#include "base/clock.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sunlot::store {

class Transaction;
class View;
struct Projection;
struct StoredEvent;

struct Recusal {
    std::string id;  // "r<n>"
    std::string officer;
    std::string object;
    std::string relation;
    std::string reason;
    std::string valid_from;  // YYYY-MM-DD
    std::string valid_to;
    std::string salt;  // 32 lower-case hex: blinds the pair in recusals.txt
    std::string declared_by;
    std::int64_t declared_at = 0;  // microseconds UTC
    std::int64_t entry = 0;
};

/// All recusals in the order of declaration.
std::vector<Recusal> all_recusals(View& view);
std::int64_t count_recusals(View& view);
/// Those valid on at least one day of [from, to], by (officer, object).
std::vector<Recusal> recusals_within(View& view, Date from, Date to);

void apply_recusal(Transaction& transaction, const StoredEvent& event);
Projection recusal_projection();

}  // namespace sunlot::store
