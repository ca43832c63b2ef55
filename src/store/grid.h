// The grid tree (网格化管理): 区 → 乡镇、街道 → 社区、村 → 网格, each node with the person responsible for it. Written
// by grid.set. An object says its node by code or by name.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class View;
struct Projection;

struct GridNode {
    std::string code;
    std::string name;
    std::string level;   // "county", "town", "community", "cell"
    std::string parent;  // code, or "" for a root
    bool active = true;
    std::string person;  // private
    std::string phone;   // private
    std::int64_t entry = 0;
};
/// By code.
std::vector<GridNode> grid_nodes(View& view);

/// Codes and names of a node and of all below it; empty when there is no such node.
std::vector<std::string> grid_words_below(View& view, std::string_view code);

Projection grid_projection();

}  // namespace sunlot::store
