// `sunlot VERB …`: the same work as the web pages, by the same routes. Answers for people on stdout as text or tables,
// for programs with --json; refusals and faults on stderr.
//
// Exit codes: 0 done · 1 refused, or something does not hold · 2 the command line is wrong · 70 a fault.
// `log follow` has more (docs/operating/audit.md).
#pragma once
#include "cli/system.h"
#include "cli/verbs.h"

namespace sunlot::cli {

int run(int argc, char** argv, const OpenSystem& open_system, const ReadBundle& read_bundle);

}  // namespace sunlot::cli
