#include "workflow/worker_threads.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace sunlot::workflow {

draw::Runner on_all_cores() {
    return [](std::size_t count, const std::function<void(std::size_t)>& work) {
        std::atomic<std::size_t> next = 0;
        std::mutex mutex;
        std::exception_ptr failure;
        const auto take_turns = [&] {
            try {
                for (std::size_t piece = next++; piece < count; piece = next++) work(piece);
            } catch (...) {
                next = count;
                const std::scoped_lock lock(mutex);
                if (!failure) failure = std::current_exception();
            }
        };
        {
            const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
            std::vector<std::jthread> others;
            for (std::size_t i = 1; i < std::min(cores, count); ++i) others.emplace_back(take_turns);
            take_turns();
        }
        if (failure) std::rethrow_exception(failure);
    };
}

}  // namespace sunlot::workflow
