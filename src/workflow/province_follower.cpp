#include "workflow/province_follower.h"

#include "store/database.h"

#include <exception>

#include <spdlog/spdlog.h>

namespace sunlot::workflow {

ProvinceFollower::ProvinceFollower(const Context& context, std::chrono::seconds pace, ObserveTerms terms)
    : context_(context), pace_(pace), terms_(terms), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void ProvinceFollower::run(const std::stop_token& stop) {
    ObserveTerms terms = terms_;
    terms.stop = stop;
    const Actor system{.account = "system", .name = {}, .roles = {}};
    while (!stop.stop_requested()) {
        try {
            if (!context_.database.frozen()) (void)observe_counties(context_, system, terms);
        } catch (const std::exception& fault) {  // a background job: the next round tries again
            spdlog::error("observing the counties: {}", fault.what());
        }
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, pace_, [] { return false; });
    }
}

}  // namespace sunlot::workflow
