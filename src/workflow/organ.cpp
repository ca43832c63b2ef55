#include "workflow/organ.h"

#include "store/database.h"
#include "store/organ.h"
#include "workflow/log_keys.h"
#include "workflow/log_rotation.h"
#include "workflow/published_verifier.h"

#include <stdexcept>
#include <utility>

namespace sunlot::workflow {

void create_log(const Context& context, store::Transaction& transaction, const inspection::Organ& organ,
                const Actor& actor) {
    const Instant now = context.clock.now();
    const std::string origin = inspection::log_origin(organ, now.beijing_date().year);
    // The key is durable before the entry that names it; a crash in between leaves a key that is taken next time.
    const auto made = make_log_keys(context, origin);
    if (!made) throw std::runtime_error(made.error().code + ": " + made.error().text.zh);
    const auto keys = (*made)->verifiers();
    Json::Object created{{"origin", origin}, {"vkey", keys.front().text()}};
    if (keys.size() > 1) created["vkey_sm2"] = keys[1].text();
    transaction.append({.kind = "log.created",
                        .actor = actor.account,
                        .subject = origin,
                        .at = now,
                        .data = std::move(created),
                        .private_data = nullptr});
    announce_ceremony(context, transaction, actor);
    transaction.append({.kind = "organ.configured",
                        .actor = actor.account,
                        .subject = organ.code,
                        .at = now,
                        .data = inspection::to_json(organ),
                        .private_data = nullptr});
    append_verifier(context, transaction);
}

std::optional<inspection::Organ> configured_organ(store::View& view) {
    const auto row = store::configured_organ(view);
    if (!row) return {};
    return inspection::Organ{
        .name = row->name, .abbreviation = row->short_name, .code = row->code, .region = row->region};
}

}  // namespace sunlot::workflow
