// Legal basis (检查依据): act, article, wording. Offices write it as one sentence, 《劳动法》第四条、第八十九条；《劳动
// 合同法》第四条; it is kept in parts, so that an amended act can be found in every item that rests on it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

struct LegalBasis {
    std::string law;      // 《劳动保障监察条例》（国务院令第423号）
    std::string article;  // 第十条、第十一条
    std::string text;     // the wording of the article, where it is quoted
    friend bool operator==(const LegalBasis&, const LegalBasis&) = default;
};

/// Takes a sentence apart: at ；and line ends, after the act's 》 and the number in brackets behind it. What names no
/// act becomes a basis without an article; nothing is lost. Empty when there is nothing but blanks.
std::vector<LegalBasis> parse_basis(std::string_view sentence);
/// 《劳动法》第四条、第八十九条；《劳动合同法》第四条: the parts as one sentence, without the wording.
std::string basis_sentence(const std::vector<LegalBasis>& basis);

}  // namespace sunlot::inspection
