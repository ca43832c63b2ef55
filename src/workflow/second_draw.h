// The second way to draw, so that a mistake in one of them cannot pass unseen: no shared code with draw/ but the plan's
// data, every ticket by OpenSSL's one-shot SHA-256, everything sorted at once. Slower, plainer, and it must give the
// same bytes.
#pragma once
#include "draw/plan.h"
#include "draw/seal.h"
#include "store/database.h"

#include <span>
#include <string>
#include <string_view>

namespace sunlot::workflow {

/// The bytes of result.tsv. `kept`: the quotas of a redraw; empty for the first attempt.
/// REQUIRES: `frame` is a sealed frame.tsv whose strata are all in the plan.
std::string second_result(const draw::Plan& plan, std::string_view frame, std::string_view seed,
                          std::span<const draw::Cell> kept);

/// The same bytes by a third hand where there is one: inside PostgreSQL when that is the database, else second_result.
std::string second_result_on(store::Database& database, const draw::Plan& plan, std::string_view frame,
                             std::string_view seed, std::span<const draw::Cell> kept);

}  // namespace sunlot::workflow
