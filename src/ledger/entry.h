// One entry of the journal, in the bytes that are hashed (docs/formats/entry-v1.md). The public part only: personal
// data stays outside and is bound by a salted commitment, so that it can be erased without breaking the tree.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sunlot::ledger {

/// C2SP entry bundles carry a 16-bit length.
inline constexpr std::size_t kLargestEntry = 65'535;

struct Entry {
    std::string log;      ///< origin of the log, e.g. "lhrs.example/log"
    std::uint64_t seq{};  ///< leaf index, from 0
    std::string kind;     ///< "frame.sealed": lower-case words joined by dots and underscores
    std::string actor;    ///< an account id, never a name
    std::string subject;  ///< what it is about, e.g. a draw id
    Instant at;
    Json data = Json::Object{};
    std::optional<std::string> private_commitment;  ///< 64 lower-case hex digits

    friend bool operator==(const Entry&, const Entry&) = default;
};

/// Canonical JSON. std::logic_error when an entry could not be read back (a kind that is no kind, more than
/// kLargestEntry).
std::string encode(const Entry& entry);
/// Refuses everything `encode` would not have written: json.*, field.*, entry.version, entry.at, entry.too_large.
Result<Entry> parse_entry(std::string_view bytes);

/// hex(H("sunlot/private/v1|" ‖ hex(salt32) ‖ "|" ‖ private_bytes)).
std::string private_commitment(std::string_view salt_hex, std::string_view private_bytes);

}  // namespace sunlot::ledger
