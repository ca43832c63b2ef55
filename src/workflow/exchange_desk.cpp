#include "workflow/exchange_desk.h"

#include "store/database.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include <spdlog/spdlog.h>

namespace sunlot::workflow {
namespace {

constexpr std::chrono::seconds kLook{15};
constexpr std::int64_t kMicrosPerMinute = 60'000'000;

Actor by_schedule() {
    return {.account = "system", .name = "定时任务", .roles = {}};
}

}  // namespace

void ExchangeDesk::close() {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
        waiting_.clear();
    }
    schedule_ = {};  // stops and joins
    worker_ = {};
}

bool ExchangeDesk::has(std::string_view source) const {
    return (running_ && running_->source == source) ||
           std::ranges::any_of(waiting_, [&](const Job& job) { return job.report.source == source; });
}

Result<RunReport> ExchangeDesk::start(const Actor& actor, std::string_view source, const RunTerms& terms) {
    const auto found = find_source(context_, source);
    if (!found) return pass_on(found.error());
    if (!found->settings.enabled && !terms.dry)
        return refuse(RefusalKind::conflict, "exchange.disabled", "这个来源已停用，只能试运行",
                      "This source is disabled: only a dry run is possible");
    auto report = begin_run(context_, actor, source, terms);
    {
        const std::scoped_lock lock(mutex_);
        if (closed_)
            return refuse(RefusalKind::unavailable, "exchange.stopped", "服务正在停止", "The server is stopping");
        if (has(source))
            return refuse(RefusalKind::conflict, "exchange.busy", "这个来源正在运行或排队，请稍候",
                          "A run of this source is under way or waits already");
        waiting_.push_back({actor, report});
        if (!worker_.joinable()) worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
    }
    wake_.notify_all();
    return report;
}

Result<RunReport> ExchangeDesk::find(std::string_view id) const {
    {
        const std::scoped_lock lock(mutex_);
        if (running_ && running_->id == id) return *running_;
        const auto waiting = std::ranges::find_if(waiting_, [&](const Job& job) { return job.report.id == id; });
        if (waiting != waiting_.end()) return waiting->report;
    }
    return find_run(context_, id);
}

std::vector<RunReport> ExchangeDesk::list(std::string_view source) const {
    std::vector<RunReport> out;
    {
        const std::scoped_lock lock(mutex_);
        for (const auto& job : waiting_)
            if (job.report.source == source) out.push_back(job.report);
        if (running_ && running_->source == source) out.push_back(*running_);
    }
    const auto now = out.size();
    for (auto& report : list_runs(context_, source))
        if (std::none_of(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(now),
                         [&](const auto& one) { return one.id == report.id; }))
            out.push_back(std::move(report));
    return out;
}

void ExchangeDesk::work(const std::stop_token& stop) {
    while (true) {
        std::optional<Job> job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, stop, [&] { return !waiting_.empty(); });
            if (stop.stop_requested()) return;
            job = std::move(waiting_.front());
            waiting_.pop_front();
            running_ = job->report;
        }
        const RunProgress progress = [&](const RunReport& report) {
            const std::scoped_lock lock(mutex_);
            running_ = report;
        };
        try {
            do_run(context_, job->actor, job->report, progress, stop);
        } catch (const std::exception& fault) {  // where its report could not be kept
            spdlog::error("exchange {}: {}", job->report.source, fault.what());
        }
        const std::scoped_lock lock(mutex_);
        running_.reset();
    }
}

// ── the schedule ──────────────────────────────────────────────────────────────────────────────────────────────────

void ExchangeDesk::watch() {
    schedule_ = std::jthread([this](const std::stop_token& stop) {
        std::mutex waiting;
        std::condition_variable_any wake;
        while (!stop.stop_requested()) {
            try {
                (void)look();
            } catch (const std::exception& fault) {  // the next look tries again
                spdlog::error("exchange: {}", fault.what());
            }
            std::unique_lock lock(waiting);
            wake.wait_for(lock, stop, kLook, [] { return false; });
        }
    });
}

/// A folder is read when something lies there that did so at the last look, too; anything else at its pace.
bool ExchangeDesk::due(const Source& source, std::optional<std::vector<SeenFile>>& settled) {
    const auto last = started_.find(source.record.id);
    const Instant now = context_.clock.now();
    const bool in_time =
        last == started_.end() || now.micros - last->second.micros >= source.settings.every_minutes * kMicrosPerMinute;
    if (source.settings.kind != inspection::SourceKind::folder) return in_time;
    auto files = files_in(source.settings.folder.path);
    auto& before = last_look_[source.record.id];
    const bool still = !files.empty() && files == before;
    before = files;
    settled = std::move(files);
    return in_time && still;
}

std::vector<std::string> ExchangeDesk::look() {
    std::vector<std::string> begun;
    if (context_.database.frozen()) return begun;
    for (const auto& source : list_sources(context_)) {
        std::optional<std::vector<SeenFile>> settled;
        if (!source.settings.enabled || source.settings.every_minutes == 0 || !due(source, settled)) continue;
        started_.insert_or_assign(source.record.id, context_.clock.now());
        const auto run = start(by_schedule(), source.record.id,
                               {.dry = false, .full = false, .force = false, .scheduled = true, .settled = settled});
        if (run) begun.push_back(source.record.id);
    }
    return begun;
}

}  // namespace sunlot::workflow
