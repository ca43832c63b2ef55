// The test program's own main: as the sunlot program does, it answers when it is started as the child that reads a
// workbook.
#include "documents/table_reader.h"

#include <gtest/gtest.h>

int main(int argc, char** argv) {
    if (sunlot::documents::is_xlsx_child(argc, argv)) return sunlot::documents::xlsx_child_main(argc, argv);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
