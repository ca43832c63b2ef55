// The publisher as a small program, to be killed at each of its writes (tests/faults/run):
//
//     publisher DATA create           a new log
//     publisher DATA append COUNT     entries in one commit; prints "acknowledged SIZE ROOT" once they are durable
//     publisher DATA publish          one publishing; prints "published SIZE ROOT", or the code of the refusal and ends
//     1 publisher DATA stream RATE SECONDS [URL]   appends at a rate beside the background publisher; prints, for each
//                                     entry, the milliseconds until a published head held it
//     publisher DATA batches BATCH SECONDS [URL] appends as fast as it can, BATCH entries to a commit; prints entries/s
//
// With the same modules and the same order as the server, and one key that opens quickly.
#include "files/data_lock.h"
#include "machine.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/test_data_keys.h"
#include "workflow/context.h"
#include "workflow/log_files.h"
#include "workflow/log_publisher.h"
#include "workflow/log_signer.h"
#include "workflow/organ.h"
#include "workflow/test_keys.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/stat.h>

namespace {

using namespace sunlot;
using Time = std::chrono::steady_clock;

template <class T>
T expect(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().code + ": " + result.error().text.en);
    return std::move(*result);
}

struct Bureau {
    Bureau(const std::string& folder, const std::string& url)
        : lock(expect(files::DataLock::take(folder))),
          blobs(std::filesystem::path(folder) / "blobs", store::test_data_keys()),
          database(expect(store::Database::open(
              {.url = url.empty() ? "sqlite:" + folder + "/sunlot.db" : url, .blobs = blobs, .entropy = entropy}))),
          context{.database = *database,
                  .blobs = blobs,
                  .clock = clock,
                  .entropy = entropy,
                  .data_directory = folder,
                  .log_key = log_key,
                  .keys = workflow::testing::test_keys(folder)} {}

    apps::WallClock clock;
    apps::KernelEntropy entropy;
    files::DataLock lock;
    store::BlobStore blobs;
    std::unique_ptr<store::Database> database;
    workflow::LogKey log_key;
    workflow::Context context;

    store::JournalHead head() const {
        auto view = database->read();
        return view.journal();
    }
    void create() {
        if (head().size > 0) return;
        auto transaction = database->write();
        workflow::create_log(context, transaction,
                             {.name = "故障试验局", .abbreviation = "试验", .code = "fault", .region = "150802"},
                             workflow::system_actor());
        transaction.commit();
    }
    /// An entry as long as those of a draw; of no consequence to any table.
    store::Event event(std::uint64_t number) const {
        Json::Object after{{"note", "entry " + std::to_string(number) + " " + std::string(120, 'x')}};
        return {.kind = "settings.changed",
                .actor = "system",
                .subject = "server",
                .at = clock.now(),
                .data = Json::Object{{"after", std::move(after)}, {"before", Json::Object{}}},
                .private_data = nullptr};
    }
    std::uint64_t append(std::uint64_t count) {
        auto transaction = database->write();
        for (std::uint64_t i = 0; i < count; ++i) transaction.append(event(i));
        const std::uint64_t size = transaction.journal().size;
        transaction.commit();
        return size;
    }
};

void say(const std::string& line) {
    std::puts(line.c_str());
    std::fflush(stdout);
}

int publish(Bureau& bureau) {
    const auto head = workflow::publish_log(bureau.context);
    if (!head) {
        say(head.error().code);
        return 1;
    }
    say("published " + std::to_string(head->size) + " " + hash::hex(head->root));
    return 0;
}

double milliseconds(Time::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

/// Follows the published head; for each entry, by number, when a head first held it.
class Follower {
public:
    Follower(const Bureau& bureau, std::uint64_t first, std::size_t count)
        : bureau_(bureau), first_(first), seen_(count), thread_([this](const std::stop_token& stop) { run(stop); }) {}
    void wait() const {
        while (known_ < seen_.size()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    Time::time_point seen(std::size_t number) const { return seen_[number]; }

private:
    void run(const std::stop_token& stop) {
        while (!stop.stop_requested() && known_ < seen_.size()) {
            const auto head = workflow::published_head(bureau_.context);
            const auto now = Time::now();
            while (head && known_ < seen_.size() && first_ + known_ < head->size) seen_[known_++] = now;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    const Bureau& bureau_;
    std::uint64_t first_;
    std::vector<Time::time_point> seen_;
    std::atomic<std::size_t> known_{0};
    std::jthread thread_;
};

void stream(Bureau& bureau, std::uint64_t rate, std::uint64_t seconds) {
    workflow::publish_log(bureau.context).value();
    const workflow::LogPublisher publisher(bureau.context);
    const std::size_t count = rate * seconds;
    std::vector<Time::time_point> sent(count);
    const Follower follower(bureau, bureau.head().size, count);
    const auto start = Time::now();
    for (std::size_t i = 0; i < count; ++i) {
        std::this_thread::sleep_until(start + std::chrono::microseconds(1'000'000 * i / rate));
        sent[i] = start + std::chrono::microseconds(1'000'000 * i / rate);  // when it was due: lateness counts
        bureau.append(1);
    }
    follower.wait();
    for (std::size_t i = 0; i < count; ++i) std::printf("%.2f\n", milliseconds(follower.seen(i) - sent[i]));
}

void batches(Bureau& bureau, std::uint64_t batch, std::uint64_t seconds) {
    const auto start = Time::now();
    std::uint64_t entries = 0;
    while (Time::now() - start < std::chrono::seconds(seconds)) {
        bureau.append(batch);
        entries += batch;
    }
    std::printf("%.1f\n", 1000.0 * static_cast<double>(entries) / milliseconds(Time::now() - start));
}

int run(const std::vector<std::string>& words) {
    const std::string& verb = words[1];
    const auto number = [&](std::size_t at) { return std::strtoull(words.at(at).c_str(), nullptr, 10); };
    Bureau bureau(words[0], words.size() > 4 ? words[4] : "");
    if (const auto sound = workflow::check_not_rolled_back(bureau.context); !sound)
        bureau.database->freeze(sound.error());  // as the server does before its first request
    if (verb == "publish") return publish(bureau);
    bureau.create();
    if (verb == "append") {
        bureau.append(number(2));
        const auto head = bureau.head();
        say("acknowledged " + std::to_string(head.size) + " " + hash::hex(head.root));
    }
    if (verb == "stream") stream(bureau, number(2), number(3));
    if (verb == "batches") batches(bureau, number(2), number(3));
    return 0;
}

}  // namespace

int main(int argc, char** argv) try {
    ::umask(0077);
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() < 2) {
        std::fputs(
            "usage: publisher DATA create|append COUNT|publish|stream RATE SECONDS|batches BATCH SECONDS [URL]\n",
            stderr);
        return 2;
    }
    return run(words);
} catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 70;
}
