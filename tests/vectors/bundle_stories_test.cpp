// The stored bundles: they are what the builder tells, the verifier believes them, and every rule of draw-v1 §2, §5,
// §9, §10 and §11 broken once is refused by its name.
#include "bundle_stories.h"

#include "draw/bundle_check.h"
#include "hash/sha256.h"
#include "vectors.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace sunlot::vectors {
namespace {

using namespace draw;

std::string failure(const BundleReport& report) {
    if (report.checks.empty() || report.checks.back().outcome != Outcome::failed) return "";
    const auto& last = report.checks.back();
    return last.id + " @ " + last.where + ": " + last.detail.en;
}

void write_vector(const std::string& name, const std::string& bytes) {
    const auto path = data_directory() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

/// SUNLOT_WRITE_VECTORS=1 stores them anew; then look at the difference before you commit it.
bool writing() {
    return std::getenv("SUNLOT_WRITE_VECTORS") != nullptr;  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace

TEST(Stories, are_the_stored_bundles) {
    for (const Story& story : stories()) {
        BundleBuilder b;
        story.tell(b);
        const std::string folder = std::string("bundle_") + story.name;
        if (writing()) {
            std::filesystem::remove_all(data_directory() / folder);
            for (const auto& [name, bytes] : b.bundle()) write_vector(folder + "/" + name, bytes);
        }
        EXPECT_EQ(read_directory(folder), b.bundle()) << story.name;
    }
}

namespace {

/// The lines of the sealed draw's three kinds of visit: as drawn, come in for another, with another officer.
struct SealedLines {
    std::uint64_t drawn = 0, replacement = 0, replaced = 0;
};

SealedLines lines_of(const BundleBuilder& b) {
    SealedLines out;
    for (const auto& [line, visit] : b.visits().all()) {
        const auto proof = b.doorstep(line);
        if (proof.substitution)
            out.replacement = line;
        else if (!proof.replaced.empty())
            out.replaced = line;
        else
            out.drawn = line;
    }
    return out;
}

}  // namespace

TEST(Doorstep, proofs_are_the_stored_ones_and_hold) {
    BundleBuilder b;
    tell_sealed(b);
    const SealedLines lines = lines_of(b);
    const std::pair<const char*, std::uint64_t> proofs[] = {
        {"drawn", lines.drawn}, {"replacement", lines.replacement}, {"replaced", lines.replaced}};
    for (const auto& [name, line] : proofs) {
        const std::string bytes = encode(b.doorstep(line));
        const std::string file = std::string("doorstep/") + name + ".json";
        if (writing()) write_vector(file, bytes);
        EXPECT_EQ(read_vector(file), bytes);
        const auto proof = parse_doorstep(bytes).value();
        EXPECT_EQ(proof, b.doorstep(line));
        const auto found = check_doorstep(proof, b.key.verifier().text());
        ASSERT_TRUE(found) << name << ": " << found.error().text.en;
        EXPECT_EQ(found->object, b.visits().at(line)->object);
        EXPECT_EQ(found->officers, b.visits().at(line)->officers) << name;
        EXPECT_EQ(found->draw_id, b.plan.draw_id);
        EXPECT_EQ(found->replacement, name == std::string("replacement"));
        const auto other = ledger::SigningKey::from_seed("lhrs.example/log", Bytes(32, 8)).value();
        EXPECT_EQ(check_doorstep(proof, other.verifier().text()).error().code, "doorstep.key");
    }
}

TEST(Doorstep, every_flipped_bit_is_refused) {
    // But for the number of assigned objects, which no entry tells: some other numbers give the same tree above the
    // line.
    for (const char* name : {"drawn", "replacement", "replaced"}) {
        std::string bytes = read_vector(std::string("doorstep/") + name + ".json");
        const auto size_at = bytes.find("\"size\":", bytes.find("\"assignment\":{"));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const int bit = 1 << (i % 8);
            bytes[i] = static_cast<char>(bytes[i] ^ bit);
            const auto proof = parse_doorstep(bytes);
            const bool of_size = i > size_at && bytes.find('}', size_at) > i;
            ASSERT_TRUE(of_size || !proof || !check_doorstep(*proof)) << name << " byte " << i;
            bytes[i] = static_cast<char>(bytes[i] ^ bit);
        }
    }
}

TEST(Doorstep, a_proof_made_of_parts_that_do_not_belong_together_is_refused) {
    BundleBuilder b;
    tell_sealed(b);
    const SealedLines lines = lines_of(b);
    const auto drawn = b.doorstep(lines.drawn), replacement = b.doorstep(lines.replacement),
               replaced = b.doorstep(lines.replaced);
    const auto code = [](const DoorstepProof& proof) {
        const auto found = check_doorstep(proof);
        return found ? "" : found.error().code;
    };
    auto proof = drawn;
    proof.assignment = replaced.assignment;
    EXPECT_EQ(code(proof), "doorstep.line");  // another object's officers
    proof = drawn;
    proof.assignment.reset();
    proof.substitution = replacement.substitution;
    EXPECT_EQ(code(proof), "doorstep.line");  // another object came in
    proof = replacement;
    proof.substitution.reset();
    proof.assignment = drawn.assignment;
    EXPECT_EQ(code(proof), "doorstep.line");  // a reserve was not drawn
    proof = drawn;
    proof.replaced = replaced.replaced;
    EXPECT_EQ(code(proof), "doorstep.line");  // officers replaced elsewhere
    proof = replaced;
    std::swap(proof.replaced[0], proof.replaced[1]);
    EXPECT_EQ(code(proof), "doorstep.draw");
    proof = drawn;
    proof.result.logged = drawn.assignment->logged;
    EXPECT_EQ(code(proof), "doorstep.draw");
    proof = drawn;
    ++proof.result.size;
    EXPECT_EQ(code(proof), "doorstep.draw");
    proof = drawn;
    proof.result.salt = replaced.result.salt;
    EXPECT_EQ(code(proof), "doorstep.line");
    proof = drawn;
    b.disclose({lines.drawn}, "doorstep");
    proof.assignment = b.doorstep(lines.drawn).assignment;
    EXPECT_EQ(code(proof), "doorstep.log");  // two checkpoints
}

TEST(Stories, are_believed) {
    for (const Story& story : stories()) {
        BundleBuilder b;
        story.tell(b);
        const auto report = check_bundle(b.bundle());
        EXPECT_EQ(failure(report), "") << story.name;
        EXPECT_EQ(report.verdict, b.bundle().contains("seed.txt") ? Verdict::verified : Verdict::sealed) << story.name;
    }
}

}  // namespace sunlot::vectors
