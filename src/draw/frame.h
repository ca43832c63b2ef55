// The sealed lists: frame.tsv, exclusions.tsv, officers.tsv, recusals.txt. All sorted by bytes and unique; lines end
// with LF. Rows of the frame are views into the file's bytes, so that a million objects cost no million allocations:
// keep the bytes.
#pragma once
#include "base/result.h"
#include "ledger/merkle.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

struct FrameRow {
    std::string_view id;        ///< 1–55 bytes [0-9A-Z._:-]
    std::string_view stratum;   ///< 0–64 bytes of text without control characters
    std::string_view district;  ///< likewise
    friend bool operator==(const FrameRow&, const FrameRow&) = default;
};
struct Exclusion {
    std::string_view id;
    std::string_view reason;  ///< [a-z][a-z0-9_]{0,31}, e.g. annual_cap
    std::uint64_t ref = 0;    ///< index of the journal entry that justifies it
};
struct Officer {
    std::string id;  ///< opaque, 1–32 bytes [0-9A-Za-z._-]
    std::uint32_t base_load = 0;
    std::uint32_t cap = 0;          ///< most visits in this draw
    std::vector<std::string> tags;  ///< sorted; each 1–64 bytes without comma and control characters
    friend bool operator==(const Officer&, const Officer&) = default;
};
inline constexpr std::uint32_t kLargestLoad = 1'000'000;  ///< for base_load and cap

bool is_object_id(std::string_view id);
bool is_officer_id(std::string_view id);
/// For stratum and district: UTF-8, at most 64 bytes, no control characters, no blank at either end. May be empty.
bool is_label(std::string_view text);
/// A label that is not empty and has no comma.
bool is_tag(std::string_view text);

void append_row(std::string& file, const FrameRow& row);
void append_row(std::string& file, const Exclusion& row);
/// `officers` sorted by id.
std::string encode_officers(std::span<const Officer> officers);
/// `lines` as made by recusal_line; sorts them.
std::string encode_recusals(std::vector<std::string> lines);
/// hex(H("sunlot/recusal/v1|" ‖ officer_id ‖ "|" ‖ object_id ‖ "|" ‖ hex(salt16))).
std::string recusal_line(std::string_view officer_id, std::string_view object_id, std::string_view salt_hex);

/// Each refuses frame.malformed, exclusions.malformed, … with file and line in `field` ("frame.tsv:17").
Result<std::vector<FrameRow>> parse_frame(std::string_view file);
Result<std::vector<Exclusion>> parse_exclusions(std::string_view file);
Result<std::vector<Officer>> parse_officers(std::string_view file);
Result<std::vector<std::string>> parse_recusals(std::string_view file);

/// RFC 9162 root; the leaf data of a row is its line without LF.
ledger::Digest frame_root(std::string_view frame_file);
std::uint64_t count_lines(std::string_view file);

}  // namespace sunlot::draw
