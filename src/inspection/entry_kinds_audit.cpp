#include "inspection/entry_kind.h"

namespace sunlot::inspection {
namespace {

std::vector<EntryKind> program() {
    return {
        {.kind = "server.started",
         .subject = "server",
         .zh = "服务程序启动",
         .en = "the server starts",
         .fields = {{"before", "how the run before ended: stopped, died, none"},
                    {"program", "digest of the program's file"},
                    {"settings", "address, database and so on, without secrets"},
                    {"version", "of the program"}},
         .effect = Effect::journal,
         .example =
             {.subject = "server",
              .data =
                  R"({"before":"stopped","program":"7d2e5a8b1c4f60931a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7081","settings":{"database":"sqlite","host":"127.0.0.1","port":8080},"version":"0.3.0"})",
              .actor = "system"}},
        {.kind = "server.stopped",
         .subject = "server",
         .zh = "服务程序停止",
         .en = "the server stops",
         .effect = Effect::journal,
         .example = {.subject = "server", .data = "{}", .actor = "system"}},
        {.kind = "settings.changed",
         .subject = "server",
         .zh = "运行配置变更",
         .en = "the server starts with other settings than the time before",
         .fields = {{"after", "settings now"}, {"before", "settings then"}},
         .effect = Effect::journal,
         .example =
             {.subject = "server",
              .data =
                  R"({"after":{"database":"postgresql","host":"127.0.0.1","port":8080},"before":{"database":"sqlite","host":"127.0.0.1","port":8080}})",
              .actor = "system"}},
        {.kind = "console.used",
         .subject = "verb",
         .zh = "在服务器控制台执行维护命令",
         .en = "whoever holds the data directory uses the program on it without an account",
         .effect = Effect::journal,
         .example = {.subject = "audit/replay", .data = "{}", .actor = "cli"}},
        {.kind = "access.refused",
         .subject = "account id, or anonymous/<loopback, private or public>",
         .zh = "拒绝越权访问",
         .en = "requests were refused: the first of an account at once, the others of a minute as one entry",
         .fields = {{"count", "requests"},
                    {"minute", "the minute they came in"},
                    {"routes", "route, permission, code and count of each, at most twenty"}},
         .effect = Effect::journal,
         .example =
             {.subject = "u4",
              .data =
                  R"({"count":3,"minute":"2026-11-22T08:00:00.000000Z","routes":[{"code":"permission.denied","count":3,"permission":"account_manage","route":"GET /api/accounts"}]})",
              .actor = "u4"}},
        {.kind = "audit.finished",
         .subject = "audit",
         .zh = "夜间审计完成：公开日志、数据库、重放",
         .en = "the nightly audit: published log against database, database against journal",
         .fields = {{"faults", "found in all"},
                    {"findings", "file or table, number of the entry and what, at most twenty; never a value"},
                    {"from", "entries below this number had been audited before"},
                    {"log_faults", "of these in the published log or between it and the database"},
                    {"to", "entries there were"},
                    {"whole", "every row was compared, not only what was new and a part of the rest"}},
         .effect = Effect::journal,
         .example = {.subject = "audit",
                     .data = R"({"faults":0,"findings":[],"from":1200,"log_faults":0,"to":1342,"whole":false})",
                     .actor = "system"}},
    };
}

}  // namespace

EntryArea audit_entry_kinds() {
    return {.zh = "审计与运行", .en = "Audit and operation", .kinds = program()};
}

}  // namespace sunlot::inspection
