#include "draw/frame.h"

#include "base/bytes.h"
#include "base/text.h"
#include "draw/lines.h"
#include "hash/sha256.h"

#include <algorithm>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

constexpr std::uint64_t kLargestRef = (std::uint64_t{1} << 53) - 1;
constexpr std::size_t kLongestLabel = 64;

bool is_reason(std::string_view text) {
    return !text.empty() && text.size() <= 32 && text.front() >= 'a' && text.front() <= 'z' &&
           std::ranges::all_of(text,
                               [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool parse_tags(std::string_view text, std::vector<std::string>& tags) {
    if (text.empty()) return true;
    for (const std::string_view tag : split(text, ',')) {
        if (!is_tag(tag) || (!tags.empty() && tags.back() >= tag)) return false;
        tags.emplace_back(tag);
    }
    return true;
}

/// The loop that all parsers share: `add(line)` says whether the line is well-formed and in order.
template <class Add>
std::optional<Refusal> read_lines(std::string_view name, std::string_view file, const Add& add) {
    Lines lines(name, file);
    while (const auto line = lines.next())
        if (!add(*line)) return lines.malformed();
    if (!lines.complete()) return lines.malformed();
    return std::nullopt;
}

}  // namespace

bool is_object_id(std::string_view id) {
    return !id.empty() && id.size() <= 55 && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == ':' || c == '-';
    });
}

bool is_officer_id(std::string_view id) {
    return !id.empty() && id.size() <= 32 && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
               c == '-';
    });
}

bool is_label(std::string_view text) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    return text.size() <= kLongestLabel && std::ranges::none_of(text, control) && trim(text) == text && is_utf8(text);
}

bool is_tag(std::string_view text) {
    return !text.empty() && is_label(text) && !text.contains(',');
}

void append_row(std::string& file, const FrameRow& row) {
    for (const std::string_view part :
         {row.id, std::string_view("\t"), row.stratum, std::string_view("\t"), row.district})
        file += part;
    file += '\n';
}

void append_row(std::string& file, const Exclusion& row) {
    file += fmt::format("{}\t{}\t{}\n", row.id, row.reason, row.ref);
}

std::string encode_officers(std::span<const Officer> officers) {
    std::string out;
    for (const Officer& o : officers)
        out += fmt::format("{}\t{}\t{}\t{}\n", o.id, o.base_load, o.cap, join(o.tags, ","));
    return out;
}

std::string encode_recusals(std::vector<std::string> lines) {
    std::ranges::sort(lines);
    std::string out;
    for (const std::string& line : lines) out += line + "\n";
    return out;
}

std::string recusal_line(std::string_view officer_id, std::string_view object_id, std::string_view salt_hex) {
    return hash::sha256_hex(fmt::format("sunlot/recusal/v1|{}|{}|{}", officer_id, object_id, salt_hex));
}

Result<std::vector<FrameRow>> parse_frame(std::string_view file) {
    std::vector<FrameRow> rows;
    rows.reserve(static_cast<std::size_t>(count_lines(file)));
    const auto no = read_lines("frame.tsv", file, [&](std::string_view line) {
        const auto f = fields<3>(line);
        if (!f || !is_object_id((*f)[0]) || !is_label((*f)[1]) || !is_label((*f)[2])) return false;
        if (!rows.empty() && rows.back().id >= (*f)[0]) return false;
        rows.push_back({(*f)[0], (*f)[1], (*f)[2]});
        return true;
    });
    if (no) return pass_on(*no);
    return rows;
}

Result<std::vector<Exclusion>> parse_exclusions(std::string_view file) {
    std::vector<Exclusion> rows;
    const auto no = read_lines("exclusions.tsv", file, [&](std::string_view line) {
        const auto f = fields<3>(line);
        const auto ref = f ? parse_up_to((*f)[2], kLargestRef) : std::nullopt;
        if (!ref || !is_object_id((*f)[0]) || !is_reason((*f)[1])) return false;
        if (!rows.empty() && rows.back().id >= (*f)[0]) return false;
        rows.push_back({(*f)[0], (*f)[1], *ref});
        return true;
    });
    if (no) return pass_on(*no);
    return rows;
}

Result<std::vector<Officer>> parse_officers(std::string_view file) {
    std::vector<Officer> rows;
    const auto no = read_lines("officers.tsv", file, [&](std::string_view line) {
        const auto f = fields<4>(line);
        const auto base = f ? parse_up_to((*f)[1], kLargestLoad) : std::nullopt;
        const auto cap = f ? parse_up_to((*f)[2], kLargestLoad) : std::nullopt;
        if (!base || !cap || !is_officer_id((*f)[0])) return false;
        if (!rows.empty() && rows.back().id >= (*f)[0]) return false;
        rows.push_back({std::string((*f)[0]), static_cast<std::uint32_t>(*base), static_cast<std::uint32_t>(*cap), {}});
        return parse_tags((*f)[3], rows.back().tags);
    });
    if (no) return pass_on(*no);
    return rows;
}

Result<std::vector<std::string>> parse_recusals(std::string_view file) {
    std::vector<std::string> rows;
    const auto no = read_lines("recusals.txt", file, [&](std::string_view line) {
        if (!is_hex(line, 64) || (!rows.empty() && rows.back() >= line)) return false;
        rows.emplace_back(line);
        return true;
    });
    if (no) return pass_on(*no);
    return rows;
}

ledger::Digest frame_root(std::string_view frame_file) {
    ledger::Frontier tree;
    Lines lines("frame.tsv", frame_file);
    while (const auto line = lines.next()) tree.append(ledger::leaf_hash(*line));
    return tree.root();
}

std::uint64_t count_lines(std::string_view file) {
    return static_cast<std::uint64_t>(std::ranges::count(file, '\n'));
}

}  // namespace sunlot::draw
