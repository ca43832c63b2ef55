#include "draw/seed.h"

#include "base/bytes.h"
#include "base/text.h"
#include "draw/plan.h"
#include "hash/sha256.h"

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

constexpr std::string_view kHeader = "sunlot/seed/v1";

Refusal malformed(std::size_t line) {
    return refuse(RefusalKind::invalid, "seed.malformed", fmt::format("seed.txt 第 {} 行格式不对", line),
                  fmt::format("seed.txt is malformed at line {}", line), fmt::format("seed.txt:{}", line));
}

/// What stands after `key` on this line, or nothing when the line is another one.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
    if (!line.starts_with(key)) return std::nullopt;
    return line.substr(key.size());
}

bool read_contribution(std::string_view value, SeedText& seed) {
    const auto parts = split(value, ':');
    if (parts.size() != 2 || !is_party_id(parts[0]) || !is_hex(parts[1], 64)) return false;
    if (!seed.parties.empty() && seed.parties.back().party >= parts[0]) return false;
    seed.parties.push_back({std::string(parts[0]), std::string(parts[1])});
    return true;
}

bool read_event(std::string_view value, SeedText& seed) {
    const auto parts = split(value, ':');
    if (parts.size() != 3) return false;
    const auto kind = parse_event_kind(parts[0]);
    if (!kind || !check_event_name(*kind, parts[1]) || !check_event_content(*kind, parts[2])) return false;
    seed.events.push_back({*kind, std::string(parts[1]), std::string(parts[2])});
    return true;
}

}  // namespace

std::string contribution_commitment(std::string_view draw_id, std::string_view party, std::string_view value) {
    return hash::sha256_hex(fmt::format("sunlot/commit/v1|{}|{}|{}", draw_id, party, value));
}

std::string typed_contribution(std::string_view text) {
    return hash::sha256_hex(fmt::format("sunlot/typed/v1|{}", text));
}

std::string sealed_value(std::string_view first_share, std::string_view second_share) {
    return hash::sha256_hex(fmt::format("{}{}", first_share, second_share));
}

std::string encode(const SeedText& seed) {
    std::string out = fmt::format("{}\ndraw={}\n", kHeader, seed.draw_id);
    for (const auto& party : seed.parties) out += fmt::format("party={}:{}\n", party.party, party.value);
    for (const auto& event : seed.events)
        out += fmt::format("event={}:{}:{}\n", text(event.kind), event.name, event.content);
    if (seed.sealed) out += fmt::format("sealed={}\n", *seed.sealed);
    return out;
}

Result<SeedText> parse_seed_text(std::string_view bytes) {
    if (!bytes.ends_with('\n')) return malformed(1);
    const auto lines = split(bytes.substr(0, bytes.size() - 1), '\n');
    if (lines[0] != kHeader) return malformed(1);
    SeedText seed;
    const auto draw = lines.size() > 1 ? value_of(lines[1], "draw=") : std::nullopt;
    if (!draw || !is_draw_id(*draw)) return malformed(2);
    seed.draw_id = *draw;
    std::size_t at = 2;
    for (; at < lines.size(); ++at) {
        const auto party = value_of(lines[at], "party=");
        if (!party) break;
        if (!read_contribution(*party, seed)) return malformed(at + 1);
    }
    for (; at < lines.size(); ++at) {
        const auto event = value_of(lines[at], "event=");
        if (!event) break;
        if (!read_event(*event, seed)) return malformed(at + 1);
    }
    if (at < lines.size()) {
        const auto sealed = value_of(lines[at], "sealed=");
        if (!sealed || !is_hex(*sealed, 64)) return malformed(at + 1);
        seed.sealed = *sealed;
        ++at;
    }
    if (at < lines.size()) return malformed(at + 1);
    return seed;
}

std::string seed_of(std::string_view seed_txt) {
    return hash::sha256_hex(seed_txt);
}

std::string derive(std::string_view seed, std::string_view purpose) {
    return hash::sha256_hex(fmt::format("sunlot/derive/v1\n{}\n{}\n", seed, purpose));
}

}  // namespace sunlot::draw
