#include "store/blob_store.h"

#include "files/durable_file.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sunlot::store {
namespace {

constexpr std::string_view kReplaced = ".replaced";
constexpr std::size_t kPiece = std::size_t{1} << 20;

[[noreturn]] void fail(const char* doing, const std::filesystem::path& path) {
    throw std::system_error(errno, std::generic_category(), std::string(doing) + " " + path.string());
}

std::filesystem::path unused_name(const std::filesystem::path& directory) {
    static constinit std::atomic<std::uint64_t> counter = 0;
    return directory / ("incoming-" + std::to_string(::getpid()) + "-" + std::to_string(++counter));
}

}  // namespace

// ── BlobView ──────────────────────────────────────────────────────────────────────────────────────────────────────

BlobView::BlobView(BlobView&& other) noexcept
    : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}

BlobView::~BlobView() {
    if (size_ > 0) ::munmap(const_cast<void*>(start_), size_);
}

// ── BlobWriter ────────────────────────────────────────────────────────────────────────────────────────────────────

BlobWriter::BlobWriter(std::filesystem::path directory)
    : directory_(std::move(directory)), temporary_(unused_name(directory_)) {
    file_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (file_ < 0) fail("creating", temporary_);
}

BlobWriter::BlobWriter(BlobWriter&& other) noexcept
    : directory_(std::move(other.directory_)),
      temporary_(std::move(other.temporary_)),
      file_(std::exchange(other.file_, -1)),
      buffer_(std::move(other.buffer_)),
      hash_(std::move(other.hash_)) {}

BlobWriter::~BlobWriter() {
    if (file_ < 0) return;
    ::close(file_);
    ::unlink(temporary_.c_str());
}

void BlobWriter::append(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= kPiece) flush();
}

void BlobWriter::flush() {
    hash_.update(buffer_);
    files::write_all(file_, buffer_, temporary_);
    buffer_.clear();
}

std::string BlobWriter::finish() {
    flush();
    const auto name = hash::hex(hash_.finish());
    const auto folder = directory_ / name.substr(0, 2);
    // Until the rename there is only an incoming-… file that nobody refers to; after it, the whole blob.
    if (::fsync(file_) != 0) fail("syncing", temporary_);
    if (std::filesystem::create_directories(folder)) files::sync_directory(directory_);
    if (::rename(temporary_.c_str(), (folder / name).c_str()) != 0) fail("renaming", temporary_);
    ::close(std::exchange(file_, -1));
    files::sync_directory(folder);
    return name;
}

// ── BlobStore ─────────────────────────────────────────────────────────────────────────────────────────────────────

BlobStore::BlobStore(std::filesystem::path directory, Reading reading)
    : directory_(std::move(directory)), reading_(reading) {
    std::filesystem::create_directories(directory_);
}

std::string BlobStore::put(std::string_view bytes) const {
    auto blob = writer();
    blob.append(bytes);
    return blob.finish();
}

BlobWriter BlobStore::writer() const {
    return BlobWriter(directory_);
}

std::filesystem::path BlobStore::path_of(std::string_view hex) const {
    if (!is_hex(hex, 64)) throw BlobDamaged("no name of a blob: " + std::string(hex));
    return directory_ / hex.substr(0, 2) / hex;
}

bool BlobStore::contains(std::string_view hex) const {
    return is_hex(hex, 64) && std::filesystem::exists(path_of(hex));
}

std::optional<std::string> BlobStore::replacement(std::string_view hex) const {
    auto note = path_of(hex);
    note += kReplaced;
    std::ifstream in(note);
    std::string next;
    if (!(in >> next) || !is_hex(next, 64) || next == hex) return std::nullopt;
    return next;
}

std::string BlobStore::in_place_of(std::string_view hex) const {
    std::string name(hex);
    while (auto next = replacement(name)) name = std::move(*next);
    return name;
}

void BlobStore::replace(std::string_view hex, std::string_view by) const {
    std::vector<std::string> chain{std::string(hex)};
    while (auto next = replacement(chain.back())) chain.push_back(std::move(*next));
    const auto known = std::ranges::find(chain, by);
    if (known == chain.end()) {
        if (!contains(by)) throw BlobDamaged("missing: blob " + std::string(by));
        auto note = path_of(chain.back());
        note += kReplaced;
        // First where to look from now on, then the bytes go: a crash between the two leaves both, and this is
        // repeated.
        files::write_durably(note, std::string(by) + "\n");
        chain.emplace_back(by);
    }
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
        const auto path = path_of(chain[i]);
        if (std::filesystem::remove(path)) files::sync_directory(path.parent_path());
    }
}

BlobView BlobStore::open(std::string_view named) const {
    const std::string hex = in_place_of(named);
    const auto path = path_of(hex);
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        if (errno == ENOENT) throw BlobDamaged("missing: blob " + hex);
        fail("opening", path);
    }
    struct stat facts{};
    if (::fstat(file, &facts) != 0) {
        ::close(file);
        fail("looking at", path);
    }
    const auto size = static_cast<std::size_t>(facts.st_size);
    const void* start = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    ::close(file);
    if (start == MAP_FAILED) fail("mapping", path);
    BlobView view(start, size);
    if (reading_ == Reading::checked && hash::sha256_hex(view.text()) != hex)
        throw BlobDamaged("changed: blob " + hex + " does not have the digest it is named after");
    return view;
}

}  // namespace sunlot::store
