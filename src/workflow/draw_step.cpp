#include "workflow/draw_step.h"

#include "draw/quota.h"
#include "workflow/log_rotation.h"

#include <stdexcept>
#include <utility>

namespace sunlot::workflow {

Result<store::DrawRecord> known_draw(store::View& view, std::string_view draw_id) {
    auto draw = store::find_draw(view, draw_id);
    if (!draw) return refuse(RefusalKind::not_found, "draw.unknown", "没有这次抽取", "there is no such draw");
    return std::move(*draw);
}

Result<store::DrawRecord> draw_ready_for(store::View& view, std::string_view draw_id, inspection::DrawStep step) {
    auto draw = known_draw(view, draw_id);
    if (!draw) return draw;
    if (auto allowed = inspection::allow(step, draw->progress()); !allowed) return pass_on(allowed.error());
    if (auto same = check_same_key(view, draw_id); !same) return pass_on(same.error());
    return draw;
}

std::uint64_t append_step(const Context& context, store::Transaction& transaction, const Actor& actor,
                          std::string_view kind, std::string_view draw_id, Json::Object data, Json private_data) {
    const auto receipt = transaction.append({.kind = std::string(kind),
                                             .actor = actor.account,
                                             .subject = std::string(draw_id),
                                             .at = context.clock.now(),
                                             .data = Json(std::move(data)),
                                             .private_data = std::move(private_data)});
    return receipt.seq;
}

Result<Done> conclude_step(const Context& context, const Actor& actor, inspection::DrawStep step,
                           std::string_view draw_id, std::int64_t attempt, std::string_view kind, Json::Object data,
                           Json private_data) {
    auto transaction = context.database.write();
    const auto draw = draw_ready_for(transaction, draw_id, step);
    if (!draw) return pass_on(draw.error());
    if (draw->attempt != attempt)
        return refuse(RefusalKind::conflict, "draw.order", "这次抽取已进入新的一轮，请刷新后再办",
                      "the draw has moved on to another attempt; look again");
    append_step(context, transaction, actor, kind, draw_id, std::move(data), std::move(private_data));
    transaction.commit();
    return Done{};
}

SealedFiles open_files(const store::BlobStore& blobs, const store::DrawAttempt& attempt) {
    draw::Plan plan = must(draw::parse_plan(blobs.open(attempt.plan).text()));
    draw::Seal seal = must(draw::parse_seal(blobs.open(attempt.seal).text()));
    store::BlobView frame = blobs.open(seal.frame.sha256);
    auto rows = must(draw::parse_frame(frame.text()));
    auto officers = must(draw::parse_officers(blobs.open(seal.officers.sha256).text()));
    return {.plan = std::move(plan),
            .seal = std::move(seal),
            .frame = std::move(frame),
            .rows = std::move(rows),
            .officers = std::move(officers)};
}

std::vector<draw::Cell> cells_of(const SealedFiles& files, std::string_view seed) {
    if (files.seal.attempt == 1) return must(draw::plan_cells(files.plan, files.rows, seed));
    return must(draw::kept_cells(files.plan, files.seal.quotas, files.rows));
}

}  // namespace sunlot::workflow
