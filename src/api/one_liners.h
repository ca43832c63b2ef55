// How to check a draw with nothing but sh, sha256sum, sort and awk: the scripts printed on its public page. Each runs
// inside the unpacked bundle and exits 0 when what it checks holds.
#pragma once
#include "base/result.h"
#include "workflow/public_draw.h"

#include <string>
#include <vector>

namespace sunlot::api {

struct OneLiner {
    Text title;
    std::string script;
};

/// As many as the draw has come: digests once sealed, commitments and seed once the seed is fixed, tickets once drawn.
std::vector<OneLiner> one_liners(const workflow::DrawView& draw);

}  // namespace sunlot::api
