// The seed of a draw: contributions committed beforehand, then public events. seed = SHA-256(seed.txt), and everything
// else uses keys derived from it, never the seed itself.
#pragma once
#include "base/result.h"
#include "draw/event.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

/// hex(H("sunlot/commit/v1|" ‖ draw_id ‖ "|" ‖ party ‖ "|" ‖ value)); value = 64 lower-case hex digits.
std::string contribution_commitment(std::string_view draw_id, std::string_view party, std::string_view value);
/// The value of a contribution typed by hand: hex(H("sunlot/typed/v1|" ‖ text)).
std::string typed_contribution(std::string_view text);
/// K = hex(H(K1 ‖ K2)) of the two sealed shares (hex digits, not bytes).
std::string sealed_value(std::string_view first_share, std::string_view second_share);

struct SeedText {
    struct Contribution {
        std::string party;
        std::string value;
        friend bool operator==(const Contribution&, const Contribution&) = default;
    };
    struct Event {
        EventKind kind = EventKind::ssq;
        std::string name;
        std::string content;
        friend bool operator==(const Event&, const Event&) = default;
    };
    std::string draw_id;
    std::vector<Contribution> parties;  ///< only those revealed in time, sorted by party
    std::vector<Event> events;          ///< in plan order
    std::optional<std::string> sealed;  ///< embargo only
    friend bool operator==(const SeedText&, const SeedText&) = default;
};

/// The bytes of seed.txt.
std::string encode(const SeedText& seed);
/// Refuses seed.malformed (with the line) and event.*.
Result<SeedText> parse_seed_text(std::string_view bytes);
/// hex(H(seed.txt)).
std::string seed_of(std::string_view seed_txt);
/// hex(H("sunlot/derive/v1\n" ‖ seed ‖ "\n" ‖ purpose ‖ "\n")).
std::string derive(std::string_view seed, std::string_view purpose);

}  // namespace sunlot::draw
