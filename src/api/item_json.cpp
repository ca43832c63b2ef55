#include "api/item_json.h"

#include <utility>

namespace sunlot::api {
namespace {

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

Json line_json(const std::optional<inspection::DiffLine>& line) {
    if (!line) return {};
    Json::Array pieces;
    for (const auto& piece : *line) pieces.push_back(Json::Object{{"changed", piece.changed}, {"text", piece.text}});
    return pieces;
}

Json field_json(const inspection::FieldDiff& field) {
    Json::Array rows;
    for (const auto& row : field.rows)
        rows.push_back(
            Json::Object{{"after", line_json(row.after)}, {"before", line_json(row.before)}, {"changed", row.changed}});
    return Json::Object{{"changed", field.changed},
                        {"field", field.field},
                        {"rows", std::move(rows)},
                        {"title", field.title.zh},
                        {"title_en", field.title.en}};
}

void add_review(Json::Object& members, const store::ItemVersion& version) {
    members.emplace("draft", or_null(version.draft_entry));
    members.emplace("drafters", Json(version.drafters));
    members.emplace("opinion", version.opinion);
    members.emplace("review_entry", or_null(version.review_entry));
    members.emplace("reviewed_at", version.reviewed_at ? Json(Instant{*version.reviewed_at}.text()) : Json());
    members.emplace("reviewer", text_or_null(version.reviewer));
    members.emplace("submitter", text_or_null(version.submitter));
    members.emplace("verdict", version.verdict ? Json(inspection::text(*version.verdict)) : Json());
}

}  // namespace

Json item_json(const store::ItemVersion& version, ItemDetail detail) {
    auto out = inspection::to_json(version.item);
    auto& members = out.as_object();
    members.emplace("adjustment", inspection::text(version.adjustment));
    members.emplace("announcement", or_null(version.announcement));
    members.emplace("drafted_at", Instant{version.drafted_at}.text());
    members.emplace("effective_on", text_or_null(version.effective_on));
    members.emplace("entry", version.entry);
    members.emplace("legal_basis", version.legal_basis);
    members.emplace("published_on", text_or_null(version.published_on));
    members.emplace("reason", version.reason);
    members.emplace("state", inspection::text(version.state));
    members.emplace("version", version.version);
    if (detail == ItemDetail::staff) add_review(members, version);
    return out;
}

Json item_row_json(const workflow::ItemRow& row) {
    auto out = item_json(row.shown, ItemDetail::staff);
    auto& members = out.as_object();
    const auto other = [](const std::optional<store::ItemVersion>& version) {
        if (!version) return Json();
        return Json(Json::Object{{"adjustment", inspection::text(version->adjustment)},
                                 {"draft", or_null(version->draft_entry)},
                                 {"effective_on", text_or_null(version->effective_on)},
                                 {"state", inspection::text(version->state)},
                                 {"verdict", version->verdict ? Json(inspection::text(*version->verdict)) : Json()},
                                 {"version", version->version}});
    };
    members.emplace("coming", other(row.coming));
    members.emplace("pending", other(row.pending));
    members.emplace("standing", workflow::text(row.standing));
    return out;
}

Json comparison_json(const workflow::Comparison& comparison, ItemDetail detail) {
    Json::Array fields;
    for (const auto& field : comparison.fields) fields.push_back(field_json(field));
    return Json::Object{{"after", item_json(comparison.after, detail)},
                        {"before", item_json(comparison.before, detail)},
                        {"fields", std::move(fields)}};
}

Json announcement_json(const workflow::AnnouncementView& view) {
    const auto& announcement = view.announcement;
    Json::Array changes;
    for (const auto& change : view.changes) {
        Json::Array fields;
        for (const auto& field : change.fields) fields.emplace_back(field.zh);
        changes.push_back(Json::Object{{"adjustment", inspection::text(change.version.adjustment)},
                                       {"code", change.version.item.code},
                                       {"entry", change.version.entry},
                                       {"fields", std::move(fields)},
                                       {"legal_basis", change.version.legal_basis},
                                       {"name", change.version.item.name},
                                       {"reason", change.version.reason},
                                       {"version", change.version.version}});
    }
    return Json::Object{{"changes", std::move(changes)},
                        {"document", announcement.document},
                        {"effective_on", announcement.effective_on},
                        {"entry", announcement.entry},
                        {"number", announcement.number},
                        {"published_on", announcement.published_on},
                        {"title", announcement.title}};
}

}  // namespace sunlot::api
