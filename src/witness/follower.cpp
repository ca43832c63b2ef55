#include "witness/follower.h"

#include <exception>

#include <spdlog/spdlog.h>

namespace sunlot::witness {
namespace {

constexpr std::size_t kThreads = 4;
constexpr std::uint64_t kCheckpointLimit = 64UL << 10U;
constexpr std::uint64_t kTileLimit = 64UL << 10U;
constexpr std::uint64_t kBundleLimit = 256UL * (65'535 + 2);
constexpr std::chrono::milliseconds kPace{500};

}  // namespace

void look_once(Witness& witness, const LogFolder& folder, http::Client& client, const std::function<bool()>& stopping) {
    const std::string base = folder.settings().url;
    const auto shown = http::fetch(client, base + "/checkpoint", {.body = kCheckpointLimit});
    if (!shown) return spdlog::warn("{}: {}", folder.settings().origin, shown.error().text.en);
    witness.look_at(folder, *shown, [&](const std::string& path) -> Result<std::string> {
        if (stopping()) return refuse(RefusalKind::unavailable, "witness.stopping", "正在停止", "stopping");
        const auto limit = path.starts_with("tile/entries/") ? kBundleLimit : kTileLimit;
        return http::fetch(client, base + "/" + path, {.body = limit});
    });
}

Follower::Follower(Witness& witness, const Clock& clock, Bell& bell) : witness_(witness), clock_(clock), bell_(bell) {
    for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this] { run(); });
}

Follower::~Follower() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    threads_.clear();
}

std::optional<LogFolder> Follower::next_due() {
    const Instant now = clock_.now();
    const std::scoped_lock lock(mutex_);
    if (stopping_) return std::nullopt;
    for (const auto& folder : log_folders(witness_.data())) {
        const auto pace = std::max(std::chrono::seconds(1), folder.settings().poll);
        auto [last, fresh] = looked_.try_emplace(folder.id());
        if (!fresh && now.micros - last->second.micros < pace.count() * 1'000'000) continue;
        last->second = now;
        return folder;
    }
    return std::nullopt;
}

void Follower::run() {
    http::Client client;
    for (;;) {
        try {
            while (const auto folder = next_due()) {
                if (!folder->settings().url.empty())
                    look_once(witness_, *folder, client, [this] { return stopping_.load(); });
                witness_.mind_silence(*folder);
            }
        } catch (const std::exception& fault) {  // a background job: the next round tries again
            spdlog::error("following: {}", fault.what());
        }
        bell_.reap();
        std::unique_lock lock(mutex_);
        if (wake_.wait_for(lock, kPace, [this] { return stopping_.load(); })) return;
    }
}

}  // namespace sunlot::witness
