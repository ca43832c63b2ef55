// "Why me, why not me": what a draw says about one object, with the proof. Anyone may ask; nothing here is secret that
// the bundle does not hold, and nothing is said before the bundle says it.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "hash/sha256.h"

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct Context;

enum class Standing {
    sampled,      // drawn
    reserve,      // next in line, should a drawn one fall out
    not_drawn,    // in the frame, its ticket was too high
    excluded,     // a rule kept it out; the rule and its ground are on record
    not_in_pool,  // neither in the frame nor among the exclusions
    sealed,       // in the frame; who was drawn is not public yet
};
/// "sampled", …: the word the API uses.
std::string_view name(Standing standing);

/// A line of frame.tsv and the way from it to the root of the frame (RFC 9162 §2.1.3).
struct FrameProof {
    std::string line;  // without LF
    std::uint64_t index = 0;
    std::vector<hash::Digest> path;
};
struct Exclusion {
    std::string reason;
    std::uint64_t ref = 0;  // the entry of the journal that is its ground
    std::string kind;       // of that entry
    std::optional<Instant> at;
    std::uint64_t line = 0;  // in exclusions.tsv, from 1
    std::string sha256;      // of exclusions.tsv, as sealed
};
struct Cut {
    std::uint64_t rank = 0;
    std::string ticket;
};

struct Why {
    std::string draw_id;
    std::string object;
    Standing standing = Standing::not_in_pool;
    std::uint64_t size = 0;  // lines of the frame
    std::string root;        // of the frame, as sealed
    // Of an object of the frame:
    std::string stratum;
    std::string district;
    std::optional<FrameProof> proof;
    // Once the seed is public:
    std::uint64_t n = 0;                // objects of its cell
    std::optional<std::uint64_t> k;     // of them drawn
    std::string select_key;             // S of `printf '%s%s' "$S" "$ID" | sha256sum`
    std::string ticket;                 // 64 hex
    std::optional<std::uint64_t> rank;  // among the tickets of its cell, from 1
    std::optional<Cut> cut;             // the last ticket drawn of its cell
    std::string substituted;            // "cancelled", "called_up" from the reserve, or "": by an approved substitution
    std::uint64_t substitution = 0;     // its number
    // Of one that is not in the frame:
    std::optional<Exclusion> excluded;
    std::vector<FrameProof> neighbours;  // the lines between which it would stand
};

/// Frames that were asked about lately, indexed: asking again costs microseconds. The first question about a draw reads
/// its frame once (a million objects: about a second, and 8 MB for their tickets). Safe to use from many threads.
class FrameShelf {
public:
    struct Frame;
    FrameShelf();
    ~FrameShelf();
    /// The frame under `key`, made by `make` at first use. The least recently used one beyond a few is let go.
    template <class Make>
    std::shared_ptr<const Frame> find(const std::string& key, const Make& make) {
        const std::scoped_lock lock(mutex_);
        if (auto known = take(key)) return known;
        return keep(key, make());
    }

private:
    std::shared_ptr<const Frame> take(const std::string& key);
    std::shared_ptr<const Frame> keep(const std::string& key, std::shared_ptr<const Frame> frame);
    std::mutex mutex_;
    std::list<std::pair<std::string, std::shared_ptr<const Frame>>> frames_;  // the latest first
};

/// `object`: a code as people write it (blanks around it, lower case). Refuses draw.unknown, draw.not_sealed,
/// object.code.
Result<Why> why(const Context& context, FrameShelf& shelf, std::string_view draw_id, std::string_view object);

/// Recomputes the root from the line's proof with stock commands (bash, sha256sum); prints OK.
std::string path_script(const FrameProof& proof, std::uint64_t size, std::string_view root);

}  // namespace sunlot::workflow
