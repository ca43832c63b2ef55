#include "workflow/log_publisher.h"

#include "store/database.h"
#include "workflow/log_files.h"

#include <exception>
#include <limits>

#include <spdlog/spdlog.h>

namespace sunlot::workflow {
namespace {

/// Each published head leaves files of its own (partial tiles): a busy journal is published in strides.
constexpr std::chrono::milliseconds kStride{200};
constexpr auto kNever = std::numeric_limits<std::uint64_t>::max();

}  // namespace

LogPublisher::LogPublisher(const Context& context, std::chrono::milliseconds look)
    : context_(context), look_(look), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void LogPublisher::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto size = publish_once();
        context_.database.wait_beyond(kNever, kStride, stop);
        context_.database.wait_beyond(size.value_or(kNever), look_, stop);  // after trouble: not before the next look
    }
}

std::optional<std::uint64_t> LogPublisher::publish_once() {
    std::string trouble;
    std::optional<std::uint64_t> size;
    try {
        const auto head = publish_log(context_);
        if (head) {
            size = head->size;
        } else if (head.error().code == "organ.not_configured") {
            size = 0;  // the first commit is what brings the key
        } else {
            trouble = head.error().code + ": " + head.error().text.zh;
        }
    } catch (const std::exception& fault) {  // the third of the places where a fault ends: a background job
        trouble = fault.what();
    }
    if (!trouble.empty() && trouble != last_trouble_) spdlog::error("publishing the log: {}", trouble);
    last_trouble_ = trouble;
    return size;
}

}  // namespace sunlot::workflow
