// Families of assignment problems, from everyday ones to those made to hurt. The same name, sizes and number give the
// same problem.
#pragma once
#include "draw/frame.h"
#include "draw/slots.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::bench {

struct Problem {
    std::vector<draw::Officer> officers;
    draw::SlotTable slots;
};

struct Size {
    std::uint32_t visits = 0;
    std::uint32_t officers = 0;
};

std::vector<std::string_view> family_names();
/// Two slots for every visit. Throws std::invalid_argument for an unknown name.
Problem make_problem(std::string_view family, Size size, std::uint64_t number = 1);

}  // namespace sunlot::bench
