// The witness: a program for another organisation's machine.
#include "machine.h"
#include "witness/verbs.h"

#include <sys/stat.h>

int main(int argc, char** argv) {
    using namespace sunlot;
    ::umask(0077);  // the folder is for this account alone
    const apps::WallClock clock;
    apps::KernelEntropy entropy;
    return witness::run(argc, argv, clock, entropy);
}
