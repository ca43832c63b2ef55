#include "workflow/province.h"

#include "inspection/region.h"
#include "ledger/note.h"
#include "store/database.h"

#include <algorithm>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kLongestUrl = 500;

bool is_region(std::string_view text) {
    return text.size() == 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Result<std::string> clean_url(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    const bool good = (url.starts_with("https://") || url.starts_with("http://")) && url.size() <= kLongestUrl &&
                      std::ranges::all_of(url, [](char c) { return c > ' ' && c < '\x7f'; });
    if (good) return url;
    return refuse(RefusalKind::invalid, "county.url", "日志地址应以 https:// 开头，如 https://example.gov.cn/log",
                  "the address must begin with https://", "url");
}

Refusal unknown_county() {
    return refuse(RefusalKind::not_found, "county.unknown", "没有这个县的日志", "there is no such county", "origin");
}

}  // namespace

Result<store::County> add_county(const Context& context, const Actor& actor, const CountyTerms& terms) {
    const auto key = ledger::VerifierKey::parse(terms.vkey);
    if (!key) return pass_on(key.error());
    if (key->type() != ledger::KeyType::ed25519)
        return refuse(RefusalKind::invalid, "vkey.type", "请填日志的 Ed25519 公钥（/log/vkey 那一行）",
                      "give the log's Ed25519 key (the line of /log/vkey)", "vkey");
    const auto url = clean_url(terms.url);
    if (!url) return pass_on(url.error());
    if (!is_region(terms.region))
        return refuse(RefusalKind::invalid, "county.region", "区划代码应为六位数字", "a region is six digits",
                      "region");
    auto transaction = context.database.write();
    const auto before = store::find_county(transaction, key->name());
    if (before && before->name == terms.name && before->region == terms.region && before->url == *url &&
        before->vkey == terms.vkey)
        return refuse(RefusalKind::conflict, "county.unchanged", "这个县已经按此登记", "this county is there already");
    transaction.append({.kind = "county.added",
                        .actor = actor.account,
                        .subject = key->name(),
                        .at = context.clock.now(),
                        .data = Json::Object{{"name", terms.name},
                                             {"origin", key->name()},
                                             {"region", terms.region},
                                             {"url", *url},
                                             {"vkey", terms.vkey}}});
    auto county = store::find_county(transaction, key->name());
    transaction.commit();
    return std::move(*county);
}

std::vector<store::County> list_counties(const Context& context) {
    auto view = context.database.read();
    return store::all_counties(view);
}

Result<store::County> resolve_county(const Context& context, const Actor& actor, std::string_view origin,
                                     std::string_view reason) {
    auto transaction = context.database.write();
    const auto county = store::find_county(transaction, origin);
    if (!county) return unknown_county();
    if (county->alarms.empty())
        return refuse(RefusalKind::conflict, "county.no_alarm", "这个县没有警报", "this county has no alarm");
    transaction.append({.kind = "county.resolved",
                        .actor = actor.account,
                        .subject = county->origin,
                        .at = context.clock.now(),
                        .data = Json::Object{{"origin", county->origin}, {"reason", reason}}});
    auto resolved = store::find_county(transaction, origin);
    transaction.commit();
    return std::move(*resolved);
}

Result<std::string> county_evidence(const Context& context, std::uint64_t entry, std::string_view which) {
    auto view = context.database.read();
    if (which == "held" || which == "shown")
        if (auto note = store::alarm_evidence(view, entry, which)) return std::move(*note);
    return refuse(RefusalKind::not_found, "county.evidence", "没有这份证据", "there is no such evidence");
}

}  // namespace sunlot::workflow
