// The server and the command line: one program, one command.
#include "cli/command_line.h"
#include "system.h"

#include <sys/stat.h>

int main(int argc, char** argv) {
    ::umask(0077);  // everything below the data directory is for this account alone
    return sunlot::cli::run(argc, argv, sunlot::apps::System::open);
}
