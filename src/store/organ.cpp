#include "store/organ.h"

namespace sunlot::store {
namespace {

constexpr std::string_view kInsert = R"sql(
    INSERT INTO organ (code, name, short, region) VALUES ($1, $2, $3, $4))sql";
constexpr std::string_view kOrgan = R"sql(
    SELECT code, name, short, region FROM organ)sql";

void apply_organ(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "organ.configured") {
        transaction.execute(kInsert, {event.data.at("code").as_string(), event.data.at("name").as_string(),
                                      event.data.at("short").as_string(), event.data.at("region").as_string()});
    } else if (event.kind != "log.created") {
        unknown_event(event);
    }
}

}  // namespace

std::optional<OrganRow> configured_organ(View& view) {
    return view.query_one(kOrgan, {}, [](const Row& row) {
        return OrganRow{.code = row.text(0), .name = row.text(1), .short_name = row.text(2), .region = row.text(3)};
    });
}

Projection organ_projection() {
    return {.stem = "organ", .kinds = {"log.created", "organ."}, .apply = apply_organ, .tables = {{"organ", {"code"}}}};
}

}  // namespace sunlot::store
