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
