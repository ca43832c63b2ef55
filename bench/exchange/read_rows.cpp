// Reads every row of a CSV or XLSX file with our own reader and does nothing with them: what bench/exchange/sync
// compares a run with. Says the rows and the milliseconds.
#include "documents/table_reader.h"

#include <chrono>
#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const auto started = std::chrono::steady_clock::now();
    auto reader = sunlot::documents::open_table(argv[1]);
    if (!reader) return 1;
    sunlot::inspection::SheetRow row;
    unsigned long long rows = 0;
    unsigned long long bytes = 0;
    while ((*reader)->next(row)) {
        ++rows;
        for (const auto cell : row.cells) bytes += cell.size();
    }
    const auto spent = std::chrono::steady_clock::now() - started;
    std::printf("%llu %llu %lld\n", rows, bytes,
                static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()));
    return 0;
}
