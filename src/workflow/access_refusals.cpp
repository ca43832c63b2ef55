#include "workflow/access_refusals.h"

#include "base/text.h"
#include "store/database.h"

#include <chrono>
#include <condition_variable>
#include <limits>
#include <utility>

#include <spdlog/spdlog.h>

namespace sunlot::workflow {
namespace {

constexpr std::int64_t kMinute = 60'000'000;
constexpr std::string_view kAnonymous = "anonymous/";

bool is_private_v4(std::string_view address) {
    if (address.starts_with("10.") || address.starts_with("192.168.")) return true;
    if (!address.starts_with("172.")) return false;
    const auto parts = split(address, '.');
    const auto second = parts.size() > 1 ? parse_unsigned(parts[1]) : std::nullopt;
    return second && *second >= 16 && *second <= 31;
}

}  // namespace

std::string_view address_class(std::string_view address) {
    if (address == "local") return "local";
    if (address.starts_with("::ffff:")) address.remove_prefix(7);
    if (address.starts_with("127.") || address == "::1") return "loopback";
    const bool local_v6 = address.starts_with("fc") || address.starts_with("fd") || address.starts_with("fe80");
    return is_private_v4(address) || local_v6 ? "private" : "public";
}

void AccessRefusals::note(const RefusedAccess& refused) noexcept {
    try {
        const Key key{refused.account.empty() ? std::string(kAnonymous) + std::string(address_class(refused.address))
                                              : refused.account,
                      context_.clock.now().micros / kMinute};
        const Route route{refused.route, refused.permission, refused.code};
        {
            const std::lock_guard lock(mutex_);
            auto& counted = minutes_[key];
            if (refused.account.empty() || counted.told) {
                ++counted.count;
                if (counted.routes.size() < kRoutes || counted.routes.contains(route)) ++counted.routes[route];
                return;
            }
            counted.told = true;
        }
        append(key, {.told = true, .count = 1, .routes = {{route, 1}}});
    } catch (const std::exception& fault) {
        spdlog::error("a refused access was not written down: {}", fault.what());
    }
}

void AccessRefusals::append(const Key& key, const Counted& counted) {
    if (context_.database.frozen() || context_.database.read().journal().size == 0) return;
    Json::Array routes;
    for (const auto& [route, count] : counted.routes)
        routes.push_back(Json::Object{
            {"code", route.code}, {"count", count}, {"permission", route.permission}, {"route", route.route}});
    const bool anonymous = key.who.starts_with(kAnonymous);
    context_.database.transact([&](store::Transaction& transaction) {
        transaction.append({.kind = "access.refused",
                            .actor = anonymous ? "anonymous" : key.who,
                            .subject = key.who,
                            .at = context_.clock.now(),
                            .data = Json::Object{{"count", counted.count},
                                                 {"minute", Instant{key.minute * kMinute}.text()},
                                                 {"routes", routes}},
                            .private_data = nullptr});
    });
}

std::map<AccessRefusals::Key, AccessRefusals::Counted> AccessRefusals::take(std::int64_t before_minute) {
    const std::lock_guard lock(mutex_);
    std::map<Key, Counted> out;
    for (auto at = minutes_.begin(); at != minutes_.end();) {
        if (at->first.minute >= before_minute) {
            ++at;
            continue;
        }
        if (at->second.count > 0) out.insert(*at);
        at = minutes_.erase(at);
    }
    return out;
}

void AccessRefusals::write(Which which) noexcept {
    try {
        const auto before =
            which == Which::all ? std::numeric_limits<std::int64_t>::max() : context_.clock.now().micros / kMinute;
        for (const auto& [key, counted] : take(before)) append(key, counted);
    } catch (const std::exception& fault) {
        spdlog::error("refused accesses were not written down: {}", fault.what());
    }
}

RefusalWriter::RefusalWriter(AccessRefusals& refusals)
    : thread_([&refusals](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any wake;
          std::unique_lock lock(mutex);
          while (!stop.stop_requested()) {
              wake.wait_for(lock, stop, std::chrono::seconds(5), [] { return false; });
              refusals.write(stop.stop_requested() ? AccessRefusals::Which::all : AccessRefusals::Which::over);
          }
      }) {}

}  // namespace sunlot::workflow
