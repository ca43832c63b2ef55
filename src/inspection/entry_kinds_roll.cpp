#include "inspection/entry_kind.h"

#include <utility>

namespace sunlot::inspection {
namespace {

/// What every entry says that carries whole rows of objects in a blob.
std::vector<EntryField> rows_and(std::vector<EntryField> more) {
    std::vector<EntryField> fields{{"added", "rows that are new"},
                                   {"blob", "digest of the file of rows (rows-v2); empty when nothing changed"},
                                   {"changed", "rows that were there before"},
                                   {"format", "format of a row"},
                                   {"rows", "added + changed"},
                                   {"source", "where the changed fields are from"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

constexpr std::string_view kReason = "the reason in words";

}  // namespace

EntryArea roll_entry_kinds() {
    return {
        .zh = "监管对象与网格",
        .en = "Objects and the grid",
        .kinds = {
            {.kind = "roll.edited",
             .subject = "object id",
             .zh = "修改一个监管对象",
             .en = "fields of one object are changed by hand",
             .fields = rows_and({{"fields", "names of the fields"}}),
             .private_part = PrivatePart::may,
             .private_what = kReason,
             .example =
                 {.subject = "91150802MA0N1A2B31",
                  .data =
                      R"({"added":0,"blob":"6b7e0f5a9c2d4e6180a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607","changed":1,"fields":["employees"],"format":"roll-v2","rows":1,"source":"现场核查"})",
                  .private_part = R"({"reason":"核对花名册"})"}},
            {.kind = "roll.status_changed",
             .subject = "object id",
             .zh = "变更监管对象状态",
             .en = "an object is deregistered, revoked, moved, suspended, or active again",
             .fields = rows_and({{"from", "the status before"}, {"on", "since which day"}, {"to", "the status now"}}),
             .private_part = PrivatePart::may,
             .private_what = kReason,
             .example =
                 {.subject = "91150802MA0N1A2B31",
                  .data =
                      R"({"added":0,"blob":"6b7e0f5a9c2d4e6180a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607","changed":1,"format":"roll-v2","from":"存续","on":"2026-11-20","rows":1,"source":"部门通报","to":"注销"})"}},
            {.kind = "roll.labelled",
             .subject = "library/… or tag/…",
             .zh = "调整专项库或标签的成员",
             .en = "objects are put into a special library or taken out of it, or tagged",
             .fields = rows_and({{"kind", "library or tag"},
                                 {"name", "its name"},
                                 {"put", "objects put in"},
                                 {"taken", "objects taken out"}}),
             .example =
                 {.subject = "library/劳务派遣",
                  .data =
                      R"({"added":0,"blob":"6b7e0f5a9c2d4e6180a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607","changed":2,"format":"roll-v2","kind":"library","name":"劳务派遣","put":2,"rows":2,"source":"人工","taken":0})"}},
            {.kind = "roll.label_set",
             .subject = "library/… or tag/…",
             .zh = "设置专项库或监管标签",
             .en = "a special library or tag is described, or no longer used",
             .fields = {{"active", "whether it is in use"},
                        {"department", "who keeps it"},
                        {"items", "codes of the items its objects are inspected by"},
                        {"kind", "library or tag"},
                        {"name", "its name"},
                        {"note", "what it means"}},
             .example =
                 {.subject = "library/劳务派遣",
                  .data =
                      R"({"active":true,"department":"劳动关系科","items":["L09"],"kind":"library","name":"劳务派遣","note":"持有劳务派遣经营许可证的单位"})"}},
            {.kind = "roll.verified",
             .subject = "object id",
             .zh = "核实监管对象的字段",
             .en = "fields of an object were found to be right",
             .fields = {{"fields", "names of the fields"}, {"source", "how they were verified"}},
             .example = {.subject = "91150802MA0N1A2B31",
                         .data = R"({"fields":["address","employees"],"source":"现场核查"})"}},
            {.kind = "roll.merged",
             .subject = "id of the object that stays",
             .zh = "合并重复的监管对象",
             .en = "two objects are one: the other one is in no list and no draw any more",
             .fields = rows_and({{"gone", "id of the other one"}}),
             .private_part = PrivatePart::may,
             .private_what = kReason,
             .example =
                 {.subject = "91150802MA0N1A2B31",
                  .data =
                      R"({"added":0,"blob":"6b7e0f5a9c2d4e6180a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607","changed":1,"format":"roll-v2","gone":"X:REG:150802000000013","rows":1,"source":"合并"})",
                  .private_part = R"({"reason":"换照前后的同一家"})"}},
            {.kind = "roll.unmerged",
             .subject = "id of the object that stayed",
             .zh = "撤销合并",
             .en = "they are two after all: what the merge filled in is taken back",
             .fields = rows_and({{"gone", "id of the other one"}}),
             .private_part = PrivatePart::may,
             .private_what = kReason,
             .example =
                 {.subject = "91150802MA0N1A2B31",
                  .data =
                      R"({"added":0,"blob":"","changed":0,"format":"roll-v2","gone":"X:REG:150802000000013","rows":0,"source":"撤销合并"})"}},
            {.kind = "roll.kept_apart",
             .subject = "object id",
             .zh = "认定两个监管对象不重复",
             .en = "two objects that looked alike are two",
             .fields = {{"other", "id of the other one"}},
             .private_part = PrivatePart::may,
             .private_what = kReason,
             .example = {.subject = "91150802MA0N1A2B31", .data = R"({"other":"91150802MA0Q7K3TXB"})"}},
            {.kind = "grid.set",
             .subject = "code of the node",
             .zh = "设置网格",
             .en = "a node of the grid tree is made or changed",
             .fields = {{"active", "whether it is in use"},
                        {"level", "county, town, community or cell"},
                        {"name", "its name"},
                        {"parent", "code of the node above, or empty"}},
             .private_part = PrivatePart::may,
             .private_what = "the person responsible and their phone",
             .example = {.subject = "150802001-01",
                         .data = R"({"active":true,"level":"cell","name":"第一网格","parent":"150802001"})",
                         .private_part = R"({"person":"王某某","phone":"0478-0000000"})"}},
        }};
}

}  // namespace sunlot::inspection
