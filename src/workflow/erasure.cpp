#include "workflow/erasure.h"

#include "base/text.h"
#include "inspection/entry_kind.h"
#include "inspection/roll.h"
#include "ledger/entry.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/journal.h"
#include "store/officer.h"
#include "store/roll.h"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::array<std::string_view, 5> kBases{"withdrawn", "purpose_fulfilled", "retention_over", "unlawful",
                                                 "court"};
constexpr std::size_t kMostEntries = 100;

Refusal no(RefusalKind kind, std::string code, std::string zh, std::string en, std::string field = {}) {
    return refuse(kind, std::move(code), std::move(zh), std::move(en), std::move(field));
}

/// Which entries name a file of rows, and the columns of a person in it.
struct PersonColumns {
    std::vector<std::string_view> kinds;
    std::vector<std::size_t> columns;
    /// Lines leave out empty columns at their end, down to so many; 0: they don't.
    std::size_t trimmed_to = 0;
};

PersonColumns object_columns() {
    PersonColumns out{
        .kinds = {store::kObjectRowKinds.begin(), store::kObjectRowKinds.end()}, .columns = {}, .trimmed_to = 21};
    const auto all = inspection::roll_columns();
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].is_private) out.columns.push_back(i);
    return out;
}

const PersonColumns& columns_of(std::string_view what) {
    static const PersonColumns officer{.kinds = {store::kOfficerRowKinds.begin(), store::kOfficerRowKinds.end()},
                                       .columns = {4, 5}};
    static const PersonColumns object = object_columns();
    return what == "officer" ? officer : object;
}

Result<Done> check_entry(store::View& view, std::uint64_t seq) {
    const auto row = store::journal_entry(view, seq);
    const auto* kind = row ? inspection::entry_kind(row->kind) : nullptr;
    if (kind == nullptr || kind->secret || !store::journal_private(view, seq))
        return no(
            RefusalKind::invalid, "erasure.entry",
            "第 " + std::to_string(seq) + " 号条目没有可删除的个人信息（没有私密部分、已删除，或者是密码和保密摘要）",
            "entry " + std::to_string(seq) + " has no personal data that could be erased", "entries");
    return Done{};
}

Result<Done> check_target(store::View& view, const ErasureRequest& request) {
    if (request.what == "officer" && !store::find_officer(view, request.target))
        return no(RefusalKind::not_found, "officer.unknown", "名录里没有这名执法人员", "No such officer", "target");
    if (request.what == "object" && !store::find_object(view, request.target))
        return no(RefusalKind::not_found, "object.unknown", "名录里没有这个监管对象", "No such object", "target");
    return Done{};
}

Result<Done> check(store::View& view, const ErasureRequest& request) {
    const bool entries = request.what == "entries";
    if (!entries && request.what != "officer" && request.what != "object")
        return no(RefusalKind::invalid, "erasure.what", "请写明删除什么", "Say what is to be erased", "what");
    if (std::ranges::find(kBases, request.basis) == kBases.end())
        return no(RefusalKind::invalid, "erasure.basis", "请选择法律依据", "Choose the legal basis", "basis");
    if (trim(request.reason).empty() || request.reason.size() > 2000 || request.person.size() > 200)
        return no(RefusalKind::invalid, "erasure.reason", "请写明理由", "Give the reason", "reason");
    if (entries == request.entries.empty() || entries != request.target.empty() ||
        request.entries.size() > kMostEntries)
        return no(RefusalKind::invalid, "erasure.what", "请写明条目序号，或者人员、对象的编号，二者只写其一",
                  "Name entries, or an officer or object, not both", "entries");
    for (const auto seq : request.entries)
        if (auto sound = check_entry(view, seq); !sound) return sound;
    return check_target(view, request);
}

store::ErasureRecord written(store::View& view, std::string_view id) {
    auto found = store::find_erasure(view, id);
    if (!found) throw std::logic_error("an erasure vanished");
    return std::move(*found);
}

/// The request that waits, if `actor` may answer it.
Result<store::ErasureRecord> waiting(store::View& view, const Actor& actor, std::string_view id) {
    auto found = store::find_erasure(view, id);
    if (!found) return no(RefusalKind::not_found, "erasure.unknown", "没有这件申请", "There is no such request", "id");
    if (found->state != "requested")
        return no(RefusalKind::conflict, "erasure.answered", "这件申请已经办结", "This request was answered already");
    if (found->requested_by == actor.account)
        return no(RefusalKind::forbidden, "erasure.same_person", "删除要由另一个人批准",
                  "Another person must approve an erasure");
    return std::move(*found);
}

/// The file without the person's columns and with a fresh salt, or nothing when it tells nothing of the person.
std::string redacted(std::string_view bytes, std::string_view target, const PersonColumns& person, Entropy& entropy) {
    std::string out = entropy.hex(32) + "\n";
    bool found = false;
    const auto lines = split(bytes, '\n');
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i].empty()) continue;
        auto cells = split(lines[i], '\t');
        if (cells[0] == target)
            for (const auto c : person.columns) {
                if (c >= cells.size()) continue;  // empty columns at the end of a line are left out
                found = found || !cells[c].empty();
                cells[c] = {};
            }
        while (person.trimmed_to > 0 && cells.size() > person.trimmed_to && cells.back().empty()) cells.pop_back();
        for (std::size_t c = 0; c < cells.size(); ++c) out.append(c == 0 ? "" : "\t").append(cells[c]);
        out += '\n';
    }
    return found ? out : std::string();
}

/// Every file that is in force and names the person: its digest as the entry has it, its import and its kind.
struct Redaction {
    std::string digest;
    std::string kind;
    std::uint64_t import = 0;
    std::string by;  ///< digest of the redacted file
};

void redact_of_kind(const Context& context, store::View& view, std::string_view kind, std::string_view target,
                    const PersonColumns& person, std::vector<Redaction>& out) {
    store::JournalFilter filter{.kind = std::string(kind), .subject = {}, .before = {}, .limit = 100};
    for (auto rows = store::journal_page(view, filter); !rows.empty(); rows = store::journal_page(view, filter)) {
        for (const auto& row : rows) {
            const auto entry = ledger::parse_entry(row.entry);
            if (!entry) throw std::runtime_error("the journal holds what is no entry");
            const Json* blob = entry->data.find("blob");
            if (blob == nullptr || blob->as_string().empty()) continue;
            const std::string& digest = blob->as_string();
            const auto bytes = redacted(context.blobs.open(digest).text(), target, person, context.entropy);
            if (!bytes.empty())
                out.push_back({.digest = digest,
                               .kind = std::string(kind),
                               .import = row.seq,
                               .by = context.blobs.put(bytes, store::Privacy::personal)});
        }
        filter.before = rows.back().seq;
    }
}

std::vector<Redaction> redact(const Context& context, store::View& view, std::string_view target,
                              const PersonColumns& person) {
    std::vector<Redaction> out;
    for (const auto kind : person.kinds) redact_of_kind(context, view, kind, target, person, out);
    return out;
}

std::string target_of(store::View& view, const store::ErasureRecord& request) {
    const auto part = store::journal_private(view, request.entry);
    if (!part) throw std::runtime_error("the request's own private part is gone");
    return part->at("target").as_string();
}

}  // namespace

Result<store::ErasureRecord> request_erasure(const Context& context, const Actor& actor,
                                             const ErasureRequest& request) {
    auto transaction = context.database.write();
    if (auto sound = check(transaction, request); !sound) return pass_on(sound.error());
    const std::string id = "e" + std::to_string(store::count_erasures(transaction) + 1);
    Json::Array entries;
    for (const auto seq : request.entries) entries.emplace_back(seq);
    transaction.append(
        {.kind = "erasure.requested",
         .actor = actor.account,
         .subject = id,
         .at = context.clock.now(),
         .data = Json::Object{{"basis", request.basis}, {"entries", entries}, {"what", request.what}},
         .private_data = Json::Object{
             {"person", trim(request.person)}, {"reason", trim(request.reason)}, {"target", request.target}}});
    auto out = written(transaction, id);
    transaction.commit();
    return out;
}

Result<store::ErasureRecord> approve_erasure(const Context& context, const Actor& actor, std::string_view id) {
    auto transaction = context.database.write();
    const auto asked = waiting(transaction, actor, id);
    if (!asked) return pass_on(asked.error());
    const bool entries = asked->what == "entries";
    std::vector<Redaction> files;
    if (!entries) files = redact(context, transaction, target_of(transaction, *asked), columns_of(asked->what));
    const Instant now = context.clock.now();
    transaction.append({.kind = "erasure.approved",
                        .actor = actor.account,
                        .subject = asked->id,
                        .at = now,
                        .data = Json::Object{},
                        .private_data = nullptr});
    std::size_t erased = files.size();
    for (const auto seq : asked->entries) {
        if (!store::journal_private(transaction, seq)) continue;  // by another request meanwhile
        transaction.erase_private(seq, actor.account, now, asked->basis, asked->id);
        ++erased;
    }
    for (const auto& file : files)
        transaction.append({.kind = "private.erased",
                            .actor = actor.account,
                            .subject = "file/" + file.digest,
                            .at = now,
                            .data = Json::Object{{"erasure", asked->id},
                                                 {"kind", file.kind},
                                                 {"of", std::to_string(file.import)},
                                                 {"reason", asked->basis},
                                                 {"redacted", file.by}},
                            .private_data = nullptr});
    if (erased == 0)
        return no(RefusalKind::conflict, "erasure.nothing", "没有可以删除的内容，可能已经删除",
                  "There is nothing left to erase");
    auto out = written(transaction, id);
    transaction.commit();  // a crash after this leaves old files beside the redacted ones, until finish_erasures
    for (const auto& file : files) context.blobs.replace(file.digest, file.by);
    return out;
}

Result<store::ErasureRecord> refuse_erasure(const Context& context, const Actor& actor, std::string_view id,
                                            std::string_view reason) {
    if (trim(reason).empty())
        return no(RefusalKind::invalid, "erasure.reason", "请写明理由", "Give the reason", "reason");
    auto transaction = context.database.write();
    const auto asked = waiting(transaction, actor, id);
    if (!asked) return pass_on(asked.error());
    transaction.append({.kind = "erasure.refused",
                        .actor = actor.account,
                        .subject = asked->id,
                        .at = context.clock.now(),
                        .data = Json::Object{},
                        .private_data = Json::Object{{"reason", trim(reason)}}});
    auto out = written(transaction, id);
    transaction.commit();
    return out;
}

std::vector<store::ErasureRecord> list_erasures(const Context& context) {
    auto view = context.database.read();
    return store::list_erasures(view);
}

void finish_erasures(const Context& context) {
    auto view = context.database.read();
    constexpr int kAll = std::numeric_limits<int>::max();
    auto rows = store::journal_page(view, {.kind = "private.erased", .before = {}, .limit = kAll});
    std::ranges::reverse(rows);  // a file that was redacted twice is replaced in that order
    for (const auto& row : rows) {
        const auto entry = ledger::parse_entry(row.entry);
        if (!entry) continue;  // the audit names it
        if (const Json* by = entry->data.find("redacted"))
            context.blobs.replace(entry->subject.substr(std::string_view("file/").size()), by->as_string());
    }
}

}  // namespace sunlot::workflow
