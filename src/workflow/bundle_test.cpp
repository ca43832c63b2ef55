#include "workflow/bundle.h"

#include "hash/sha256.h"
#include "workflow/test_bureau.h"

#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;
using testing::TestBureau;

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A bureau with 200 objects, 12 officers and an opened draw.
struct Ready : TestBureau {
    Ready() {
        import_objects(objects(200));
        import_officers(officers(12));
        draw = open(create_task());
    }
    std::string draw;
};

}  // namespace

TEST(Bundle, holds_at_every_step_of_a_draw) {
    Ready bureau;
    const auto& draw = bureau.draw;
    EXPECT_EQ(bureau.verdict(draw), "unfinished") << "opened";
    bureau.commit(draw);
    EXPECT_EQ(bureau.verdict(draw), "unfinished") << "committed";
    bureau.seal(draw);
    EXPECT_EQ(bureau.verdict(draw), "unfinished") << "sealed";
    bureau.reveal(draw);
    EXPECT_EQ(bureau.verdict(draw), "unfinished") << "revealed";
    bureau.record(draw);
    EXPECT_EQ(bureau.verdict(draw), "unfinished") << "event recorded";
    bureau.seed(draw);
    EXPECT_EQ(bureau.verdict(draw), "unfinished") << "seed fixed";
    bureau.result(draw);
    EXPECT_EQ(bureau.verdict(draw), "unfinished") << "drawn";
    bureau.assign(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified") << "assigned";
    bureau.close(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified") << "closed";
}

TEST(Bundle, of_a_whole_draw_has_the_files_of_the_format) {
    Ready bureau;
    const auto& draw = bureau.draw;
    bureau.commit(draw);
    bureau.seal(draw);
    bureau.reveal(draw);
    bureau.record(draw);
    bureau.seed(draw);
    bureau.result(draw);
    bureau.assign(draw);
    bureau.close(draw);
    const auto files = bureau.bundle(draw);
    for (const char* name :
         {"plan.json", "seal.json", "frame.tsv", "exclusions.tsv", "officers.tsv", "recusals.txt", "seed.txt",
          "slots.tsv", "result.tsv", "assignment.tsv", "substitutions.json", "log/policy.txt", "log/checkpoint"})
        EXPECT_TRUE(files.contains(name)) << name;
    EXPECT_EQ(files.at("substitutions.json"), "[]");
    EXPECT_FALSE(files.contains("previous/1/seal.json"));
}

TEST(Bundle, of_a_voided_draw_holds_before_and_after_the_sealing) {
    Ready bureau;
    expect(void_draw(bureau.context, bureau.leader, bureau.draw, "改期"));
    EXPECT_EQ(bureau.verdict(bureau.draw), "voided");
    const auto again = bureau.open("t1");
    bureau.commit(again);
    bureau.seal(again);
    bureau.reveal(again);
    expect(void_draw(bureau.context, bureau.leader, again, "见证人缺席"));
    EXPECT_EQ(bureau.verdict(again), "voided");
}

TEST(Bundle, keeps_the_files_of_earlier_attempts) {
    Ready bureau;
    const auto& draw = bureau.draw;
    bureau.commit(draw);
    bureau.seal(draw);
    bureau.reveal(draw);
    bureau.record(draw);
    bureau.seed(draw);
    bureau.result(draw);
    bureau.assign(draw);
    bureau.import_officers({{.id = "F0099", .tags = {"lead"}}});
    bureau.redraw(draw);
    const auto files = bureau.bundle(draw);
    EXPECT_TRUE(files.contains("previous/1/assignment.tsv"));
    EXPECT_EQ(files.at("previous/1/result.tsv"), files.at("result.tsv")) << "only the officers were corrected";
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

TEST(Bundle, fails_when_a_bit_is_flipped) {
    Ready bureau;
    const auto& draw = bureau.draw;
    bureau.commit(draw);
    bureau.seal(draw);
    bureau.reveal(draw);
    bureau.record(draw);
    bureau.seed(draw);
    bureau.result(draw);
    bureau.assign(draw);
    const auto whole = bureau.bundle(draw);
    for (const auto& [name, bytes] : whole) {
        if (bytes.empty()) continue;
        auto files = whole;
        char& byte = files.at(name).at(bytes.size() * 2 / 3);
        byte = static_cast<char>(byte ^ 1);
        EXPECT_FALSE(draw::check_bundle(files).verified()) << name;
    }
}

TEST(Bundle, folder_and_archive_carry_the_same_files_and_the_archive_is_packed_once) {
    Ready bureau;
    bureau.commit(bureau.draw);
    bureau.seal(bureau.draw);
    const auto folder = bureau.folder.path / "out";
    expect(write_bundle_directory(bureau.context, bureau.draw, folder));
    for (const auto& [name, bytes] : bureau.bundle(bureau.draw)) EXPECT_EQ(bytes_of(folder / name), bytes) << name;
    EXPECT_EQ(write_bundle_directory(bureau.context, bureau.draw, folder).error().code, "bundle.directory");

    const auto archive = expect(bundle_zip(bureau.context, bureau.draw));
    const auto digest = hash::sha256_hex(bytes_of(archive));
    bureau.create_task();  // other entries do not make the archive stale
    EXPECT_EQ(expect(bundle_zip(bureau.context, bureau.draw)), archive);
    std::filesystem::remove(archive);
    EXPECT_EQ(hash::sha256_hex(bytes_of(expect(bundle_zip(bureau.context, bureau.draw)))), digest)
        << "the same draw packs to the same bytes";
    bureau.reveal(bureau.draw);
    EXPECT_NE(expect(bundle_zip(bureau.context, bureau.draw)), archive);
    EXPECT_EQ(bundle_zip(bureau.context, "x-1-2026-0001").error().code, "draw.unknown");
}

}  // namespace sunlot::workflow
