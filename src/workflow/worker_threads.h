// Threads for work that the pure modules cut into pieces but must not start themselves.
#pragma once
#include "draw/frame_sample.h"

namespace sunlot::workflow {

/// Runs the pieces on as many threads as the machine has cores, the calling one among them. The first exception of a
/// piece is thrown again when all threads have ended.
draw::Runner on_all_cores();

}  // namespace sunlot::workflow
