#include "workflow/recusal.h"

#include "base/text.h"
#include "store/database.h"
#include "store/officer.h"
#include "store/roll.h"

#include <utility>

namespace sunlot::workflow {

namespace {

/// Both sides and the reason are private: the entry tells only the period and that there is one more.
store::Event declared(const Context& context, const Actor& actor, std::string_view id, const RecusalRequest& request) {
    constexpr std::size_t kSaltBytes = 16;
    return {.kind = "recusal.declared",
            .actor = actor.account,
            .subject = std::string(id),
            .at = context.clock.now(),
            .data = Json::Object{{"valid_from", request.valid_from.text()}, {"valid_to", request.valid_to.text()}},
            .private_data = Json::Object{{"object", request.object},
                                         {"officer", request.officer},
                                         {"reason", request.reason},
                                         {"relation", request.relation},
                                         {"salt", context.entropy.hex(kSaltBytes)}}};
}

NamedRecusal named(store::View& view, store::Recusal recusal) {
    const auto officer = store::find_officer(view, recusal.officer);
    const auto object = store::find_object(view, recusal.object);
    return {.recusal = std::move(recusal),
            .officer_name = officer ? officer->name : std::string(),
            .object_name = object ? object->name : std::string()};
}

}  // namespace

Result<NamedRecusal> declare_recusal(const Context& context, const Actor& actor, const RecusalRequest& request) {
    if (request.valid_to < request.valid_from) {
        return refuse(RefusalKind::invalid, "recusal.period", "回避的结束日期不能早于开始日期",
                      "The last day can't be before the first", "valid_to");
    }
    auto transaction = context.database.write();
    if (!store::find_officer(transaction, request.officer)) {
        return refuse(RefusalKind::not_found, "officer.unknown", "名录里没有这名执法人员", "No such officer",
                      "officer");
    }
    if (!store::find_object(transaction, request.object))
        return refuse(RefusalKind::not_found, "object.unknown", "名录里没有这个监管对象", "No such object", "object");
    const auto id = "r" + std::to_string(store::count_recusals(transaction) + 1);
    transaction.append(declared(context, actor, id, request));
    auto result = named(transaction, store::all_recusals(transaction).back());
    transaction.commit();
    return result;
}

Result<NamedRecusal> end_recusal(const Context& context, const Actor& actor, std::string_view id, Date last,
                                 std::string_view reason) {
    constexpr std::size_t kLongestReason = 2000;
    if (trim(reason).empty() || reason.size() > kLongestReason)
        return refuse(RefusalKind::invalid, "recusal.reason", "请写明理由", "Give the reason", "reason");
    const auto yesterday = context.clock.now().beijing_date().days() - 1;
    auto transaction = context.database.write();
    const auto found = store::find_recusal(transaction, id);
    if (!found) return refuse(RefusalKind::not_found, "recusal.unknown", "没有这条回避登记", "No such recusal", "id");
    if (last.days() < yesterday || last.text() < found->valid_from || last.text() >= found->valid_to)
        return refuse(RefusalKind::invalid, "recusal.last_day",
                      "最后一天要早于原定的结束日期，不早于开始日期和昨天：已经过去的日子不能改",
                      "The last day is earlier than declared, but neither before the first day nor before yesterday",
                      "valid_to");
    transaction.append({.kind = "recusal.ended",
                        .actor = actor.account,
                        .subject = std::string(id),
                        .at = context.clock.now(),
                        .data = Json::Object{{"valid_to", last.text()}},
                        .private_data = Json::Object{{"reason", trim(reason)}}});
    auto result = named(transaction, *store::find_recusal(transaction, id));
    transaction.commit();
    return result;
}

std::vector<NamedRecusal> list_recusals(const Context& context) {
    auto view = context.database.read();
    std::vector<NamedRecusal> rows;
    for (auto& recusal : store::all_recusals(view)) rows.push_back(named(view, std::move(recusal)));
    return rows;
}

}  // namespace sunlot::workflow
