#include "workflow/recusal.h"

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

std::vector<NamedRecusal> list_recusals(const Context& context) {
    auto view = context.database.read();
    std::vector<NamedRecusal> rows;
    for (auto& recusal : store::all_recusals(view)) rows.push_back(named(view, std::move(recusal)));
    return rows;
}

}  // namespace sunlot::workflow
