// The item list on both engines: the forms of before and of today, steps, announcements, and what a day may use.
#include "store/item.h"

#include "store/replay.h"
#include "world.h"

#include <gtest/gtest.h>

namespace sunlot::store::testing {
namespace {

using inspection::ItemState;

constexpr auto kOld = R"({"version":1,"reason":"","item":{"code":"L50","category":"L","name":"旧事项","kind":"一般",
    "subject":"某局","objects":"用人单位","basis":"《劳动法》第五十条","content":"是否按月支付","method":"现场检查",
    "ratio":"5%","frequency":"每年1次","cap":1,"qualification_tags":[],"materials":[]}})";

Json draft(const inspection::Item& item, std::int64_t version, const char* adjustment) {
    return Json::Object{{"adjustment", adjustment}, {"format", "item-v2"},
                        {"item", to_json(item)},    {"legal_basis", "《劳动法》第五十条"},
                        {"reason", "法定依据变化"}, {"version", version}};
}

Json published(std::int64_t version, const char* from, std::int64_t announcement) {
    return Json::Object{{"announcement", announcement}, {"document", ""},      {"effective_on", from},
                        {"published_on", "2026-11-22"}, {"title", "年度调整"}, {"version", version}};
}

template <class World>
class Items : public StoreTest<World> {
protected:
    void SetUp() override { begin_journal(*this->database_, 2); }

    void say(const char* kind, const char* actor, const char* code, Json data) {
        auto transaction = this->database_->write();
        transaction.append(
            {.kind = kind, .actor = actor, .subject = code, .at = Instant{6'000'000}, .data = std::move(data)});
        transaction.commit();
    }
    void step(const char* code, std::int64_t version, const char* from, std::int64_t announcement) {
        say("item.submitted", "u1", code, Json::Object{{"version", version}});
        say("item.reviewed", "u2", code, Json::Object{{"opinion", ""}, {"verdict", "approved"}, {"version", version}});
        say("item.published", "u1", code, published(version, from, announcement));
    }
    std::int64_t usable(const char* code, const char* visit) {
        auto view = this->database_->read();
        const auto found = usable_item(
            view, code, {.made_on = Date::parse("2026-11-22").value(), .first_visit = Date::parse(visit).value()});
        return found ? found->version : 0;
    }
    void expect_clean() {
        const auto report = replay(*this->database_, {.temporary = this->world_.folder(), .known = {}});
        EXPECT_TRUE(report.clean());
    }
};
TYPED_TEST_SUITE(Items, Worlds, WorldNames);

TYPED_TEST(Items, entries_of_before_are_read_and_replayed) {
    this->say("item.drafted", "u1", "L50", parse_json(kOld).value());
    this->say("item.published", "u1", "L50",
              Json::Object{{"effective_on", "2026-11-22"}, {"published_on", "2026-11-22"}, {"version", 1}});
    EXPECT_EQ(this->usable("L50", "2026-11-22"), 1);
    auto view = this->database_->read();
    const auto version = item_versions(view, "L50").front();
    EXPECT_EQ(version.item.basis.front().article, "第五十条");
    EXPECT_TRUE(version.drafters.empty());
    EXPECT_FALSE(version.announcement);
    this->expect_clean();
}

TYPED_TEST(Items, each_step_is_kept_and_the_old_version_holds_until_the_new_one_does) {
    auto item = inspection::labour_items("某局").front();
    this->say("item.drafted", "u1", "L01", draft(item, 1, "new"));
    this->step("L01", 1, "2026-11-22", 1);
    item.frequency = "每年不超过2次";
    this->say("item.drafted", "u1", "L01", draft(item, 2, "change"));
    this->say("item.drafted", "u2", "L01", draft(item, 2, "change"));
    {
        auto view = this->database_->read();
        const auto version = item_versions(view, "L01").front();
        EXPECT_EQ(version.state, ItemState::draft);
        EXPECT_EQ(version.drafters, (std::vector<std::string>{"u1", "u2"}));
        EXPECT_EQ(version.item, item);
    }
    this->step("L01", 2, "2027-01-01", 2);
    EXPECT_EQ(this->usable("L01", "2026-12-31"), 1);
    EXPECT_EQ(this->usable("L01", "2027-01-01"), 2);
    this->say("item.drafted", "u1", "L01", draft(item, 3, "cancel"));
    this->step("L01", 3, "2028-01-01", 3);
    EXPECT_EQ(this->usable("L01", "2027-12-31"), 2);
    EXPECT_EQ(this->usable("L01", "2028-01-01"), 0);
    auto view = this->database_->read();
    EXPECT_EQ(item_versions(view, "L01").back().state, ItemState::superseded);
    EXPECT_EQ(announcements(view).size(), 3U);
    EXPECT_EQ(last_announcement(view), 3);
    EXPECT_EQ(current_items(view).front().version, 3);
    this->expect_clean();
}

TYPED_TEST(Items, a_discarded_draft_is_gone_from_the_table_alone) {
    const auto item = inspection::labour_items("某局").front();
    this->say("item.drafted", "u1", "L01", draft(item, 1, "new"));
    this->say("item.discarded", "u1", "L01", Json::Object{{"reason", "编码填错"}, {"version", 1}});
    auto view = this->database_->read();
    EXPECT_TRUE(item_versions(view, "L01").empty());
    this->expect_clean();
}

}  // namespace
}  // namespace sunlot::store::testing
