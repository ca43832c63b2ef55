// What a source delivered before, one digest for each row: rows that say again what they said last time are passed over
// without being checked or compared, and rows that no longer come are noticed. Some 50 bytes for each row in memory.
//
// A cache, not a record: without it every row is looked at again, with the same result. The digests are keyed with a
// random key of their own (SipHash, libsodium), so that nobody can make two rows look the same.
#pragma once
#include "base/clock.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

class SeenRows {
public:
    /// What the cache belongs to: when any of it changes, the cache is worth nothing.
    struct Stamp {
        std::int64_t settings = 0;  ///< entry of the source's settings
        std::int64_t merged = -1;   ///< entry of its last merge
        std::string columns;        ///< what was read of a row
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };

    /// Nothing seen yet.
    explicit SeenRows(Entropy& entropy);
    /// Nothing when it is not there, damaged, or belongs to something else.
    static std::optional<SeenRows> load(const std::filesystem::path& file, const Stamp& stamp);
    void save(const std::filesystem::path& file, const Stamp& stamp) const;

    enum class Look {
        same,      ///< as before
        other,     ///< new, or with another content
        repeated,  ///< the same row for the second time in this delivery
        contrary   ///< another row with the same identity in this delivery
    };
    struct Found {
        Look look = Look::other;
        std::size_t place = 0;
    };
    /// `identity`: what says whom the row is about; `row`: all that is read of it. REQUIRES: identity not empty.
    Found look(std::string_view identity, std::string_view row);
    /// The row at this place was not good: it shall be looked at again next time.
    void forget(std::size_t place);
    /// Every row is `other` from here on; who there was is remembered.
    void look_at_all() { again_ = true; }

    /// Identities of good rows seen before and not in this delivery.
    void each_missing(const std::function<void(std::string_view identity)>& each) const;
    void drop_missing();
    std::size_t size() const { return used_; }
    std::size_t missing() const;

private:
    using Digest = std::array<unsigned char, 16>;
    struct Slot {
        std::uint64_t key = 0;  ///< 0: free
        Digest row{};
        std::uint32_t offset = 0;  ///< of the identity in texts_: a length byte, then its bytes
        std::uint32_t visited = 0;
    };
    SeenRows() = default;
    Digest digest(std::string_view text) const;
    std::size_t find(std::uint64_t key) const;
    void grow();
    std::string_view identity(const Slot& slot) const;

    std::array<unsigned char, 16> secret_{};
    std::vector<Slot> slots_;
    std::string texts_;
    std::size_t used_ = 0;
    std::size_t visited_ = 0;
    bool again_ = false;
};

}  // namespace sunlot::workflow
