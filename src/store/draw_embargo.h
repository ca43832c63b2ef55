// What an embargoed draw, its trustees and its invitations leave in the tables. Written by draw.opened,
// contribution.committed, share.delivered, share.revealed, deposit.failed, disclosed and party.invited.
#pragma once
#include "base/clock.h"
#include "draw/trustees.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class View;
struct Projection;

/// One of the two sealed shares. `value` is secret until `revealed_at`.
struct DrawShare {
    std::string id;
    std::string organisation;
    std::optional<std::string> commitment;
    std::optional<Instant> committed_at;
    std::optional<std::string> value;
    std::optional<Instant> delivered_at;
    std::optional<Instant> revealed_at;
};
/// By id; none for an open draw.
std::vector<DrawShare> draw_shares(View& view, std::string_view draw);

/// The boxes that a party or the keeper of a sealed share has deposited, by trustee.
std::vector<draw::Box> draw_deposit(View& view, std::string_view draw, std::string_view party);
/// Who deposited something else than was committed to.
std::optional<std::string> failed_deposit(View& view, std::string_view draw);

/// The hash of the link last given to this party.
std::optional<std::string> draw_invitation(View& view, std::string_view draw, std::string_view party);

/// How often each line of this attempt was shown.
std::map<std::uint64_t, std::uint64_t> disclosed_lines(View& view, std::string_view draw, std::int64_t attempt);
/// Lines shown so far, over all attempts; each counted once.
std::int64_t count_disclosed(View& view, std::string_view draw);

/// A doorstep proof that was handed out.
struct DoorstepRow {
    std::string draw;
    std::int64_t attempt = 1;
    std::uint64_t line = 0;
};
std::optional<DoorstepRow> find_doorstep(View& view, std::string_view token_hash);

/// Draws whose shares are not public yet: what their tables hold must not be shown.
std::vector<std::string> draws_under_embargo(View& view);

Projection embargo_projection();

}  // namespace sunlot::store
