// The loops over ids, for any vector type and either hash. Inside hash/ only; see lanes_rounds.h for V, which here also
// has: load<kWords> (the padded message words of kLanes ids, transposed), load_words, below (mask of the lanes whose
// word is at most the bar) and store.
#pragma once
#include "hash/lanes_functions.h"
#include "hash/lanes_rounds.h"

namespace sunlot::hash {

template <class V, template <class> class Rounds>
struct Kernel {
    using Word = typename V::Word;
    static constexpr std::size_t kLanes = V::kLanes;
    static constexpr std::size_t kShortWords = 5;  ///< ids of up to 19 bytes: every credit code (18)
    static constexpr std::size_t kLongWords = 14;  ///< ids of up to 55 bytes

    /// State after the block of kLanes ids; `start` is added by the caller for the words it wants.
    template <std::size_t kWords>
    [[gnu::always_inline]] static inline void compress(const std::uint32_t* start, const std::string_view* ids,
                                                       Word (&s)[8]) {
        Word w[16];
        V::template load<kWords>(ids, w);
        for (std::size_t i = 0; i < 8; ++i) s[i] = V::set(start[i]);
        Rounds<V>::template rounds<kWords>(s, w);
    }

    template <std::size_t kLongest>
    static bool all_within(const std::string_view* ids) {
        std::size_t room = 0;  // a difference below zero sets the highest bit
        for (std::size_t i = 0; i < kLanes; ++i) room |= kLongest - ids[i].size();
        return room >> 63 == 0;
    }
    static bool all_short(const std::string_view* ids) { return all_within<4 * kShortWords - 1>(ids); }

    template <std::size_t kWords>
    [[gnu::noinline]] static std::uint32_t below_block(const std::uint32_t* start, const std::string_view* ids,
                                                       const std::uint32_t* bars) {
        Word s[8];
        compress<kWords>(start, ids, s);
        return V::below(Rounds<V>::feed(V::set(start[0]), s[0]), bars);
    }

    static std::size_t below(const std::uint32_t* start, const std::string_view* ids, const std::uint32_t* bars,
                             std::size_t n, std::uint32_t* hits) {
        std::size_t found = 0;
        std::string_view last_ids[kLanes];
        std::uint32_t last_bars[kLanes] = {};
        for (std::size_t i = 0; i < n; i += kLanes) {
            const std::string_view* block = ids + i;
            const std::uint32_t* their_bars = bars + i;
            std::uint32_t used = ~std::uint32_t{0};
            if (n - i < kLanes) {
                for (std::size_t j = 0; j < kLanes; ++j) last_ids[j] = block[i + j < n ? j : 0];
                for (std::size_t j = 0; i + j < n; ++j) last_bars[j] = their_bars[j];
                block = last_ids;
                their_bars = last_bars;
                used = (std::uint32_t{1} << (n - i)) - 1;
            }
            const bool is_short = all_short(block);
            if (!is_short && !all_within<kLongestId>(block)) return kTooLong;
            const std::uint32_t mask = is_short ? below_block<kShortWords>(start, block, their_bars)
                                                : below_block<kLongWords>(start, block, their_bars);
            for (std::uint32_t left = mask & used; left != 0; left &= left - 1)
                hits[found++] = static_cast<std::uint32_t>(i + static_cast<std::size_t>(__builtin_ctz(left)));
        }
        return found;
    }

    template <std::size_t kWords>
    [[gnu::noinline]] static void digest_block(const std::uint32_t* start, const std::string_view* ids,
                                               std::size_t lanes, unsigned char* out) {
        Word s[8];
        compress<kWords>(start, ids, s);
        std::uint32_t words[8][kLanes];
        for (std::size_t i = 0; i < 8; ++i) V::store(words[i], Rounds<V>::feed(V::set(start[i]), s[i]));
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            for (std::size_t i = 0; i < 8; ++i) {
                const std::uint32_t big_endian = __builtin_bswap32(words[i][lane]);
                __builtin_memcpy(out + 32 * lane + 4 * i, &big_endian, 4);
            }
        }
    }

    static bool digests(const std::uint32_t* start, const std::string_view* ids, std::size_t n, unsigned char* out) {
        for (std::size_t i = 0; i < n; i += kLanes) {
            std::string_view block[kLanes];
            for (std::size_t j = 0; j < kLanes; ++j) block[j] = ids[i + j < n ? i + j : i];
            const std::size_t lanes = n - i < kLanes ? n - i : kLanes;
            if (all_short(block))
                digest_block<kShortWords>(start, block, lanes, out + 32 * i);
            else if (all_within<kLongestId>(block))
                digest_block<kLongWords>(start, block, lanes, out + 32 * i);
            else
                return false;
        }
        return true;
    }

    static constexpr TicketFunctions kFunctions = {below, digests};
};

}  // namespace sunlot::hash
