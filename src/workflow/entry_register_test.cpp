#include "workflow/entry_register.h"

#include "ledger/entry.h"
#include "workflow/test_bureau.h"

#include <gtest/gtest.h>

namespace sunlot::workflow::testing {
namespace {

TEST(EntryRegister, every_example_is_an_entry_that_could_be_written) {
    for (const auto& area : inspection::entry_areas())
        for (const auto& kind : area.kinds) {
            SCOPED_TRACE(kind.kind);
            const auto entry = ledger::parse_entry(example_entry(kind));
            ASSERT_TRUE(entry) << entry.error().code;
            EXPECT_FALSE(kind.zh.empty() || kind.en.empty() || kind.subject.empty() || entry->subject.empty());
            const auto fault = inspection::entry_fault(kind.kind, entry->data, entry->private_commitment.has_value());
            EXPECT_FALSE(fault) << *fault;
        }
}

TEST(EntryRegister, nothing_undeclared_is_written) {
    TestBureau bureau;
    const auto refused = [&](const store::Event& event) {
        auto transaction = bureau.database->write();
        EXPECT_THROW(transaction.append(event), std::logic_error);
    };
    refused({.kind = "weather.changed", .actor = "u2", .subject = "sky"});
    refused({.kind = "account.signed_in", .actor = "u2", .subject = "u2", .data = Json::Object{{"phone", "139"}}});
    refused({.kind = "private.erased", .actor = "u2", .subject = "3"});
    refused({.kind = "account.signed_in", .actor = "u2", .subject = "u2", .private_data = Json::Object{{"a", "b"}}});
    refused({.kind = "account.activated", .actor = "u2", .subject = "u2"});
}

}  // namespace
}  // namespace sunlot::workflow::testing
