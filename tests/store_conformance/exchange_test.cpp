// Sources, conflicts and readers in the tables of both engines, and that a replay of their entries finds the same rows.
#include "store/exchange.h"

#include "inspection/roll.h"
#include "store/replay.h"
#include "store/roll.h"
#include "world.h"

namespace sunlot::store::testing {
namespace {

constexpr auto kFlour = "91150802MA0N1A2B31";
const std::string kSalt = std::string(64, '0') + "\n";

template <class World>
class Exchange : public StoreTest<World> {
protected:
    void SetUp() override { begin_journal(*this->database_, 1); }

    std::uint64_t append(const std::string& kind, const std::string& subject, Json data, Json secret = nullptr) {
        auto transaction = this->database_->write();
        const auto seq = transaction
                             .append({.kind = kind,
                                      .actor = "u1",
                                      .subject = subject,
                                      .at = Instant{9'000'000 + static_cast<std::int64_t>(transaction.journal().size)},
                                      .data = std::move(data),
                                      .private_data = std::move(secret)})
                             .seq;
        transaction.commit();
        return seq;
    }
    void set_source(const std::string& id, const std::string& name) {
        append("exchange.source_set", id,
               Json::Object{{"ask_vanished", false},
                            {"columns", Json::Array{}},
                            {"complete", true},
                            {"enabled", true},
                            {"every_minutes", 0},
                            {"kind", "folder"},
                            {"name", name},
                            {"policies", Json::Object{}},
                            {"policy", "ask"}},
               Json::Object{{"place", Json::Object{{"path", "/srv"}}}, {"secret", ""}});
    }
    std::string rows(const std::string& name) {
        inspection::ObjectRow row;
        row.id = row.credit_code = kFlour;
        row.kind = inspection::ObjectKind::enterprise;
        row.name = name;
        row.source = "共享";
        std::string line;
        inspection::encode(row, line);
        return this->blobs_.put(kSalt + line + "\n", Privacy::personal);
    }
    std::uint64_t merge(const std::string& name, bool fresh, const std::string& conflicts) {
        Json::Object data{{"added", fresh ? 1 : 0},
                          {"blob", rows(name)},
                          {"changed", fresh ? 0 : 1},
                          {"conflicting", 1},
                          {"cursor", "7"},
                          {"delivery", "folder"},
                          {"format", inspection::kRollFormat},
                          {"read", 1},
                          {"rejected", 0},
                          {"rows", 1},
                          {"run", "r0"},
                          {"same", 0},
                          {"settings", 2},
                          {"source", "共享"},
                          {"vanished", 0}};
        if (!conflicts.empty()) data.emplace("conflicts", this->blobs_.put(kSalt + conflicts));
        return append("exchange.merged", "x1", std::move(data));
    }
    void expect_replay_clean() {
        const auto report = replay(*this->database_, {.temporary = this->world_.folder()});
        EXPECT_TRUE(report.clean());
        for (const auto& difference : report.differences)
            ADD_FAILURE() << difference.table << " " << difference.key << " " << difference.column;
    }
    static std::string conflict(char op, const std::string& field, const std::string& theirs) {
        return std::string(1, op) + "\t" + kFlour + "\t" + field + "\t旧\t" + theirs + "\n";
    }
};
TYPED_TEST_SUITE(Exchange, Worlds, WorldNames);

TYPED_TEST(Exchange, a_merge_changes_objects_and_raises_what_differs) {
    this->set_source("x1", "共享");
    const auto entry =
        this->merge("面粉厂", true, this->conflict('+', "address", "新") + this->conflict('+', "scope", "粮油"));
    auto view = this->database_->read();
    EXPECT_EQ(find_object(view, kFlour)->name, "面粉厂");
    const auto source = find_source(view, "x1");
    ASSERT_TRUE(source);
    EXPECT_EQ(source->cursor, "7");
    EXPECT_EQ(source->merged_entry, static_cast<std::int64_t>(entry));
    EXPECT_EQ(source->open_conflicts, 2);
    const auto waiting = list_conflicts(view, {});
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_EQ(waiting[0].object_name, "面粉厂");
    EXPECT_EQ(waiting[1].field, "scope");
    EXPECT_EQ(list_conflicts(view, {.after_entry = waiting[0].entry, .after_line = waiting[0].line}).size(), 1U);
    EXPECT_EQ(count_conflicts(view, {.field = "scope"}), 1);
    this->expect_replay_clean();
}

TYPED_TEST(Exchange, a_later_word_of_the_source_takes_the_place_of_the_earlier_question) {
    this->set_source("x1", "共享");
    this->merge("面粉厂", true, this->conflict('+', "address", "新"));
    this->merge("面粉公司", false, this->conflict('+', "address", "更新"));
    {
        auto view = this->database_->read();
        const auto waiting = list_conflicts(view, {});
        ASSERT_EQ(waiting.size(), 1U);
        EXPECT_EQ(waiting[0].theirs, "更新");
    }
    this->merge("面粉厂", false, this->conflict('-', "address", ""));
    auto view = this->database_->read();
    EXPECT_TRUE(list_conflicts(view, {}).empty());
    EXPECT_TRUE(current_conflicts(view, "x1").empty());
    this->expect_replay_clean();
}

TYPED_TEST(Exchange, a_decision_is_kept_as_the_last_word) {
    this->set_source("x1", "共享");
    const auto entry = this->merge("面粉厂", true, this->conflict('+', "address", "新"));
    this->append("exchange.resolved", "x1",
                 Json::Object{{"added", 0},
                              {"changed", 0},
                              {"choice", "keep"},
                              {"conflicts", Json::Array{std::to_string(entry) + "-1"}},
                              {"rows", 0},
                              {"source", "共享"}});
    auto view = this->database_->read();
    EXPECT_TRUE(list_conflicts(view, {}).empty());
    ASSERT_EQ(current_conflicts(view, "x1").size(), 1U);
    EXPECT_EQ(current_conflicts(view, "x1")[0].state, "kept");
    this->expect_replay_clean();
}

TYPED_TEST(Exchange, a_source_that_is_removed_keeps_its_number) {
    this->set_source("x1", "共享");
    this->append("exchange.source_removed", "x1", Json::Object{{"reason", "停"}});
    auto view = this->database_->read();
    EXPECT_TRUE(list_sources(view).empty());
    EXPECT_EQ(count_sources(view), 1);
    EXPECT_TRUE(find_source(view, "x1")->removed);
}

TYPED_TEST(Exchange, readers_are_found_by_the_digest_of_their_key) {
    const std::string digest(64, 'a');
    this->append("exchange.reader_set", "k1",
                 Json::Object{{"districts", Json::Array{}},
                              {"expires_on", "2027-01-01"},
                              {"fields", Json::Array{"name"}},
                              {"kinds", Json::Array{}},
                              {"name", "税务局"}},
                 Json::Object{{"key", digest}});
    this->append("exchange.given", "k1", Json::Object{{"rows", 3}, {"since", ""}, {"until", "2-x"}});
    this->append("exchange.given", "k1", Json::Object{{"rows", 4}, {"since", "2-x"}, {"until", "3-y"}});
    {
        auto view = this->database_->read();
        const auto reader = find_reader_by_key(view, digest);
        ASSERT_TRUE(reader);
        EXPECT_EQ(reader->given_rows, 7);
        EXPECT_EQ(reader->given_until, "3-y");
        EXPECT_FALSE(find_reader_by_key(view, std::string(64, 'b')));
    }
    this->append("exchange.reader_revoked", "k1", Json::Object{{"reason", "停"}});
    auto view = this->database_->read();
    EXPECT_TRUE(find_reader(view, "k1")->revoked);
    this->expect_replay_clean();
}

TYPED_TEST(Exchange, objects_come_in_the_order_in_which_they_changed) {
    this->set_source("x1", "共享");
    this->merge("面粉厂", true, "");
    auto view = this->database_->read();
    const auto all = changed_objects(view, -1, "", 10);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].id, kFlour);
    EXPECT_TRUE(changed_objects(view, all[0].entry, all[0].id, 10).empty());
}

}  // namespace
}  // namespace sunlot::store::testing
