// Personal data unmasked: lists show none; a look is an act of its own, with a purpose, written into the journal before
// anything is shown (private.viewed). Who was looked at stands in the entry's private part, since the public one would
// tell of a draw under embargo.
#pragma once
#include "base/json.h"
#include "base/result.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sunlot::workflow {

struct Look {
    std::string purpose;  ///< visit, check, complaint, audit, correction, erasure
    std::string note;     ///< stays private
};

struct Shown {
    std::uint64_t entry = 0;  ///< number of private.viewed
    Json part;
};

/// Identity number and phone, as far as they are known. Refuses private.purpose, officer.unknown.
Result<Shown> show_officer_person(const Context& context, const Actor& actor, std::string_view id, const Look& look);
/// Legal person, contact and phone. Refuses private.purpose, object.unknown.
Result<Shown> show_object_person(const Context& context, const Actor& actor, std::string_view id, const Look& look);
/// The private part of an entry. Refuses private.purpose, journal.unknown, private.none (there is none, or it was
/// erased), private.secret (passwords, shares, digests under embargo: shown to nobody).
Result<Shown> show_private_part(const Context& context, const Actor& actor, std::uint64_t seq, const Look& look);

}  // namespace sunlot::workflow
