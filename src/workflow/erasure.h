// Erasing personal data (个人信息保护法 §47): asked for by one person, approved by another, each an entry. Approval
// deletes the private parts, puts redacted files in place of imported ones, clears the tables and writes
// private.erased, all in one transaction; the entries, their hashes and the tree stay. Backups made before keep what
// they have: they are erased with their own term (docs/operating/README.md).
#pragma once
#include "base/result.h"
#include "store/erasure.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct ErasureRequest {
    std::string what;   ///< entries, officer, object
    std::string basis;  ///< withdrawn, purpose_fulfilled, retention_over, unlawful, court
    std::vector<std::uint64_t> entries = {};
    std::string target = {};  ///< id of the officer or object; private
    std::string person = {};  ///< whose data; private
    std::string reason = {};  ///< private
};

/// Refuses erasure.what, erasure.basis, erasure.reason, erasure.entry (no private part, erased already, or a secret
/// that is no personal data), officer.unknown, object.unknown.
Result<store::ErasureRecord> request_erasure(const Context& context, const Actor& actor, const ErasureRequest& request);
/// By another account than the one that asked: refuses erasure.same_person, erasure.unknown, erasure.answered,
/// erasure.nothing (whatever was meant is gone).
Result<store::ErasureRecord> approve_erasure(const Context& context, const Actor& actor, std::string_view id);
Result<store::ErasureRecord> refuse_erasure(const Context& context, const Actor& actor, std::string_view id,
                                            std::string_view reason);
std::vector<store::ErasureRecord> list_erasures(const Context& context);

/// Puts redacted files in place whose entries stand in the journal: what a crash right after the commit left undone.
/// At every start.
void finish_erasures(const Context& context);

}  // namespace sunlot::workflow
