#include "inspection/officer.h"

#include "base/text.h"

#include <array>

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

Date day(const char* text) {
    return *Date::parse(text);
}

OfficerRow officer() {
    OfficerRow row;
    row.id = "F0001";
    row.name = "王某";
    row.certificate_no = "15080200001";
    row.certificate_from = day("2024-01-01");
    row.certificate_to = day("2026-11-22");
    return row;
}

std::string why(const OfficerRow& row, const char* from, const char* to,
                CertificateRule rule = CertificateRule::enforcement) {
    const auto no = why_not_drawable(row, day(from), day(to), rule);
    return no ? no->zh : "";
}

TEST(Certificates, one_that_lapses_the_day_before_keeps_its_holder_out_of_the_draw) {
    auto row = officer();
    EXPECT_EQ(why(row, "2026-11-22", "2026-11-22"), "");
    EXPECT_EQ(why(row, "2026-11-23", "2026-12-31"), "执法证有效期至 2026-11-22");
    EXPECT_EQ(why(row, "2026-11-20", "2026-12-31"), "执法证有效期至 2026-11-22");
    row.certificate_to.reset();
    EXPECT_EQ(why(row, "2026-11-20", "2026-12-31"), "没有登记执法证有效期");
    row.certificate_no.clear();
    EXPECT_EQ(why(row, "2026-11-20", "2026-12-31"), "没有执法证");
}

TEST(Certificates, a_renewal_without_a_gap_carries_on) {
    auto row = officer();
    row.more_certificates = {{.kind = std::string(kEnforcementCertificate),
                              .number = "15080200099",
                              .from = day("2026-11-23"),
                              .to = day("2031-11-22")}};
    EXPECT_EQ(why(row, "2026-11-01", "2027-03-31"), "");
    row.more_certificates[0].from = day("2026-11-25");
    EXPECT_EQ(why(row, "2026-11-01", "2027-03-31"), "执法证自 2026-11-25 起有效");
    row.more_certificates[0].from = day("2026-11-23");
    row.more_certificates[0].state = CertificateState::suspended;
    EXPECT_EQ(why(row, "2026-11-01", "2027-03-31"), "执法证已暂扣");
}

TEST(Certificates, which_ones_are_needed_is_a_rule_that_can_change) {
    auto row = officer();
    row.second_certificate_no = "LJ7";
    row.second_certificate_to = day("2028-06-30");
    EXPECT_EQ(why(row, "2026-12-01", "2026-12-31", CertificateRule::either), "");
    EXPECT_EQ(why(row, "2026-12-01", "2026-12-31", CertificateRule::both), "执法证有效期至 2026-11-22");
    row.certificate_to = day("2030-12-31");
    EXPECT_EQ(why(row, "2026-12-01", "2026-12-31", CertificateRule::both), "");
    EXPECT_EQ(why(row, "2026-12-01", "2028-12-31", CertificateRule::both), "劳动保障监察证有效期至 2028-06-30");
    EXPECT_EQ(parse_certificate_rule("both"), CertificateRule::both);
    EXPECT_FALSE(parse_certificate_rule("none"));
}

TEST(Officer, leave_with_dates_counts_on_those_days_alone) {
    auto row = officer();
    row.certificate_to = day("2030-12-31");
    row.state = OfficerState::on_leave;
    row.state_from = day("2026-12-01");
    row.state_to = day("2026-12-10");
    EXPECT_EQ(why(row, "2026-11-01", "2026-11-30"), "");
    EXPECT_EQ(why(row, "2026-12-11", "2026-12-31"), "");
    EXPECT_EQ(why(row, "2026-11-01", "2026-12-01"), "人员状态为请假（2026-12-01 至 2026-12-10）");
    row.state_to.reset();
    EXPECT_EQ(why(row, "2027-12-11", "2027-12-31"), "人员状态为请假（2026-12-01 至 另行通知）");
    row.auxiliary = true;
    EXPECT_EQ(why(row, "2026-11-01", "2026-11-30"), "辅助人员，只能协助");
}

TEST(Certificates, are_warned_of_at_the_days_that_were_set) {
    constexpr std::array<std::int64_t, 3> kDays{90, 30, 7};
    auto row = officer();
    const auto warned = [&](const char* today) {
        const auto found = certificate_warnings(row, day(today), kDays);
        return found.empty() ? std::pair<std::int64_t, std::int64_t>{-1000, -1000}
                             : std::pair{found[0].days_left, found[0].level};
    };
    EXPECT_EQ(warned("2026-08-23").first, -1000);  // 91 days
    EXPECT_EQ(warned("2026-08-24"), (std::pair<std::int64_t, std::int64_t>{90, 90}));
    EXPECT_EQ(warned("2026-10-24"), (std::pair<std::int64_t, std::int64_t>{29, 30}));
    EXPECT_EQ(warned("2026-11-15"), (std::pair<std::int64_t, std::int64_t>{7, 7}));
    EXPECT_EQ(warned("2026-11-22"), (std::pair<std::int64_t, std::int64_t>{0, 7}));
    EXPECT_EQ(warned("2026-11-23"), (std::pair<std::int64_t, std::int64_t>{-1, 0}));
    row.more_certificates = {
        {.kind = std::string(kEnforcementCertificate), .number = "2", .from = {}, .to = day("2031-01-01")}};
    EXPECT_EQ(warned("2026-11-23").first, -1000);
    row.more_certificates.clear();
    row.state = OfficerState::departed;
    EXPECT_EQ(warned("2026-11-23").first, -1000);
}

OfficerRow full_officer() {
    auto row = officer();
    row.employee_no = "LH001";
    row.sex = Sex::female;
    row.phone = "13900001234";
    row.unit = "劳动保障监察大队";
    row.post = "监察员";
    row.tags = {"L06", "lead"};
    row.base_load = 3;
    row.base_load_year = 2026;
    row.certificate_state = CertificateState::suspended;
    row.second_certificate_no = "LJ7";
    row.second_certificate_from = day("2025-01-01");
    row.second_certificate_to = day("2028-06-30");
    row.more_certificates = {{.kind = "特种设备监察证", .number = "T01", .from = {}, .to = day("2027-01-01")}};
    row.department = "一科";
    row.duties = {"劳动保障监察"};
    row.on_post_since = day("2022-03-01");
    row.education = "本科";
    row.major = "法学";
    row.title = "经济师";
    row.competence = {"工资支付", "社会保险"};
    row.expert_fields = {"农民工工资"};
    row.state = OfficerState::seconded;
    row.state_from = day("2026-12-01");
    row.state_to = day("2027-05-31");
    row.hired_on = day("2021-08-01");
    return row;
}

TEST(Officer, a_line_and_the_cells_of_a_form_give_the_same_row_back) {
    const auto row = full_officer();
    std::string line;
    encode(row, line);
    EXPECT_EQ(split(line, '\t').size(), kOfficerV2Columns);
    EXPECT_EQ(parse_officer(line).value(), row);
    EXPECT_EQ(parse_officer(line.substr(0, line.rfind('\t'))).error().code, "officer.malformed");

    std::vector<std::string> titles;
    for (const auto& field : officer_fields()) titles.emplace_back(field.title);
    const auto cells = officer_cells(row);
    const std::vector<std::string_view> views(cells.begin(), cells.end());
    auto checked = check_officer(Columns::guess(ImportKind::officers, titles), {.number = 2, .cells = views},
                                 {.today = day("2026-11-22"), .region = "150802", .source = {}});
    ASSERT_TRUE(checked.row) << checked.problems.front().message.zh;
    checked.row->id = row.id;
    std::string again;
    encode(*checked.row, again);
    EXPECT_EQ(again, line);
}

TEST(Officer, a_line_of_the_first_version_is_still_read) {
    const auto row =
        parse_officer("F0001\tLH001\t王某\t男\t\t\t大队\t监察员\tC1\t2024-01-01\t2029-12-31\t\t\tL06,lead\t在岗\t0\t4")
            .value();
    EXPECT_EQ(row.certificate_state, CertificateState::valid);
    EXPECT_EQ(base_load_in(row, 2026), 4);
    EXPECT_EQ(base_load_in(row, 2031), 4);  // the year was not told then
    EXPECT_EQ(base_load_in(full_officer(), 2026), 3);
    EXPECT_EQ(base_load_in(full_officer(), 2027), 0);
}

TEST(Officer, slots_may_ask_for_competence_and_for_experts) {
    EXPECT_EQ(draw_tags(full_officer()), (std::vector<std::string>{"L06", "expert", "lead", "工资支付", "社会保险"}));
    EXPECT_TRUE(draw_tags(officer()).empty());
}

}  // namespace
}  // namespace sunlot::inspection
