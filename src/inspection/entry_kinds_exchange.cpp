#include "inspection/entry_kind.h"

#include <utility>

namespace sunlot::inspection {
namespace {

/// What an entry that changes objects says of its file of rows, as roll.imported does.
std::vector<EntryField> with_rows(Presence file, std::vector<EntryField> more) {
    std::vector<EntryField> fields{{"added", "rows that are new"},
                                   {"blob", "digest of the file of rows (rows-v1)", file},
                                   {"changed", "rows that were there before"},
                                   {"format", "format of a row", file},
                                   {"rows", "added + changed"},
                                   {"source", "name of the source, as it stands beside each field"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

EntryKind source_set() {
    return {
        .kind = "exchange.source_set",
        .subject = "source id",
        .zh = "设置一个共享来源",
        .en = "a source of rows is configured, or configured anew",
        .fields = {{"ask_vanished", "objects that are no longer delivered wait for a person"},
                   {"columns", "which column feeds which field, and what its words mean"},
                   {"complete", "each delivery is the whole stock"},
                   {"enabled", "whether it is read"},
                   {"every_minutes", "pace of the schedule; 0: by hand alone"},
                   {"kind", "folder, http or postgres"},
                   {"name", "what it is called"},
                   {"policies", "by field: take, fill, ask or ignore, where it differs from the policy"},
                   {"policy", "of all other fields"}},
        .private_part = PrivatePart::must,
        .private_what = "where the source is, and the key that opens it",
        .secret = true,
        .example = {
            .subject = "x1",
            .data =
                R"({"ask_vanished":false,"columns":[],"complete":true,"enabled":true,"every_minutes":60,"kind":"folder","name":"市场监管共享","policies":{"grade":"ignore"},"policy":"ask"})",
            .private_part = R"({"place":{"path":"/srv/share/scjg"},"secret":""})",
            .actor = "u1"}};
}

EntryKind merged() {
    return {
        .kind = "exchange.merged",
        .subject = "source id",
        .zh = "并入一个来源交来的数据",
        .en = "rows of a source are merged into the directory",
        .fields = with_rows(
            Presence::sometimes,
            {{"conflicting", "fields on which the source and the directory differ, for a person to decide"},
             {"conflicts", "digest of the list of them: op, object, field, ours, theirs", Presence::sometimes},
             {"cursor", "where the source goes on next time", Presence::sometimes},
             {"delivery", "how it came: folder, http or postgres"},
             {"read", "rows read"},
             {"rejected", "rows that failed a check"},
             {"run", "run id"},
             {"same", "rows that say what is known already"},
             {"settings", "number of the entry with the settings"},
             {"vanished", "objects that the source delivered before and no longer does"}}),
        .example = {
            .subject = "x1",
            .data =
                R"({"added":12,"blob":"3b7e0f5a9c2d4e6180a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607","changed":31,"conflicting":2,"conflicts":"4c8f1a6b0d3e5f7291b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718","delivery":"folder","format":"roll-v1","read":41200,"rejected":7,"rows":43,"run":"r5d902b7c1e4f6083","same":41148,"settings":61,"source":"市场监管共享","vanished":0})",
            .actor = "system"}};
}

EntryKind resolved() {
    return {
        .kind = "exchange.resolved",
        .subject = "source id",
        .zh = "对出入作出判断",
        .en = "a person decides on conflicts",
        .fields = with_rows(Presence::sometimes, {{"choice", "keep (ours) or take (theirs)"},
                                                  {"conflicts", "ids of those decided: entry-line"}}),
        .private_part = PrivatePart::may,
        .private_what = "reason",
        .example = {
            .subject = "x1",
            .data = R"({"added":0,"changed":0,"choice":"keep","conflicts":["84-1"],"rows":0,"source":"市场监管共享"})",
            .private_part = R"({"reason":"已与该单位核实，按我方登记"})"}};
}

std::vector<EntryKind> readers() {
    return {
        {.kind = "exchange.reader_set",
         .subject = "reader id",
         .zh = "发给一个部门读取名录的密钥",
         .en = "another department is given a key to our directory",
         .fields = {{"districts", "only these; none: all"},
                    {"expires_on", "last day"},
                    {"fields", "fields it may read"},
                    {"kinds", "only these; none: all"},
                    {"name", "department and system"}},
         .private_part = PrivatePart::must,
         .private_what = "SHA-256 of the key",
         .secret = true,
         .example =
             {.subject = "k1",
              .data =
                  R"({"districts":[],"expires_on":"2027-11-22","fields":["name","credit_code","status","grade"],"kinds":[],"name":"区税务局 风险系统"})",
              .private_part = R"({"key":"9f86d081…"})",
              .actor = "u1"}},
        {.kind = "exchange.reader_revoked",
         .subject = "reader id",
         .zh = "收回一个部门的密钥",
         .en = "a department's key is taken back",
         .fields = {{"reason", "why"}},
         .example = {.subject = "k1", .data = R"({"reason":"对方更换系统"})", .actor = "u1"}},
        {.kind = "exchange.given",
         .subject = "reader id",
         .zh = "向一个部门交出名录行",
         .en = "rows were given to a department",
         .fields = {{"rows", "how many"},
                    {"since", "cursor asked for; empty: from the beginning"},
                    {"until", "cursor to go on with"}},
         .example = {.subject = "k1",
                     .data = R"({"rows":5000,"since":"","until":"81-91150802MA0N1A2B31"})",
                     .actor = "k1"}},
    };
}

}  // namespace

EntryArea exchange_entry_kinds() {
    std::vector<EntryKind> kinds{source_set(),
                                 {.kind = "exchange.source_removed",
                                  .subject = "source id",
                                  .zh = "停用并移除一个共享来源",
                                  .en = "a source is removed",
                                  .fields = {{"reason", "why"}},
                                  .example = {.subject = "x1", .data = R"({"reason":"对方停止共享"})", .actor = "u1"}},
                                 merged(),
                                 resolved()};
    for (auto& kind : readers()) kinds.push_back(std::move(kind));
    return {.zh = "互联互通", .en = "Interconnection", .kinds = std::move(kinds)};
}

}  // namespace sunlot::inspection
