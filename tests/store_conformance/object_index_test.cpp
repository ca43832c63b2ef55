// The directory on both engines: rows, origins and histories of fields, merged objects, and the index that searches
// ask.
#include "store/object_index.h"

#include "inspection/roll.h"
#include "store/grid.h"
#include "store/replay.h"
#include "store/roll.h"
#include "store/roll_history.h"
#include "world.h"

#include <fmt/format.h>

namespace sunlot::store::testing {
namespace {

struct Firm {
    std::string id;
    std::string name;
    std::string status = "存续";
    std::string grade = "A";
    std::string employees = {};
    std::string legal_person = {};
    std::string grid = {};
    std::string libraries = {};
    std::string wage_day = {};
};

std::string line(const Firm& firm) {
    inspection::RollLine columns{};
    const auto put = [&](std::string_view name, std::string_view value) {
        columns[*inspection::roll_column(name)] = value;
    };
    put("id", firm.id);
    put("kind", "enterprise");
    put("name", firm.name);
    put("credit_code", firm.id);
    put("region", "150802");
    put("district", "解放街道");
    put("status", firm.status);
    put("grade", firm.grade);
    put("employees", firm.employees);
    put("legal_person", firm.legal_person);
    put("source", "登记名录");
    put("grid", firm.grid);
    put("libraries", firm.libraries);
    put("wage_day", firm.wage_day);
    std::string out;
    inspection::join_object(columns, out);
    return out + "\n";
}

template <class World>
class Directory : public StoreTest<World> {
protected:
    void SetUp() override { begin_journal(*this->database_, 1); }

    Json::Object rows(const std::vector<Firm>& firms, int added, const std::string& source) {
        std::string bytes = this->entropy_.hex(32) + "\n";
        for (const auto& firm : firms) bytes += line(firm);
        const auto all = static_cast<std::int64_t>(firms.size());
        return {{"added", added},
                {"blob", this->blobs_.put(bytes, Privacy::personal)},
                {"changed", all - added},
                {"format", inspection::kRollFormat},
                {"rows", all},
                {"source", source}};
    }
    void append(const std::string& kind, const std::string& subject, Json::Object data) {
        auto transaction = this->database_->write();
        transaction.append(
            {.kind = kind, .actor = "u1", .subject = subject, .at = Instant{9'000'000}, .data = std::move(data)});
        transaction.commit();
    }
    void import(const std::vector<Firm>& firms, int added, const std::string& source = "登记名录") {
        append("roll.imported", "i1", rows(firms, added, source));
    }
    std::vector<std::string> found(const ObjectQuery& query) {
        auto view = this->database_->read();
        std::vector<std::string> ids;
        const auto page = find_objects(view, this->database_->object_index(), query);
        for (const auto& object : page.rows) ids.push_back(object.id);
        if (query.after.empty()) {
            EXPECT_EQ(page.total, static_cast<std::int64_t>(ids.size()));
        }

        return ids;
    }
    void expect_replay_clean() {
        const auto report = replay(*this->database_, {.temporary = this->world_.folder()});
        EXPECT_TRUE(report.clean()) << report.journal_faults_total << " faults";
        for (const auto& one : report.differences)
            ADD_FAILURE() << one.table << " " << one.key << " " << one.column << ": " << one.expected << " / "
                          << one.found;
    }
};
TYPED_TEST_SUITE(Directory, Worlds, WorldNames);

using Ids = std::vector<std::string>;
const Firm kFlour{
    .id = "91150802MA0N1A2B31", .name = "内蒙古恒丰食品有限公司", .employees = "20", .legal_person = "王某"};
const Firm kTextile{.id = "91150802MA0Q7K3TXB", .name = "河套纺织（集团）公司"};

TYPED_TEST(Directory, a_change_leaves_what_was_before_who_and_from_which_source) {
    this->import({kFlour}, 1);
    auto changed = kFlour;
    changed.employees = "35";
    changed.legal_person = "李某";
    changed.wage_day = "每月15日";
    this->append("roll.edited", kFlour.id, [&] {
        auto data = this->rows({changed}, 0, "现场核查");
        data["fields"] = Json::Array{"employees"};
        return data;
    }());
    auto view = this->database_->read();
    const auto changes = field_changes(view, kFlour.id, 0, 10);
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[0].field, "employees");
    EXPECT_EQ(changes[0].before + " " + changes[0].after + " " + changes[0].source + " " + changes[0].actor,
              "20 35 现场核查 u1");
    EXPECT_EQ(changes[1].field, "legal_person");
    EXPECT_EQ(changes[1].before + changes[1].after, "••") << "a personal field's history says that, not what";
    const auto origins = field_origins(view, kFlour.id);
    EXPECT_EQ(origins.at("employees").source, "现场核查");
    EXPECT_FALSE(origins.contains("name"));
    EXPECT_EQ(find_object_person(view, kFlour.id)->legal_person, "李某");
    EXPECT_EQ(*object_line(view, kFlour.id) + "\n", line(changed));
    this->expect_replay_clean();
}

TYPED_TEST(Directory, verified_fields_keep_their_source_and_have_a_later_day) {
    this->import({kFlour}, 1);
    this->append("roll.verified", kFlour.id, {{"fields", Json::Array{"name"}}, {"source", "电话核实"}});
    auto view = this->database_->read();
    EXPECT_EQ(field_origins(view, kFlour.id).at("name").source, "登记名录");
    this->expect_replay_clean();
}

TYPED_TEST(Directory, is_found_by_fragment_code_tail_and_initials_and_follows_every_entry) {
    this->import({kFlour, kTextile}, 2);
    EXPECT_EQ(this->found({.q = "恒丰"}), Ids{kFlour.id});
    EXPECT_EQ(this->found({.q = "K3TXB"}), Ids{kTextile.id});
    EXPECT_EQ(this->found({.q = "hfsp"}), Ids{kFlour.id});
    EXPECT_EQ(this->found({.q = "9115"}), (Ids{kFlour.id, kTextile.id}));
    EXPECT_EQ(this->found({.q = "公司", .grade = "B"}), Ids{});
    auto renamed = kTextile;
    renamed.name = "恒丰纺织公司";
    renamed.grade = "B";
    const Firm added{.id = "92150802MA0P4W9R7C", .name = "恒丰面馆"};
    this->import({renamed, added}, 1);
    EXPECT_EQ(this->found({.q = "恒丰"}), (Ids{kFlour.id, renamed.id, added.id}));
    EXPECT_EQ(this->found({.q = "河套"}), Ids{});
    EXPECT_EQ(this->found({.q = "公司", .grade = "B"}), Ids{renamed.id});
    EXPECT_EQ(this->found({.grade = "D"}), Ids{});
    EXPECT_EQ(this->found({.q = "恒丰", .after = kFlour.id, .limit = 1}), Ids{renamed.id});
}

TYPED_TEST(Directory, is_filtered_by_library_and_by_grid_with_all_below) {
    auto transaction = this->database_->write();
    const auto node = [&](const std::string& code, const std::string& name, const std::string& level,
                          const std::string& parent) {
        transaction.append(
            {.kind = "grid.set",
             .actor = "u1",
             .subject = code,
             .at = Instant{9'000'000},
             .data = Json::Object{{"active", true}, {"level", level}, {"name", name}, {"parent", parent}},
             .private_data = Json::Object{{"person", "王某"}, {"phone", "13904780001"}}});
    };
    node("150802", "临河区", "county", "");
    node("150802001", "解放街道", "town", "150802");
    node("150802001-1", "第一网格", "cell", "150802001");
    transaction.commit();
    auto flour = kFlour;
    flour.grid = "第一网格";
    flour.libraries = "劳务派遣";
    auto textile = kTextile;
    textile.grid = "150802001";
    this->import({flour, textile}, 2);
    EXPECT_EQ(this->found({.grid = "150802"}), (Ids{flour.id, textile.id}));
    EXPECT_EQ(this->found({.grid = "150802001-1"}), Ids{flour.id});
    EXPECT_EQ(this->found({.grid = "999"}), Ids{});
    EXPECT_EQ(this->found({.library = "劳务派遣"}), Ids{flour.id});
    EXPECT_EQ(this->found({.tag = "劳务派遣"}), Ids{});
    auto view = this->database_->read();
    EXPECT_EQ(grid_nodes(view).front().phone, "13904780001");
    this->expect_replay_clean();
}

TYPED_TEST(Directory, a_merged_object_is_in_no_list_and_no_draw_until_the_merge_is_undone) {
    this->import({kFlour, kTextile}, 2);
    auto data = this->rows({}, 0, "合并");
    data["blob"] = "";
    data["gone"] = kTextile.id;
    this->append("roll.merged", kFlour.id, data);
    EXPECT_EQ(this->found({}), Ids{kFlour.id});
    EXPECT_EQ(this->found({.q = kTextile.id}), Ids{});
    {
        auto view = this->database_->read();
        std::size_t in_pool = 0;
        for_each_in_pool(view, {}, [&](const PoolRow&) { ++in_pool; });
        EXPECT_EQ(in_pool, 1U);
        EXPECT_EQ(find_object(view, kTextile.id)->merged_into, kFlour.id);
        EXPECT_EQ(count_all_objects(view), 1);
    }
    this->expect_replay_clean();
    this->append("roll.unmerged", kFlour.id, data);
    EXPECT_EQ(this->found({}), (Ids{kFlour.id, kTextile.id}));
    auto view = this->database_->read();
    EXPECT_GT(merges_of(view, kTextile.id).front().undone, 0);
    this->expect_replay_clean();
}

TYPED_TEST(Directory, files_of_the_first_format_replay) {
    std::string bytes = this->entropy_.hex(32) + "\n" + line(kFlour);
    this->append("roll.imported", "i0",
                 {{"added", 1}, {"blob", this->blobs_.put(bytes)}, {"changed", 0}, {"format", "roll-v1"}, {"rows", 1}});
    auto changed = kFlour;
    changed.grade = "C";
    bytes = this->entropy_.hex(32) + "\n" + line(changed);
    this->append("roll.imported", "i0",
                 {{"added", 0}, {"blob", this->blobs_.put(bytes)}, {"changed", 1}, {"format", "roll-v1"}, {"rows", 1}});
    auto view = this->database_->read();
    EXPECT_EQ(find_object(view, kFlour.id)->grade, "C");
    EXPECT_EQ(find_object(view, kFlour.id)->base_entry, find_object(view, kFlour.id)->entry);
    EXPECT_TRUE(field_changes(view, kFlour.id, 0, 10).empty()) << "roll-v1 knew rows, not fields";
    this->expect_replay_clean();
}

}  // namespace
}  // namespace sunlot::store::testing
