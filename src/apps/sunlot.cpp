// The server and the command line: one program, one command.
#include "bundle_reader.h"
#include "cli/command_line.h"
#include "documents/table_reader.h"
#include "system.h"

#include <sys/stat.h>

int main(int argc, char** argv) {
    using namespace sunlot;
    if (documents::is_xlsx_child(argc, argv)) return documents::xlsx_child_main(argc, argv);
    ::umask(0077);  // everything below the data directory is for this account alone
    return cli::run(argc, argv, apps::System::open, apps::read_bundle_files);
}
