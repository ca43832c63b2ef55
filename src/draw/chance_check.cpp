#include "draw/chance_check.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace sunlot::draw {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kMillion = 1'000'000;
constexpr std::uint64_t kFewest = 5 * kMillion;

/// χ² that is exceeded with a chance of 10⁻⁶, in thousandths, for 1, 2, … degrees of freedom: rounded up.
constexpr std::array<std::uint32_t, 64> kOneInAMillion{
    23929,  27632,  30665,  33377,  35889,  38259,  40522,  42701,  44811,  46864,  48866,  50826,  52748,
    54636,  56494,  58325,  60131,  61915,  63678,  65421,  67147,  68856,  70550,  72229,  73895,  75548,
    77189,  78818,  80436,  82045,  83643,  85232,  86812,  88384,  89947,  91503,  93051,  94592,  96126,
    97653,  99174,  100689, 102198, 103701, 105199, 106691, 108178, 109659, 111136, 112609, 114076, 115539,
    116998, 118453, 119903, 121349, 122792, 124230, 125665, 127097, 128525, 129949, 131370, 132788};

/// Throws together what is too small to be counted by itself.
std::vector<Category> pooled(std::vector<Category> categories) {
    std::ranges::sort(categories, std::greater{}, &Category::expected_millionths);
    std::vector<Category> kept;
    Category rest;
    for (const Category& one : categories) {
        if (one.expected_millionths >= kFewest && kept.size() < kOneInAMillion.size()) {
            kept.push_back(one);
            continue;
        }
        rest.expected_millionths += one.expected_millionths;
        rest.drawn += one.drawn;
    }
    if (rest.expected_millionths >= kFewest || kept.empty()) {
        kept.push_back(rest);
    } else {
        kept.back().expected_millionths += rest.expected_millionths;
        kept.back().drawn += rest.drawn;
    }
    return kept;
}

using Counts = std::map<std::string_view, Category>;

/// Adds to each category the share of its objects that the quota of their cell takes.
void add_expected(Counts& counts, const std::map<std::string_view, std::uint64_t>& objects, const Cell& cell,
                  std::uint64_t size) {
    for (const auto& [category, n] : objects)
        counts[category].expected_millionths += static_cast<std::uint64_t>(Wide{cell.k} * n * kMillion / size);
}

enum class By { district, stratum, id_tail };

std::string_view category_of(By by, std::string_view stratum, std::string_view district, std::string_view id) {
    switch (by) {
        case By::district:
            return district;
        case By::stratum:
            return stratum;
        case By::id_tail:
            break;
    }
    return id.substr(id.size() - 1);
}

}  // namespace

ChanceCheck chi_square(std::string test, std::vector<Category> categories) {
    const auto kept = pooled(std::move(categories));
    ChanceCheck out{.test = std::move(test), .statistic_thousandths = 0, .degrees = kept.size() - 1, .alarming = false};
    if (out.degrees == 0) return out;
    Wide millionths = 0;
    for (const Category& one : kept) {
        const std::uint64_t drawn = one.drawn * kMillion;
        const std::uint64_t off =
            drawn > one.expected_millionths ? drawn - one.expected_millionths : one.expected_millionths - drawn;
        millionths += Wide{off} * off / one.expected_millionths;
    }
    out.statistic_thousandths = static_cast<std::uint64_t>(millionths / 1000);
    out.alarming = out.statistic_thousandths > kOneInAMillion[out.degrees - 1];
    return out;
}

std::vector<ChanceCheck> check_chance(const Plan& plan, std::span<const FrameRow> frame, std::span<const Cell> cells,
                                      std::span<const DrawnRow> rows) {
    using Key = std::pair<std::string_view, std::string_view>;
    std::set<std::string_view> drawn_ids;
    for (const DrawnRow& row : rows)
        if (row.kind == DrawnKind::sample) drawn_ids.insert(row.id);
    struct CellCounts {
        std::uint64_t size = 0;
        std::array<std::map<std::string_view, std::uint64_t>, 3> objects;
    };
    std::map<Key, CellCounts> counted;
    std::array<Counts, 3> counts;
    for (const FrameRow& row : frame) {
        CellCounts& cell = counted[{row.stratum, plan.spread ? row.district : std::string_view()}];
        ++cell.size;
        const bool drawn = drawn_ids.contains(row.id);
        for (const By by : {By::district, By::stratum, By::id_tail}) {
            const auto category = category_of(by, row.stratum, row.district, row.id);
            ++cell.objects[static_cast<std::size_t>(by)][category];
            if (drawn) ++counts[static_cast<std::size_t>(by)][category].drawn;
        }
    }
    for (const Cell& cell : cells)
        if (const auto found = counted.find({cell.stratum, cell.district}); found != counted.end())
            for (std::size_t by = 0; by < counts.size(); ++by)
                add_expected(counts[by], found->second.objects[by], cell, found->second.size);
    std::vector<ChanceCheck> out;
    for (const auto& [by, test] :
         {std::pair{By::district, "district"}, {By::stratum, "stratum"}, {By::id_tail, "id_tail"}}) {
        std::vector<Category> categories;
        for (const auto& [name, category] : counts[static_cast<std::size_t>(by)]) categories.push_back(category);
        out.push_back(chi_square(test, std::move(categories)));
    }
    return out;
}

}  // namespace sunlot::draw
