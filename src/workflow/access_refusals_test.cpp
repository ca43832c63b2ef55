#include "workflow/access_refusals.h"

#include "ledger/entry.h"
#include "store/database.h"
#include "store/journal.h"
#include "workflow/test_bureau.h"

#include <gtest/gtest.h>

namespace sunlot::workflow::testing {
namespace {

struct RefusalBureau : TestBureau {
    AccessRefusals refusals{context};
    void refuse_it(const std::string& account, int times, const std::string& address = "203.0.113.9") {
        for (int i = 0; i < times; ++i)
            refusals.note({.account = account,
                           .address = address,
                           .route = "GET /api/accounts",
                           .permission = "account_manage",
                           .code = "permission.denied"});
    }
    /// The counts of the entries, oldest first.
    std::vector<std::int64_t> counts(const std::string& subject) const {
        std::vector<std::int64_t> out;
        auto view = database->read();
        for (const auto& row : store::journal_of_subject(view, subject))
            out.push_back(expect(ledger::parse_entry(row.entry)).data.at("count").as_integer());
        return out;
    }
};

TEST(AccessRefusals, tell_of_the_first_of_an_account_at_once_and_of_the_others_when_the_minute_is_over) {
    RefusalBureau bureau;
    bureau.refuse_it("u7", 1000);
    EXPECT_EQ(bureau.counts("u7"), (std::vector<std::int64_t>{1}));
    bureau.refusals.write(AccessRefusals::Which::over);
    EXPECT_EQ(bureau.counts("u7").size(), 1U);
    bureau.clock.advance_seconds(60);
    bureau.refusals.write(AccessRefusals::Which::over);
    EXPECT_EQ(bureau.counts("u7"), (std::vector<std::int64_t>{1, 999}));
    bureau.refuse_it("u7", 1);
    EXPECT_EQ(bureau.counts("u7"), (std::vector<std::int64_t>{1, 999, 1}));
}

TEST(AccessRefusals, count_strangers_by_class_of_address_and_write_no_address_down) {
    RefusalBureau bureau;
    for (int i = 1; i < 250; ++i) bureau.refuse_it("", 40, "203.0.113." + std::to_string(i));
    bureau.refuse_it("", 2, "192.168.1.4");
    EXPECT_TRUE(bureau.counts("anonymous/public").empty());
    bureau.refusals.write(AccessRefusals::Which::all);  // the server stops
    EXPECT_EQ(bureau.counts("anonymous/public"), (std::vector<std::int64_t>{249 * 40}));
    EXPECT_EQ(bureau.counts("anonymous/private"), (std::vector<std::int64_t>{2}));
    auto view = bureau.database->read();
    EXPECT_EQ(store::journal_of_subject(view, "anonymous/public").front().entry.find("203.0"), std::string::npos);
}

TEST(AccessRefusals, know_classes_of_addresses) {
    EXPECT_EQ(address_class("127.0.0.1"), "loopback");
    EXPECT_EQ(address_class("::1"), "loopback");
    EXPECT_EQ(address_class("172.16.0.1"), "private");
    EXPECT_EQ(address_class("172.32.0.1"), "public");
    EXPECT_EQ(address_class("::ffff:10.1.1.1"), "private");
    EXPECT_EQ(address_class("fd00::1"), "private");
    EXPECT_EQ(address_class("2001:db8::1"), "public");
}

}  // namespace
}  // namespace sunlot::workflow::testing
