#include "workflow/exchange_reader.h"

#include "base/bytes.h"
#include "base/text.h"
#include "hash/sha256.h"
#include "inspection/roll.h"
#include "store/database.h"
#include "store/roll.h"

#include <algorithm>

namespace sunlot::workflow {
namespace {

constexpr std::string_view kPrefix = "slx_";
constexpr std::size_t kKeyBytes = 32;
/// So many rows are looked at for one page, when few of them are within the reader's scope.
constexpr std::size_t kLookedAt = 20'000;

Refusal no_key() {
    return refuse(RefusalKind::unauthenticated, "exchange.key", "密钥无效、已收回或已过期",
                  "The key is unknown, was taken back, or is over");
}

bool among(const Json& wanted, std::string_view value) {
    const auto& words = wanted.as_array();
    return words.empty() || std::ranges::any_of(words, [&](const Json& word) { return word.as_string() == value; });
}

constexpr std::string_view kFirstTime = "0.";

/// "81-91150802MA0N1A2B31": after that object as entry 81 left it. "0." before it: the reader has not yet seen all.
struct Cursor {
    std::int64_t entry = -1;
    std::string id;
    bool first = true;
    std::string text() const {
        return std::string(first ? kFirstTime : std::string_view()) + std::to_string(entry) + "-" + id;
    }
};
Result<Cursor> read_cursor(std::string_view text) {
    if (text.empty()) return Cursor{};
    const bool first = text.starts_with(kFirstTime);
    if (first) text.remove_prefix(kFirstTime.size());
    const auto dash = text.find('-');
    const auto entry = parse_unsigned(text.substr(0, dash));
    if (entry && dash != std::string_view::npos && text.size() < 200)
        return Cursor{static_cast<std::int64_t>(*entry), std::string(text.substr(dash + 1)), first};
    return refuse(RefusalKind::invalid, "exchange.cursor", "since 应为上一次回答里的 next",
                  "since is the next of an earlier answer", "since");
}

Result<store::ReaderRecord> reader_of(const Context& context, store::View& view, std::string_view key) {
    if (!key.starts_with(kPrefix) || !is_hex(key.substr(kPrefix.size()), 2 * kKeyBytes)) return no_key();
    auto reader = store::find_reader_by_key(view, hash::sha256_hex(key));
    if (!reader || reader->revoked || reader->expires_on < context.clock.now().beijing_date().text()) return no_key();
    return std::move(*reader);
}

SharedObject shared(store::View& view, const store::ChangedObject& changed, const Json& scope) {
    SharedObject out{.id = changed.id,
                     .entry = changed.entry,
                     .changed_at = changed.updated_at,
                     .merged_into = {},
                     .withdrawn = false,
                     .fields = {}};
    const auto object = store::find_object(view, changed.id);
    const auto line = store::object_line(view, changed.id);
    if (!object || !line) throw std::logic_error("an object that changed is not there");
    const auto cells = inspection::cut_object(*line).value();
    out.merged_into = object->merged_into;
    out.withdrawn = !among(scope.at("districts"), object->district) || !among(scope.at("kinds"), object->kind);
    for (const Json& field : scope.at("fields").as_array())
        if (const auto column = inspection::roll_column(field.as_string()))
            out.fields.emplace_back(field.as_string(), cells.at(*column));
    return out;
}

/// One that is outside of the scope is told only to a reader who had seen all before, and only by its id: it may hold
/// it.
SharedPage page_of(store::View& view, const store::ReaderRecord& reader, Cursor from, std::size_t limit) {
    SharedPage page;
    page.reader = reader.id;
    for (std::size_t looked = 0; looked < kLookedAt;) {
        const auto some = store::changed_objects(view, from.entry, from.id, 500);
        page.more = false;
        for (const auto& changed : some) {
            page.more = true;
            if (page.rows.size() == limit || ++looked > kLookedAt) break;
            auto object = shared(view, changed, reader.scope);
            from.entry = changed.entry;
            from.id = changed.id;
            page.more = false;
            if (object.withdrawn && from.first) continue;
            if (object.withdrawn) object.fields.clear();
            page.rows.push_back(std::move(object));
        }
        if (some.empty() || page.more) break;
    }
    if (!page.more) from.first = false;
    page.next = from.entry < 0 ? std::string() : from.text();
    return page;
}

}  // namespace

std::vector<store::ReaderRecord> list_readers(const Context& context) {
    auto view = context.database.read();
    return store::list_readers(view);
}

Result<NewReader> add_reader(const Context& context, const Actor& actor, const Json& scope) {
    const auto read = inspection::read_reader(scope, context.clock.now().beijing_date());
    if (!read) return pass_on(read.error());
    const std::string key = std::string(kPrefix) + context.entropy.hex(kKeyBytes);
    auto transaction = context.database.write();
    const std::string id = "k" + std::to_string(store::count_readers(transaction) + 1);
    transaction.append({.kind = "exchange.reader_set",
                        .actor = actor.account,
                        .subject = id,
                        .at = context.clock.now(),
                        .data = Json::Object{{"districts", Json(read->districts)},
                                             {"expires_on", read->expires_on.text()},
                                             {"fields", Json(read->fields)},
                                             {"kinds", Json(read->kinds)},
                                             {"name", read->name}},
                        .private_data = Json::Object{{"key", hash::sha256_hex(key)}}});
    auto reader = store::find_reader(transaction, id).value();
    transaction.commit();
    return NewReader{std::move(reader), key};
}

Result<Done> revoke_reader(const Context& context, const Actor& actor, std::string_view id, std::string_view reason) {
    if (trim(reason).empty() || reason.size() > 500)
        return refuse(RefusalKind::invalid, "exchange.reason", "请写明理由", "Give the reason", "reason");
    auto transaction = context.database.write();
    const auto reader = store::find_reader(transaction, id);
    if (!reader)
        return refuse(RefusalKind::not_found, "exchange.reader_unknown", "没有这个密钥", "There is no such key", "id");
    if (reader->revoked)
        return refuse(RefusalKind::conflict, "exchange.reader_revoked", "这个密钥已经收回",
                      "It was taken back already");
    transaction.append({.kind = "exchange.reader_revoked",
                        .actor = actor.account,
                        .subject = reader->id,
                        .at = context.clock.now(),
                        .data = Json::Object{{"reason", trim(reason)}},
                        .private_data = nullptr});
    transaction.commit();
    return Done{};
}

Result<SharedPage> share_objects(const Context& context, std::string_view key, std::string_view since,
                                 std::size_t limit) {
    const auto cursor = read_cursor(since);
    std::optional<SharedPage> page;
    {
        auto view = context.database.read();
        const auto reader = reader_of(context, view, key);
        if (!reader) return pass_on(reader.error());
        if (!cursor) return pass_on(cursor.error());
        page = page_of(view, *reader, *cursor, limit);
        page->as_of = view.journal().last_at;
    }
    if (page->rows.empty()) return std::move(*page);
    auto transaction = context.database.write();
    transaction.append({.kind = "exchange.given",
                        .actor = page->reader,
                        .subject = page->reader,
                        .at = context.clock.now(),
                        .data = Json::Object{{"rows", page->rows.size()}, {"since", since}, {"until", page->next}},
                        .private_data = nullptr});
    transaction.commit();
    return std::move(*page);
}

}  // namespace sunlot::workflow
