#include "draw/doorstep.h"

#include "base/bytes.h"
#include "base/json.h"
#include "draw/embargo.h"
#include "draw/frame.h"

#include <algorithm>

namespace sunlot::draw {
namespace {

constexpr std::string_view kVersion = "sunlot-doorstep/v1";
constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;
constexpr std::size_t kLongestProof = 8192;  // 64 hashes and a checkpoint with many cosignatures
constexpr std::size_t kSaltDigits = 32;

Json entry_json(const LoggedEntry& logged) {
    return Json(Json::Object{{"entry", logged.entry}, {"proof", logged.proof}});
}

Json line_json(const ProvenLine& line) {
    Json::Array path;
    for (const hash::Digest& digest : line.path) path.emplace_back(to_base64(digest));
    return Json(Json::Object{{"entry", line.logged.entry},
                             {"index", line.index},
                             {"line", line.line},
                             {"path", Json(std::move(path))},
                             {"proof", line.logged.proof},
                             {"salt", line.salt},
                             {"size", line.size}});
}

LoggedEntry read_logged(FieldReader& in) {
    LoggedEntry logged;
    logged.entry = in.text("entry", 1, 65'535);
    logged.proof = in.text("proof", 1, kLongestProof);
    return logged;
}

void read_path(FieldReader& in, ProvenLine& line) {
    for (const Json& item : in.array("path", 64)) {
        const auto bytes = item.is_string() ? from_base64(item.as_string()) : std::nullopt;
        if (!bytes || bytes->size() != 32) {
            in.refuse_field("path", "doorstep.path", "应为 base64 的 32 字节摘要", "has what is no hash in base64");
            return;
        }
        std::ranges::copy(*bytes, line.path.emplace_back().begin());
    }
}

ProvenLine read_line(FieldReader& outer, std::string_view key) {
    FieldReader in(outer.any(key), outer.path(key));
    ProvenLine line;
    line.logged = read_logged(in);
    line.index = static_cast<std::uint64_t>(in.integer("index", 0, kLargest));
    line.line = in.text("line", 1, 4000);
    read_path(in, line);
    line.salt = in.text("salt", kSaltDigits, kSaltDigits);
    if (!is_hex(line.salt, kSaltDigits))
        in.refuse_field("salt", "field.hex", "应为小写十六进制", "must be lower-case hex digits");
    line.size = static_cast<std::uint64_t>(in.integer("size", 1, kLargest));
    if (const auto no = in.refusal()) outer.refuse_field(key, no->code, no->text.zh, no->text.en);
    return line;
}

LoggedEntry read_entry(FieldReader& outer, std::string_view key, const Json& value) {
    FieldReader in(value, outer.path(key));
    LoggedEntry logged = read_logged(in);
    if (const auto no = in.refusal()) outer.refuse_field(key, no->code, no->text.zh, no->text.en);
    return logged;
}

}  // namespace

std::string encode(const DoorstepProof& proof) {
    Json::Object o{{"result", line_json(proof.result)}, {"version", kVersion}, {"vkey", proof.vkey}};
    if (proof.assignment) o.emplace("assignment", line_json(*proof.assignment));
    if (proof.substitution) o.emplace("substitution", entry_json(*proof.substitution));
    Json::Array replaced;
    for (const LoggedEntry& entry : proof.replaced) replaced.push_back(entry_json(entry));
    if (!replaced.empty()) o.emplace("replaced", std::move(replaced));
    return to_canonical(Json(std::move(o)));
}

Result<DoorstepProof> parse_doorstep(std::string_view bytes) {
    const auto value = parse_canonical(bytes);
    if (!value) return pass_on(value.error());
    FieldReader in(*value);
    DoorstepProof proof;
    proof.result = read_line(in, "result");
    if (!in.any("assignment").is_null()) proof.assignment = read_line(in, "assignment");
    if (const Json& entry = in.any("substitution"); !entry.is_null())
        proof.substitution = read_entry(in, "substitution", entry);
    for (const Json& entry : in.array_or_empty("replaced", 1000))
        proof.replaced.push_back(read_entry(in, "replaced", entry));
    if (in.text("version", 1, 64) != kVersion)
        in.refuse_field("version", "doorstep.version", "版本不认识", "is a version not known here");
    proof.vkey = in.text("vkey", 1, 512);
    if (const auto no = in.refusal()) return pass_on(*no);
    const bool whole = proof.assignment.has_value() != proof.substitution.has_value() && proof.replaced.size() % 2 == 0;
    if (!whole || encode(proof) != bytes)
        return refuse(RefusalKind::invalid, "doorstep.form", "凭证不是规范写法", "the proof is not in its one form");
    return proof;
}

}  // namespace sunlot::draw
