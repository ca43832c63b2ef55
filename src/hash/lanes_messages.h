// The loops over whole messages, for any vector type. Inside hash/ only; see lanes_rounds.h for V, which here also has:
// load_rows (64 bytes of each lane as big-endian words, transposed), shift_left, load_words and store.
#pragma once
#include "hash/lanes_functions.h"
#include "hash/lanes_rounds.h"

namespace sunlot::hash {

template <class V>
struct MessageKernel {
    using Word = typename V::Word;
    static constexpr std::size_t kLanes = V::kLanes;
    static constexpr std::size_t kBlock = 64;
    static constexpr std::size_t kAllWords = 15;  ///< none of the 16 is known to be zero
    static constexpr std::size_t kEndBytes = 9;   ///< end mark and 64-bit length

    /// A message behind its first byte, cut into blocks: the first and the last ones are written out, those between are
    /// read where they are.
    struct Message {
        unsigned char head[kBlock];
        unsigned char tail[2 * kBlock];
        const unsigned char* text;
        std::size_t whole;   ///< blocks without any padding
        std::size_t blocks;  ///< all

        [[gnu::always_inline]] inline void set(unsigned char first, std::string_view message) {
            text = reinterpret_cast<const unsigned char*>(message.data());
            const std::size_t size = 1 + message.size();
            whole = size / kBlock;
            blocks = (size + kEndBytes + kBlock - 1) / kBlock;
            std::size_t rest = size % kBlock;
            __builtin_memset(tail, 0, sizeof tail);
            if (whole == 0) {
                tail[0] = first;
                if (!message.empty()) __builtin_memcpy(tail + 1, text, message.size());
            } else {
                head[0] = first;
                __builtin_memcpy(head + 1, text, kBlock - 1);
                __builtin_memcpy(tail, text + message.size() - rest, rest);
            }
            tail[rest] = 0x80;
            const std::uint64_t bits = __builtin_bswap64(std::uint64_t{size} * 8);
            __builtin_memcpy(tail + (blocks - whole) * kBlock - 8, &bits, 8);
        }
        [[gnu::always_inline]] inline const unsigned char* block(std::size_t number) const {
            if (number >= whole) return tail + (number - whole) * kBlock;
            return number == 0 ? head : text + number * kBlock - 1;
        }
    };

    [[gnu::always_inline]] static inline void begin(Word (&state)[8]) {
        for (std::size_t i = 0; i < 8; ++i) state[i] = V::set(kSha256Start[i]);
    }

    /// Lanes whose mask is zero keep their state.
    [[gnu::noinline]] static void compress(Word (&state)[8], const unsigned char* const* rows, const Word* mask) {
        Word w[16];
        Word s[8];
        V::load_rows(rows, w);
        for (std::size_t i = 0; i < 8; ++i) s[i] = state[i];
        Sha256Rounds<V>::template rounds<kAllWords>(s, w);
        for (std::size_t i = 0; i < 8; ++i) {
            const Word next = V::add(state[i], s[i]);
            state[i] = mask == nullptr ? next : V::choose(*mask, next, state[i]);
        }
    }

    [[gnu::always_inline]] static inline void write(const Word (&state)[8], std::size_t lanes,
                                                    unsigned char* const* out) {
        alignas(64) std::uint32_t words[8][kLanes];
        for (std::size_t i = 0; i < 8; ++i) V::store(words[i], state[i]);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            for (std::size_t i = 0; i < 8; ++i) {
                const std::uint32_t big_endian = __builtin_bswap32(words[i][lane]);
                __builtin_memcpy(out[lane] + 4 * i, &big_endian, 4);
            }
        }
    }

    /// One message in each lane; lanes that have none repeat the first and are not written.
    static void group(unsigned char first, const std::string_view* messages, const std::uint32_t* order,
                      std::size_t lanes, unsigned char* out) {
        Message message[kLanes];
        unsigned char* to[kLanes];
        std::size_t most = 0;
        std::size_t least = ~std::size_t{0};
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const std::uint32_t index = order[lane < lanes ? lane : 0];
            message[lane].set(first, messages[index]);
            to[lane] = out + std::size_t{32} * index;
            if (message[lane].blocks > most) most = message[lane].blocks;
            if (message[lane].blocks < least) least = message[lane].blocks;
        }
        Word state[8];
        begin(state);
        const unsigned char* rows[kLanes];
        for (std::size_t number = 0; number < least; ++number) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) rows[lane] = message[lane].block(number);
            compress(state, rows, nullptr);
        }
        for (std::size_t number = least; number < most; ++number) {
            alignas(64) std::uint32_t on[kLanes];
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                const bool more = number < message[lane].blocks;
                on[lane] = more ? ~std::uint32_t{0} : 0;
                rows[lane] = more ? message[lane].block(number) : message[lane].tail;
            }
            const Word mask = V::load_words(on);
            compress(state, rows, &mask);
        }
        write(state, lanes, to);
    }

    static void each(unsigned char first, const std::string_view* messages, const std::uint32_t* order, std::size_t n,
                     unsigned char* out) {
        for (std::size_t i = 0; i < n; i += kLanes)
            group(first, messages, order + i, n - i < kLanes ? n - i : kLanes, out);
    }

    /// The first block is `first` and 63 of the 64 bytes, the second the last byte and the padding: of its words only
    /// the first and the length differ from zero.
    [[gnu::noinline]] static void pair_group(unsigned char first, const unsigned char* const* rows, Word (&state)[8]) {
        Word d[16];
        Word w[16];
        Word s[8];
        V::load_rows(rows, d);
        w[0] = V::exclusive_or(V::set(std::uint32_t{first} << 24), V::template shift_right<8>(d[0]));
        for (std::size_t t = 1; t < 16; ++t)
            w[t] = V::exclusive_or(V::template shift_left<24>(d[t - 1]), V::template shift_right<8>(d[t]));
        const Word last = V::template shift_left<24>(d[15]);
        begin(s);
        Sha256Rounds<V>::template rounds<kAllWords>(s, w);
        for (std::size_t i = 0; i < 8; ++i) state[i] = V::add(V::set(kSha256Start[i]), s[i]);
        w[0] = V::exclusive_or(last, V::set(0x00800000));
        for (std::size_t t = 1; t < 15; ++t) w[t] = V::set(0);
        w[15] = V::set((1 + kBlock) * 8);
        for (std::size_t i = 0; i < 8; ++i) s[i] = state[i];
        Sha256Rounds<V>::template rounds<1>(s, w);
        for (std::size_t i = 0; i < 8; ++i) state[i] = V::add(state[i], s[i]);
    }

    static void pairs(unsigned char first, const unsigned char* digests, std::size_t n, unsigned char* out) {
        for (std::size_t i = 0; i < n; i += kLanes) {
            const std::size_t lanes = n - i < kLanes ? n - i : kLanes;
            const unsigned char* rows[kLanes];
            unsigned char* to[kLanes];
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                rows[lane] = digests + kBlock * (i + (lane < lanes ? lane : 0));
                to[lane] = out + std::size_t{32} * (i + lane);
            }
            Word state[8];
            pair_group(first, rows, state);
            write(state, lanes, to);
        }
    }

    static constexpr MessageFunctions kFunctions = {each, pairs};
};

}  // namespace sunlot::hash
