#include "workflow/export_record.h"

#include "store/database.h"
#include "workflow/file_digest.h"

namespace sunlot::workflow {

std::uint64_t record_export(const Context& context, const Actor& actor, const ExportRecord& record) {
    const std::string digest = file_digest(record.file);
    return context.database
        .transact([&](store::Transaction& transaction) {
            return transaction.append(
                {.kind = "export.made",
                 .actor = actor.account,
                 .subject = record.what,
                 .at = context.clock.now(),
                 .data = Json::Object{{"filter", record.filter},
                                      {"format", record.format},
                                      {"rows", record.rows},
                                      {"sha256", digest}},
                 .private_data = record.words.empty() ? Json() : Json(Json::Object{{"words", record.words}})});
        })
        .seq;
}

}  // namespace sunlot::workflow
