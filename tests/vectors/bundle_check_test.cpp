#include "draw/bundle_check.h"

#include "bundle_builder.h"
#include "draw/seed.h"
#include "hash/sha256.h"
#include "vectors.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::vectors {
namespace {

using draw::BundleFiles;
using draw::check_bundle;
using draw::Outcome;
using draw::Verdict;

BundleFiles whole(bool with_redraw = false) {
    BundleBuilder builder;
    builder.run_all(with_redraw);
    return builder.bundle();
}

std::string failure(const draw::BundleReport& report) {
    if (report.checks.empty() || report.checks.back().outcome != Outcome::failed) return "";
    const auto& last = report.checks.back();
    return last.id + " @ " + last.where + ": " + last.detail.en;
}

/// The check that failed, or "" when none did.
std::string failed_check(const BundleFiles& files, const draw::BundleOptions& options = {}) {
    const auto report = check_bundle(files, options);
    return report.verified() || report.checks.back().outcome != Outcome::failed ? "" : report.checks.back().id;
}

const draw::BundleCheck& check_of(const draw::BundleReport& report, std::string_view id) {
    return *std::ranges::find(report.checks, id, &draw::BundleCheck::id);
}

}  // namespace

TEST(BundleSmall, verifies_as_files_only_with_its_shares) {
    const auto files = read_directory("bundle_small");
    const auto report = check_bundle(files, {.files_only = true, .log_vkey = {}});
    EXPECT_TRUE(report.verified()) << failure(report);
    EXPECT_EQ(failed_check(files), "files");  // without the option a log is required
}

TEST(BundleSmall, without_its_shares_is_sealed_not_yet_revealed) {
    auto files = read_directory("bundle_small");
    files.erase("shares.json");
    const auto report = check_bundle(files, {.files_only = true, .log_vkey = {}});
    EXPECT_FALSE(report.verified());
    EXPECT_TRUE(failure(report).contains("sealed, not yet revealed"));
}

TEST(BundleSmall, every_flipped_bit_of_every_list_is_refused) {
    // Without a log nothing pins plan.json and seal.json; the files they pin and those that are recomputed cannot
    // change.
    for (const char* name : {"frame.tsv", "exclusions.tsv", "officers.tsv", "recusals.txt", "seed.txt", "result.tsv",
                             "slots.tsv", "assignment.tsv", "shares.json"}) {
        auto files = read_directory("bundle_small");
        std::string& bytes = files.at(name);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
            ASSERT_FALSE(check_bundle(files, {.files_only = true, .log_vkey = {}}).verified()) << name << " byte " << i;
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
        }
    }
}

TEST(Bundle, whole_one_verifies_and_names_who_was_dropped) {
    const auto report = check_bundle(whole());
    ASSERT_TRUE(report.verified()) << failure(report);
    EXPECT_TRUE(check_of(report, "contributions").detail.en.contains("firm-rep did not reveal"));
    EXPECT_EQ(check_of(report, "contributions").outcome, Outcome::warned);
    EXPECT_EQ(check_of(report, "log").outcome, Outcome::warned);  // no outside witness
    EXPECT_EQ(check_of(report, "events").outcome, Outcome::passed);
}

TEST(Bundle, with_a_redraw_verifies_and_names_the_delta) {
    const auto report = check_bundle(whole(true));
    ASSERT_TRUE(report.verified()) << failure(report);
    EXPECT_TRUE(check_of(report, "redraw").detail.en.contains("0 added, 2 removed, 0 corrected"));
}

TEST(Bundle, every_flip_in_every_file_is_refused) {
    // Tiny files: every bit. Others: a bit of every byte, of every third byte in larger ones, of every eighth in the
    // log's many alike files.
    auto files = whole(true);
    for (auto& [name, bytes] : files) {
        const bool tiny = bytes.size() <= 30;
        const bool alike = name.starts_with("log/") && name != "log/policy.txt";
        const std::size_t stride = alike ? 8 : bytes.size() > 400 ? 3 : 1;
        for (std::size_t i = name.size() % stride; i < bytes.size(); i += stride)
            for (std::size_t bit = tiny ? 0 : i / stride % 8, last = tiny ? 7 : bit; bit <= last; ++bit) {
                bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
                ASSERT_FALSE(check_bundle(files).verified()) << name << " byte " << i << " bit " << bit;
                bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
            }
    }
}

TEST(Bundle, unknown_missing_and_swapped_files_are_refused) {
    const auto good = whole(true);
    for (const auto& [name, bytes] : good) {
        auto files = good;
        files.erase(name);
        EXPECT_EQ(failed_check(files), "files") << name;
        files = good;
        files.at(name) += "\n";
        EXPECT_NE(failed_check(files), "") << name;
        files.at(name).clear();
        EXPECT_NE(failed_check(files), "") << name;
    }
    for (const char* name :
         {"x", "log/x.json", "log/1.json", "previous/2/frame.tsv", "previous/1/x", "shares.json", "../plan.json"}) {
        auto files = good;
        files[name] = "{}";
        EXPECT_NE(failed_check(files), "") << name;
    }
    auto files = good;
    std::swap(files.at("frame.tsv"), files.at("previous/1/frame.tsv"));
    EXPECT_EQ(failed_check(files), "digests");
}

TEST(Bundle, mutations_of_every_sort_are_refused_and_never_crash) {
    const auto good = whole(true);
    rc::check([&] {
        auto files = good;
        const auto changes = *rc::gen::inRange(1, 4);
        for (int c = 0; c < changes; ++c) {
            auto file = std::next(files.begin(),
                                  *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(files.size())));
            std::string& bytes = file->second;
            const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size() + 1);
            const auto length = *rc::gen::inRange<std::size_t>(0, 20);
            const auto noise = *rc::gen::container<std::string>(
                rc::gen::element('\n', '\t', '0', 'F', ',', '"', '{', '}', '[', '\0', '\xe4'));
            switch (*rc::gen::inRange(0, 4)) {
                case 0:
                    bytes.replace(at, length, noise);
                    break;
                case 1:
                    bytes.insert(at, bytes.substr(at / 2, length));
                    break;
                case 2:
                    bytes.erase(at);
                    break;
                default:
                    bytes = good.begin()->second;
            }
        }
        RC_ASSERT(files == good || !check_bundle(files).verified());
    });
}

TEST(Bundle, is_believed_only_under_the_key_one_gives) {
    BundleBuilder builder;
    builder.run_all();
    const auto files = builder.bundle();
    EXPECT_TRUE(check_bundle(files, {.files_only = false, .log_vkey = builder.key.verifier().text()}).verified());
    const auto other = ledger::SigningKey::from_seed("lhrs.example/log", Bytes(32, 8)).value();
    EXPECT_EQ(failed_check(files, {.files_only = false, .log_vkey = other.verifier().text()}), "log");
}

TEST(Bundle, of_every_step_is_consistent_but_unfinished) {
    BundleBuilder b;
    const auto expect_unfinished = [&](const char* step) {
        const auto report = check_bundle(b.bundle());
        EXPECT_EQ(failure(report), "") << step;
        EXPECT_EQ(report.verdict, Verdict::unfinished) << step;
    };
    b.open();
    expect_unfinished("opened");
    for (const char* party : {"bureau", "jiwei"}) b.commit(party);
    expect_unfinished("committed");
    b.seal();
    expect_unfinished("sealed");
    for (const char* party : {"bureau", "jiwei"}) b.reveal(party);
    b.record_event();
    expect_unfinished("event");
    b.fix_seed();
    expect_unfinished("seeded");
    b.draw_result();
    expect_unfinished("drawn");
    b.assign();
    EXPECT_TRUE(check_bundle(b.bundle()).verified());
    b.approve_redraw();
    expect_unfinished("redraw approved");
    b.seal();
    expect_unfinished("redraw sealed");
    b.draw_result();
    expect_unfinished("redrawn");
    b.assign();
    b.close();
    const auto report = check_bundle(b.bundle());
    EXPECT_TRUE(report.verified()) << failure(report);
}

TEST(Bundle, a_voided_draw_is_no_draw) {
    BundleBuilder b;
    b.open();
    b.append("draw.voided", {{"reason", "名录有误"}});
    EXPECT_EQ(check_bundle(b.bundle()).verdict, Verdict::voided);
}

// ── attacks: the server signs whatever the attacker wants; the verifier must see it ─────────────────────────────────

TEST(Attack, A1_another_seed_after_the_result_is_refused) {
    BundleBuilder b;
    b.run_all();
    b.append("seed.fixed",
             {{"dropped", Json(Json::Array{})}, {"parties", Json(Json::Array{})}, {"seed", hash::sha256_hex("x")}});
    EXPECT_NE(failed_check(b.bundle()), "");
}

TEST(Attack, A3_voiding_after_the_event_is_refused) {
    BundleBuilder b;
    b.open();
    for (const char* party : {"bureau", "jiwei"}) b.commit(party);
    b.seal();
    for (const char* party : {"bureau", "jiwei"}) b.reveal(party);
    b.record_event();
    b.append("draw.voided", {{"reason", "不合心意"}});
    EXPECT_EQ(failed_check(b.bundle()), "order");
}

TEST(Attack, A4_reveal_after_the_event_is_refused) {
    BundleBuilder b;
    b.open();
    for (const char* party : {"bureau", "firm-rep", "jiwei"}) b.commit(party);
    b.seal();
    for (const char* party : {"bureau", "jiwei"}) b.reveal(party);
    b.record_event();
    b.reveal("firm-rep");
    EXPECT_EQ(failed_check(b.bundle()), "order");
}

TEST(Attack, A4_commitment_after_the_sealing_is_refused) {
    BundleBuilder b;
    b.open();
    for (const char* party : {"bureau", "jiwei"}) b.commit(party);
    b.seal();
    b.commit("firm-rep");
    EXPECT_EQ(failed_check(b.bundle()), "order");
}

TEST(Attack, A5_a_copied_commitment_cannot_be_revealed) {
    BundleBuilder b;
    const std::string value = b.value_of("bureau");
    EXPECT_NE(draw::contribution_commitment(b.plan.draw_id, "bureau", value),
              draw::contribution_commitment(b.plan.draw_id, "jiwei", value));
}

TEST(Attack, A6_a_ratio_changed_after_the_opening_is_refused) {
    BundleBuilder b;
    b.open();
    for (const char* party : {"bureau", "jiwei"}) b.commit(party);
    b.plan.strata[0].quota = draw::Quota::number(1);
    b.seal();
    EXPECT_EQ(failed_check(b.bundle()), "order");
}

TEST(Attack, A8_an_object_both_drawn_from_and_excluded_is_refused) {
    BundleBuilder b;
    b.exclusions = "9115080200000003\tannual_cap\t1\n";
    b.run_all();
    EXPECT_EQ(failed_check(b.bundle()), "lists");
}

TEST(Attack, A10_an_exclusion_without_an_earlier_ground_is_refused) {
    BundleBuilder b;
    b.exclusions = "X:SITE:17\tannual_cap\t9\n";
    b.run_all();
    EXPECT_EQ(failed_check(b.bundle()), "lists");
}

TEST(Attack, A15_swapped_officers_are_refused_even_when_the_log_agrees) {
    BundleBuilder b;
    b.open();
    for (const char* party : {"bureau", "jiwei"}) b.commit(party);
    b.seal();
    for (const char* party : {"bureau", "jiwei"}) b.reveal(party);
    b.record_event();
    b.fix_seed();
    b.draw_result();
    b.assign();
    auto& text = b.files.at("assignment.tsv");
    const auto end = text.find('\n');
    const std::string line = text.substr(0, end);
    const auto lead = line.find('\t') + 1;
    text.replace(lead, 2, line.substr(lead, 2) == "F1" ? "F3" : "F1");
    b.append("redraw.requested",
             {{"reason", "x"}});  // the honest digest is in the log already: the digest check sees it
    EXPECT_EQ(failed_check(b.bundle()), "digests");
}

TEST(Attack, A16_leaving_out_an_officer_without_a_sealed_recusal_is_refused) {
    BundleBuilder b;
    b.recusals.clear();  // F2 is left out of one job all the same
    b.run_all();
    EXPECT_EQ(failed_check(b.bundle()), "slots");
}

TEST(Attack, A19_time_running_backwards_is_refused) {
    BundleBuilder b;
    b.run_all();
    b.files.erase("seed.txt");  // the builder's clock falls back by a minute
    b.append("redraw.requested", {{"reason", "x"}});
    EXPECT_NE(failed_check(b.bundle()), "");
}

}  // namespace sunlot::vectors
