#include "ledger/entry.h"

#include "hash/sha256.h"

#include <stdexcept>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::ledger {
namespace {

Entry sealed() {
    Entry entry;
    entry.log = "lhrs.example/log";
    entry.seq = 17;
    entry.kind = "frame.sealed";
    entry.actor = "u3";
    entry.subject = "lhrs-150802-2026-0007";
    entry.at = Instant::parse("2026-11-22T08:00:00.000000Z").value();
    entry.data = Json(Json::Object{{"attempt", 1}, {"journal_size", 16}});
    return entry;
}

}  // namespace

TEST(Entry, is_written_in_canonical_form_and_read_back) {
    const std::string bytes = encode(sealed());
    EXPECT_EQ(bytes, R"({"actor":"u3","at":"2026-11-22T08:00:00.000000Z","data":{"attempt":1,"journal_size":16},)"
                     R"("kind":"frame.sealed","log":"lhrs.example/log","private":null,"seq":17,)"
                     R"("subject":"lhrs-150802-2026-0007","v":1})");
    EXPECT_EQ(parse_entry(bytes).value(), sealed());
}

TEST(Entry, another_text_of_the_same_entry_is_refused) {
    const std::string bytes = encode(sealed());
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string changed = bytes;
        return changed.replace(changed.find(from), from.size(), to);
    };
    EXPECT_EQ(parse_entry(with(R"("private":null,)", "")).error().code, "entry.not_canonical");
    EXPECT_EQ(parse_entry(with("00.000000Z", "00Z")).error().code, "entry.at");
    EXPECT_EQ(parse_entry(with(R"("v":1)", R"("v":2)")).error().code, "entry.version");
    EXPECT_EQ(parse_entry(with(R"("seq":17)", R"("seq": 17)")).error().code, "json.not_canonical");
    EXPECT_EQ(parse_entry(with(R"("seq":17)", R"("seq":-1)")).error().field, "seq");
    EXPECT_EQ(parse_entry(with("frame.sealed", "Frame sealed")).error().field, "kind");
    EXPECT_EQ(parse_entry(with("null", R"("abc")")).error().field, "private");
    EXPECT_EQ(parse_entry(with(R"("subject")", R"("spare":1,"subject")")).error().code, "field.unknown");
    EXPECT_FALSE(parse_entry(bytes + "\n"));
}

TEST(Entry, every_flipped_bit_gives_another_entry_or_none) {
    const std::string bytes = encode(sealed());
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        std::string changed = bytes;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        const auto parsed = parse_entry(changed);
        ASSERT_TRUE(!parsed || encode(*parsed) == changed) << bit;
    }
}

TEST(Entry, too_large_or_misnamed_is_a_bug_of_the_writer) {
    Entry entry = sealed();
    entry.data = Json(Json::Object{{"text", std::string(70'000, 'x')}});
    EXPECT_THROW(encode(entry), std::logic_error);
    entry = sealed();
    entry.kind = "Frame";
    EXPECT_THROW(encode(entry), std::logic_error);
}

TEST(Entry, private_part_is_bound_with_its_salt) {
    const std::string salt(64, '1');
    EXPECT_EQ(private_commitment(salt, "{}"), hash::sha256_hex("sunlot/private/v1|" + salt + "|{}"));
}

}  // namespace sunlot::ledger
