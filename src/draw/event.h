// Public events that end the seed: their canonical text, and how much chance is in them.
//   ssq   双色球   name 2026135 (year and issue)       content 03,09,12,18,26,31+07     six of 33 ascending + one of 16
//   dlt   大乐透   name 2026135 or 26135              content 03,09,12,18,26+02,07      five of 35 + two of 12,
//   ascending drand          name <chain hash, 64 hex>/<round>  content 64 hex (randomness) nist           name
//   <chain>/<pulse>               content 128 hex (outputValue, lower case) dice  掷骰/摇号机, typed before witnesses:
//   name of 1–64 [0-9A-Za-z._-]     content 1–256 digits
#pragma once
#include "base/result.h"

#include <string>
#include <string_view>

namespace sunlot::draw {

enum class EventKind { ssq, dlt, drand, nist, dice };

std::string_view text(EventKind kind);
/// Refuses event.kind.
Result<EventKind> parse_event_kind(std::string_view text);
/// Refuses event.name.
Result<Done> check_event_name(EventKind kind, std::string_view name);
/// Refuses event.content.
Result<Done> check_event_content(EventKind kind, std::string_view content);

/// Chance in an event of this content, in thousandths of a bit, rounded down: ssq 24,078, dlt 24,352; a digit counts as
/// one throw of a six-sided die. An empty content asks for what can be promised beforehand (dice: 0).
unsigned event_millibits(EventKind kind, std::string_view content);
/// Below this (40 bits) a bureau could try all outcomes beforehand: the verifier warns.
inline constexpr unsigned kEnoughMillibits = 40'000;

}  // namespace sunlot::draw
