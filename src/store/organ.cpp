#include "store/organ.h"

namespace sunlot::store {
namespace {

constexpr std::string_view kInsert = R"sql(
    INSERT INTO organ (code, name, short, region) VALUES ($1, $2, $3, $4))sql";
constexpr std::string_view kOrgan = R"sql(
    SELECT code, name, short, region FROM organ)sql";
constexpr std::string_view kAddUnit = R"sql(
    INSERT INTO organ_unit (code, parent, kind, name, state, entry) VALUES ($1, $2, $3, $4, 'open', $5))sql";
constexpr std::string_view kSetUnit = R"sql(
    UPDATE organ_unit SET parent = $2, kind = $3, name = $4, state = 'open', entry = $5 WHERE code = $1)sql";
constexpr std::string_view kCloseUnit = R"sql(
    UPDATE organ_unit SET state = 'closed', entry = $2 WHERE code = $1)sql";
constexpr std::string_view kTree = R"sql(
    SELECT code, parent, kind, name, state FROM organ_unit ORDER BY code)sql";
constexpr std::string_view kPlace = R"sql(
    SELECT unit FROM account_place WHERE account = $1)sql";
constexpr std::string_view kAddPlace = R"sql(
    INSERT INTO account_place (account, unit, entry) VALUES ($1, $2, $3))sql";
constexpr std::string_view kSetPlace = R"sql(
    UPDATE account_place SET unit = $2, entry = $3 WHERE account = $1)sql";

const std::string& text(const StoredEvent& event, std::string_view key) {
    return event.data.at(key).as_string();
}

void set_unit(Transaction& transaction, const StoredEvent& event) {
    const std::initializer_list<Param> row{text(event, "code"), text(event, "parent"), text(event, "kind"),
                                           text(event, "name"), event.seq};
    if (transaction.execute(kSetUnit, row) == 0) transaction.execute(kAddUnit, row);
}

void place(Transaction& transaction, const StoredEvent& event) {
    const std::initializer_list<Param> row{event.subject, text(event, "unit"), event.seq};
    if (transaction.execute(kSetPlace, row) == 0) transaction.execute(kAddPlace, row);
}

void apply_organ(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "organ.configured") {
        transaction.execute(kInsert,
                            {text(event, "code"), text(event, "name"), text(event, "short"), text(event, "region")});
    } else if (event.kind == "organ.unit_set") {
        set_unit(transaction, event);
    } else if (event.kind == "organ.unit_closed") {
        transaction.execute(kCloseUnit, {text(event, "code"), event.seq});
    } else if (event.kind == "account.placed") {
        place(transaction, event);
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

std::vector<inspection::OrganUnit> organ_tree(View& view) {
    return view.query_all(kTree, {}, [](const Row& row) {
        return inspection::OrganUnit{.code = row.text(0),
                                     .parent = row.text(1),
                                     .kind = row.text(2),
                                     .name = row.text(3),
                                     .open = row.text(4) == "open"};
    });
}

std::string place_of(View& view, std::string_view account) {
    return view.query_one(kPlace, {account}, [](const Row& row) { return row.text(0); }).value_or("");
}

Projection organ_projection() {
    return {.stem = "organ",
            .kinds = {"log.created", "organ.", "account.placed"},
            .apply = apply_organ,
            .tables = {{"organ", {"code"}}, {"organ_unit", {"code"}}, {"account_place", {"account"}}}};
}

}  // namespace sunlot::store
