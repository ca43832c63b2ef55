#include "inspection/item_basis.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace sunlot::inspection {
namespace {

constexpr std::array<std::string_view, 4> kEnds{"；", "\n", ";", "。"};
constexpr std::string_view kClose = "》";

/// Where the sentence's next part ends, and how long the mark there is.
struct End {
    std::size_t at;
    std::size_t length;
};

End find_end(std::string_view text) {
    End first{.at = text.size(), .length = 0};
    for (const auto mark : kEnds)
        if (const auto at = text.find(mark); at < first.at) first = {.at = at, .length = mark.size()};
    return first;
}

/// The number behind an act's name, （国务院令第423号）, belongs to it.
std::size_t end_of_law(std::string_view part) {
    const auto close = part.find(kClose);
    if (close == std::string_view::npos) return part.size();
    const auto after = close + kClose.size();
    for (const auto& [open, shut] : {std::pair<std::string_view, std::string_view>{"（", "）"}, {"(", ")"}}) {
        if (!part.substr(after).starts_with(open)) continue;
        const auto end = part.find(shut, after);
        if (end != std::string_view::npos) return end + shut.size();
    }
    return after;
}

}  // namespace

std::vector<LegalBasis> parse_basis(std::string_view sentence) {
    std::vector<LegalBasis> all;
    while (!sentence.empty()) {
        const auto end = find_end(sentence);
        const auto part = trim(sentence.substr(0, end.at));
        sentence.remove_prefix(end.at + end.length);
        if (part.empty()) continue;
        const auto law = end_of_law(part);
        all.push_back({.law = std::string(trim(part.substr(0, law))),
                       .article = std::string(trim(part.substr(law))),
                       .text = {}});
    }
    return all;
}

std::string basis_sentence(const std::vector<LegalBasis>& basis) {
    std::string sentence;
    for (const auto& part : basis) {
        if (!sentence.empty()) sentence += "；";
        sentence += part.law + part.article;
    }
    return sentence;
}

}  // namespace sunlot::inspection
