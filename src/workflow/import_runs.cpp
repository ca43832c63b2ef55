#include "workflow/import_runs.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace sunlot::workflow {

namespace {

constexpr std::size_t kReadBytes = 1U << 20;
/// A run ends with a record of this key length: without it, it was cut off.
constexpr std::uint32_t kEnd = 0xffffffff;

struct Header {
    std::uint32_t key;
    std::uint32_t payload;
};

std::filesystem::path run_path(const std::filesystem::path& directory, std::size_t run) {
    return directory / (std::to_string(run) + ".run");
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open_file(const std::filesystem::path& path, const char* mode) {
    File file(std::fopen(path.c_str(), mode));
    if (!file) throw std::system_error(errno, std::generic_category(), path.string());
    return file;
}

void write_all(std::FILE* file, std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size())
        throw std::system_error(errno, std::generic_category(), "writing an import's rows");
}

std::string_view raw(const Header& header) {
    return {reinterpret_cast<const char*>(&header), sizeof header};
}

}  // namespace

RunWriter::RunWriter(std::filesystem::path directory, std::size_t run_bytes)
    : directory_(std::move(directory)), run_bytes_(run_bytes) {
    std::filesystem::create_directories(directory_);
}

std::string_view RunWriter::key_of(const Record& record) const {
    return std::string_view(bytes_).substr(record.offset, record.key);
}

void RunWriter::add(std::string_view key, std::string_view payload) {
    if (bytes_.size() + key.size() + payload.size() > run_bytes_ && !records_.empty()) write_run();
    if (bytes_.capacity() < run_bytes_) bytes_.reserve(run_bytes_);
    records_.push_back(
        {bytes_.size(), static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(payload.size())});
    bytes_ += key;
    bytes_ += payload;
}

void RunWriter::finish() {
    write_run();
    bytes_ = {};
    records_ = {};
}

void RunWriter::write_run() {
    const auto less = [this](const Record& a, const Record& b) { return key_of(a) < key_of(b); };
    // Files exported from a database often come in order already.
    if (!std::ranges::is_sorted(records_, less)) std::ranges::stable_sort(records_, less);
    const auto file = open_file(run_path(directory_, runs_++), "wbx");
    std::array<char, 1U << 16> buffer;
    std::setvbuf(file.get(), buffer.data(), _IOFBF, buffer.size());
    for (const auto& record : records_) {
        write_all(file.get(), raw({record.key, record.payload}));
        write_all(file.get(), std::string_view(bytes_).substr(record.offset, record.key + record.payload));
    }
    write_all(file.get(), raw({kEnd, 0}));
    if (std::fflush(file.get()) != 0) throw std::system_error(errno, std::generic_category(), "writing a run");
    bytes_.clear();
    records_.clear();
}

/// One run, read in large pieces.
class RunReader::Run {
public:
    explicit Run(const std::filesystem::path& path) : file_(open_file(path, "rb")) {
        std::setvbuf(file_.get(), nullptr, _IONBF, 0);
    }

    bool next() {
        position_ += size_;
        Header header{};
        std::memcpy(&header, need(sizeof header).data(), sizeof header);
        position_ += sizeof header;
        if (header.key == kEnd) return false;
        key_ = header.key;
        size_ = std::size_t{header.key} + header.payload;
        need(size_);
        return true;
    }
    std::string_view key() const { return std::string_view(bytes_).substr(position_, key_); }
    std::string_view payload() const { return std::string_view(bytes_).substr(position_ + key_, size_ - key_); }

private:
    /// The next `count` bytes from the position, in the buffer.
    std::string_view need(std::size_t count) {
        if (bytes_.size() - position_ < count) {
            bytes_.erase(0, position_);
            position_ = 0;
            const auto kept = bytes_.size();
            bytes_.resize(std::max(kReadBytes, count));
            bytes_.resize(kept + std::fread(bytes_.data() + kept, 1, bytes_.size() - kept, file_.get()));
            if (bytes_.size() < count) throw std::runtime_error("an import's rows were cut off");
        }
        return std::string_view(bytes_).substr(position_, count);
    }

    File file_;
    std::string bytes_;
    std::size_t position_ = 0;
    std::size_t key_ = 0;
    std::size_t size_ = 0;
};

RunReader::RunReader(const std::vector<std::filesystem::path>& directories) {
    for (const auto& directory : directories)
        for (std::size_t i = 0; i == 0 || std::filesystem::exists(run_path(directory, i)); ++i)
            runs_.push_back(std::make_unique<Run>(run_path(directory, i)));
}

RunReader::~RunReader() = default;

bool RunReader::before(std::size_t a, std::size_t b) const {
    const auto order = runs_[a]->key().compare(runs_[b]->key());
    return order < 0 || (order == 0 && a < b);
}

void RunReader::sift_down(std::size_t at) {
    for (;;) {
        auto least = at;
        for (const auto child : {2 * at + 1, 2 * at + 2})
            if (child < heap_.size() && before(heap_[child], heap_[least])) least = child;
        if (least == at) return;
        std::swap(heap_[at], heap_[least]);
        at = least;
    }
}

bool RunReader::next() {
    if (!started_) {
        started_ = true;
        for (std::size_t i = 0; i < runs_.size(); ++i)
            if (runs_[i]->next()) heap_.push_back(i);
        for (std::size_t i = heap_.size(); i-- > 0;) sift_down(i);
    } else if (!heap_.empty()) {
        // Mostly the same run is first again, which costs two comparisons.
        if (!runs_[heap_.front()]->next()) {
            heap_.front() = heap_.back();
            heap_.pop_back();
        }
        if (!heap_.empty()) sift_down(0);
    }
    return !heap_.empty();
}

std::string_view RunReader::key() const {
    return runs_[heap_.front()]->key();
}

std::string_view RunReader::payload() const {
    return runs_[heap_.front()]->payload();
}

}  // namespace sunlot::workflow
