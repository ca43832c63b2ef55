#include "inspection/entry_kind.h"

namespace sunlot::inspection {

EntryArea key_entry_kinds() {
    constexpr std::string_view kCustodians = "who was there: names and organisations of the custodians of the backup";
    constexpr std::string_view kExample =
        R"({"custodians":[{"name":"王某","organisation":"临河区司法局"},{"name":"李某","organisation":"临河区纪委监委"}]})";
    return {
        .zh = "密钥",
        .en = "Keys",
        .kinds = {
            {.kind = "key.created",
             .subject = "origin of the log",
             .zh = "日志密钥的生成：典礼记录，或为旧日志补充 SM2 密钥",
             .en = "the log's key was made in a ceremony, or a log without an SM2 key got one",
             .fields = {{"how", "ceremony | upgrade"},
                        {"record", "SHA-256 of the ceremony's record, a PDF", Presence::sometimes},
                        {"vkey", "verifier key of the first line"},
                        {"vkey_sm2", "of the second line, or null"}},
             .private_part = PrivatePart::may,
             .private_what = kCustodians,
             .effect = Effect::journal,
             .example =
                 {.subject = "lhrs-150802/log/2026",
                  .data =
                      R"({"how":"ceremony","record":"6c1c4b9d0e7a3f52b8d1e6a94c07f3b25d8e1a6904b7c3f2e5d8a1b4c7f0e3d6","vkey":"lhrs-150802/log/2026+de2f3d52+AV0=…","vkey_sm2":"lhrs-150802/log/2026+93ac07f1+/3N1…"})",
                  .private_part = kExample,
                  .actor = "system"}},
            {.kind = "key.rotated",
             .subject = "origin of the log",
             .zh = "更换日志密钥：此后的检查点由新密钥签名",
             .en = "the log's key changes: larger heads are signed by the new one",
             .fields = {{"new", "verifier key that signs from the next head on"},
                        {"new_sm2", "of its second line, or null"},
                        {"old", "verifier key that signed until now"},
                        {"reason", "why"},
                        {"record", "SHA-256 of the ceremony's record, a PDF", Presence::sometimes}},
             .private_part = PrivatePart::may,
             .private_what = kCustodians,
             .effect = Effect::journal,
             .example =
                 {.subject = "lhrs-150802/log/2026",
                  .data =
                      R"({"new":"lhrs-150802/log/2026+81b0c6aa+AYc=…","new_sm2":null,"old":"lhrs-150802/log/2026+de2f3d52+AV0=…","reason":"到期更换"})",
                  .private_part = kExample,
                  .actor = "cli"}},
            {.kind = "key.compromised",
             .subject = "origin of the log",
             .zh = "日志密钥泄露：此后以该密钥签名的检查点不可信",
             .en = "a key of the log was stolen, or may have been",
             .fields = {{"reason", "what happened"},
                        {"trusted_size", "up to this size its signatures are still believed"},
                        {"vkey", "the key"}},
             .effect = Effect::journal,
             .example =
                 {.subject = "lhrs-150802/log/2026",
                  .data =
                      R"({"reason":"存放密钥的服务器被盗","trusted_size":4810,"vkey":"lhrs-150802/log/2026+de2f3d52+AV0=…"})",
                  .actor = "cli"}},
            {.kind = "data_key.rotated",
             .subject = "origin of the log",
             .zh = "更换数据密钥：此前加密保存的个人信息已全部改用新密钥",
             .en = "the key of personal data at rest changed: everything sealed before lies under the new one",
             .fields = {{"generation", "number of the key that is in force now, from 1"}},
             .effect = Effect::journal,
             .example = {.subject = "lhrs-150802/log/2026", .data = R"({"generation":2})", .actor = "system"}},
        }};
}

}  // namespace sunlot::inspection
