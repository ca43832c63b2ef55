#include "ledger/entry.h"

#include "base/bytes.h"
#include "base/text.h"
#include "hash/sha256.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::ledger {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kLargestSeq = (std::int64_t{1} << 53) - 1;

bool is_kind(std::string_view kind) {
    return !kind.empty() && kind.size() <= 64 && kind.front() >= 'a' && kind.front() <= 'z' &&
           std::ranges::all_of(kind, [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '_'; });
}

std::string write(const Entry& entry) {
    Json::Object o;
    o.emplace("actor", entry.actor);
    o.emplace("at", entry.at.text());
    o.emplace("data", entry.data);
    o.emplace("kind", entry.kind);
    o.emplace("log", entry.log);
    o.emplace("private", entry.private_commitment ? Json(*entry.private_commitment) : Json());
    o.emplace("seq", entry.seq);
    o.emplace("subject", entry.subject);
    o.emplace("v", kVersion);
    return to_canonical(Json(std::move(o)));
}

Refusal too_large() {
    return refuse(RefusalKind::too_large, "entry.too_large", "日志条目超过 65535 字节",
                  "a journal entry has at most 65,535 bytes");
}

/// The members that need more than a type.
void check_members(FieldReader& in, const Entry& entry, std::string_view at) {
    if (!is_kind(entry.kind)) in.refuse_field("kind", "field.kind", "不是条目种类", "is no entry kind");
    if (entry.at.text() != at)
        in.refuse_field("at", "entry.at", "时间不是规范形式", "is not in the one form of instants");
    if (!entry.data.is_object()) in.refuse_field("data", "field.object", "应为 JSON 对象", "must be a JSON object");
    if (entry.private_commitment && !is_hex(*entry.private_commitment, 64))
        in.refuse_field("private", "field.hex", "应为 64 位小写十六进制", "must be 64 lower-case hex digits");
}

}  // namespace

std::string encode(const Entry& entry) {
    std::string bytes = write(entry);
    const auto back = parse_entry(bytes);
    if (!back) throw std::logic_error("entry " + entry.kind + " cannot be read back: " + back.error().text.en);
    return bytes;
}

Result<Entry> parse_entry(std::string_view bytes) {
    if (bytes.size() > kLargestEntry) return too_large();
    const auto value = parse_canonical(bytes);
    if (!value) return pass_on(value.error());
    FieldReader in(*value);
    Entry entry;
    entry.actor = in.text("actor", 1, 64);
    const std::string at = in.text("at", 1, 32);
    entry.data = in.any("data");
    entry.kind = in.text("kind", 1, 64);
    entry.log = in.text("log", 1, 255);
    entry.private_commitment = in.optional_text("private", 64);
    entry.seq = static_cast<std::uint64_t>(in.integer("seq", 0, kLargestSeq));
    entry.subject = in.text("subject", 0, 255);
    if (in.integer("v", 0, kLargestSeq) != kVersion)
        in.refuse_field("v", "entry.version", "版本不认识", "is not known");
    const auto instant = Instant::parse(at);
    if (instant) entry.at = *instant;
    check_members(in, entry, at);
    if (const auto no = in.refusal()) return pass_on(*no);
    // `private` and `subject` are always written; an entry that leaves one out would be a second text for the same
    // entry.
    if (write(entry) != bytes)
        return refuse(RefusalKind::invalid, "entry.not_canonical", "条目缺少成员", "the entry lacks a member");
    return entry;
}

std::string private_commitment(std::string_view salt_hex, std::string_view private_bytes) {
    hash::Sha256 h;
    h.update("sunlot/private/v1|");
    h.update(salt_hex);
    h.update("|");
    h.update(private_bytes);
    return hash::hex(h.finish());
}

}  // namespace sunlot::ledger
