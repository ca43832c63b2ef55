// Refusals of permission, in the journal without letting anybody fill it: the first refusal of an account in a minute
// is an entry at once; everything else, and whatever comes without an account, is counted and written as one entry for
// each account or class of address when the minute is over. Counts of the running minute die with the process.
// Safe to use from many threads.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "workflow/context.h"

#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace sunlot::workflow {

struct RefusedAccess {
    std::string account;     ///< empty: nobody signed in
    std::string address;     ///< the peer's; only its class is written down
    std::string route;       ///< "POST /api/draws/{id}/seal"
    std::string permission;  ///< what the route asks for
    std::string code;        ///< of the refusal
};

/// "loopback", "private", "public"; "local" for the command line.
std::string_view address_class(std::string_view address);

class AccessRefusals {
public:
    explicit AccessRefusals(const Context& context) : context_(context) {}
    /// Writes nothing before there is a journal, or while it is frozen. Never throws for the caller's sake.
    void note(const RefusedAccess& refused) noexcept;
    /// Writes what was counted in minutes that are over; `all`: also in the running one (the server stops).
    enum class Which { over, all };
    void write(Which which) noexcept;

    static constexpr std::size_t kRoutes = 20;

private:
    struct Key {
        std::string who;
        std::int64_t minute = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Route {
        std::string route;
        std::string permission;
        std::string code;
        friend auto operator<=>(const Route&, const Route&) = default;
    };
    struct Counted {
        bool told = false;  ///< the first one is an entry already
        std::uint64_t count = 0;
        std::map<Route, std::uint64_t> routes;
    };
    void append(const Key& key, const Counted& counted);
    std::map<Key, Counted> take(std::int64_t before_minute);

    const Context& context_;
    std::mutex mutex_;
    std::map<Key, Counted> minutes_;
};

/// Writes what was counted, every few seconds, until it is destroyed.
class RefusalWriter {
public:
    explicit RefusalWriter(AccessRefusals& refusals);

private:
    std::jthread thread_;
};

}  // namespace sunlot::workflow
