#include "ledger/audited_log.h"

#include "base/bytes.h"

#include <algorithm>

namespace sunlot::ledger {
namespace {

constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;
constexpr std::size_t kLongText = 1U << 20;

Json::Array texts_of(const std::vector<VerifierKey>& keys) {
    Json::Array out;
    for (const VerifierKey& key : keys) out.emplace_back(key.text());
    return out;
}

Result<std::vector<VerifierKey>> keys_of(const std::vector<std::string>& texts) {
    std::vector<VerifierKey> keys;
    for (const std::string& text : texts) {
        auto key = VerifierKey::parse(text);
        if (!key) return pass_on(key.error());
        keys.push_back(std::move(*key));
    }
    return keys;
}

}  // namespace

Json to_json(const AuditedLog& log) {
    return Json::Object{{"checkpoint", log.checkpoint},
                        {"former_keys", texts_of(log.former_keys)},
                        {"frontier", log.frontier},
                        {"keys", texts_of(log.keys)},
                        {"last_at", log.last_at.text()},
                        {"origin", log.origin},
                        {"policy", log.policy},
                        {"policy_seq", log.policy_seq},
                        {"root", hash::hex(log.root)},
                        {"size", log.size},
                        {"v", 1}};
}

Result<AuditedLog> audited_log_from(const Json& json) {
    FieldReader in(json);
    AuditedLog log;
    log.checkpoint = in.text("checkpoint", 0, kLongText);
    const auto former = keys_of(in.texts("former_keys"));
    log.frontier = in.text("frontier", 0, kLongText);
    const auto keys = keys_of(in.texts("keys"));
    const auto at = Instant::parse(in.text("last_at", 1, 32));
    log.origin = in.text("origin", 1, 255);
    log.policy = in.text("policy", 0, kLongText);
    log.policy_seq = static_cast<std::uint64_t>(in.integer("policy_seq", 0, kLargest));
    const std::string root = in.text("root", 64, 64);
    log.size = static_cast<std::uint64_t>(in.integer("size", 0, kLargest));
    in.integer("v", 1, 1);
    if (const auto no = in.refusal()) return pass_on(*no);
    if (!former) return pass_on(former.error());
    if (!keys) return pass_on(keys.error());
    if (!at) return pass_on(at.error());
    log.former_keys = *former;
    log.keys = *keys;
    log.last_at = *at;
    const auto frontier = Frontier::restore(log.size, log.frontier);
    if (!frontier) return pass_on(frontier.error());
    log.root = frontier->root();
    if (hash::hex(log.root) != root)
        return refuse(RefusalKind::invalid, "merkle.frontier", "日志树的边界状态与根不符",
                      "the frontier does not give the root");
    return log;
}

}  // namespace sunlot::ledger
