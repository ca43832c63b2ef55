#include "lemon_flow.h"

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

namespace sunlot::bench {
namespace {

using Graph = lemon::SmartDigraph;

template <class Solver>
std::optional<std::vector<std::int64_t>> run(const FlowNetwork& network) {
    Graph graph;
    graph.reserveNode(static_cast<int>(network.supply.size()));
    graph.reserveArc(static_cast<int>(network.arcs.size()));
    for (std::size_t i = 0; i < network.supply.size(); ++i) graph.addNode();
    std::vector<Graph::Arc> arcs;
    arcs.reserve(network.arcs.size());
    for (const auto& arc : network.arcs)
        arcs.push_back(
            graph.addArc(Graph::nodeFromId(static_cast<int>(arc.from)), Graph::nodeFromId(static_cast<int>(arc.to))));
    Graph::ArcMap<std::int64_t> capacity(graph), cost(graph);
    Graph::NodeMap<std::int64_t> supply(graph);
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        capacity[arcs[i]] = network.arcs[i].capacity;
        cost[arcs[i]] = network.arcs[i].cost;
    }
    for (std::size_t i = 0; i < network.supply.size(); ++i)
        supply[Graph::nodeFromId(static_cast<int>(i))] = network.supply[i];
    Solver solver(graph);
    solver.upperMap(capacity).costMap(cost).supplyMap(supply);
    if (solver.run() != Solver::OPTIMAL) return std::nullopt;
    std::vector<std::int64_t> flow;
    flow.reserve(arcs.size());
    for (const auto arc : arcs) flow.push_back(solver.flow(arc));
    return flow;
}

}  // namespace

std::optional<std::vector<std::int64_t>> cheapest_flow(const FlowNetwork& network, LemonMethod method) {
    return method == LemonMethod::network_simplex
               ? run<lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>>(network)
               : run<lemon::CostScaling<Graph, std::int64_t, std::int64_t>>(network);
}

}  // namespace sunlot::bench
