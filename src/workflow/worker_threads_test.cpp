#include "workflow/worker_threads.h"

#include <atomic>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::workflow {

TEST(WorkerThreads, do_every_piece_once) {
    for (const std::size_t count : {0U, 1U, 2U, 1000U}) {
        std::vector<std::atomic<int>> done(count);
        on_all_cores()(count, [&](std::size_t piece) { ++done[piece]; });
        for (const auto& times : done) EXPECT_EQ(times, 1);
    }
}

TEST(WorkerThreads, hand_on_what_a_piece_throws) {
    const auto fail = [](std::size_t piece) {
        if (piece == 7) throw std::runtime_error("piece 7");
    };
    EXPECT_THROW(on_all_cores()(20, fail), std::runtime_error);
}

}  // namespace sunlot::workflow
