#include "store/grid.h"

#include "store/database.h"
#include "store/projections.h"

#include <algorithm>

namespace sunlot::store {
namespace {

constexpr std::string_view kNodes = R"sql(
    SELECT g.code, g.name, g.level, g.parent, g.active, g.entry, COALESCE(p.person, '')
      FROM grid g LEFT JOIN grid_person p ON p.code = g.code ORDER BY g.code)sql";
constexpr std::string_view kDrop = R"sql(DELETE FROM grid WHERE code = $1)sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO grid (code, name, level, parent, active, entry) VALUES ($1, $2, $3, $4, $5, $6))sql";
constexpr std::string_view kDropPerson = R"sql(DELETE FROM grid_person WHERE code = $1)sql";
constexpr std::string_view kInsertPerson = R"sql(INSERT INTO grid_person (code, person, entry) VALUES ($1, $2, $3))sql";

constexpr std::string_view kPerson = "grid_person.person";

void apply_grid(Transaction& transaction, const StoredEvent& event) {
    if (event.kind != "grid.set") unknown_event(event);
    const auto text = [&](const char* key) { return event.data.at(key).as_string(); };
    transaction.execute(kDrop, {event.subject});
    transaction.execute(kInsert, {event.subject, text("name"), text("level"), text("parent"),
                                  event.data.at("active").as_bool(), event.seq});
    transaction.execute(kDropPerson, {event.subject});
    if (event.private_data.is_null()) return;  // nobody named, or erased
    const std::string person =
        event.private_data.at("person").as_string() + "\t" + event.private_data.at("phone").as_string();
    transaction.execute(kInsertPerson, {event.subject, transaction.seal(kPerson, event.subject, person), event.seq});
}

}  // namespace

std::vector<GridNode> grid_nodes(View& view) {
    return view.query_all(kNodes, {}, [&](const Row& row) {
        const std::string person = view.unseal(kPerson, row.text_view(0), row.text_view(6));
        const auto tab = person.find('\t');
        return GridNode{.code = row.text(0),
                        .name = row.text(1),
                        .level = row.text(2),
                        .parent = row.text(3),
                        .active = row.boolean(4),
                        .person = person.substr(0, tab),
                        .phone = tab == std::string::npos ? std::string() : person.substr(tab + 1),
                        .entry = row.integer(5)};
    });
}

std::vector<std::string> grid_words_below(View& view, std::string_view code) {
    const auto nodes = grid_nodes(view);
    std::vector<std::string> below;
    if (std::ranges::find(nodes, code, &GridNode::code) == nodes.end()) return below;
    below.emplace_back(code);
    for (std::size_t i = 0; i < below.size(); ++i)
        for (const auto& node : nodes)
            if (node.parent == below[i]) below.push_back(node.code);
    const std::size_t codes = below.size();
    for (std::size_t i = 0; i < codes; ++i) below.push_back(std::ranges::find(nodes, below[i], &GridNode::code)->name);
    return below;
}

Projection grid_projection() {
    return {.stem = "grid",
            .kinds = {"grid."},
            .apply = apply_grid,
            .tables = {{"grid", {"code"}}, {"grid_person", {"code"}, {"person"}}}};
}

}  // namespace sunlot::store
