// The journal as a Merkle log, on both engines.
#include "store/journal.h"

#include "ledger/entry.h"
#include "ledger/merkle.h"
#include "store/account.h"
#include "store/organ.h"
#include "world.h"

namespace sunlot::store::testing {
namespace {

template <class World>
class Journal : public StoreTest<World> {};
TYPED_TEST_SUITE(Journal, Worlds, WorldNames);

TYPED_TEST(Journal, an_empty_one_has_the_empty_root_and_no_origin) {
    auto view = this->database_->read();
    EXPECT_EQ(view.journal().size, 0U);
    EXPECT_EQ(view.journal().root, ledger::merkle_root({}));
    EXPECT_EQ(view.journal().origin, "");
    EXPECT_EQ(journal_root(view, 0), ledger::merkle_root({}));
    EXPECT_EQ(journal_entry(view, 0), std::nullopt);
}

TYPED_TEST(Journal, begins_with_log_created_and_nothing_else) {
    {
        auto transaction = this->database_->write();
        EXPECT_THROW(transaction.append(account_created("u1", "a")), std::logic_error);
    }
    begin_journal(*this->database_, 0);
    EXPECT_EQ(this->database_->read().journal().origin, "test.example/log");
}

TYPED_TEST(Journal, every_root_is_the_merkle_root_of_the_leaves_so_far) {
    constexpr std::uint64_t kEntries = 71;
    begin_journal(*this->database_, 20);
    for (std::uint64_t size = 21; size < kEntries; ++size) {
        if (size == 40) this->reopen();
        auto transaction = this->database_->write();
        const auto receipt = transaction.append(signed_in("u1"));
        EXPECT_EQ(receipt.seq, size);
        transaction.commit();
    }
    auto view = this->database_->read();
    ASSERT_EQ(view.journal().size, kEntries);
    std::vector<hash::Digest> leaves;
    for (std::uint64_t seq = 0; seq < kEntries; ++seq) leaves.push_back(journal_entry(view, seq).value().leaf);
    for (std::uint64_t size = 1; size <= kEntries; ++size) {
        const std::span first(leaves.data(), size);
        EXPECT_EQ(journal_root(view, size), ledger::merkle_root(first)) << size;
    }
    EXPECT_EQ(view.journal().root, ledger::merkle_root(leaves));
    for (std::uint64_t seq = 0; seq < kEntries; ++seq) {
        const auto row = journal_entry(view, seq);
        ASSERT_TRUE(row);
        EXPECT_EQ(row->leaf, ledger::leaf_hash(row->entry));
        EXPECT_TRUE(ledger::verify_inclusion(row->leaf, seq, kEntries, ledger::inclusion_proof(leaves, seq),
                                             view.journal().root));
    }
}

TYPED_TEST(Journal, an_entry_says_what_happened_and_binds_its_private_part) {
    begin_journal(*this->database_, 1);
    auto view = this->database_->read();
    const auto row = journal_entry(view, 1);
    ASSERT_TRUE(row);
    const auto entry = ledger::parse_entry(row->entry);
    ASSERT_TRUE(entry) << entry.error().code;
    EXPECT_EQ(entry->log, "test.example/log");
    EXPECT_EQ(entry->seq, 1U);
    EXPECT_EQ(entry->kind, "account.created");
    EXPECT_EQ(entry->subject, "u1");
    EXPECT_EQ(entry->at, Instant{2'000'000});
    EXPECT_FALSE(row->entry.contains("login1")) << "a name in the public part";
    const auto part = journal_private(view, 1);
    ASSERT_TRUE(part);
    EXPECT_EQ(part->at("login").as_string(), "login1");
    const auto salt = view.query_one("SELECT salt FROM journal_private WHERE seq = 1", {},
                                     [](const Row& found) { return found.text(0); });
    EXPECT_FALSE(salt->contains(view.unseal(kPrivateSalt, "1", *salt))) << "the salt lies open";
    EXPECT_EQ(entry->private_commitment,
              ledger::private_commitment(view.unseal(kPrivateSalt, "1", *salt), to_canonical(*part)));
    EXPECT_EQ(journal_private(view, 0), std::nullopt);
}

TYPED_TEST(Journal, time_never_goes_back) {
    begin_journal(*this->database_, 1);
    auto transaction = this->database_->write();
    EXPECT_EQ(transaction.append(signed_in("u1", Instant{9'000'000})).at, Instant{9'000'000});
    EXPECT_EQ(transaction.append(signed_in("u1", Instant{4'000'000})).at, Instant{9'000'000});
    transaction.commit();
    auto next = this->database_->write();
    EXPECT_EQ(next.append(signed_in("u1", Instant{5'000'000})).at, Instant{9'000'000});
}

TYPED_TEST(Journal, a_transaction_sees_its_own_entries_and_rolls_them_back_with_the_rest) {
    begin_journal(*this->database_, 1);
    {
        auto transaction = this->database_->write();
        transaction.append(account_created("u2", "second"));
        EXPECT_EQ(transaction.journal().size, 3U);
        EXPECT_EQ(account_by_login(transaction, "second")->id, "u2");
        EXPECT_EQ(journal_entry(transaction, 2)->root, transaction.journal().root);
    }
    auto view = this->database_->read();
    EXPECT_EQ(view.journal().size, 2U);
    EXPECT_EQ(account_by_login(view, "second"), std::nullopt);
    EXPECT_EQ(journal_entry(view, 2), std::nullopt);
}

TYPED_TEST(Journal, an_event_no_projection_takes_or_that_is_too_large_ends_the_transaction) {
    begin_journal(*this->database_, 1);
    const auto attempt = [&](const Event& event) {
        auto transaction = this->database_->write();
        EXPECT_THROW(transaction.append(event), std::logic_error) << event.kind;
        EXPECT_THROW(transaction.commit(), std::logic_error);
    };
    attempt({.kind = "weather.changed", .actor = "u1", .subject = "sky"});
    attempt({.kind = "account.promoted", .actor = "u1", .subject = "u1"});
    auto undeclared = signed_in("u1");
    undeclared.data = Json::Object{{"text", "x"}};
    attempt(undeclared);
    auto large = account_created("u9", "login9");
    large.data = Json::Object{{"roles", Json::Array{std::string(65'536, 'x')}}};
    attempt(large);
    EXPECT_EQ(this->database_->read().journal().size, 2U);
}

TYPED_TEST(Journal, a_key_taken_in_a_projection_takes_the_entry_back_too) {
    begin_journal(*this->database_, 1);
    {
        auto transaction = this->database_->write();
        EXPECT_THROW(transaction.append(account_created("u2", "login1")), UniqueViolation);
    }
    EXPECT_EQ(this->database_->read().journal().size, 2U);
}

TYPED_TEST(Journal, can_be_searched_from_the_newest_by_kind_and_subject) {
    begin_journal(*this->database_, 3);
    auto transaction = this->database_->write();
    for (int i = 0; i < 5; ++i) transaction.append(signed_in(i % 2 == 0 ? "u1" : "u2"));
    transaction.commit();
    auto view = this->database_->read();
    const auto seqs = [&](const JournalFilter& filter) {
        std::vector<std::uint64_t> found;
        for (const auto& row : journal_page(view, filter)) found.push_back(row.seq);
        return found;
    };
    using Seqs = std::vector<std::uint64_t>;
    EXPECT_EQ(seqs({.limit = 3}), (Seqs{8, 7, 6}));
    EXPECT_EQ(seqs({.before = 3, .limit = 9}), (Seqs{2, 1, 0}));
    EXPECT_EQ(seqs({.kind = "account.signed_in", .before = 7}), (Seqs{6, 5, 4}));
    EXPECT_EQ(seqs({.subject = "u1"}), (Seqs{8, 6, 4, 1}));
    EXPECT_EQ(seqs({.kind = "account.signed_in", .subject = "u2"}), (Seqs{7, 5}));
    const auto of_u2 = journal_of_subject(view, "u2");
    ASSERT_EQ(of_u2.size(), 3U);
    EXPECT_EQ(of_u2.front().kind, "account.created");
}

TYPED_TEST(Journal, whoever_opened_last_writes_and_the_one_before_is_fenced_off) {
    begin_journal(*this->database_, 1);
    auto second = Database::open({.url = this->world_.url(), .blobs = this->blobs_, .entropy = this->entropy_});
    ASSERT_TRUE(second);
    EXPECT_THROW(this->database_->write(), Fenced);
    auto transaction = (*second)->write();
    EXPECT_EQ(transaction.append(signed_in("u1")).seq, 2U);
    transaction.commit();
    EXPECT_EQ(this->database_->read().journal().size, 3U);
}

TYPED_TEST(Journal, a_head_changed_behind_its_back_is_not_built_upon) {
    begin_journal(*this->database_, 1);
    this->world_.behind_the_back("UPDATE journal_head SET frontier = '00' WHERE id = 1");
    EXPECT_THROW(this->database_->write(), DatabaseError);
}

TYPED_TEST(Journal, accounts_go_through_their_states) {
    begin_journal(*this->database_, 2);
    auto transaction = this->database_->write();
    transaction.append(
        {.kind = "organ.configured",
         .actor = "u1",
         .subject = "lhrs",
         .data = Json::Object{{"code", "lhrs"}, {"name", "临河区人社局"}, {"short", "临人社"}, {"region", "150802"}}});
    transaction.append({.kind = "account.activation_issued",
                        .actor = "u1",
                        .subject = "u2",
                        .data = Json::Object{{"expires", "2026-11-29T08:00:00.000000Z"}},
                        .private_data = Json::Object{{"code", "abc"}}});
    EXPECT_EQ(account_by_activation_code(transaction, "abc")->id, "u2");
    EXPECT_EQ(account_by_id(transaction, "u2")->activation_expires.text(), "2026-11-29T08:00:00.000000Z");
    transaction.append({.kind = "account.activated",
                        .actor = "u2",
                        .subject = "u2",
                        .private_data = Json::Object{{"password", "$argon2id$x"}}});
    transaction.append({.kind = "account.roles_changed",
                        .actor = "u1",
                        .subject = "u2",
                        .data = Json::Object{{"roles", Json::Array{"supervisor", "leader"}}}});
    transaction.commit();
    auto view = this->database_->read();
    EXPECT_EQ(configured_organ(view)->short_name, "临人社");
    const auto account = account_by_login(view, "login2");
    ASSERT_TRUE(account);
    EXPECT_EQ(account->state, "active");
    EXPECT_EQ(account->password, "$argon2id$x");
    EXPECT_EQ(account->activation_code, std::nullopt);
    EXPECT_EQ(account->roles, (std::vector<std::string>{"leader", "supervisor"}));
    EXPECT_EQ(account_count(view), 2);
    EXPECT_EQ(all_accounts(view).size(), 2U);
}

}  // namespace
}  // namespace sunlot::store::testing
