// What the steps of a draw share: finding it, asking the rules, appending the one entry. Internal to
// workflow/draw*.cpp.
#pragma once
#include "base/json.h"
#include "base/result.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/seal.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/draw.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

Result<store::DrawRecord> known_draw(store::View& view, std::string_view draw_id);

/// The draw, if the rules allow `step` now; refuses draw.unknown and draw.order.
Result<store::DrawRecord> draw_ready_for(store::View& view, std::string_view draw_id, inspection::DrawStep step);

/// `private_data`: what stays secret until the embargo is over, or null. Gives the entry's number.
std::uint64_t append_step(const Context& context, store::Transaction& transaction, const Actor& actor,
                          std::string_view kind, std::string_view draw_id, Json::Object data,
                          Json private_data = nullptr);

/// Opens a transaction, asks the rules again, appends the step and commits: for steps whose work was done outside.
/// `attempt`: the attempt the work was done for; refuses draw.order when it is no longer the present one.
Result<Done> conclude_step(const Context& context, const Actor& actor, inspection::DrawStep step,
                           std::string_view draw_id, std::int64_t attempt, std::string_view kind, Json::Object data,
                           Json private_data = nullptr);

/// The sealed files of one attempt, mapped and parsed. Rows view the mapped bytes.
struct SealedFiles {
    draw::Plan plan;
    draw::Seal seal;
    store::BlobView frame;
    std::vector<draw::FrameRow> rows;
    std::vector<draw::Officer> officers;
};
SealedFiles open_files(const store::BlobStore& blobs, const store::DrawAttempt& attempt);

/// The cells an attempt draws from: by the plan's quotas at first, afterwards as sealed with the redraw.
std::vector<draw::Cell> cells_of(const SealedFiles& files, std::string_view seed);

/// A parsed file of ours, or a fault: we wrote it, so it cannot be malformed.
template <class T>
T must(Result<T> parsed) {
    if (!parsed)
        throw std::runtime_error("a sealed file is damaged: " + parsed.error().code + " " + parsed.error().field);
    return std::move(*parsed);
}

}  // namespace sunlot::workflow
