// What bench/report asks of our side of the draw:
//
//     draw_bench generate FILE OBJECTS STRATA     writes a sealed frame.tsv of 18-character ids
//     draw_bench serve FILE [THREADS]             maps it, then answers one line for each word on standard input:
//         sample     1 % of every stratum, from the mapped bytes to the bytes of result.tsv
//         select     1 % of the ids, found beforehand, in no strata
//         kernel     the tickets of the same ids, found beforehand, nothing selected
//         sm3        the same with SM3
//         plain, avx2, avx512, openssl    the same by that way alone (openssl: one message after the other)
//
// An answer is a JSON object on one line: seconds, rows, and the peak of memory that is not the file's pages.
#include "draw/frame_lines.h"
#include "draw/frame_sample.h"
#include "draw/sample.h"
#include "draw/seed.h"
#include "hash/lanes.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sunlot::bench {
namespace {

const std::string kSeed(64, '5');

/// A file in memory for reading, as the server has its blobs.
class Mapped {
public:
    explicit Mapped(const char* path) {
        const int file = open(path, O_RDONLY | O_CLOEXEC);
        struct stat about{};
        if (file < 0 || fstat(file, &about) != 0) throw std::runtime_error(std::string("cannot read ") + path);
        size_ = static_cast<std::size_t>(about.st_size);
        bytes_ = mmap(nullptr, size_, PROT_READ, MAP_SHARED, file, 0);
        close(file);
        if (bytes_ == MAP_FAILED) throw std::runtime_error(std::string("cannot map ") + path);
    }
    ~Mapped() { munmap(bytes_, size_); }
    Mapped(const Mapped&) = delete;
    Mapped& operator=(const Mapped&) = delete;
    std::string_view text() const { return {static_cast<const char*>(bytes_), size_}; }

private:
    void* bytes_ = nullptr;
    std::size_t size_ = 0;
};

std::size_t anonymous_kilobytes() {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.starts_with("RssAnon:")) return std::stoul(line.substr(8));
    return 0;
}

/// Looks at the process's own memory every few milliseconds, so that a peak in between is seen.
class MemoryWatch {
public:
    MemoryWatch()
        : thread_([this](const std::stop_token& stop) {
              while (!stop.stop_requested()) {
                  look();
                  std::this_thread::sleep_for(std::chrono::milliseconds(5));
              }
          }) {}
    std::size_t peak() {
        look();
        return peak_;
    }

private:
    void look() { peak_ = std::max(peak_.load(), anonymous_kilobytes()); }
    std::atomic<std::size_t> peak_ = 0;
    std::jthread thread_;
};

draw::Plan plan() {
    draw::Plan plan;
    for (const char* label : {"A", "B", "C"}) plan.strata.push_back({label, draw::Quota::ratio(1, 100), {}});
    return plan;
}

draw::Runner on_threads(unsigned threads) {
    if (threads <= 1) return draw::run_in_turn;
    return [threads](std::size_t count, const std::function<void(std::size_t)>& work) {
        std::atomic<std::size_t> next = 0;
        std::vector<std::jthread> pool;
        for (unsigned i = 0; i < threads; ++i)
            pool.emplace_back([&] {
                for (std::size_t at = next++; at < count; at = next++) work(at);
            });
    };
}

struct Measured {
    double seconds = 0;
    double cpu = 0;
    std::size_t rows = 0;
};

/// Of the calling thread: on a busy machine the steadier measure, when one thread does the work.
double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <class Work>
Measured timed(const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    const std::size_t rows = work();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), cpu_seconds() - cpu, rows};
}

std::size_t sample(std::string_view file, unsigned threads) {
    const auto drawn = draw::sample_frame(plan(), file, kSeed, std::nullopt, on_threads(threads)).value();
    const std::string result = draw::encode_result(drawn);
    std::size_t rows = 0;
    for (const auto& cell : drawn.drawn) rows += cell.size();
    return result.empty() ? 0 : rows;
}

std::vector<std::string_view> ids_of(std::string_view file) {
    std::vector<std::string_view> ids;
    const auto note = [&ids](const draw::FrameRow& row) { ids.push_back(row.id); };
    if (!draw::FrameLines(file, note).read()) throw std::runtime_error("the file is not a frame");
    return ids;
}

std::size_t kernel(std::span<const std::string_view> ids, hash::Function function, hash::Target target) {
    static constexpr std::size_t kBatch = 1024;
    const hash::TicketLanes lanes(draw::derive(kSeed, "select"), function, target);
    const std::vector<std::uint32_t> bars(kBatch, 0);
    std::vector<std::uint32_t> hits(kBatch);
    std::size_t found = 0;
    for (; !ids.empty(); ids = ids.subspan(std::min(kBatch, ids.size()))) {
        const auto batch = ids.first(std::min(kBatch, ids.size()));
        found += lanes.below(batch, std::span(bars).first(batch.size()), hits);
    }
    return found;
}

std::size_t openssl(std::span<const std::string_view> ids) {
    std::string message = draw::derive(kSeed, "select");
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
    std::size_t found = 0;
    for (const std::string_view id : ids) {
        unsigned char digest[32];
        message.resize(64);
        message += id;
        EVP_DigestInit_ex(context, nullptr, nullptr);
        EVP_DigestUpdate(context, message.data(), message.size());
        EVP_DigestFinal_ex(context, digest, nullptr);
        found += digest[0] == 0 && digest[1] == 0 && digest[2] == 0 && digest[3] == 0 ? 1 : 0;
    }
    EVP_MD_CTX_free(context);
    return found;
}

Measured measure(const std::string& what, std::string_view file, std::span<const std::string_view> ids,
                 unsigned threads) {
    using hash::Function;
    if (what == "select")
        return timed([&] { return draw::lowest_tickets(draw::derive(kSeed, "select"), ids, ids.size() / 100).size(); });
    if (what == "sample") return timed([&] { return sample(file, threads); });
    if (what == "kernel") return timed([&] { return kernel(ids, Function::sha256, hash::best_target()); });
    if (what == "sm3") return timed([&] { return kernel(ids, Function::sm3, hash::best_target()); });
    if (what == "openssl") return timed([&] { return openssl(ids); });
    for (const hash::Target target : hash::kTargets)
        if (what == hash::name_of(target) && hash::can_run(target))
            return timed([&] { return kernel(ids, Function::sha256, target); });
    throw std::runtime_error("no such measurement here: " + what);
}

void serve(const char* path, unsigned threads) {
    const Mapped file(path);
    std::vector<std::string_view> ids;
    std::string what;
    while (std::getline(std::cin, what)) {
        if (what != "sample" && ids.empty()) ids = ids_of(file.text());
        MemoryWatch watch;
        const Measured result = measure(what, file.text(), ids, threads);
        std::cout << fmt::format(R"({{"seconds":{:.6f},"cpu":{:.6f},"rows":{},"anonymous_mb":{:.1f},"lanes":"{}"}})",
                                 result.seconds, result.cpu, result.rows, static_cast<double>(watch.peak()) / 1024,
                                 hash::name_of(hash::best_target()))
                  << std::endl;
    }
}

/// Like a directory's own order: one registration office, then running numbers. Grades alternate irregularly.
void generate(const char* path, std::size_t objects, unsigned strata) {
    std::ofstream file(path, std::ios::binary);
    std::string block;
    std::uint64_t state = 1;
    for (std::size_t i = 0; i < objects; ++i) {
        state = state * 6364136223846793005 + 1442695040888963407;
        const char grade = static_cast<char>('A' + (state >> 33) % strata);
        block += fmt::format("91{:016}\t{}\t\n", i, grade);
        if (block.size() > 1 << 20 || i + 1 == objects) {
            file << block;
            block.clear();
        }
    }
    if (!file.flush()) throw std::runtime_error("the file could not be written");
}

}  // namespace
}  // namespace sunlot::bench

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    try {
        if (words.size() == 4 && words[0] == "generate")
            sunlot::bench::generate(argv[2], std::stoul(words[2]), static_cast<unsigned>(std::stoul(words[3])));
        else if ((words.size() == 2 || words.size() == 3) && words[0] == "serve")
            sunlot::bench::serve(argv[2], words.size() == 3 ? static_cast<unsigned>(std::stoul(words[2])) : 1);
        else
            throw std::runtime_error("usage: draw_bench generate FILE OBJECTS STRATA | serve FILE [THREADS]");
    } catch (const std::exception& error) {
        std::cerr << "draw_bench: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
