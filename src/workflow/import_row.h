// A staged row as it lies in a run: number of the row in the file, which columns were assumed, the TSV line. The runs
// never leave the machine, so its own byte order will do.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace sunlot::workflow {

struct PackedRow {
    std::uint64_t row = 0;
    std::uint32_t assumed = 0;
    std::string_view line;
};

inline void pack_row(std::uint64_t row, std::uint32_t assumed, std::string_view line, std::string& out) {
    out.resize(sizeof row + sizeof assumed);
    std::memcpy(out.data(), &row, sizeof row);
    std::memcpy(out.data() + sizeof row, &assumed, sizeof assumed);
    out += line;
}

inline PackedRow unpack_row(std::string_view bytes) {
    PackedRow packed;
    std::memcpy(&packed.row, bytes.data(), sizeof packed.row);
    std::memcpy(&packed.assumed, bytes.data() + sizeof packed.row, sizeof packed.assumed);
    packed.line = bytes.substr(sizeof packed.row + sizeof packed.assumed);
    return packed;
}

}  // namespace sunlot::workflow
