#include "workflow/personal_data.h"

#include "inspection/entry_kind.h"
#include "store/database.h"
#include "store/journal.h"
#include "store/officer.h"
#include "store/roll.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::array<std::string_view, 6> kPurposes{"visit", "check", "complaint", "audit", "correction", "erasure"};
constexpr std::size_t kLongestNote = 600;

Result<Done> check(const Look& look) {
    if (std::ranges::find(kPurposes, look.purpose) == kPurposes.end())
        return refuse(RefusalKind::invalid, "private.purpose", "请选择查看的目的", "Say what the look is for",
                      "purpose");
    if (look.note.size() > kLongestNote)
        return refuse(RefusalKind::invalid, "private.note", "备注过长", "The note is too long", "note");
    return Done{};
}

/// The look is durable before anything is shown.
std::uint64_t write_down(const Context& context, store::Transaction& transaction, const Actor& actor,
                         std::string_view subject, std::string_view id, const Look& look, const Json::Object& part) {
    Json::Array fields;
    for (const auto& [name, value] : part) fields.emplace_back(name);
    const auto receipt = transaction.append({.kind = "private.viewed",
                                             .actor = actor.account,
                                             .subject = std::string(subject),
                                             .at = context.clock.now(),
                                             .data = Json::Object{{"fields", fields}, {"purpose", look.purpose}},
                                             .private_data = Json::Object{{"id", id}, {"note", look.note}}});
    transaction.commit();
    return receipt.seq;
}

void put(Json::Object& part, const char* name, const std::string& value) {
    if (!value.empty()) part.emplace(name, value);
}

}  // namespace

Result<Shown> show_officer_person(const Context& context, const Actor& actor, std::string_view id, const Look& look) {
    if (auto sound = check(look); !sound) return pass_on(sound.error());
    auto transaction = context.database.write();
    if (!store::find_officer(transaction, id))
        return refuse(RefusalKind::not_found, "officer.unknown", "名录里没有这名执法人员", "No such officer", "id");
    Json::Object part;
    if (const auto person = store::find_officer_person(transaction, id)) {
        put(part, "id_number", person->id_number);
        put(part, "phone", person->phone);
    }
    const auto entry = write_down(context, transaction, actor, "officer", id, look, part);
    return Shown{.entry = entry, .part = std::move(part)};
}

Result<Shown> show_object_person(const Context& context, const Actor& actor, std::string_view id, const Look& look) {
    if (auto sound = check(look); !sound) return pass_on(sound.error());
    auto transaction = context.database.write();
    if (!store::find_object(transaction, id))
        return refuse(RefusalKind::not_found, "object.unknown", "名录里没有这个监管对象", "No such object", "id");
    Json::Object part;
    if (const auto person = store::find_object_person(transaction, id)) {
        put(part, "legal_person", person->legal_person);
        put(part, "contact_name", person->contact_name);
        put(part, "contact_phone", person->contact_phone);
        put(part, "legal_person_phone", person->legal_person_phone);
        put(part, "head_name", person->head_name);
        put(part, "head_phone", person->head_phone);
        put(part, "labour_name", person->labour_name);
        put(part, "labour_phone", person->labour_phone);
    }
    const auto entry = write_down(context, transaction, actor, "object", id, look, part);
    return Shown{.entry = entry, .part = std::move(part)};
}

Result<Shown> show_private_part(const Context& context, const Actor& actor, std::uint64_t seq, const Look& look) {
    if (auto sound = check(look); !sound) return pass_on(sound.error());
    auto transaction = context.database.write();
    const auto row = store::journal_entry(transaction, seq);
    if (!row) return refuse(RefusalKind::not_found, "journal.unknown", "没有这个条目", "There is no such entry", "seq");
    const auto* kind = inspection::entry_kind(row->kind);
    if (kind == nullptr || kind->secret)
        return refuse(RefusalKind::forbidden, "private.secret",
                      "这一条的私密部分是密码、份额或保密期内的摘要，任何人都不能查看",
                      "What this entry keeps is a password, a share or a digest under embargo: nobody may see it");
    auto part = store::journal_private(transaction, seq);
    if (!part)
        return refuse(RefusalKind::not_found, "private.none", "这一条没有私密部分，或者已经删除",
                      "This entry has no private part, or it was erased");
    const auto entry = write_down(context, transaction, actor, "entry/" + std::to_string(seq), std::to_string(seq),
                                  look, part->as_object());
    return Shown{.entry = entry, .part = std::move(*part)};
}

}  // namespace sunlot::workflow
