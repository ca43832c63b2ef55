#include "inspection/entry_kind.h"

namespace sunlot::inspection {
namespace {

EntryKind imported(std::string_view kind, std::string_view zh, std::string_view en, std::string_view example) {
    return {.kind = kind,
            .subject = "import id",
            .zh = zh,
            .en = en,
            .fields = {{"added", "rows that are new"},
                       {"blob", "digest of the file of rows (rows-v1)"},
                       {"changed", "rows that were there before"},
                       {"format", "format of a row"},
                       {"rows", "added + changed"},
                       {"source", "where the rows are from", Presence::sometimes}},
            .example = {.subject = "i3f08a1c25d9e7b46", .data = example}};
}

}  // namespace

EntryArea directory_entry_kinds() {
    return {
        .zh = "名录",
        .en = "Directories",
        .kinds = {
            imported(
                "roll.imported", "导入监管对象名录", "objects are imported",
                R"({"added":1200,"blob":"3b7e0f5a9c2d4e6180a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607","changed":31,"format":"roll-v2","rows":1231,"source":"登记名录"})"),
            imported(
                "officer.imported", "导入执法人员名录", "officers are imported",
                R"({"added":8,"blob":"4c8f1a6b0d3e5f7291b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718","changed":0,"format":"officer-v2","rows":8})"),
            imported(
                "history.imported", "导入既往检查记录", "earlier inspections are imported",
                R"({"added":77,"blob":"5d902b7c1e4f6083a2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6071829","changed":0,"format":"history-v1","rows":77})"),
            {.kind = "officer.changed",
             .subject = "officer id",
             .zh = "更改一名执法人员",
             .en = "one officer is entered or changed by hand: state, certificates, posts",
             .fields = {{"added", "1 when the officer is new"},
                        {"blob", "digest of the file of rows (rows-v1)"},
                        {"changed", "1 when the officer was there before"},
                        {"fields", "names of the fields that changed"},
                        {"format", "format of a row"},
                        {"rows", "1"}},
             .private_part = PrivatePart::must,
             .private_what = "the reason",
             .example =
                 {.subject = "F0003",
                  .data =
                      R"({"added":0,"blob":"6ea13c8d2f507194b3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607182930","changed":1,"fields":["certificate_to"],"format":"officer-v2","rows":1})",
                  .private_part = R"({"reason":"换发新证"})"}},
            {.kind = "officer.trained",
             .subject = "officer id",
             .zh = "登记执法人员培训",
             .en = "an officer was trained",
             .fields = {{"id", "number of the training record"}},
             .private_part = PrivatePart::must,
             .private_what = "kind, day, hours, topic, and whether it was passed",
             .example =
                 {.subject = "F0003",
                  .data = R"({"id":"o1"})",
                  .private_part =
                      R"({"held_on":"2026-03-02","hours":24,"kind":"岗前培训","passed":true,"topic":"行政处罚法"})"}},
            {.kind = "recusal.ended",
             .subject = "recusal id",
             .zh = "提前结束回避",
             .en = "a recusal ends before the day it was declared for",
             .fields = {{"valid_to", "the last day"}},
             .private_part = PrivatePart::must,
             .private_what = "the reason",
             .example = {.subject = "r1",
                         .data = R"({"valid_to":"2026-06-30"})",
                         .private_part = R"({"reason":"配偶已离职"})"}},
            {.kind = "recusal.declared",
             .subject = "recusal id",
             .zh = "登记回避",
             .en = "an officer must not meet an object",
             .fields = {{"valid_from", "first day"}, {"valid_to", "last day"}},
             .private_part = PrivatePart::must,
             .private_what = "officer, object, relation, reason, and the salt of the recusal's line in draws",
             .example =
                 {.subject = "r1",
                  .data = R"({"valid_from":"2026-01-01","valid_to":"2026-12-31"})",
                  .private_part =
                      R"({"object":"91150802MA0N1A2B31","officer":"o7","reason":"配偶在该单位任职","relation":"亲属","salt":"00…"})"}},
        }};
}

}  // namespace sunlot::inspection
