#include "workflow/simulate_count.h"

#include "hash/sha256.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>

namespace sunlot::workflow {
namespace {

constexpr double kTiny = 1e-300;

/// Counts and what was expected of each; `scale` turns squared deviations into a chi-square of count − 1 degrees.
class Tally {
public:
    void add(std::uint64_t count, double expected, double variance) {
        fairness_.lowest = fairness_.places == 0 ? count : std::min(fairness_.lowest, count);
        fairness_.highest = std::max(fairness_.highest, count);
        ++fairness_.places;
        fairness_.never += count == 0 && expected > 0 ? 1 : 0;
        total_ += expected;
        if (variance > 0) {
            const double off = (static_cast<double>(count) - expected) / std::sqrt(variance);
            fairness_.worst = std::max(fairness_.worst, std::abs(off));
        }
    }
    void add_chi_square(double statistic, double degrees) {
        fairness_.chi_square += statistic;
        fairness_.degrees += degrees;
    }
    Fairness result() const {
        Fairness out = fairness_;
        if (out.places > 0) out.expected = total_ / static_cast<double>(out.places);
        out.p = chi_square_tail(out.chi_square, out.degrees);
        return out;
    }

private:
    Fairness fairness_;
    double total_ = 0;
};

/// Continued fraction of Q(a, x) for x > a + 1 (Lentz), and series of P(a, x) otherwise.
double gamma_tail(double a, double x) {
    const double front = std::exp(-x + a * std::log(x) - std::lgamma(a));
    constexpr int kSteps = 100'000;
    constexpr double kEnough = 1e-14;
    if (x < a + 1) {
        double term = 1 / a;
        double sum = term;
        for (int n = 1; n < kSteps && term > sum * kEnough; ++n) sum += term *= x / (a + n);
        return std::clamp(1 - sum * front, 0.0, 1.0);
    }
    double b = x + 1 - a;
    double c = 1 / kTiny;
    double d = 1 / b;
    double value = d;
    for (int n = 1; n < kSteps; ++n) {
        const double an = -n * (n - a);
        b += 2;
        d = an * d + b;
        if (std::abs(d) < kTiny) d = kTiny;
        c = b + an / c;
        if (std::abs(c) < kTiny) c = kTiny;
        d = 1 / d;
        const double factor = d * c;
        value *= factor;
        if (std::abs(factor - 1) < kEnough) break;
    }
    return std::clamp(front * value, 0.0, 1.0);
}

}  // namespace

double chi_square_tail(double x, double degrees) {
    if (degrees <= 0 || x <= 0) return 1;
    return gamma_tail(degrees / 2, x / 2);
}

ObjectCount::ObjectCount(const std::vector<draw::FrameRow>& rows) : rows_(rows), counts_(rows.size()) {}

void ObjectCount::add(const std::vector<draw::Cell>& cells, const std::vector<std::size_t>& drawn) {
    for (const auto& cell : cells) {
        spread_ = spread_ || !cell.district.empty();
        Chance& chance = cells_[{cell.stratum, cell.district}];
        chance.n = cell.n;
        chance.k = cell.k;
        const double p = cell.n == 0 ? 0 : static_cast<double>(cell.k) / static_cast<double>(cell.n);
        chance.expected += p;
        chance.variance += p * (1 - p);
    }
    std::string sample;
    for (const std::size_t row : drawn) {
        ++counts_[row];
        sample += std::to_string(row) + ",";
    }
    samples_.insert(hash::sha256_hex(sample));
}

const ObjectCount::Chance& ObjectCount::chance_of(std::size_t row) const {
    return cells_.at({std::string(rows_[row].stratum), spread_ ? std::string(rows_[row].district) : std::string()});
}

ObjectReport ObjectCount::report(Text method, std::string name, std::uint64_t draws) const {
    ObjectReport report{.method = std::move(method),
                        .name = std::move(name),
                        .strata = {},
                        .all = {},
                        .different_samples = samples_.size(),
                        .counts = counts_,
                        .expected = {},
                        .deviation = {}};
    Tally all;
    std::map<std::string, Tally> strata;
    std::map<CellName, double> squares;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        const Chance& chance = chance_of(row);
        const std::string stratum(rows_[row].stratum);
        const double off = static_cast<double>(counts_[row]) - chance.expected;
        report.expected.push_back(chance.expected);
        report.deviation.push_back(chance.variance > 0 ? off / std::sqrt(chance.variance) : 0);
        all.add(counts_[row], chance.expected, chance.variance);
        strata[stratum].add(counts_[row], chance.expected, chance.variance);
        squares[{stratum, spread_ ? std::string(rows_[row].district) : std::string()}] += off * off;
    }
    std::map<std::string, std::pair<std::uint64_t, double>> sizes;
    for (const auto& [cell, chance] : cells_) {
        sizes[cell.first].first += chance.n;
        sizes[cell.first].second += chance.expected * static_cast<double>(chance.n);
        if (chance.n < 2 || chance.variance <= 0) continue;
        // Drawn without replacement: the counts of a cell hang together, which this factor heeds.
        const auto n = static_cast<double>(chance.n);
        const double statistic = squares[cell] * (n - 1) / (n * chance.variance);
        strata[cell.first].add_chi_square(statistic, n - 1);
        all.add_chi_square(statistic, n - 1);
    }
    for (const auto& [label, tally] : strata)
        report.strata.push_back({.label = label,
                                 .objects = sizes[label].first,
                                 .drawn = static_cast<std::uint64_t>(std::llround(
                                     sizes[label].second / static_cast<double>(std::max<std::uint64_t>(draws, 1)))),
                                 .fairness = tally.result()});
    report.all = all.result();
    return report;
}

OfficerCount::OfficerCount(const std::vector<draw::Officer>& officers, const draw::Recusals& recusals)
    : officers_(officers),
      visits_(officers.size()),
      pairs_(officers.size(), std::vector<std::uint64_t>(officers.size())) {
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::vector<std::string>, std::string>, Class> known;
    std::set<std::string> recused;
    for (const auto& [officer, object] : recusals) recused.insert(officer);
    for (const auto& officer : officers_) {
        const auto own = recused.contains(officer.id) ? officer.id : std::string();
        classes_.push_back(
            known.try_emplace({officer.base_load, officer.cap, officer.tags, own}, known.size()).first->second);
    }
}

std::size_t OfficerCount::number_of(const std::string& officer) const {
    const auto found = std::ranges::lower_bound(officers_, officer, {}, &draw::Officer::id);
    if (found == officers_.end() || found->id != officer)
        throw std::logic_error("simulate: an officer who is not listed");
    return static_cast<std::size_t>(found - officers_.begin());
}

void OfficerCount::add(const std::vector<std::string>& team) {
    for (std::size_t i = 0; i < team.size(); ++i) {
        const std::size_t a = number_of(team[i]);
        ++visits_[a];
        for (std::size_t j = i + 1; j < team.size(); ++j) {
            const std::size_t b = number_of(team[j]);
            ++pairs_[std::min(a, b)][std::max(a, b)];
        }
    }
}

std::pair<std::size_t, std::size_t> OfficerCount::kind_of(std::size_t a, std::size_t b) const {
    return std::minmax(classes_[a], classes_[b]);
}

OfficerCount::Kinds OfficerCount::kinds() const {
    Kinds kinds;
    for (std::size_t a = 0; a < officers_.size(); ++a)
        for (std::size_t b = a + 1; b < officers_.size(); ++b) {
            Kind& kind = kinds[kind_of(a, b)];
            const auto met = static_cast<double>(pairs_[a][b]);
            kind.sum += met;
            kind.squares += met * met;
            kind.count += 1;
        }
    return kinds;
}

Fairness OfficerCount::pair_fairness(const Kinds& kinds) const {
    Tally tally;
    for (const auto& [name, kind] : kinds)
        if (kind.sum > 0 && kind.count > 1)
            tally.add_chi_square((kind.squares - kind.sum * kind.mean()) / kind.mean(), kind.count - 1);
    for (std::size_t a = 0; a < officers_.size(); ++a)
        for (std::size_t b = a + 1; b < officers_.size(); ++b) {
            const double mean = kinds.at(kind_of(a, b)).mean();
            if (mean > 0) tally.add(pairs_[a][b], mean, mean);
        }
    return tally.result();
}

OfficerReport OfficerCount::report(Text method, std::string name) const {
    std::map<Class, std::pair<double, double>> means;
    for (std::size_t i = 0; i < officers_.size(); ++i) {
        means[classes_[i]].first += static_cast<double>(visits_[i]);
        means[classes_[i]].second += 1;
    }
    const Kinds all = kinds();
    OfficerReport report{.method = std::move(method),
                         .name = std::move(name),
                         .visits = visits_,
                         .expected = {},
                         .pairs = pairs_,
                         .apart = {},
                         .pair_fairness = pair_fairness(all)};
    report.apart.assign(officers_.size(), std::vector<bool>(officers_.size()));
    for (std::size_t a = 0; a < officers_.size(); ++a)
        for (std::size_t b = a + 1; b < officers_.size(); ++b) report.apart[a][b] = all.at(kind_of(a, b)).sum <= 0;
    for (const Class one : classes_) report.expected.push_back(means[one].first / means[one].second);
    return report;
}

}  // namespace sunlot::workflow
