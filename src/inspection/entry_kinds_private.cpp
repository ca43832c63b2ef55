#include "inspection/entry_kind.h"

namespace sunlot::inspection {
namespace {

std::vector<EntryKind> looks() {
    return {
        {.kind = "private.viewed",
         .subject =
             "officer, object or entry/<number>: what was looked at; whom is private, so that no look tells of a draw",
         .zh = "查看未遮蔽的个人信息",
         .en = "unmasked personal data were shown to the actor",
         .fields = {{"fields", "which of them"}, {"purpose", "visit, check, complaint, audit, correction, erasure"}},
         .private_part = PrivatePart::must,
         .private_what = "id of the officer or object, and a note",
         .effect = Effect::journal,
         .example = {.subject = "officer",
                     .data = R"({"fields":["id_number","phone"],"purpose":"check"})",
                     .private_part = R"({"id":"F0001","note":"核对证件"})"}},
        {.kind = "export.made",
         .subject = "what was exported: objects, officers, problems, report",
         .zh = "导出或下载名单、报告",
         .en = "a list or a report left the system as a file",
         .fields = {{"filter", "what was chosen; words that were searched for are private"},
                    {"format", "csv, xlsx, pdf"},
                    {"rows", "how many"},
                    {"sha256", "digest of the file"}},
         .private_part = PrivatePart::may,
         .private_what = "words that were searched for",
         .effect = Effect::journal,
         .example =
             {.subject = "objects",
              .data =
                  R"({"filter":{"grade":"C"},"format":"xlsx","rows":31,"sha256":"6c1c4b9d0e7a3f52b8d1e6a94c07f3b25d8e1a6904b7c3f2e5d8a1b4c7f0e3d6"})"}},
    };
}

std::vector<EntryKind> erasures() {
    return {
        {.kind = "erasure.requested",
         .subject = "erasure id",
         .zh = "申请删除个人信息",
         .en = "somebody asks that personal data be erased",
         .fields = {{"basis", "withdrawn, purpose_fulfilled, retention_over, unlawful, court (PIPL art. 47)"},
                    {"entries", "numbers of the entries whose private parts are meant"},
                    {"what", "entries, officer or object"}},
         .private_part = PrivatePart::must,
         .private_what = "the person, the officer or object, and the reason",
         .example = {.subject = "e1",
                     .data = R"({"basis":"withdrawn","entries":[14],"what":"entries"})",
                     .private_part = R"({"person":"王小明","reason":"本人书面申请","target":""})"}},
        {.kind = "erasure.refused",
         .subject = "erasure id",
         .zh = "不同意删除",
         .en = "the erasure is refused by another person",
         .private_part = PrivatePart::must,
         .private_what = "the reason",
         .example = {.subject = "e1", .data = "{}", .private_part = R"({"reason":"仍在保存期内"})", .actor = "u5"}},
        {.kind = "erasure.approved",
         .subject = "erasure id",
         .zh = "批准删除，随即执行",
         .en = "another person approves; private.erased follows in the same transaction",
         .example = {.subject = "e1", .data = "{}", .actor = "u5"}},
        {.kind = "private.erased",
         .subject = "number of the entry whose private part was erased, or file/<digest> of a file of rows",
         .zh = "删除个人信息（日志的树不变）",
         .en = "a private part, or a person's columns in a file of rows, is erased; the tree stays as it is",
         .fields = {{"reason", "the basis"},
                    {"erasure", "erasure id", Presence::sometimes},
                    {"kind", "kind of the entry whose data they were", Presence::sometimes},
                    {"of", "its subject; for a file of rows the number of the import's entry", Presence::sometimes},
                    {"redacted", "digest of the file of rows as it is from now on", Presence::sometimes}},
         .example = {.subject = "14",
                     .data = R"({"erasure":"e1","kind":"account.created","of":"u4","reason":"withdrawn"})",
                     .actor = "u5"}},
    };
}

}  // namespace

EntryArea private_entry_kinds() {
    EntryArea area{.zh = "个人信息", .en = "Personal data", .kinds = looks()};
    for (auto& kind : erasures()) area.kinds.push_back(kind);
    return area;
}

}  // namespace sunlot::inspection
