#include "inspection/item_outcome.h"

#include <algorithm>
#include <array>

namespace sunlot::inspection {
namespace {

struct Disposal {
    std::string_view code;
    std::string_view words;
};

constexpr std::array kDisposals{
    Disposal{"01", "无需后续处置"},         Disposal{"02", "责令改正"},
    Disposal{"03", "案件线索移送"},         Disposal{"04", "抄告市场监管部门"},
    Disposal{"05", "限期改正并回访"},       Disposal{"06", "立案"},
    Disposal{"07", "建议移出名录"},         Disposal{"08", "立案"},
    Disposal{"91", "移出名录，按规则递补"}, Disposal{"92", "移出名录，按规则递补"},
    Disposal{"93", "移出名录，按规则递补"}, Disposal{"94", "更新主体状态，按规则递补"},
    Disposal{"95", "合并登记，不重复检查"},
};

}  // namespace

const ResultCode* result_code(std::string_view code) {
    const auto codes = result_codes();
    const auto found = std::ranges::find(codes, code, &ResultCode::code);
    return found == codes.end() ? nullptr : &*found;
}

std::string_view usual_disposal(std::string_view code) {
    const auto* const found = std::ranges::find(kDisposals, code, &Disposal::code);
    return found == kDisposals.end() ? std::string_view{} : found->words;
}

}  // namespace sunlot::inspection
