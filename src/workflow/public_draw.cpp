#include "workflow/public_draw.h"

#include "base/text.h"
#include "workflow/context.h"

#include <utility>

namespace sunlot::workflow {
namespace {

/// The entry that brought this part of the seed: same kind, same value at `key`.
const EntryView* entry_of(const DrawView& draw, std::string_view kind, std::string_view key, std::string_view value) {
    for (const auto& entry : draw.entries)
        if (entry.kind == kind)
            if (const Json* found = entry.data.find(key);
                found != nullptr && found->is_string() && found->as_string() == value)
                return &entry;
    return nullptr;
}

std::string organisation_of(const DrawView& draw, std::string_view party) {
    for (const auto& one : draw.parties)
        if (one.id == party) return one.organisation;
    return {};
}

/// "party=jiwei:0001…" → party; "event=ssq:2026135:03,…" → 2026135.
std::string_view field(std::string_view line, std::size_t index) {
    const auto parts = split(line.substr(line.find('=') + 1), ':');
    return index < parts.size() ? parts[index] : std::string_view();
}

SeedPart part_of(const DrawView& draw, std::string_view line) {
    SeedPart part{.line = std::string(line), .kind = "format", .source = {}, .seq = {}, .at = {}};
    const EntryView* entry = nullptr;
    if (line.starts_with("draw=")) {
        part.kind = "draw";
        entry = draw.entries.empty() ? nullptr : &draw.entries.front();
    } else if (line.starts_with("party=")) {
        part.kind = "party";
        part.source = organisation_of(draw, field(line, 0));
        entry = entry_of(draw, "contribution.revealed", "party", field(line, 0));
        if (entry == nullptr) entry = entry_of(draw, "contribution.opened", "party", field(line, 0));
    } else if (line.starts_with("sealed=")) {
        part.kind = "sealed";
        for (const auto& share : draw.embargo->shares)
            part.source += (part.source.empty() ? "" : "、") + share.organisation;
        entry = entry_of(draw, "share.revealed", "share", "sealed-2");
    } else if (line.starts_with("event=")) {
        part.kind = "event";
        part.source = field(line, 0);
        part.source += " ";
        part.source += field(line, 1);
        entry = entry_of(draw, "event.recorded", "name", field(line, 1));
    }
    if (entry != nullptr) {
        part.seq = entry->seq;
        part.at = entry->at;
    }
    return part;
}

}  // namespace

Result<PublicDraw> public_draw(const Context& context, std::string_view draw_id, const DrawnQuery& query) {
    auto draw = view_draw(context, draw_id);
    if (!draw) return pass_on(draw.error());
    PublicDraw out{.draw = std::move(*draw), .seed_parts = {}, .drawn = {}};
    if (!out.draw.under_embargo()) {
        auto drawn = drawn_rows(context, draw_id, query);
        if (!drawn) return pass_on(drawn.error());
        out.drawn = std::move(*drawn);
    }
    if (out.draw.seed_txt)
        for (const std::string_view line : split(*out.draw.seed_txt, '\n'))
            if (!line.empty()) out.seed_parts.push_back(part_of(out.draw, line));
    return out;
}

bool has_bundle(const DrawView& draw) {
    return !draw.entries.empty();
}

}  // namespace sunlot::workflow
