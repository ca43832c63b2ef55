#include "workflow/published_verifier.h"

#include "store/journal.h"
#include "workflow/test_bureau.h"

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

std::size_t published_entries(const Context& context) {
    auto view = context.database.read();
    return store::journal_of_subject(view, "verify.html").size();
}

TEST(PublishedVerifier, is_in_the_log_once_however_often_the_server_starts) {
    testing::TestBureau bureau;
    Context& context = bureau.context;
    EXPECT_FALSE(published_verifier(context));
    publish_verifier(context);
    EXPECT_FALSE(published_verifier(context)) << "a server without the page has nothing to publish";

    context.verifier_digest = std::string(64, 'a');
    publish_verifier(context);
    publish_verifier(context);
    ASSERT_TRUE(published_verifier(context));
    EXPECT_EQ(published_verifier(context)->sha256, context.verifier_digest);
    EXPECT_EQ(published_entries(context), 1U);
}

TEST(PublishedVerifier, is_published_again_when_the_page_is_another_one) {
    testing::TestBureau bureau;
    Context& context = bureau.context;
    context.verifier_digest = std::string(64, 'a');
    publish_verifier(context);
    context.verifier_digest = std::string(64, 'b');
    publish_verifier(context);
    EXPECT_EQ(published_verifier(context)->sha256, std::string(64, 'b'));
    EXPECT_EQ(published_entries(context), 2U);
}

}  // namespace
}  // namespace sunlot::workflow
