// plan.json: everything that influences a draw, fixed when it is opened (docs/formats/draw-v1.md §3).
#pragma once
#include "base/json.h"
#include "base/result.h"
#include "draw/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

enum class Mode { open, embargo };

struct Quota {
    enum class Kind { number, ratio, all };
    Kind kind = Kind::all;
    std::uint64_t numerator = 0;  ///< the number, or the ratio's upper part
    std::uint64_t denominator = 1;
    friend bool operator==(const Quota&, const Quota&) = default;

    static Quota number(std::uint64_t v) { return {Kind::number, v, 1}; }
    static Quota ratio(std::uint64_t over, std::uint64_t under) { return {Kind::ratio, over, under}; }
    static Quota all() { return {}; }
};

struct Stratum {
    std::string label;
    Quota quota;
    std::vector<std::string> grades;  ///< which grades fall into it; may be empty (not written then)
    friend bool operator==(const Stratum&, const Stratum&) = default;
};

struct Party {
    std::string id;  ///< [a-z0-9][a-z0-9-]{0,31}, not sealed-…
    std::string organisation;
    std::string role;
    std::optional<std::string> commitment;  ///< known from sealing on; stays absent when the party never committed
    friend bool operator==(const Party&, const Party&) = default;
};

struct PlannedEvent {
    EventKind kind = EventKind::ssq;
    std::string name;
    std::string not_before;  ///< RFC 3339 UTC, as written
    friend bool operator==(const PlannedEvent&, const PlannedEvent&) = default;
};

/// A slot of the team that every drawn object gets; only officers with all `tags` may take it.
struct TeamSlot {
    std::string name;
    std::vector<std::string> tags;
    friend bool operator==(const TeamSlot&, const TeamSlot&) = default;
};

/// One of the two shares whose hash the seed of an embargoed draw ends with; each kept by a department of its own.
struct SealedShare {
    std::string id;  ///< "sealed-1", "sealed-2"
    std::optional<std::string> organisation;
    std::optional<std::string> commitment;  ///< as a party's: known from sealing on
    friend bool operator==(const SealedShare&, const SealedShare&) = default;
};

struct Embargo {
    std::string reveal_by;  ///< RFC 3339 UTC, as written; past it the organ is publicly in default
    friend bool operator==(const Embargo&, const Embargo&) = default;
};

struct TrusteeKey {
    std::string id;   ///< of the form of a party id
    std::string key;  ///< X25519 public key, 64 hex digits
    std::string organisation;
    friend bool operator==(const TrusteeKey&, const TrusteeKey&) = default;
};

/// Who can open, `threshold` of them together, what a party or a department does not reveal (trustees.h).
struct Trustees {
    std::vector<TrusteeKey> keys;  ///< sorted by id
    std::uint64_t threshold = 2;
    friend bool operator==(const Trustees&, const Trustees&) = default;
};

struct Plan {
    std::string draw_id;     ///< <organ>-<region>-<year>-<serial>, e.g. lhrs-150802-2026-0007
    std::string log_origin;  ///< the log that anchors it
    Mode mode = Mode::open;
    std::vector<Party> parties;  ///< sorted by id
    std::uint64_t min_parties = 2;
    std::vector<PlannedEvent> events;  ///< none only where there are trustees
    std::vector<Stratum> strata;       ///< labels unique
    bool spread = false;
    std::uint64_t reserve = 0;
    std::vector<TeamSlot> team;
    std::vector<SealedShare> sealed;  ///< two in mode embargo, else none
    std::optional<Embargo> embargo;   ///< mode embargo only
    std::optional<Trustees> trustees;
    // What the frame and the officers were chosen by; recorded, not interpreted here.
    std::optional<std::string> task;
    Json pool, exclusion_rules, officer_pool, visit_window;  ///< null: not written
    std::optional<std::string> policy;                       ///< SHA-256 of log/policy.txt
    friend bool operator==(const Plan&, const Plan&) = default;

    const Party* party(std::string_view id) const;
    const Stratum* stratum(std::string_view label) const;
    const SealedShare* sealed_share(std::string_view id) const;
    /// Of a party or a sealed share; nothing when it has none or there is no such id.
    std::optional<std::string> commitment_of(std::string_view id) const;
};

bool is_draw_id(std::string_view id);
bool is_party_id(std::string_view id);

/// A number, {"ratio":[over,under]} or "all".
Json quota_json(const Quota& quota);
/// The member "quota" of an object; refuses plan.quota through the reader.
Quota read_quota(FieldReader& in);

/// Canonical JSON: the bytes of plan.json (no final line feed). `parse_plan(encode(p)) == p` for every valid plan.
std::string encode(const Plan& plan);
/// The plan without the commitments of its parties and sealed shares: what draw.opened fixes before anyone has
/// committed.
std::string terms(const Plan& plan);
/// Refuses json.*, field.* and plan.*: anything that is not exactly what `encode` writes.
Result<Plan> parse_plan(std::string_view bytes);
/// The same rules for a plan made in memory; use it before `encode`.
Result<Done> check_plan(const Plan& plan);

}  // namespace sunlot::draw
