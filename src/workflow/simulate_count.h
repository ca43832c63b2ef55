// The counting of a simulation: how often each firm, officer and pair came up, against equal chances. For simulate.cpp.
#pragma once
#include "draw/seal.h"
#include "workflow/simulate.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sunlot::workflow {

class ObjectCount {
public:
    /// `rows` must outlive it.
    explicit ObjectCount(const std::vector<draw::FrameRow>& rows);
    /// One draw: its cells with n and k, and the numbers of the drawn rows.
    void add(const std::vector<draw::Cell>& cells, const std::vector<std::size_t>& drawn);
    ObjectReport report(Text method, std::string name, std::uint64_t draws) const;

private:
    using CellName = std::pair<std::string, std::string>;
    /// Sums over the draws: p = k/n is the chance of each object of the cell, p(1−p) its variance.
    struct Chance {
        std::uint64_t n = 0;
        std::uint64_t k = 0;  // of the last draw
        double expected = 0;
        double variance = 0;
    };
    const Chance& chance_of(std::size_t row) const;

    const std::vector<draw::FrameRow>& rows_;
    std::map<CellName, Chance> cells_;
    bool spread_ = false;
    std::vector<std::uint64_t> counts_;
    std::set<std::string> samples_;
};

class OfficerCount {
public:
    OfficerCount(const std::vector<draw::Officer>& officers, const draw::Recusals& recusals);
    /// One visit.
    void add(const std::vector<std::string>& team);
    OfficerReport report(Text method, std::string name) const;

private:
    using Class = std::size_t;
    /// All pairs of the same two classes.
    struct Kind {
        double sum = 0;
        double squares = 0;
        double count = 0;
        double mean() const { return sum / count; }
    };
    using Kinds = std::map<std::pair<Class, Class>, Kind>;
    std::pair<Class, Class> kind_of(std::size_t a, std::size_t b) const;
    Kinds kinds() const;
    std::size_t number_of(const std::string& officer) const;
    Fairness pair_fairness(const Kinds& kinds) const;

    const std::vector<draw::Officer>& officers_;
    std::vector<Class> classes_;  ///< of each officer; whoever has a recusal is a class of his own
    std::vector<std::uint64_t> visits_;
    std::vector<std::vector<std::uint64_t>> pairs_;
};

}  // namespace sunlot::workflow
