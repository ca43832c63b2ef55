// Our directory for other departments (对外共享): each has a key of its own with a scope and a last day, and pulls what
// changed since it last came. Whatever is handed over is an entry (exchange.given). Personal fields are never shared.
#pragma once
#include "base/result.h"
#include "inspection/exchange.h"
#include "store/exchange.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

std::vector<store::ReaderRecord> list_readers(const Context& context);

struct NewReader {
    store::ReaderRecord reader;
    std::string key;  ///< shown once, kept nowhere
};
/// Refuses what inspection::read_reader refuses.
Result<NewReader> add_reader(const Context& context, const Actor& actor, const Json& scope);
/// Refuses exchange.reader_unknown, exchange.reader_revoked, exchange.reason.
Result<Done> revoke_reader(const Context& context, const Actor& actor, std::string_view id, std::string_view reason);

struct SharedObject {
    std::string id;
    std::int64_t entry = 0;
    Instant changed_at;
    std::string merged_into;  ///< found to be the same as this one
    bool withdrawn = false;   ///< no longer within the reader's scope
    std::vector<std::pair<std::string, std::string>> fields;
};
struct SharedPage {
    std::string reader;
    std::vector<SharedObject> rows;
    std::string next;  ///< cursor to go on with, now or another day
    bool more = false;
    Instant as_of;
};
/// `since`: a cursor of an earlier page, or empty for everything. Refuses exchange.key (unknown, revoked or over; one
/// refusal for all), exchange.cursor.
Result<SharedPage> share_objects(const Context& context, std::string_view key, std::string_view since,
                                 std::size_t limit);

}  // namespace sunlot::workflow
