#include "workflow/simulate_report.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

std::string p_text(double p) {
    if (p < 1e-12) return "< 1e-12";
    return p < 0.001 ? fmt::format("{:.1e}", p) : fmt::format("{:.3f}", p);
}

std::string fairness_text(const Fairness& fairness) {
    return fmt::format(
        "{} 个 places; 期望 expected {:.1f}; 实际 observed {} … {}; 从未 never {}; 最大偏差 worst {:.1f} σ; "
        "χ² {:.0f} / {:.0f}, p {}",
        fairness.places, fairness.expected, fairness.lowest, fairness.highest, fairness.never, fairness.worst,
        fairness.chi_square, fairness.degrees, p_text(fairness.p));
}

std::string objects_text(const ObjectReport& report, std::uint64_t seeds) {
    std::string out = fmt::format("\n{} {}\n  不同的样本 different samples: {} / {}\n", report.method.zh,
                                  report.method.en, report.different_samples, seeds);
    for (const auto& stratum : report.strata)
        out += fmt::format("  分层 stratum {}: {} 户中抽 of which drawn {}\n    {}\n",
                           stratum.label.empty() ? "–" : stratum.label, stratum.objects, stratum.drawn,
                           fairness_text(stratum.fairness));
    return out + "  合计 all: " + fairness_text(report.all) + "\n";
}

std::string officers_text(const OfficerReport& report) {
    double lowest = 0;
    double highest = 0;
    for (std::size_t i = 0; i < report.visits.size(); ++i) {
        const double share = report.expected[i] > 0 ? static_cast<double>(report.visits[i]) / report.expected[i] : 1;
        lowest = i == 0 ? share : std::min(lowest, share);
        highest = std::max(highest, share);
    }
    return fmt::format(
        "\n{} {}\n  每人次数与同类均值之比 visits over the mean of equals: {:.3f} … {:.3f}\n  两人一组 pairs: {}\n",
        report.method.zh, report.method.en, lowest, highest, fairness_text(report.pair_fairness));
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

// ── the chart ─────────────────────────────────────────────────────────────────────────────────────────────────────

constexpr double kPanel = 360;
constexpr double kTall = 250;
constexpr double kGap = 40;
constexpr double kSigmas = 6;  // the histogram reaches from −6 σ to 6 σ; what is beyond is in the outermost bars
constexpr int kBars = 48;

std::string text_at(double x, double y, std::string_view words, std::string_view more = "") {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\"{}>{}</text>\n", x, y, more, words);
}

/// How the firms' deviations are distributed, over the bell that equal chances give.
std::string histogram(const ObjectReport& report, double left, double top) {
    std::vector<double> bars(kBars);
    double firms = 0;
    for (std::size_t row = 0; row < report.deviation.size(); ++row) {
        if (report.expected[row] <= 0) continue;
        const double at = (report.deviation[row] + kSigmas) / (2 * kSigmas) * kBars;
        ++bars[static_cast<std::size_t>(std::clamp(at, 0.0, kBars - 1.0))];
        ++firms;
    }
    const auto bell = [&](double sigma) {
        return firms * 2 * kSigmas / kBars * std::exp(-sigma * sigma / 2) / std::sqrt(2 * std::numbers::pi);
    };
    const double highest = std::max(*std::ranges::max_element(bars), bell(0));
    const auto height = [&](double count) { return highest > 0 ? count / highest * (kTall - 50) : 0; };
    const double floor = top + kTall - 24;
    std::string out = text_at(left, top + 12, report.method.zh + " · " + report.method.en, " class=\"t\"");
    const double width = kPanel / kBars;
    for (int i = 0; i < kBars; ++i)
        out += fmt::format("<rect class=\"b\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>\n",
                           left + i * width, floor - height(bars[static_cast<std::size_t>(i)]), width - 1,
                           height(bars[static_cast<std::size_t>(i)]));
    std::string path;
    for (int i = 0; i <= 2 * kBars; ++i) {
        const double sigma = -kSigmas + i * kSigmas / kBars;
        path += fmt::format("{}{:.1f} {:.1f}", i == 0 ? "M" : "L", left + i * width / 2, floor - height(bell(sigma)));
    }
    out += fmt::format("<path class=\"n\" d=\"{}\"/>\n", path);
    for (const int sigma : {-6, -3, 0, 3, 6})
        out += text_at(left + (sigma + kSigmas) / (2 * kSigmas) * kPanel, floor + 16, fmt::format("{} σ", sigma),
                       " class=\"s\" text-anchor=\"middle\"");
    return out;
}

/// A square for each pair of officers: the darker, the more often they met; red where they never did.
std::string matrix(const OfficerReport& report, double left, double top) {
    constexpr std::size_t kMost = 60;
    const std::size_t count = std::min(report.visits.size(), kMost);
    std::uint64_t highest = 1;
    for (const auto& row : report.pairs)
        for (const auto met : row) highest = std::max(highest, met);
    std::string out = text_at(left, top + 12, report.method.zh + " · " + report.method.en, " class=\"t\"");
    const double side = kTall / static_cast<double>(std::max<std::size_t>(count, 1));
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = a + 1; b < count; ++b) {
            const auto met = report.pairs[a][b];
            const int shade = 255 - static_cast<int>(200.0 * static_cast<double>(met) / static_cast<double>(highest));
            const std::string colour = report.apart[a][b] ? "#eee"
                                       : met == 0         ? "#d9534f"
                                                          : fmt::format("rgb({0},{0},255)", shade);
            for (const auto& [x, y] : {std::pair(a, b), std::pair(b, a)})
                out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>\n",
                                   left + static_cast<double>(x) * side, top + 22 + static_cast<double>(y) * side, side,
                                   side, colour);
        }
    return out;
}

}  // namespace

std::string simulation_text(const SimulationReport& report) {
    std::string out = fmt::format("模拟 Simulation: {} 次抽取 draws; {} 户 objects; {} 名执法人员 officers\n",
                                  report.seeds, report.objects.size(), report.officers.size());
    out += "\n── 抽对象 Drawing objects ──\n";
    for (const auto& one : report.by_object) out += objects_text(one, report.seeds);
    out += "\n── 派人员 Dealing officers ──\n";
    for (const auto& one : report.by_officer) out += officers_text(one);
    return out;
}

std::string simulation_csv(const SimulationReport& report) {
    std::string out = "method,what,stratum,key,expected,observed,deviation\n";
    for (const auto& one : report.by_object)
        for (std::size_t row = 0; row < report.objects.size(); ++row)
            out += fmt::format("{},firm,{},{},{:.3f},{},{:.3f}\n", one.name, quoted(report.labels[row]),
                               report.objects[row], one.expected[row], one.counts[row], one.deviation[row]);
    for (const auto& one : report.by_officer) {
        for (std::size_t i = 0; i < report.officers.size(); ++i)
            out += fmt::format("{},officer,,{},{:.3f},{},\n", one.name, report.officers[i], one.expected[i],
                               one.visits[i]);
        for (std::size_t a = 0; a < report.officers.size(); ++a)
            for (std::size_t b = a + 1; b < report.officers.size(); ++b)
                out += fmt::format("{},pair,,{}+{},,{},\n", one.name, report.officers[a], report.officers[b],
                                   one.pairs[a][b]);
    }
    return out;
}

std::string simulation_svg(const SimulationReport& report) {
    const double width = 2 * kPanel + 3 * kGap;
    const double height = 2 * kTall + 210;
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" font-family=\"'WenQuanYi Zen Hei','Noto "
        "Sans CJK "
        "SC',sans-serif\" role=\"img\" aria-label=\"Fairness of "
        "draws\">\n<style>.t{{font-size:14px}}.s{{font-size:11px;"
        "fill:#555}}.b{{fill:#3b74b8}}.n{{fill:none;stroke:#d9534f;stroke-width:1.5}}</style>\n"
        "<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n",
        width, height);
    out +=
        text_at(kGap, 28,
                fmt::format("各户被抽中的次数离期望多远 How far each firm's count is from its expectation ({} draws)",
                            report.seeds),
                " class=\"t\"");
    out += text_at(kGap, 46, "红线：机会均等时应有的样子 Red: what equal chances give", " class=\"s\"");
    for (std::size_t i = 0; i < report.by_object.size(); ++i)
        out += histogram(report.by_object[i], kGap + static_cast<double>(i) * (kPanel + kGap), 60);
    const double second = 60 + kTall + 40;
    out += text_at(kGap, second, "哪两名执法人员同组 Which officers go together", " class=\"t\"");
    out += text_at(kGap, second + 18,
                   "越深越常同组；红：从未同组；灰：不可能同组 The darker, the more often; red: never; grey: cannot",
                   " class=\"s\"");
    for (std::size_t i = 0; i < report.by_officer.size(); ++i)
        out += matrix(report.by_officer[i], kGap + static_cast<double>(i) * (kPanel + kGap), second + 32);
    return out + "</svg>\n";
}

}  // namespace sunlot::workflow
