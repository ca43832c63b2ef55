// The provincial log: an ordinary instance whose journal gets the heads of county logs. A county that rewrites its log
// is found as soon as two of its heads can't belong to one history, and its own signatures under both are the evidence,
// in a journal that is itself published, witnessed and followed. What this does not see: what a county never wrote, and
// what it rewrote between two looks before anybody had seen it.
#pragma once
#include "base/json.h"
#include "store/province.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct CountyTerms {
    std::string name;
    std::string region;
    std::string url;
    std::string vkey;
};

/// Adds a county, or changes name, address and key of one that is there (a county that changed its key: compare the new
/// one in person). Refuses vkey.*, county.url, county.region, county.unchanged.
Result<store::County> add_county(const Context& context, const Actor& actor, const CountyTerms& terms);

std::vector<store::County> list_counties(const Context& context);

/// Ends all alarms of a county, with the reason. Refuses county.unknown, county.no_alarm.
Result<store::County> resolve_county(const Context& context, const Actor& actor, std::string_view origin,
                                     std::string_view reason);

/// The head held or shown by an alarm. Refuses county.evidence.
Result<std::string> county_evidence(const Context& context, std::uint64_t entry, std::string_view which);

struct ObserveTerms {
    /// How many counties are asked at the same time.
    std::size_t at_once = 8;
    /// A county that was not reached for longer is alarmed.
    std::chrono::seconds silence{600};
    /// Ends the round early; what was not looked at is left alone.
    std::stop_token stop = {};
};
struct Observed {
    std::size_t counties = 0;
    std::size_t grown = 0;
    std::size_t alarmed = 0;
    std::size_t unreachable = 0;
};

/// One look at every county: county.observed where a head grew (or is well again after an alarm), county.alarmed where
/// something is wrong that was not before. When each was last reached is kept in DATA/province/.
/// Rounds may overlap: what another one has recorded in between is left alone.
Observed observe_counties(const Context& context, const Actor& actor, const ObserveTerms& terms = {});

}  // namespace sunlot::workflow
