// The verbs of sunlot-witness: init, add-log, serve, status, vkey, answer, resolve. Exit codes: 0 done, 1 an alarm is
// on
// (`status`) or the request was refused (`answer`), 2 anything else.
#pragma once
#include "base/clock.h"

namespace sunlot::witness {

int run(int argc, char** argv, const Clock& clock, Entropy& entropy);

}  // namespace sunlot::witness
