#include "api/draw_json.h"

#include <optional>
#include <string>

namespace sunlot::api {
namespace {

using api::to_json;  // those of the header beside the ones below

Json or_null(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json();
}

Json or_null(const std::optional<Instant>& instant) {
    return instant ? Json(instant->text()) : Json();
}

Json or_null(const std::optional<std::uint64_t>& number) {
    return number ? Json(*number) : Json();
}

Json to_json(const workflow::ShareView& share) {
    return Json::Object{{"id", share.id},
                        {"organisation", share.organisation},
                        {"commitment", or_null(share.commitment)},
                        {"committed_at", or_null(share.committed_at)},
                        {"delivered_at", or_null(share.delivered_at)},
                        {"revealed_at", or_null(share.revealed_at)}};
}

Json to_json(const std::optional<workflow::SealView>& seal) {
    if (!seal) return {};
    Json::Object files;
    for (const auto& [name, file] : seal->files)
        files[name] = Json::Object{{"lines", file.lines}, {"sha256", file.sha256}};
    Json::Array strata;
    for (const auto& stratum : seal->strata)
        strata.push_back(Json::Object{{"label", stratum.label}, {"n", stratum.n}, {"k", stratum.k}});
    Json::Object excluded;
    for (const auto& [reason, n] : seal->excluded) excluded[reason] = n;
    Json since;
    if (seal->since)
        since = Json::Object{{"added", seal->since->added},
                             {"draw_id", seal->since->draw_id},
                             {"regraded", seal->since->regraded},
                             {"removed", seal->since->removed}};
    Json::Array witnesses;
    for (const auto& one : seal->witnesses)
        witnesses.push_back(Json::Object{
            {"at", one.at.text()}, {"key_name", one.key_name}, {"name", one.name}, {"organisation", one.organisation}});
    return Json::Object{{"needs_witnesses", seal->needs_witnesses},
                        {"witnessed_entry", or_null(seal->witnessed_seq)},
                        {"witnesses", witnesses},
                        {"since", since},
                        {"at", seal->at.text()},
                        {"digest", seal->digest},
                        {"excluded", excluded},
                        {"files", files},
                        {"frame_root", seal->frame_root},
                        {"strata", strata},
                        {"journal_size", seal->journal_size}};
}

Json to_json(const workflow::EntryView& entry) {
    return Json::Object{
        {"seq", entry.seq}, {"kind", entry.kind}, {"at", entry.at.text()}, {"leaf", entry.leaf}, {"data", entry.data}};
}

Json to_json(const workflow::SubstitutionView& one) {
    return Json::Object{{"number", one.number},
                        {"attempt", one.attempt},
                        {"what", one.what},
                        {"line", one.line},
                        {"slot", or_null(one.slot)},
                        {"reason", one.reason},
                        {"reason_title", Json::Object{{"zh", one.reason_title.zh}, {"en", one.reason_title.en}}},
                        {"state", one.state},
                        {"replacement", or_null(one.replacement)},
                        {"officer", or_null(one.officer)},
                        {"replaced", or_null(one.replaced)},
                        {"officers", one.officers},
                        {"unavailable", one.unavailable},
                        {"requested_at", one.requested_at.text()},
                        {"answered_at", or_null(one.answered_at)}};
}

Json to_json(const std::optional<workflow::ExtensionView>& extension) {
    if (!extension) return {};
    return Json::Object{{"strata", draw::higher_quotas_json(extension->strata)},
                        {"reason", extension->reason},
                        {"approved", extension->approved}};
}

Json substitution_of(const workflow::DrawnRow& row) {
    if (row.substituted.empty()) return {};
    return Json::Object{{"state", row.substituted}, {"number", row.substitution}};
}

template <class Items>
Json each(const Items& items) {
    Json::Array out;
    for (const auto& item : items) out.push_back(to_json(item));
    return out;
}

Json to_json(const std::optional<workflow::RootsView>& roots) {
    if (!roots) return {};
    return Json::Object{{"result", or_null(roots->result)},
                        {"slots", or_null(roots->slots)},
                        {"assignment", or_null(roots->assignment)}};
}

}  // namespace

Json to_json(const workflow::PartyView& party) {
    return Json::Object{{"id", party.id},
                        {"organisation", party.organisation},
                        {"role", party.role},
                        {"commitment", or_null(party.commitment)},
                        {"committed_at", or_null(party.committed_at)},
                        {"value", or_null(party.value)},
                        {"typed", or_null(party.typed)},
                        {"revealed_at", or_null(party.revealed_at)},
                        {"dropped", or_null(party.dropped)},
                        {"opened", party.opened}};
}

Json to_json(const workflow::EventView& event) {
    return Json::Object{{"kind", event.kind},
                        {"name", event.name},
                        {"not_before", event.not_before.text()},
                        {"content", or_null(event.content)},
                        {"recorded_at", or_null(event.recorded_at)}};
}

Json to_json(const std::optional<workflow::EmbargoView>& embargo) {
    if (!embargo) return {};
    return Json::Object{{"reveal_by", or_null(embargo->reveal_by)},
                        {"overdue", embargo->overdue},
                        {"revealed", embargo->revealed},
                        {"shares", each(embargo->shares)}};
}

Json to_json(const std::optional<draw::Trustees>& trustees) {
    if (!trustees) return {};
    Json::Array keys;
    for (const auto& key : trustees->keys)
        keys.push_back(Json::Object{{"id", key.id}, {"organisation", key.organisation}, {"key", key.key}});
    return Json::Object{{"threshold", trustees->threshold}, {"keys", keys}};
}

std::string_view name(draw::Mode mode) {
    return mode == draw::Mode::embargo ? "embargo" : "open";
}

Json to_json(const workflow::DrawView& draw) {
    Json::Array warnings;
    for (const Text& text : draw.warnings) warnings.push_back(Json::Object{{"zh", text.zh}, {"en", text.en}});
    return Json::Object{
        {"draw_id", draw.draw_id},
        {"task", Json::Object{{"id", draw.task_id}, {"number", draw.task_number}, {"name", draw.task_name}}},
        {"state", inspection::name(draw.state)},
        {"attempt", draw.attempt},
        {"parties", each(draw.parties)},
        {"min_parties", draw.min_parties},
        {"events", each(draw.events)},
        {"seal", to_json(draw.seal)},
        {"seed_txt", or_null(draw.seed_txt)},
        {"seed", or_null(draw.seed)},
        {"sample", or_null(draw.sample)},
        {"reserve", or_null(draw.reserve)},
        {"entries", each(draw.entries)},
        {"next", draw.next},
        {"warnings", warnings},
        {"void_reason", or_null(draw.void_reason)},
        {"redraw_reason", or_null(draw.redraw_reason)},
        {"substitutions", each(draw.substitutions)},
        {"extension", to_json(draw.extension)},
        {"public_url", draw.public_url},
        {"mode", name(draw.mode)},
        {"embargo", to_json(draw.embargo)},
        {"trustees", to_json(draw.trustees)},
        {"sealed_seed", or_null(draw.sealed_seed)},
        {"roots", to_json(draw.roots)},
        {"disclosed", draw.disclosed}};
}

Json to_json(const workflow::DrawLine& draw) {
    return Json::Object{{"draw_id", draw.draw_id},
                        {"task", Json::Object{{"number", draw.task_number}, {"name", draw.task_name}}},
                        {"state", inspection::name(draw.state)},
                        {"attempt", draw.attempt},
                        {"opened_at", draw.opened_at.text()},
                        {"sample", or_null(draw.sample)}};
}

Json to_json(const workflow::DrawnRow& row) {
    Json::Array officers;
    for (const auto& officer : row.officers)
        officers.push_back(Json::Object{{"id", officer.id}, {"name", officer.name}});
    return Json::Object{{"stratum", row.stratum},
                        {"district", row.district},
                        {"rank", row.rank},
                        {"kind", row.kind},
                        {"ticket", row.ticket},
                        {"id", row.id},
                        {"name", row.name},
                        {"address", row.address},
                        {"officers", officers},
                        {"line", row.line},
                        {"substitution", substitution_of(row)}};
}

Json to_json(const workflow::SeedPart& part) {
    return Json::Object{{"line", part.line},
                        {"kind", part.kind},
                        {"source", part.source},
                        {"seq", or_null(part.seq)},
                        {"at", or_null(part.at)}};
}

}  // namespace sunlot::api
