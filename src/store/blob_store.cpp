#include "store/blob_store.h"

#include "files/durable_file.h"
#include "store/sealed_blob.h"

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

/// An open file, closed again unless it is handed on.
class File {
public:
    explicit File(const std::filesystem::path& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (descriptor_ < 0 && errno != ENOENT) fail("opening", path);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    bool there() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }
    int hand_on() { return std::exchange(descriptor_, -1); }
    std::size_t size(const std::filesystem::path& path) const {
        struct stat facts{};
        if (::fstat(descriptor_, &facts) != 0) fail("looking at", path);
        return static_cast<std::size_t>(facts.st_size);
    }

private:
    int descriptor_;
};

std::filesystem::path sealed(std::filesystem::path path) {
    path += kSealedSuffix;
    return path;
}

void require_digest(BlobReader& reader, const std::string& hex) {
    hash::Sha256 hash;
    std::vector<char> piece(kPiece);
    while (const auto got = reader.read(piece)) hash.update(std::string_view(piece.data(), got));
    if (hash::hex(hash.finish()) != hex)
        throw BlobDamaged("changed: blob " + hex + " does not have the digest it is named after");
    reader.rewind();
}

}  // namespace

// ── BlobView ──────────────────────────────────────────────────────────────────────────────────────────────────────

BlobView::BlobView(BlobView&& other) noexcept
    : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}

BlobView::~BlobView() {
    if (size_ > 0) ::munmap(const_cast<void*>(start_), size_);
}

// ── BlobReader ────────────────────────────────────────────────────────────────────────────────────────────────────

BlobReader::BlobReader(int file, std::uint64_t begin, std::uint64_t size, std::optional<DataKeys::FileCipher> cipher)
    : file_(file), begin_(begin), size_(size), cipher_(std::move(cipher)) {}

BlobReader::BlobReader(BlobReader&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      begin_(other.begin_),
      size_(other.size_),
      position_(other.position_),
      cipher_(std::move(other.cipher_)) {}

BlobReader::~BlobReader() {
    if (file_ >= 0) ::close(file_);
}

std::size_t BlobReader::read(std::span<char> room) {
    const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), size_ - position_));
    const auto got = read_at(file_, room.first(most), begin_ + position_);
    if (cipher_) cipher_->turn(position_, room.first(got));
    position_ += got;
    return got;
}

// ── BlobWriter ────────────────────────────────────────────────────────────────────────────────────────────────────

BlobWriter::BlobWriter(std::filesystem::path directory, const DataKeys& keys, Privacy privacy)
    : directory_(std::move(directory)), temporary_(unused_name(directory_)), keys_(&keys), privacy_(privacy) {
    file_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (file_ < 0) fail("creating", temporary_);
}

BlobWriter::BlobWriter(BlobWriter&& other) noexcept
    : directory_(std::move(other.directory_)),
      temporary_(std::move(other.temporary_)),
      file_(std::exchange(other.file_, -1)),
      buffer_(std::move(other.buffer_)),
      hash_(std::move(other.hash_)),
      keys_(other.keys_),
      privacy_(other.privacy_),
      written_(other.written_),
      cipher_(std::move(other.cipher_)),
      tag_(std::move(other.tag_)) {}

BlobWriter::~BlobWriter() {
    if (file_ < 0) return;
    ::close(file_);
    ::unlink(temporary_.c_str());
}

void BlobWriter::append(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= kPiece) flush();
}

void BlobWriter::begin_sealed() {
    const auto head = sealed_head(*keys_, buffer_);
    const auto text = head.text();
    cipher_ = keys_->file_cipher(head.generation, head.start);
    tag_ = keys_->file_tag(head.generation);
    tag_->add(text);
    files::write_all(file_, text, temporary_);
}

void BlobWriter::flush() {
    hash_.update(buffer_);
    if (privacy_ == Privacy::personal) {
        if (!cipher_) begin_sealed();
        cipher_->turn(written_, buffer_);
        tag_->add(buffer_);
    }
    files::write_all(file_, buffer_, temporary_);
    written_ += buffer_.size();
    buffer_.clear();
}

std::string BlobWriter::finish() {
    flush();
    const auto name = hash::hex(hash_.finish());
    const auto folder = directory_ / name.substr(0, 2);
    auto path = folder / name;
    if (tag_) {
        tag_->add(name);
        files::write_all(file_, as_text(tag_->finish()), temporary_);
        path = sealed(path);
    }
    // Until the rename there is only an incoming-… file that nobody refers to; after it, the whole blob.
    if (::fsync(file_) != 0) fail("syncing", temporary_);
    if (std::filesystem::create_directories(folder)) files::sync_directory(directory_);
    if (::rename(temporary_.c_str(), path.c_str()) != 0) fail("renaming", temporary_);
    ::close(std::exchange(file_, -1));
    files::sync_directory(folder);
    return name;
}

// ── BlobStore ─────────────────────────────────────────────────────────────────────────────────────────────────────

BlobStore::BlobStore(std::filesystem::path directory, std::shared_ptr<const DataKeys> keys, Reading reading)
    : directory_(std::move(directory)), keys_(std::move(keys)), reading_(reading) {
    std::filesystem::create_directories(directory_);
}

std::string BlobStore::put(std::string_view bytes, Privacy privacy) const {
    auto blob = writer(privacy);
    blob.append(bytes);
    return blob.finish();
}

BlobWriter BlobStore::writer(Privacy privacy) const {
    return {directory_, *keys_, privacy};
}

std::filesystem::path BlobStore::path_of(std::string_view hex) const {
    if (!is_hex(hex, 64)) throw BlobDamaged("no name of a blob: " + std::string(hex));
    return directory_ / hex.substr(0, 2) / hex;
}

bool BlobStore::contains(std::string_view hex) const {
    return is_hex(hex, 64) && (std::filesystem::exists(path_of(hex)) || std::filesystem::exists(sealed(path_of(hex))));
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
        const bool plain = std::filesystem::remove(path);
        if (std::filesystem::remove(sealed(path)) || plain) files::sync_directory(path.parent_path());
    }
}

BlobReader BlobStore::reader(std::string_view named) const {
    const std::string hex = in_place_of(named);
    auto found = unchecked(hex);
    if (reading_ == Reading::checked) require_digest(found, hex);
    return found;
}

BlobReader BlobStore::unchecked(const std::string& hex) const {
    const auto path = path_of(hex);
    if (File plain(path); plain.there()) {
        const auto size = plain.size(path);
        return {plain.hand_on(), 0, size, {}};
    }
    File file(sealed(path));
    if (!file.there()) throw BlobDamaged("missing: blob " + hex);
    const auto body = check_sealed(file.descriptor(), *keys_, hex);
    auto cipher = keys_->file_cipher(body.head.generation, body.head.start);
    return {file.hand_on(), body.begin, body.size, std::move(cipher)};
}

BlobView BlobStore::open(std::string_view named) const {
    auto from = reader(named);
    const auto size = static_cast<std::size_t>(from.size());
    if (size == 0) return {nullptr, 0};
    const bool plain = !from.cipher_;
    void* start = ::mmap(nullptr, size, plain ? PROT_READ : PROT_READ | PROT_WRITE,
                         plain ? MAP_PRIVATE : MAP_PRIVATE | MAP_ANONYMOUS, plain ? from.file_ : -1, 0);
    if (start == MAP_FAILED) fail("mapping", path_of(named));
    BlobView view(start, size);
    if (!plain && from.read({static_cast<char*>(start), size}) != size)
        throw BlobDamaged("shorter than it was: blob " + std::string(named));
    return view;
}

void BlobStore::seal_anew(std::string_view hex) const {
    const auto plain = path_of(hex);
    const auto path = sealed(plain);
    if (replacement(hex)) return;  // it is gone, or will be when replace() is called again
    const bool was_plain = std::filesystem::exists(plain);
    if (const File file(path); file.there()) {
        if (!was_plain && sealed_generation(file.descriptor(), hex) == keys_->current()) return;
    } else if (!was_plain) {
        return;
    }
    {
        const BlobStore checked = checking();
        auto from = checked.reader(hex);
        auto to = writer(Privacy::personal);
        std::string piece(kPiece, '\0');
        while (const auto got = from.read(piece)) to.append(std::string_view(piece).substr(0, got));
        to.finish();  // from here on the sealed one is there, whole; a crash before leaves what there was
    }
    if (was_plain && std::filesystem::remove(plain)) files::sync_directory(plain.parent_path());
}

}  // namespace sunlot::store
