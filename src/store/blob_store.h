// Content-addressed files: DATA/blobs/<aa>/<hex sha256>. Written once, never changed; an event refers to one by digest.
//
// A blob is durable before put() returns: temporary file, fsync, rename, fsync of the folder. So the order is blob
// first, transaction second; a crash between the two leaves a file nobody refers to, which costs space and nothing
// else.
//
// A blob with personal data starts with a line of 64 random hex digits, so that its digest (which is public) can't be
// used to test a guess of the contents; it lies sealed as DATA/blobs/<aa>/<hex>.sealed (sealed_blob.h), the digest
// being that of what is inside.
#pragma once
#include "base/bytes.h"
#include "hash/sha256.h"
#include "store/data_keys.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sunlot::store {

/// The blob is missing, or its bytes are not those of its name.
class BlobDamaged : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A blob in memory, read-only: mapped, or unsealed as a whole. Views of it live as long as this object.
class BlobView {
public:
    BlobView(BlobView&& other) noexcept;
    BlobView& operator=(BlobView&&) = delete;
    ~BlobView();
    std::string_view text() const { return {static_cast<const char*>(start_), size_}; }

private:
    friend class BlobStore;
    BlobView(const void* start, std::size_t size) : start_(start), size_(size) {}
    const void* start_;
    std::size_t size_;
};

/// A blob read in pieces from its beginning, for those that need not fit into memory.
class BlobReader {
public:
    BlobReader(BlobReader&& other) noexcept;
    BlobReader& operator=(BlobReader&&) = delete;
    ~BlobReader();
    std::uint64_t size() const { return size_; }
    /// Fills `room` with what comes next; gives how much, less than there is room for only at the end.
    std::size_t read(std::span<char> room);
    void rewind() { position_ = 0; }

private:
    friend class BlobStore;
    BlobReader(int file, std::uint64_t begin, std::uint64_t size, std::optional<DataKeys::FileCipher> cipher);
    int file_;
    std::uint64_t begin_;
    std::uint64_t size_;
    std::uint64_t position_ = 0;
    std::optional<DataKeys::FileCipher> cipher_;
};

/// What a blob holds: `personal` is sealed on disk.
enum class Privacy { open, personal };

/// A blob being written in pieces, hashed on the way. Dropped without finish() it leaves nothing.
class BlobWriter {
public:
    BlobWriter(BlobWriter&& other) noexcept;
    BlobWriter& operator=(BlobWriter&&) = delete;
    ~BlobWriter();
    void append(std::string_view bytes);
    /// Makes the blob durable and gives its name.
    std::string finish();

private:
    friend class BlobStore;
    BlobWriter(std::filesystem::path directory, const DataKeys& keys, Privacy privacy);
    void flush();
    void begin_sealed();
    std::filesystem::path directory_;
    std::filesystem::path temporary_;
    int file_ = -1;
    std::string buffer_;
    hash::Sha256 hash_;
    const DataKeys* keys_;
    Privacy privacy_;
    std::uint64_t written_ = 0;
    std::optional<DataKeys::FileCipher> cipher_;
    std::optional<DataKeys::FileTag> tag_;
};

/// Safe to use from several threads.
class BlobStore {
public:
    /// `checked` re-hashes every blob that is opened and throws BlobDamaged: for replay and audit.
    enum class Reading { trusted, checked };
    BlobStore(std::filesystem::path directory, std::shared_ptr<const DataKeys> keys,
              Reading reading = Reading::trusted);

    /// REQUIRES: what is `personal` begins with its line of 64 random digits.
    std::string put(std::string_view bytes, Privacy privacy = Privacy::open) const;
    BlobWriter writer(Privacy privacy = Privacy::open) const;
    bool contains(std::string_view hex) const;
    /// Throws BlobDamaged when it is not there. One that was replaced is read as what stands in its place.
    BlobView open(std::string_view hex) const;
    BlobReader reader(std::string_view hex) const;
    /// For sending the file as it is: not for what is personal.
    std::filesystem::path path_of(std::string_view hex) const;
    /// Puts blob `by` in the place of `hex` and removes `hex` for good: for the erasure of personal data, after its
    /// entry (private.erased). `by` must be there. Once done, doing it again changes nothing; chains are followed.
    void replace(std::string_view hex, std::string_view by) const;
    /// The digest of what is read as `hex`: itself, unless it was replaced.
    std::string in_place_of(std::string_view hex) const;
    const std::filesystem::path& directory() const { return directory_; }

    const DataKeys& keys() const { return *keys_; }
    /// The same folder, every blob re-hashed when it is opened.
    BlobStore checking() const { return {directory_, keys_, Reading::checked}; }
    /// The blob lies sealed under the present key from now on, whatever it was before; nothing happens when it already
    /// does, or is not there. REQUIRES: `personal`, as for put.
    void seal_anew(std::string_view hex) const;

private:
    std::optional<std::string> replacement(std::string_view hex) const;
    BlobReader unchecked(const std::string& hex) const;
    std::filesystem::path directory_;
    std::shared_ptr<const DataKeys> keys_;
    Reading reading_;
};

}  // namespace sunlot::store
