// Personal data at rest: SM4-CTR and HMAC-SM3 under a key that is kept outside the database (docs/formats/journal.md,
// "Sealed columns and files"). Sealing is deterministic: the same text in the same place gives the same bytes, so that
// a replay compares equal; in another row, column or file it gives others, and is not opened there.
//
//   key of generation n   32 bytes; from it an encryption key and two of authentication
//   sealed text           "s" n "." base64(tag ‖ SM4-CTR(text)), tag = HMAC-SM3(column ‖ 0 ‖ row ‖ 0 ‖ text), first 16
//                         bytes, which are also the counter's start
//
// A store has one generation, and two while it is being moved to the next (data_key_move.h). Safe from many threads.
#pragma once
#include "base/bytes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

/// What was sealed is not what we sealed, not for this place, or under a key that we do not have.
class SealBroken : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class DataKeys {
public:
    static constexpr std::size_t kKeyBytes = 32;
    static constexpr std::size_t kTagBytes = 16;
    static constexpr std::size_t kFileTagBytes = 32;

    struct Generation {
        std::uint32_t number = 0;  ///< from 1
        ByteView key;              ///< kKeyBytes
    };
    /// All of them open, the last one seals. REQUIRES: at least one, numbers ascending.
    explicit DataKeys(std::span<const Generation> generations);
    ~DataKeys();
    DataKeys(const DataKeys&) = delete;
    DataKeys& operator=(const DataKeys&) = delete;

    std::uint32_t current() const;
    bool has(std::uint32_t generation) const;

    /// "" stays "". `column` is "table.column", `row` its key as text.
    std::string seal(std::string_view column, std::string_view row, std::string_view text) const;
    /// Throws SealBroken.
    std::string unseal(std::string_view column, std::string_view row, std::string_view sealed) const;
    /// Under which key; nothing for what has not the form of a sealed text.
    static std::optional<std::uint32_t> generation_of(std::string_view sealed);

    /// A file in pieces, any of them from its middle: SM4-CTR goes both ways, and starts at any byte.
    class FileCipher {
    public:
        FileCipher(FileCipher&&) noexcept;
        FileCipher& operator=(FileCipher&&) noexcept;
        ~FileCipher();
        /// Encrypts or decrypts in place what stands `offset` bytes after the beginning.
        void turn(std::uint64_t offset, std::span<char> bytes);

    private:
        friend class DataKeys;
        struct State;
        explicit FileCipher(std::unique_ptr<State> state);
        std::unique_ptr<State> state_;
    };
    /// Of the file that begins with these bytes, which no other file does: its 64 random digits.
    std::array<unsigned char, kTagBytes> file_start(std::uint32_t generation, std::string_view first_bytes) const;
    FileCipher file_cipher(std::uint32_t generation, std::span<const unsigned char, kTagBytes> start) const;

    /// HMAC-SM3 over a sealed file, in pieces.
    class FileTag {
    public:
        FileTag(FileTag&&) noexcept;
        FileTag& operator=(FileTag&&) noexcept;
        ~FileTag();
        void add(std::string_view bytes);
        std::array<unsigned char, kFileTagBytes> finish();

    private:
        friend class DataKeys;
        struct State;
        explicit FileTag(std::unique_ptr<State> state);
        std::unique_ptr<State> state_;
    };
    FileTag file_tag(std::uint32_t generation) const;

private:
    struct Key;
    const Key& key(std::uint32_t generation) const;
    std::vector<std::unique_ptr<Key>> keys_;
};

}  // namespace sunlot::store
