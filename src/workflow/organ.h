// The organ and its log: created together, once, before anything else can happen.
#pragma once
#include "inspection/organ.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <optional>
#include <string>

namespace sunlot::store {
class Transaction;
class View;
}  // namespace sunlot::store

namespace sunlot::workflow {

/// Makes the log's signing key (DATA/keys/log.key, 0600) and appends log.created, organ.configured and
/// verifier.published. REQUIRES: the journal is empty. A key left by an attempt that was rolled back is taken again.
void create_log(const Context& context, store::Transaction& transaction, const inspection::Organ& organ,
                const Actor& actor);

/// The organ as configured, or nothing before log.created.
std::optional<inspection::Organ> configured_organ(store::View& view);

}  // namespace sunlot::workflow
