#include "workflow/log_publisher.h"

#include "workflow/log_files.h"

#include <chrono>
#include <exception>

#include <spdlog/spdlog.h>

namespace sunlot::workflow {
namespace {

constexpr std::chrono::seconds kPeriod{1};

}  // namespace

LogPublisher::LogPublisher(const Context& context) : context_(context), thread_([this] { run(); }) {}

LogPublisher::~LogPublisher() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void LogPublisher::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        publish_once();
        lock.lock();
        wake_.wait_for(lock, kPeriod, [this] { return stopping_; });
    }
}

void LogPublisher::publish_once() {
    std::string trouble;
    try {
        const auto head = publish_log(context_);
        if (!head && head.error().code != "organ.not_configured")
            trouble = head.error().code + ": " + head.error().text.zh;
    } catch (const std::exception& fault) {  // the third of the places where a fault ends: a background job
        trouble = fault.what();
    }
    if (!trouble.empty() && trouble != last_trouble_) spdlog::error("publishing the log: {}", trouble);
    last_trouble_ = trouble;
}

}  // namespace sunlot::workflow
