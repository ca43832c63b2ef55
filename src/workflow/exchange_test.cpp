#include "workflow/exchange.h"

#include "store/journal.h"
#include "store/replay.h"
#include "store/roll.h"
#include "store/roll_history.h"
#include "workflow/exchange_desk.h"
#include "workflow/exchange_reader.h"
#include "workflow/import.h"
#include "workflow/roll.h"
#include "workflow/test_bureau.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;

constexpr auto kFlour = "91150802MA0N1A2B31";
constexpr auto kTextile = "91150802MA0Q7K3TXB";
constexpr auto kNoodles = "92150802MA0P4W9R7C";
const std::string kTitles = "主体名称,统一社会信用代码,住所,登记状态,联系电话\n";

class ExchangeTest : public ::testing::Test {
protected:
    ExchangeTest() { std::filesystem::create_directories(drop); }

    Json settings(Json::Object more = {}) const {
        Json::Object out{
            {"kind", "folder"}, {"name", "市场监管共享"}, {"place", Json::Object{{"path", drop.string()}}}};
        for (auto& [key, value] : more) out.insert_or_assign(key, value);
        return out;
    }
    std::string add(Json::Object more = {}) {
        return expect(set_source(bureau.context, admin, "", settings(std::move(more)), {})).record.id;
    }
    /// The next file that is dropped; each has a later time than the one before.
    void put(const std::string& name, const std::string& bytes) {
        const auto path = drop / name;
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
        time_ += std::chrono::seconds(10);
        std::filesystem::last_write_time(path, time_);
    }
    RunReport run(const std::string& source, const RunTerms& terms = {}) {
        auto report = begin_run(bureau.context, bureau.clerk, source, terms);
        do_run(bureau.context, bureau.clerk, report, {}, {});
        if (report.refusal) last_refusal = report.refusal->code;
        return report;
    }
    void import(const std::string& bytes) {
        const auto path = bureau.folder.path / "upload";
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
        const auto preview =
            expect(start_import(bureau.context, bureau.clerk, inspection::ImportKind::objects, "x.csv", path));
        expect(confirm_import(bureau.context, bureau.clerk, preview.id, BadRows::refuse));
    }
    store::ObjectRecord object(std::string_view id) { return expect(find_object(bureau.context, id)).object; }
    std::uint64_t journal_size() { return bureau.database->read().journal().size; }
    std::vector<store::ConflictRecord> open() {
        auto view = bureau.database->read();
        return store::list_conflicts(view, {});
    }
    void expect_replay_clean() {
        const auto report = store::replay(*bureau.database, {.temporary = bureau.folder.path});
        EXPECT_TRUE(report.clean()) << report.journal_faults_total << " faults, " << report.differences_total
                                    << " differences";
        for (const auto& difference : report.differences)
            ADD_FAILURE() << difference.table << " " << difference.key << " " << difference.column;
    }

    testing::TestBureau bureau;
    const Actor admin{.account = "u1", .name = "系统管理员", .roles = {inspection::Role::system_admin}};
    testing::Folder elsewhere;
    std::filesystem::path drop = elsewhere.path / "drop";
    std::string last_refusal;

private:
    std::filesystem::file_time_type time_ = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
};

TEST_F(ExchangeTest, a_dropped_file_is_merged_once_and_names_its_source) {
    const auto source = add();
    put("1.csv", kTitles + "临河面粉有限公司," + kFlour + ",解放街道1号,存续,13904780001\n坏行,123,,,\n");
    const auto first = run(source);
    EXPECT_EQ(first.state, RunState::done) << last_refusal;
    EXPECT_EQ(first.read, 2U);
    EXPECT_EQ(first.added, 1U);
    EXPECT_EQ(first.rejected, 1U);
    ASSERT_EQ(first.problems.size(), 1U);
    EXPECT_EQ(object(kFlour).source, "市场监管共享");
    EXPECT_EQ(run(source).state, RunState::nothing);
    put("2.csv", kTitles + "临河面粉有限公司," + kFlour + ",解放街道1号,存续,13904780001\n");
    const auto again = run(source);
    EXPECT_EQ(again.same, 1U);
    EXPECT_FALSE(again.entry);
    expect_replay_clean();
}

TEST_F(ExchangeTest, a_dry_run_tells_all_and_writes_nothing) {
    const auto source = add();
    put("1.csv", kTitles + "临河面粉有限公司," + kFlour + ",解放街道1号,存续,\n");
    const auto size = journal_size();
    const auto dry = run(source, {.dry = true});
    EXPECT_EQ(dry.state, RunState::done);
    EXPECT_EQ(dry.added, 1U);
    ASSERT_EQ(dry.rows.size(), 1U);
    EXPECT_EQ(dry.rows[0].name, "临河面粉有限公司");
    EXPECT_EQ(journal_size(), size);
    EXPECT_EQ(run(source).added, 1U) << "the file was not taken by the dry run";
}

TEST_F(ExchangeTest, each_field_goes_by_its_policy_and_what_differs_waits_for_a_person) {
    import(std::string("单位名称,统一社会信用代码,注册地址,登记状态,行业\n临河面粉厂,") + kFlour +
           ",北环路2号,存续,制造业\n");
    const auto source = add({{"policies", Json::Object{{"status", "take"}, {"industry", "fill"}}}});
    put("1.csv", "主体名称,统一社会信用代码,住所,登记状态,行业,经营范围\n临河面粉有限公司," + std::string(kFlour) +
                     ",解放街道1号,停业,零售业,面粉\n");
    const auto report = run(source);
    EXPECT_EQ(report.changed, 1U) << last_refusal;
    EXPECT_EQ(report.conflicting, 2U);
    const auto now = object(kFlour);
    EXPECT_EQ(now.name, "临河面粉厂");
    EXPECT_EQ(now.status, "停业");
    EXPECT_EQ(now.industry, "制造业");
    EXPECT_EQ(now.scope, "面粉");
    {
        auto view = bureau.database->read();
        const auto origins = store::field_origins(view, kFlour);
        ASSERT_TRUE(origins.contains("status"));
        EXPECT_EQ(origins.at("status").source, "市场监管共享");
        EXPECT_FALSE(origins.contains("name"));
    }
    ASSERT_EQ(open().size(), 2U);
    expect_replay_clean();
}

TEST_F(ExchangeTest, a_district_found_from_an_address_goes_with_it) {
    import(std::string("单位名称,统一社会信用代码,注册地址,片区\n临河面粉厂,") + kFlour + ",解放街道2号,解放街道\n");
    const auto source = add();
    put("1.csv", kTitles + "临河面粉厂," + kFlour + ",新华镇9号,存续,\n");
    EXPECT_EQ(run(source).conflicting, 1U) << "the address alone is asked about";
    EXPECT_EQ(object(kFlour).district, "解放街道");
    const auto other = add({{"name", "税务"}, {"policy", "take"}});
    EXPECT_EQ(run(other).changed, 1U);
    EXPECT_EQ(object(kFlour).district, "新华镇");
}

TEST_F(ExchangeTest, a_person_decides_and_is_not_asked_again) {
    import(std::string("单位名称,统一社会信用代码,注册地址\n临河面粉厂,") + kFlour + ",北环路2号\n");
    const auto source = add();
    put("1.csv", kTitles + "临河面粉有限公司," + kFlour + ",解放街道1号,存续,\n");
    run(source);
    auto waiting = open();
    ASSERT_EQ(waiting.size(), 2U);
    std::ranges::sort(waiting, {}, &store::ConflictRecord::field);
    ASSERT_EQ(waiting[0].field, "address");
    const auto kept =
        expect(resolve_conflicts(bureau.context, bureau.clerk, {waiting[0].id()}, Choice::keep, "已核实"));
    EXPECT_EQ(kept.objects, 0U);
    const auto taken = expect(resolve_conflicts(bureau.context, bureau.clerk, {waiting[1].id()}, Choice::take, ""));
    EXPECT_EQ(taken.objects, 1U);
    EXPECT_EQ(object(kFlour).name, "临河面粉有限公司");
    EXPECT_EQ(object(kFlour).address, "北环路2号");
    EXPECT_EQ(resolve_conflicts(bureau.context, bureau.clerk, {waiting[1].id()}, Choice::take, "").error().code,
              "exchange.conflict_decided");
    const auto again = run(source, {.full = true});
    EXPECT_EQ(again.conflicting, 0U);
    EXPECT_TRUE(open().empty());
    put("2.csv", kTitles + "临河面粉有限公司," + kFlour + ",团结街道9号,存续,\n");
    EXPECT_EQ(run(source).conflicting, 1U) << "another address is another question";
    expect_replay_clean();
}

TEST_F(ExchangeTest, a_conflict_ends_when_both_sides_agree) {
    import(std::string("单位名称,统一社会信用代码\n临河面粉厂,") + kFlour + "\n");
    const auto source = add();
    put("1.csv", kTitles + "临河面粉有限公司," + kFlour + ",,,\n");
    run(source);
    ASSERT_EQ(open().size(), 1U);
    put("2.csv", kTitles + "临河面粉厂," + kFlour + ",,,\n");
    run(source);
    EXPECT_TRUE(open().empty());
    expect_replay_clean();
}

TEST_F(ExchangeTest, the_source_may_correct_what_it_said_itself) {
    const auto source = add();
    put("1.csv", kTitles + "临河面粉厂," + kFlour + ",旧址,存续,\n");
    run(source);
    put("2.csv", kTitles + "临河面粉有限公司," + kFlour + ",新址,存续,\n");
    const auto second = run(source);
    EXPECT_EQ(second.changed, 1U);
    EXPECT_EQ(second.conflicting, 0U);
    EXPECT_EQ(object(kFlour).address, "新址");
}

TEST_F(ExchangeTest, what_no_longer_comes_is_told_and_waits_for_a_person_if_so_set) {
    const auto source = add({{"ask_vanished", true}});
    const std::string flour = std::string("临河面粉厂,") + kFlour + ",,存续,\n";
    put("1.csv", kTitles + flour + "河套纺织有限公司," + kTextile + ",,存续,\n");
    run(source);
    put("2.csv", kTitles + flour);
    const auto report = run(source);
    EXPECT_EQ(report.vanished, 1U);
    EXPECT_EQ(report.vanished_ids, std::vector<std::string>{kTextile});
    const auto waiting = open();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].field, "");
    expect(resolve_conflicts(bureau.context, bureau.clerk, {waiting[0].id()}, Choice::take, "已不在库"));
    EXPECT_EQ(object(kTextile).status, "未知");
    expect_replay_clean();
}

TEST_F(ExchangeTest, half_a_file_is_refused_until_a_person_says_so) {
    const auto source = add();
    std::string all = "项目名称,施工许可证号\n";
    std::string half = all;
    for (int i = 0; i < 400; ++i) {
        const auto row = "工程" + std::to_string(i) + ",P" + std::to_string(1000 + i) + "\n";
        all += row;
        if (i < 200) half += row;
    }
    put("1.csv", all);
    const auto first = run(source);
    ASSERT_EQ(first.added, 400U) << (first.problems.empty() ? "" : first.problems[0].message.zh);
    put("2.csv", half);
    EXPECT_EQ(run(source).state, RunState::failed);
    EXPECT_EQ(last_refusal, "exchange.shrunk");
    EXPECT_EQ(run(source, {.force = true}).state, RunState::done);
}

TEST_F(ExchangeTest, rows_that_contradict_each_other_are_all_refused) {
    const auto source = add();
    put("1.csv", kTitles + "临河面粉厂," + kFlour + ",甲,存续,\n临河面粉厂," + kFlour + ",乙,存续,\n河套," + kTextile +
                     ",,存续,\n");
    const auto report = run(source);
    EXPECT_EQ(report.added, 1U);
    EXPECT_EQ(report.rejected, 2U);
    EXPECT_EQ(report.problems_total, 2U);
    put("2.csv", kTitles + "临河面粉厂," + kFlour + ",乙,存续,\n河套," + kTextile + ",,存续,\n");
    EXPECT_EQ(run(source).added, 1U);
}

TEST_F(ExchangeTest, words_of_the_source_are_put_into_ours) {
    const auto column = [](const char* name, const char* field) {
        return Json::Object{{"column", name}, {"field", field}};
    };
    auto status = column("zt", "status");
    status.emplace("values", Json::Array{Json::Object{{"from", "2"}, {"to", "注销"}}});
    const auto source = add({{"columns", Json::Array{column("mc", "name"), column("dm", "credit_code"), status}}});
    put("1.csv", "mc,dm,zt,bz\n临河面粉厂," + std::string(kFlour) + ",2,备注\n");
    EXPECT_EQ(run(source).added, 1U);
    EXPECT_EQ(object(kFlour).status, "注销");
    put("2.csv", "mc,dm,bz\n临河面粉厂," + std::string(kFlour) + ",备注\n");
    EXPECT_EQ(run(source).state, RunState::failed);
    EXPECT_EQ(last_refusal, "exchange.columns_gone");
}

TEST_F(ExchangeTest, keys_and_places_stay_out_of_the_public_part_and_of_settings_shown) {
    Json http = settings({{"kind", "http"}, {"place", Json::Object{{"url", "http://127.0.0.1:9/api"}}}});
    const auto source = expect(set_source(bureau.context, admin, "", http, "sesame-7"));
    EXPECT_TRUE(source.has_secret);
    auto view = bureau.database->read();
    for (std::uint64_t seq = 0; seq < view.journal().size; ++seq) {
        const auto row = store::journal_entry(view, seq);
        EXPECT_FALSE(row->entry.contains("sesame-7"));
        EXPECT_FALSE(row->entry.contains("127.0.0.1:9"));
    }
}

TEST_F(ExchangeTest, our_own_folder_is_no_source) {
    EXPECT_EQ(set_source(bureau.context, admin, "",
                         settings({{"place", Json::Object{{"path", bureau.context.data_directory.string()}}}}), {})
                  .error()
                  .code,
              "exchange.inside");
}

TEST_F(ExchangeTest, links_in_a_folder_are_not_followed) {
    const auto source = add();
    std::ofstream(elsewhere.path / "secret.csv") << kTitles;
    std::filesystem::create_symlink(elsewhere.path / "secret.csv", drop / "link.csv");
    EXPECT_EQ(run(source).state, RunState::nothing);
}

TEST_F(ExchangeTest, the_schedule_takes_a_file_that_lay_still_and_leaves_one_being_written) {
    const auto source = add({{"every_minutes", 1}});
    ExchangeDesk desk(bureau.context);
    put("1.csv", kTitles + "临河面粉厂," + kFlour + ",,存续,\n");
    EXPECT_TRUE(desk.look().empty()) << "seen for the first time";
    EXPECT_EQ(desk.look(), std::vector<std::string>{source});
    for (int tries = 0; tries < 60'000 && desk.list(source).front().state != RunState::done; ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(desk.list(source).front().added, 1U);
    put("2.csv", kTitles);
    bureau.clock.advance_seconds(120);
    EXPECT_TRUE(desk.look().empty());
}

TEST_F(ExchangeTest, other_departments_pull_what_changed_since_they_came) {
    import(std::string("单位名称,统一社会信用代码,注册地址,片区,联系人\n临河面粉厂,") + kFlour +
           ",甲,解放,王某\n河套," + kTextile + ",乙,新华,李某\n");
    const auto made = expect(add_reader(
        bureau.context, admin,
        Json::Object{{"expires_on", "2027-01-01"}, {"fields", Json::Array{"name", "address"}}, {"name", "税务局"}}));
    EXPECT_EQ(share_objects(bureau.context, "slx_" + std::string(64, '0'), "", 10).error().code, "exchange.key");
    auto page = expect(share_objects(bureau.context, made.key, "", 1));
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_TRUE(page.more);
    page = expect(share_objects(bureau.context, made.key, page.next, 10));
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows[0].fields.size(), 2U);
    EXPECT_FALSE(page.more);
    const auto size = journal_size();
    EXPECT_TRUE(expect(share_objects(bureau.context, made.key, page.next, 10)).rows.empty());
    EXPECT_EQ(journal_size(), size) << "nothing given, nothing written";
    import(std::string("单位名称,统一社会信用代码,注册地址\n临河面粉厂,") + kFlour + ",丙\n");
    const auto since = expect(share_objects(bureau.context, made.key, page.next, 10));
    ASSERT_EQ(since.rows.size(), 1U);
    EXPECT_EQ(since.rows[0].id, kFlour);
    expect(revoke_reader(bureau.context, admin, made.reader.id, "对方停用"));
    EXPECT_EQ(share_objects(bureau.context, made.key, "", 10).error().code, "exchange.key");
    expect_replay_clean();
}

TEST_F(ExchangeTest, a_reader_learns_of_objects_that_leave_its_scope_once_it_has_seen_all) {
    import(std::string("单位名称,统一社会信用代码,片区\n临河面粉厂,") + kFlour + ",解放\n河套," + kTextile + ",新华\n");
    const auto made = expect(add_reader(bureau.context, admin,
                                        Json::Object{{"districts", Json::Array{"解放"}},
                                                     {"expires_on", "2027-01-01"},
                                                     {"fields", Json::Array{"name"}},
                                                     {"name", "税务局"}}));
    const auto page = expect(share_objects(bureau.context, made.key, "", 10));
    ASSERT_EQ(page.rows.size(), 1U);
    import(std::string("单位名称,统一社会信用代码,片区\n临河面粉厂,") + kFlour + ",新华\n");
    const auto since = expect(share_objects(bureau.context, made.key, page.next, 10));
    ASSERT_EQ(since.rows.size(), 1U);
    EXPECT_TRUE(since.rows[0].withdrawn);
    EXPECT_TRUE(since.rows[0].fields.empty());
}

TEST_F(ExchangeTest, a_key_ends_on_its_day) {
    const auto made = expect(
        add_reader(bureau.context, admin,
                   Json::Object{{"expires_on", "2026-11-22"}, {"fields", Json::Array{"name"}}, {"name", "税务局"}}));
    EXPECT_TRUE(share_objects(bureau.context, made.key, "", 10));
    bureau.clock.advance_seconds(24 * 3600);
    EXPECT_EQ(share_objects(bureau.context, made.key, "", 10).error().code, "exchange.key");
}

}  // namespace
}  // namespace sunlot::workflow
