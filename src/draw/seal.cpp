#include "draw/seal.h"

#include "base/bytes.h"
#include "base/json.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "hash/sha256.h"

#include <algorithm>
#include <tuple>

namespace sunlot::draw {
namespace {

constexpr std::int64_t kLargestCount = (std::int64_t{1} << 53) - 1;

SealedFile describe(std::string_view file) {
    return {count_lines(file), hash::sha256_hex(file)};
}

Json file_json(const SealedFile& file) {
    return Json(Json::Object{{"lines", file.lines}, {"sha256", file.sha256}});
}

std::string read_hex(FieldReader& in, std::string_view key) {
    std::string text = in.text(key, 64, 64);
    if (!is_hex(text, 64))
        in.refuse_field(key, "field.hex", "应为 64 位小写十六进制", "must be 64 lower-case hex digits");
    return text;
}

std::uint64_t read_count(FieldReader& in, std::string_view key) {
    return static_cast<std::uint64_t>(in.integer(key, 0, kLargestCount));
}

SealedFile read_file(FieldReader& files, std::string_view name) {
    FieldReader in(files.any(name), files.path(name));
    SealedFile file{read_count(in, "lines"), read_hex(in, "sha256")};
    if (const auto no = in.refusal()) files.refuse_field(name, no->code, no->text.zh, no->text.en);
    return file;
}

void read_files(FieldReader& in, Seal& seal) {
    FieldReader files(in.any("files"), in.path("files"));
    seal.exclusions = read_file(files, "exclusions.tsv");
    seal.frame = read_file(files, "frame.tsv");
    seal.officers = read_file(files, "officers.tsv");
    seal.recusals = read_file(files, "recusals.txt");
    if (const auto no = files.refusal()) in.refuse_field("files", no->code, no->text.zh, no->text.en);
}

void read_quotas(FieldReader& in, Seal& seal) {
    for (const Json& item : in.array("quotas")) {
        FieldReader cell(item, in.path("quotas"));
        Cell& quota = seal.quotas.emplace_back();
        quota.district = cell.text("district", 0, 64);
        quota.k = read_count(cell, "k");
        quota.stratum = cell.text("stratum", 0, 64);
        if (!is_label(quota.stratum) || !is_label(quota.district))
            cell.refuse_field("stratum", "field.label", "含控制字符", "has control characters");
        if (const auto no = cell.refusal()) in.refuse_field("quotas", no->code, no->text.zh, no->text.en);
    }
    const auto key = [](const Cell& c) { return std::tie(c.stratum, c.district); };
    for (std::size_t i = 1; i < seal.quotas.size(); ++i)
        if (key(seal.quotas[i - 1]) >= key(seal.quotas[i]))
            in.refuse_field("quotas", "seal.order", "应排序且不重复", "must be sorted and unique");
}

void read_since(FieldReader& in, Seal& seal) {
    const Json& value = in.any("since");
    if (value.is_null()) return;
    FieldReader since(value, in.path("since"));
    seal.since.emplace();
    seal.since->added = read_count(since, "added");
    seal.since->draw_id = since.text("draw_id", 1, 64);
    seal.since->regraded = read_count(since, "regraded");
    seal.since->removed = read_count(since, "removed");
    if (!is_draw_id(seal.since->draw_id))
        since.refuse_field("draw_id", "field.draw_id", "不是抽查编号", "is no draw id");
    if (const auto no = since.refusal()) in.refuse_field("since", no->code, no->text.zh, no->text.en);
}

Json since_json(const Since& since) {
    return Json(Json::Object{
        {"added", since.added}, {"draw_id", since.draw_id}, {"regraded", since.regraded}, {"removed", since.removed}});
}

}  // namespace

Json higher_quotas_json(const std::vector<HigherQuota>& strata) {
    Json::Array out;
    for (const HigherQuota& stratum : strata)
        out.emplace_back(Json::Object{{"label", stratum.label}, {"quota", quota_json(stratum.quota)}});
    return Json(std::move(out));
}

std::vector<HigherQuota> read_higher_quotas(FieldReader& in, std::string_view key) {
    std::vector<HigherQuota> out;
    for (const Json& item : in.array(key, 1000)) {
        FieldReader stratum(item, in.path(key));
        HigherQuota higher{stratum.text("label", 0, 64), read_quota(stratum)};
        if (!is_label(higher.label)) stratum.refuse_field("label", "field.label", "含控制字符", "is no label");
        if (std::ranges::find(out, higher.label, &HigherQuota::label) != out.end())
            stratum.refuse_field("label", "field.label", "分层重复", "is repeated");
        if (const auto no = stratum.refusal()) in.refuse_field(key, no->code, no->text.zh, no->text.en);
        out.push_back(std::move(higher));
    }
    if (out.empty()) in.refuse_field(key, "field.empty", "至少一层", "names no stratum");
    return out;
}

Seal make_seal(std::string_view draw_id, std::string_view frame, std::string_view exclusions, std::string_view officers,
               std::string_view recusals) {
    Seal seal;
    seal.draw_id = draw_id;
    seal.frame = describe(frame);
    seal.exclusions = describe(exclusions);
    seal.officers = describe(officers);
    seal.recusals = describe(recusals);
    seal.frame_root = hash::hex(frame_root(frame));
    return seal;
}

std::string encode(const Seal& seal) {
    Json::Object files{{"exclusions.tsv", file_json(seal.exclusions)},
                       {"frame.tsv", file_json(seal.frame)},
                       {"officers.tsv", file_json(seal.officers)},
                       {"recusals.txt", file_json(seal.recusals)}};
    Json::Object o{{"draw_id", seal.draw_id}, {"files", Json(std::move(files))}, {"frame_root", seal.frame_root}};
    if (seal.attempt > 1) {
        Json::Array quotas;
        for (const Cell& cell : seal.quotas)
            quotas.emplace_back(Json::Object{{"district", cell.district}, {"k", cell.k}, {"stratum", cell.stratum}});
        o.emplace("attempt", seal.attempt);
        o.emplace("previous", seal.previous.value_or(""));
        o.emplace("quotas", Json(std::move(quotas)));
        if (!seal.extends.empty()) o.emplace("extends", higher_quotas_json(seal.extends));
    }
    if (seal.since) o.emplace("since", since_json(*seal.since));
    return to_canonical(Json(std::move(o)));
}

Result<Seal> parse_seal(std::string_view bytes) {
    const auto value = parse_canonical(bytes);
    if (!value) return pass_on(value.error());
    FieldReader in(*value);
    Seal seal;
    seal.draw_id = in.text("draw_id", 1, 64);
    if (!is_draw_id(seal.draw_id)) in.refuse_field("draw_id", "field.draw_id", "不是抽查编号", "is no draw id");
    read_files(in, seal);
    seal.frame_root = read_hex(in, "frame_root");
    seal.attempt = static_cast<std::uint64_t>(in.integer_or("attempt", 1, 1, 1000));
    if (seal.attempt > 1) {
        seal.previous = read_hex(in, "previous");
        read_quotas(in, seal);
        if (!in.any("extends").is_null()) seal.extends = read_higher_quotas(in, "extends");
    }
    read_since(in, seal);
    if (const auto no = in.refusal()) return pass_on(*no);
    if (encode(seal) != bytes)
        return refuse(RefusalKind::invalid, "seal.not_canonical", "seal.json 不是规范写法",
                      "seal.json is not in its one form");
    return seal;
}

}  // namespace sunlot::draw
