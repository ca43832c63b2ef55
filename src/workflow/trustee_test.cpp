#include "workflow/trustee.h"

#include "workflow/test_bureau.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;

}  // namespace

TEST(Trustee, two_of_three_open_what_was_sealed_for_them) {
    const testing::Folder folder;
    draw::Trustees trustees{.keys = {}, .threshold = 2};
    std::vector<TrusteeSecret> secrets;
    for (const char* id : {"a", "b", "c"}) {
        secrets.push_back(expect(make_trustee_key(folder.path / id)));
        trustees.keys.push_back({.id = id, .key = secrets.back().key, .organisation = id});
    }
    const std::string value(64, '7');
    const auto boxes = seal_value(value, trustees);
    ASSERT_EQ(boxes.size(), 3U);
    const std::vector<draw::Share> opened{{"a", expect(open_box(secrets[0], boxes[0].box))},
                                          {"c", expect(open_box(secrets[2], boxes[2].box))}};
    EXPECT_EQ(expect(draw::combine_shares(trustees, opened)), value);
    EXPECT_EQ(open_box(secrets[1], boxes[0].box).error().code, "trustee.box");
    EXPECT_EQ(open_box(secrets[1], "00").error().code, "trustee.box");
}

TEST(Trustee, the_key_file_is_the_owners_alone_and_never_overwritten) {
    const testing::Folder folder;
    const auto file = folder.path / "key.json";
    const auto made = expect(make_trustee_key(file));
    EXPECT_EQ(expect(read_trustee_key(file)).secret, made.secret);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
    EXPECT_EQ(make_trustee_key(file).error().code, "trustee.file");
    std::ofstream(file) << "{}";
    EXPECT_EQ(read_trustee_key(file).error().code, "trustee.file");
    EXPECT_EQ(read_trustee_key(folder.path / "nothing").error().code, "trustee.file");
}

}  // namespace sunlot::workflow
