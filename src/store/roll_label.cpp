#include "store/roll_label.h"

#include "base/text.h"
#include "store/database.h"

namespace sunlot::store {
namespace {

constexpr std::string_view kAll =
    R"sql(SELECT kind, name, note, department, items, active, entry FROM object_label ORDER BY kind, name)sql";
constexpr std::string_view kDrop = R"sql(DELETE FROM object_label WHERE kind = $1 AND name = $2)sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO object_label (kind, name, note, department, items, active, entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";

}  // namespace

std::vector<ObjectLabel> object_labels(View& view) {
    return view.query_all(kAll, {}, [](const Row& row) {
        return ObjectLabel{.kind = row.text(0),
                           .name = row.text(1),
                           .note = row.text(2),
                           .department = row.text(3),
                           .items = row.text(4),
                           .active = row.boolean(5),
                           .entry = row.integer(6)};
    });
}

void apply_label_set(Transaction& transaction, const StoredEvent& event) {
    const auto text = [&](const char* key) { return event.data.at(key).as_string(); };
    std::vector<std::string> items;
    for (const Json& item : event.data.at("items").as_array()) items.push_back(item.as_string());
    transaction.execute(kDrop, {text("kind"), text("name")});
    transaction.execute(kInsert, {text("kind"), text("name"), text("note"), text("department"), join(items, ","),
                                  event.data.at("active").as_bool(), event.seq});
}

}  // namespace sunlot::store
