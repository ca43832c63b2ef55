#include "base/text.h"
#include "files/durable_file.h"
#include "hash/sha256.h"
#include "http/client.h"
#include "ledger/log_rotation.h"
#include "store/database.h"
#include "workflow/province.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <fstream>
#include <thread>

#include <spdlog/spdlog.h>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using ledger::Sight;

constexpr std::uint64_t kCheckpointLimit = 64UL << 10U;
constexpr std::uint64_t kFileLimit = 256UL * (65'535 + 2);  // an entry bundle
/// What is kept of bytes that are no head at all.
constexpr std::size_t kKeptOfJunk = 4096;

/// What one county showed; no look when it was not reached.
struct Seen {
    store::County county;
    std::optional<ledger::Look> look;
    std::string shown;
    /// In force now, when the county has changed its key and proven it.
    std::optional<ledger::VerifierKey> new_key;
};

ledger::WatchedHead head_of(const store::County& county, const ledger::VerifierKey& key) {
    if (county.checkpoint.empty()) return ledger::unseen_head(county.origin);
    // Under a key that has been changed since, the note still says what it says: it is our own record.
    const auto opened = ledger::open_head(county.checkpoint, county.origin, std::array{key});
    if (opened) return *opened;
    auto checkpoint =
        ledger::parse_checkpoint(std::string_view(county.checkpoint).substr(0, county.checkpoint.rfind("\n\n") + 1));
    return {.checkpoint = std::move(checkpoint.value()), .note = county.checkpoint};
}

Result<ledger::VerifierKey> new_key(const store::County& county, const ledger::VerifierKey& key, std::string_view shown,
                                    const ledger::ReadLogFile& read) {
    const auto claimed = ledger::parse_checkpoint(shown.substr(0, shown.rfind("\n\n") + 1));
    if (!claimed) return pass_on(claimed.error());
    return ledger::follow_rotations(key, head_of(county, key), claimed->size, read);
}

Seen look_at(const store::County& county, http::Client& client, const std::stop_token& stop) {
    Seen seen{.county = county, .look = {}, .shown = {}, .new_key = {}};
    auto shown = http::fetch(client, county.url + "/checkpoint", {.body = kCheckpointLimit});
    if (!shown) return seen;
    seen.shown = std::move(*shown);
    const auto key = ledger::VerifierKey::parse(county.vkey).value();
    const auto read = [&](const std::string& path) -> Result<std::string> {
        if (stop.stop_requested()) return refuse(RefusalKind::unavailable, "county.stopping", "正在停止", "stopping");
        return http::fetch(client, county.url + "/" + path, {.body = kFileLimit});
    };
    auto now = ledger::open_head(seen.shown, county.origin, std::array{key});
    if (!now) {
        auto next = new_key(county, key, seen.shown, read);
        if (!next && next.error().kind == RefusalKind::unavailable) return seen;
        seen.look = ledger::Look{.sight = Sight::signature, .head = {}, .why = now.error().text};
        if (next) seen.new_key = std::move(*next);
        return seen;
    }
    seen.look = ledger::look_with_tiles(head_of(county, key), std::move(*now),
                                        [&](const ledger::Tile& tile) { return read(ledger::path(tile)); });
    return seen;
}

/// Looks at all of them, some at a time; those not looked at stay without an origin.
std::vector<Seen> look_at_all(const std::vector<store::County>& counties, const ObserveTerms& terms) {
    std::vector<Seen> seen(counties.size());
    const std::size_t at_once = std::clamp<std::size_t>(terms.at_once, 1, 64);
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min(at_once, counties.size()); ++i)
        threads.emplace_back([&] {
            http::Client client;
            for (std::size_t at = next++; at < counties.size() && !terms.stop.stop_requested(); at = next++) {
                try {
                    seen[at] = look_at(counties[at], client, terms.stop);
                } catch (const std::exception& fault) {  // of one county: the others are looked at all the same
                    spdlog::error("county {}: {}", counties[at].origin, fault.what());
                    seen[at].county = counties[at];
                }
            }
        });
    threads.clear();
    return seen;
}

/// When a county was last reached. Files, not entries: it changes nothing anyone relies on.
class LastReached {
public:
    explicit LastReached(const Context& context) : folder_(context.data_directory / "province") {
        fs::create_directories(folder_);
    }
    void reached(const std::string& origin, Instant now) const {
        std::ofstream(file(origin), std::ios::binary | std::ios::trunc) << now.micros << "\n";
    }
    /// From the first look on, when it never was.
    Instant when(const std::string& origin, Instant now) const {
        std::ifstream in(file(origin), std::ios::binary);
        Instant at;
        if (in >> at.micros) return at;
        reached(origin, now);
        return now;
    }

private:
    fs::path file(const std::string& origin) const { return folder_ / hash::sha256_hex(origin).substr(0, 16); }
    fs::path folder_;
};

/// Writes into the journal what a look has shown.
class Recorder {
public:
    Recorder(const Context& context, const Actor& actor, const ObserveTerms& terms)
        : context_(context), actor_(actor), terms_(terms), reached_(context) {}

    void record(const Seen& seen) {
        const Instant now = context_.clock.now();
        ++done.counties;
        if (!seen.look || seen.look->sight == Sight::unreached) {
            ++done.unreachable;
            const auto silent = (now.micros - reached_.when(seen.county.origin, now).micros) / 1'000'000;
            if (silent > terms_.silence.count()) alarm(seen, "silence", silence(silent));
            return;
        }
        reached_.reached(seen.county.origin, now);
        if (seen.new_key) return change_key(seen);
        if (!seen.look->well()) return alarm(seen, ledger::name(seen.look->sight), seen.look->why);
        const bool was_ill = std::ranges::any_of(
            seen.county.alarms, [](const auto& alarm) { return store::alarm_ends_by_itself(alarm.what); });
        if (seen.look->sight == Sight::grown || was_ill || seen.county.checkpoint.empty()) observe(seen);
    }

    Observed done;

private:
    static Text silence(std::int64_t seconds) {
        const std::string minutes = std::to_string(seconds / 60);
        return {"已有 " + minutes + " 分钟无法读到该县的日志", "the log could not be read for " + minutes + " minutes"};
    }

    /// The county as it is now, unless somebody else recorded a look in between.
    static std::optional<store::County> unchanged(store::Transaction& transaction, const Seen& seen) {
        auto now = store::find_county(transaction, seen.county.origin);
        if (!now || now->checkpoint != seen.county.checkpoint || now->vkey != seen.county.vkey) return std::nullopt;
        return now;
    }

    void observe(const Seen& seen) {
        auto transaction = context_.database.write();
        if (!unchanged(transaction, seen)) return;
        const auto& head = seen.look->head;
        append(transaction, seen, "county.observed",
               {{"checkpoint", head.note},
                {"origin", seen.county.origin},
                {"root", hash::hex(head.checkpoint.root)},
                {"size", static_cast<std::int64_t>(head.checkpoint.size)}});
        transaction.commit();
        ++done.grown;
    }

    /// The county's own entry key.rotated, proven; what it shows under the new key is seen in the next round.
    void change_key(const Seen& seen) {
        auto transaction = context_.database.write();
        const auto now = unchanged(transaction, seen);
        if (!now) return;
        append(transaction, seen, "county.added",
               {{"name", now->name},
                {"origin", now->origin},
                {"region", now->region},
                {"url", now->url},
                {"vkey", seen.new_key->text()}});
        transaction.commit();
    }

    void alarm(const Seen& seen, std::string_view what, const Text& why) {
        auto transaction = context_.database.write();
        const auto now = unchanged(transaction, seen);
        if (!now || std::ranges::any_of(now->alarms, [&](const auto& on) { return on.what == what; })) return;
        const bool is_head = seen.look && !seen.look->head.note.empty();
        std::string shown = is_head ? seen.look->head.note : seen.shown.substr(0, kKeptOfJunk);
        if (!is_utf8(shown) || shown.contains('\0')) shown = "sha256 " + hash::sha256_hex(seen.shown) + "\n";
        append(transaction, seen, "county.alarmed",
               {{"evidence", Json::Object{{"en", why.en.empty() ? why.zh : why.en},
                                          {"held", now->checkpoint},
                                          {"shown", std::move(shown)},
                                          {"zh", why.zh}}},
                {"origin", seen.county.origin},
                {"what", what}});
        transaction.commit();
        ++done.alarmed;
        spdlog::error("county {}: {}: {}", seen.county.origin, what, why.en);
    }

    void append(store::Transaction& transaction, const Seen& seen, const char* kind, Json::Object data) const {
        transaction.append({.kind = kind,
                            .actor = actor_.account,
                            .subject = seen.county.origin,
                            .at = context_.clock.now(),
                            .data = std::move(data)});
    }

    const Context& context_;
    const Actor& actor_;
    const ObserveTerms& terms_;
    LastReached reached_;
};

}  // namespace

Observed observe_counties(const Context& context, const Actor& actor, const ObserveTerms& terms) {
    const auto seen = look_at_all(list_counties(context), terms);
    Recorder recorder(context, actor, terms);
    for (const auto& one : seen)
        if (!one.county.origin.empty()) recorder.record(one);
    return recorder.done;
}

}  // namespace sunlot::workflow
