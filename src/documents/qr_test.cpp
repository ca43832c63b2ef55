#include "documents/qr.h"

#include <gtest/gtest.h>

namespace sunlot::documents {

TEST(Qr, draws_the_finder_pattern_inside_a_quiet_zone) {
    const std::string svg = qr_svg("https://example.cn/d/1", "验证 \"本次\" 抽取 <1>");
    EXPECT_TRUE(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 33 33\""));
    EXPECT_TRUE(svg.contains("M4 4h7v1h-7z"));
    EXPECT_TRUE(svg.contains("aria-label=\"验证 &quot;本次&quot; 抽取 &lt;1>\""));
    EXPECT_TRUE(svg.ends_with("/></svg>"));
}

TEST(Qr, a_text_too_long_for_a_code_is_a_fault) {
    EXPECT_THROW(qr_svg(std::string(4000, 'x'), ""), std::runtime_error);
}

}  // namespace sunlot::documents
