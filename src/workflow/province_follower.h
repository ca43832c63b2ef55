// Looks at the counties in the background, at a steady pace, until it is destroyed. Does nothing where there are none:
// every server has one.
#pragma once
#include "workflow/province.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace sunlot::workflow {

class ProvinceFollower {
public:
    explicit ProvinceFollower(const Context& context, std::chrono::seconds pace = std::chrono::seconds(60),
                              ObserveTerms terms = {});

private:
    void run(const std::stop_token& stop);

    const Context& context_;
    std::chrono::seconds pace_;
    ObserveTerms terms_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace sunlot::workflow
