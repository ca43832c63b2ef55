#include "inspection/entry_kind.h"

namespace sunlot::inspection {

EntryArea province_entry_kinds() {
    return {
        .zh = "省级日志",
        .en = "Province",
        .kinds = {
            {.kind = "county.added",
             .subject = "origin of the county's log",
             .zh = "纳入一个县的日志，或更改其地址、公钥",
             .en = "a county's log is watched from here on, or has a new address or key",
             .fields = {{"name", "name of the organ"},
                        {"origin", "name of its log"},
                        {"region", "six digits, GB/T 2260"},
                        {"url", "where its log lies"},
                        {"vkey", "its verifier key"}},
             .example =
                 {.subject = "lhrs-150802/log/2026",
                  .data =
                      R"({"name":"临河区人力资源和社会保障局","origin":"lhrs-150802/log/2026","region":"150802","url":"https://lhrs.example/log","vkey":"lhrs-150802/log/2026+de2f3d52+AV0=…"})"}},
            {.kind = "county.observed",
             .subject = "origin of the county's log",
             .zh = "看到该县日志的新检查点，并核对它接着上一个",
             .en = "a county's head that continues the one seen before",
             .fields = {{"checkpoint", "the whole signed note"},
                        {"origin", "name of its log"},
                        {"root", "in hex"},
                        {"size", "number of its entries"}},
             .example =
                 {.subject = "lhrs-150802/log/2026",
                  .data =
                      R"({"checkpoint":"lhrs-150802/log/2026\n17\n3ZzB…\n\n— lhrs-150802/log/2026 3i89…\n","origin":"lhrs-150802/log/2026","root":"dd9cc158…","size":17})",
                  .actor = "system"}},
            {.kind = "county.alarmed",
             .subject = "origin of the county's log",
             .zh = "该县日志分叉、倒退、签名不对、文件损坏或没有消息",
             .en = "a county's log forked, went back, is badly signed, damaged or silent",
             .fields = {{"evidence", "the head held and the one shown, whole, and why in two languages"},
                        {"origin", "name of its log"},
                        {"what", "fork, rollback, signature, damaged or silence"}},
             .example =
                 {.subject = "lhrs-150802/log/2026",
                  .data =
                      R"({"evidence":{"en":"the log went back: 17 → 12","held":"…","shown":"…","zh":"日志倒退：17 → 12"},"origin":"lhrs-150802/log/2026","what":"rollback"})",
                  .actor = "system"}},
            {.kind = "county.resolved",
             .subject = "origin of the county's log",
             .zh = "查明后解除一个县的警报",
             .en = "a person looked into a county's alarms and ends them",
             .fields = {{"origin", "name of its log"}, {"reason", "what was found"}},
             .example = {.subject = "lhrs-150802/log/2026",
                         .data = R"({"origin":"lhrs-150802/log/2026","reason":"该县恢复了误用的旧备份，已核对"})"}},
        }};
}

}  // namespace sunlot::inspection
