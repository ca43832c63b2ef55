// Content-addressed files: DATA/blobs/<aa>/<hex sha256>. Written once, never changed; an event refers to one by digest.
//
// A blob is durable before put() returns: temporary file, fsync, rename, fsync of the folder. So the order is blob
// first, transaction second; a crash between the two leaves a file nobody refers to, which costs space and nothing
// else. A blob with personal data starts with a line of 64 random hex digits, so that its digest (which is public)
// can't be used to test a guess of the contents.
#pragma once
#include "base/bytes.h"
#include "hash/sha256.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sunlot::store {

/// The blob is missing, or its bytes are not those of its name.
class BlobDamaged : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A blob mapped into memory, read-only. Views of it live as long as this object.
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
    explicit BlobWriter(std::filesystem::path directory);
    void flush();
    std::filesystem::path directory_;
    std::filesystem::path temporary_;
    int file_ = -1;
    std::string buffer_;
    hash::Sha256 hash_;
};

/// Safe to use from several threads.
class BlobStore {
public:
    /// `checked` re-hashes every blob that is opened and throws BlobDamaged: for replay and audit.
    enum class Reading { trusted, checked };
    explicit BlobStore(std::filesystem::path directory, Reading reading = Reading::trusted);

    std::string put(std::string_view bytes) const;
    BlobWriter writer() const;
    bool contains(std::string_view hex) const;
    /// Throws BlobDamaged when it is not there. One that was replaced is read as what stands in its place.
    BlobView open(std::string_view hex) const;
    /// For sending the file as it is.
    std::filesystem::path path_of(std::string_view hex) const;
    /// Puts blob `by` in the place of `hex` and removes `hex` for good: for the erasure of personal data, after its
    /// entry (private.erased). `by` must be there. Once done, doing it again changes nothing; chains are followed.
    void replace(std::string_view hex, std::string_view by) const;
    /// The digest of what is read as `hex`: itself, unless it was replaced.
    std::string in_place_of(std::string_view hex) const;
    const std::filesystem::path& directory() const { return directory_; }

private:
    std::optional<std::string> replacement(std::string_view hex) const;
    std::filesystem::path directory_;
    Reading reading_;
};

}  // namespace sunlot::store
