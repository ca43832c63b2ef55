#include "files/data_lock.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sunlot::files {
namespace {

class Lock : public ::testing::Test {
protected:
    ~Lock() override { std::filesystem::remove_all(directory_); }
    std::filesystem::path directory_ =
        std::filesystem::temp_directory_path() / ("sunlot_lock_" + std::to_string(::getpid()));
};

TEST_F(Lock, belongs_to_one_at_a_time_who_says_where_to_be_found) {
    EXPECT_EQ(DataLock::owner(directory_), std::nullopt);
    {
        auto lock = DataLock::take(directory_);
        ASSERT_TRUE(lock);
        EXPECT_EQ(DataLock::owner(directory_), "");
        lock->announce("127.0.0.1:8080");
        EXPECT_EQ(DataLock::owner(directory_), "127.0.0.1:8080");
        const auto second = DataLock::take(directory_);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, "data.locked");
        EXPECT_TRUE(second.error().text.zh.contains("127.0.0.1:8080"));
        lock->announce("[::1]:9");
        EXPECT_EQ(DataLock::owner(directory_), "[::1]:9");
    }
    EXPECT_EQ(DataLock::owner(directory_), std::nullopt);
    EXPECT_TRUE(DataLock::take(directory_));
}

TEST_F(Lock, of_a_process_that_was_killed_is_free_again) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        auto lock = DataLock::take(directory_);
        if (lock) lock->announce("127.0.0.1:1");
        if (!lock || ::write(ends[1], "!", 1) != 1) ::_exit(1);
        ::pause();
    }
    char mark = 0;
    ASSERT_EQ(::read(ends[0], &mark, 1), 1);
    EXPECT_EQ(DataLock::owner(directory_), "127.0.0.1:1");
    EXPECT_FALSE(DataLock::take(directory_));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_EQ(DataLock::owner(directory_), std::nullopt);
    const auto lock = DataLock::take(directory_);
    ASSERT_TRUE(lock);
    EXPECT_EQ(DataLock::owner(directory_), "") << "what the dead had announced is no longer true";
    ::close(ends[0]);
    ::close(ends[1]);
}

}  // namespace
}  // namespace sunlot::files
