// What the public page of a draw shows: the draw as it stands, the seed part by part, and a page of what was drawn,
// with the officers' names masked when the organ wishes so. Nothing here is secret: every byte is in the bundle too,
// except the names of firms and officers, which come from the directories.
#pragma once
#include "base/result.h"
#include "workflow/draw_view.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// One line of seed.txt and who or what it came from.
struct SeedPart {
    std::string line;                  // as in seed.txt, without LF: "party=jiwei:0001…"
    std::string kind;                  // "format" | "draw" | "party" | "event" | "sealed"
    std::string source;                // the organisation, or the event's name; "" otherwise
    std::optional<std::uint64_t> seq;  // the journal entry that brought it
    std::optional<Instant> at;
};

struct PublicDraw {
    DrawView draw;
    std::vector<SeedPart> seed_parts;  // empty before seed.fixed
    DrawnRows drawn;                   // empty while the result is under embargo
};

/// Refuses draw.unknown and cursor.invalid.
Result<PublicDraw> public_draw(const Context& context, std::string_view draw_id, const DrawnQuery& query);

/// Is the bundle already there to be downloaded? From the sealing of the frame on.
bool has_bundle(const DrawView& draw);

}  // namespace sunlot::workflow
