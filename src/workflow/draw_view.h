// A draw as people look at it: what was fixed when, by which entry of the journal, and what may come next. Holds no
// personal data; officers' names come with the result rows, masked or not (DrawnRow).
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "draw/seal.h"
#include "inspection/draw.h"
#include "workflow/witnessed_sealing.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct Context;

struct PartyView {
    std::string id;
    std::string organisation;
    std::string role;  // operator | supervisor | outside
    std::optional<std::string> commitment;
    std::optional<Instant> committed_at;
    std::optional<std::string> value;  // 64 hex, once revealed
    std::optional<std::string> typed;  // what was typed, if the value was derived from it
    std::optional<Instant> revealed_at;
    std::optional<std::string> dropped;  // once the reveals are closed: "missing" | "wrong"
    bool opened = false;                 // by the trustees, not revealed by itself
};

/// A sealed share as anyone may see it: never its value, which stands in its share.revealed entry when it is public.
struct ShareView {
    std::string id;
    std::string organisation;
    std::optional<std::string> commitment;
    std::optional<Instant> committed_at;
    std::optional<Instant> delivered_at;
    std::optional<Instant> revealed_at;
};

/// Mode embargo.
struct EmbargoView {
    std::optional<Instant> reveal_by;
    bool overdue = false;   // past reveal_by and not revealed: the organ is in default
    bool revealed = false;  // both shares are public
    std::vector<ShareView> shares;
};

/// Mode embargo: what the log holds instead of the digests of the lists; of the attempt in force.
struct RootsView {
    std::optional<std::string> result;
    std::optional<std::string> slots;
    std::optional<std::string> assignment;
};

/// A substitution as anyone may see it: lines and officers, never an object's name while the embargo lasts.
struct SubstitutionView {
    std::uint64_t number = 0;
    std::uint64_t attempt = 1;
    std::string what;  // "object" | "officer"
    std::uint64_t line = 0;
    std::optional<std::uint64_t> slot;
    std::string reason;
    Text reason_title;
    std::string state;                         // "requested" | "approved" | "refused"
    std::optional<std::uint64_t> replacement;  // line; nothing when no reserve is left
    std::optional<std::string> officer;        // who takes over; nothing when nobody is left
    std::optional<std::string> replaced;       // whom
    std::vector<std::string> officers;         // of the replacement
    std::vector<std::string> unavailable;
    Instant requested_at;
    std::optional<Instant> answered_at;
};

struct ExtensionView {
    std::vector<draw::HigherQuota> strata;
    std::string reason;
    bool approved = false;
};

struct EventView {
    std::string kind;
    std::string name;
    Instant not_before;
    std::optional<std::string> content;
    std::optional<Instant> recorded_at;
};

struct FileView {
    std::uint64_t lines = 0;
    std::string sha256;
};

struct StratumView {
    std::string label;
    std::uint64_t n = 0;
    std::uint64_t k = 0;
};

struct SealView {
    Instant at;
    std::string frame_root;
    std::string digest;                             // sha256 of seal.json
    std::map<std::string, FileView> files;          // "frame.tsv" → …
    std::vector<StratumView> strata;                // in plan order
    std::map<std::string, std::uint64_t> excluded;  // reason → objects
    std::uint64_t journal_size = 0;                 // the directory was read at this size of the journal
    std::optional<draw::Since> since = {};          // how the frame differs from that of the draw before
    bool needs_witnesses = false;                   // the plan's policy has a quorum
    std::vector<SealingWitness> witnesses = {};     // who has seen it; empty until the quorum has
    std::optional<std::uint64_t> witnessed_seq = {};
};

struct EntryView {
    std::uint64_t seq = 0;
    std::string kind;
    Instant at;
    std::string leaf;  // 64 hex
    Json data;         // the public part
};

struct DrawView {
    std::string draw_id;
    std::string task_id;
    std::string task_number;
    std::string task_name;
    inspection::DrawState state = inspection::DrawState::opened;
    std::int64_t attempt = 1;
    std::vector<PartyView> parties;
    std::int64_t min_parties = 2;
    std::vector<EventView> events;
    std::optional<SealView> seal;         // of the present attempt
    std::optional<std::string> seed_txt;  // whole file, LF-terminated lines; nothing while under embargo
    std::optional<std::string> seed;      // sha256(seed_txt); nothing while under embargo
    std::optional<std::uint64_t> sample;  // objects drawn
    std::optional<std::uint64_t> reserve;
    std::vector<EntryView> entries;  // every entry of the draw, in order
    std::vector<std::string> next;   // names of the steps that may follow
    std::vector<Text> warnings;
    std::optional<std::string> void_reason;
    std::optional<std::string> redraw_reason;  // asked for and not yet approved, or the last approved one
    std::string public_url;                    // "/d/<draw_id>"
    draw::Mode mode = draw::Mode::open;
    std::optional<EmbargoView> embargo;  // mode embargo
    std::optional<draw::Trustees> trustees;
    std::optional<std::string> sealed_seed;       // mode embargo, once the seed is fixed
    std::optional<RootsView> roots;               // mode embargo, once drawn
    std::int64_t disclosed = 0;                   // lines of the result that were shown to anyone
    std::vector<SubstitutionView> substitutions;  // by number
    std::optional<ExtensionView> extension;       // the last one asked for

    bool under_embargo() const { return embargo && !embargo->revealed; }
};

/// Refuses draw.unknown.
Result<DrawView> view_draw(const Context& context, std::string_view draw_id);

/// One line of a list of draws, newest first.
struct DrawLine {
    std::string draw_id;
    std::string task_number;
    std::string task_name;
    inspection::DrawState state = inspection::DrawState::opened;
    std::int64_t attempt = 1;
    Instant opened_at;
    std::optional<std::uint64_t> sample;
};
struct DrawLines {
    std::vector<DrawLine> rows;
    std::optional<std::string> next;  // cursor of the next page
};
/// Refuses cursor.invalid.
Result<DrawLines> list_draws(const Context& context, std::string_view after, std::size_t limit);

enum class OfficerNames { full, masked };

struct DrawnOfficer {
    std::string id;
    std::string name;  // 王建国, or 王** when masked
};
struct DrawnRow {
    std::string stratum;
    std::string district;
    std::uint64_t rank = 0;
    std::string kind;    // "S" sample, "R" reserve
    std::string ticket;  // 64 hex
    std::string id;
    std::string name;  // from the directory as it is now
    std::string address;
    std::vector<DrawnOfficer> officers;  // empty until assigned, and for reserves
    std::uint64_t line = 0;              // of result.tsv, from 0
    std::string substituted = {};        // "cancelled", "called_up" from the reserve, or ""
    std::uint64_t substitution = 0;      // the number of that substitution
};
struct DrawnRows {
    std::vector<DrawnRow> rows;
    std::optional<std::string> next;
    std::uint64_t total = 0;
};
struct DrawnQuery {
    std::string kind = {};   // "", "S" or "R"
    std::string after = {};  // cursor: an opaque text out of `next`
    std::size_t limit = 50;
    OfficerNames names = OfficerNames::full;
};
/// By stratum (in byte order), district, rank: the order of result.tsv. Empty before result.sealed.
/// Refuses draw.unknown, cursor.invalid, and draw.embargo while the result is sealed (workflow/embargo.h discloses).
Result<DrawnRows> drawn_rows(const Context& context, std::string_view draw_id, const DrawnQuery& query);

/// "王建国" → "王**": the first character stays, the others become one star each.
std::string mask_name(std::string_view name);

}  // namespace sunlot::workflow
