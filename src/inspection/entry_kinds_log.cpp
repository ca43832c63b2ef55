#include "inspection/entry_kind.h"

namespace sunlot::inspection {

EntryArea log_entry_kinds() {
    return {
        .zh = "日志与程序",
        .en = "Log and program",
        .kinds = {
            {.kind = "log.created",
             .subject = "origin of the log",
             .zh = "建立日志：第一条",
             .en = "the log begins: always the first entry",
             .fields = {{"origin", "name of the log, as in its checkpoints"},
                        {"vkey", "its first verifier key"},
                        {"vkey_sm2", "the verifier key of its second line", Presence::sometimes}},
             .example = {.subject = "lhrs-150802/log/2026",
                         .data = R"({"origin":"lhrs-150802/log/2026","vkey":"lhrs-150802/log/2026+de2f3d52+AV0=…"})",
                         .actor = "system"}},
            {.kind = "organ.configured",
             .subject = "code of the organ",
             .zh = "设置本机构",
             .en = "the organ that works here",
             .fields = {{"code", "short code, part of every draw id"},
                        {"name", "full name"},
                        {"region", "six digits, GB/T 2260"},
                        {"short", "abbreviation for document numbers"}},
             .example =
                 {.subject = "lhrs",
                  .data =
                      R"({"code":"lhrs","name":"巴彦淖尔市临河区人力资源和社会保障局","region":"150802","short":"临人社"})",
                  .actor = "system"}},
            {.kind = "verifier.published",
             .subject = "name of the page",
             .zh = "随程序发布的核验页",
             .en = "the verifier that this program hands out, when it changes",
             .fields = {{"name", "file name"}, {"sha256", "digest of its bytes"}},
             .effect = Effect::journal,
             .example =
                 {.subject = "verify.html",
                  .data =
                      R"({"name":"verify.html","sha256":"6c1c4b9d0e7a3f52b8d1e6a94c07f3b25d8e1a6904b7c3f2e5d8a1b4c7f0e3d6"})",
                  .actor = "system"}},
            {.kind = "log.policy_proposed",
             .subject = "log/policy",
             .zh = "提出见证策略：由谁见证、几人算数",
             .en = "a witness policy is proposed: whose cosignatures, and how many of them",
             .fields = {{"policy", "the strict text (log-v1 §5)"},
                        {"reason", "why"},
                        {"witnesses", "name, organisation and address of each, in its order"}},
             .example =
                 {.subject = "log/policy",
                  .data =
                      R"({"policy":"log lhrs-150802/log/2026+de2f3d52+AV0=…\nwitness sfj sfj.example/witness+2bfb4e6a+BAS=…\nquorum sfj\n","reason":"司法局同意见证","witnesses":[{"name":"sfj","organisation":"临河区司法局","url":null}]})"}},
            {.kind = "log.policy_set",
             .subject = "log/policy",
             .zh = "批准见证策略，自此生效",
             .en = "the proposed witness policy is approved by another administrator and in force",
             .fields = {{"policy", "as proposed"}, {"reason", "as proposed"}, {"witnesses", "as proposed"}},
             .example =
                 {.subject = "log/policy",
                  .data =
                      R"({"policy":"log lhrs-150802/log/2026+de2f3d52+AV0=…\nwitness sfj sfj.example/witness+2bfb4e6a+BAS=…\nquorum sfj\n","reason":"司法局同意见证","witnesses":[{"name":"sfj","organisation":"临河区司法局","url":null}]})",
                  .actor = "u4"}},
        }};
}

}  // namespace sunlot::inspection
