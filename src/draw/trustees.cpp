#include "draw/trustees.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

namespace sunlot::draw {
namespace {

constexpr std::size_t kValueBytes = 32;
constexpr std::size_t kBoxDigits = 160;  // 32 of the sender's key, 16 of the tag, 32 of the share

/// In GF(2⁸) with x⁸+x⁴+x³+x+1; no table, no branch on a secret.
std::uint8_t times(std::uint8_t a, std::uint8_t b) {
    unsigned product = 0;
    unsigned left = a;
    for (unsigned bit = 0; bit < 8; ++bit) {
        product ^= left & (0U - ((static_cast<unsigned>(b) >> bit) & 1U));
        left = (left << 1) ^ (0x11bU & (0U - ((left >> 7) & 1U)));
    }
    return static_cast<std::uint8_t>(product);
}

/// a²⁵⁴, the inverse of a ≠ 0.
std::uint8_t inverse(std::uint8_t a) {
    std::uint8_t power = a;
    for (int i = 0; i < 6; ++i) power = times(times(power, power), a);  // a^(2^7 − 1)
    return times(power, power);
}

/// Lagrange's coefficient at 0 for place `x` among `places`. Addition and subtraction are both exclusive-or.
std::uint8_t coefficient(std::uint8_t x, std::span<const std::uint8_t> places) {
    std::uint8_t over = 1, under = 1;
    for (const std::uint8_t other : places) {
        if (other == x) continue;
        over = times(over, other);
        under = times(under, static_cast<std::uint8_t>(other ^ x));
    }
    return times(over, inverse(under));
}

/// The trustee's place in the list, from 1; 0 when there is no such trustee.
std::uint8_t place_of(const Trustees& trustees, std::string_view id) {
    const auto found = std::ranges::find(trustees.keys, id, &TrusteeKey::id);
    return found == trustees.keys.end() ? std::uint8_t{0}
                                        : static_cast<std::uint8_t>(found - trustees.keys.begin() + 1);
}

Refusal bad_shares() {
    return refuse(RefusalKind::invalid, "trustees.shares", "应为不同托管人的份额，数目等于门限，按编号排序",
                  "these are not exactly as many shares as the threshold, of different trustees, sorted by id",
                  "shares");
}

std::string read_digits(FieldReader& in, std::string_view key, std::size_t digits) {
    std::string text = in.text(key, digits, digits);
    if (!is_hex(text, digits)) in.refuse_field(key, "field.hex", "应为小写十六进制", "must be lower-case hex digits");
    return text;
}

}  // namespace

Result<std::string> combine_shares(const Trustees& trustees, std::span<const Share> shares) {
    if (shares.size() != trustees.threshold) return bad_shares();
    std::vector<std::uint8_t> places;
    for (const Share& share : shares) {
        const std::uint8_t place = place_of(trustees, share.trustee);
        if (place == 0 || !is_hex(share.share, 2 * kValueBytes) || (!places.empty() && places.back() >= place))
            return bad_shares();
        places.push_back(place);
    }
    std::array<unsigned char, kValueBytes> value{};
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const std::uint8_t weight = coefficient(places[i], places);
        const Bytes bytes = *from_hex(shares[i].share);
        for (std::size_t j = 0; j < kValueBytes; ++j)
            value[j] = static_cast<unsigned char>(value[j] ^ times(bytes[j], weight));
    }
    return to_hex(value);
}

std::vector<Share> split_value(std::string_view value, const Trustees& trustees, ByteView random) {
    const auto secret = from_hex(value);
    if (!secret || secret->size() != kValueBytes || random.size() != kValueBytes * (trustees.threshold - 1))
        throw std::logic_error("split_value: a value of 32 bytes and 32 random bytes per further coefficient");
    std::vector<Share> shares;
    for (std::size_t i = 0; i < trustees.keys.size(); ++i) {
        const auto x = static_cast<std::uint8_t>(i + 1);
        std::array<unsigned char, kValueBytes> share{};
        for (std::size_t j = 0; j < kValueBytes; ++j) {
            std::uint8_t sum = 0;  // Horner, from the highest coefficient down
            for (std::size_t c = trustees.threshold - 1; c > 0; --c)
                sum = times(static_cast<std::uint8_t>(sum ^ random[(c - 1) * kValueBytes + j]), x);
            share[j] = static_cast<unsigned char>(sum ^ (*secret)[j]);
        }
        shares.push_back({trustees.keys[i].id, to_hex(share)});
    }
    return shares;
}

Json shares_json(std::span<const Share> shares) {
    Json::Array out;
    for (const Share& share : shares)
        out.emplace_back(Json::Object{{"share", share.share}, {"trustee", share.trustee}});
    return Json(std::move(out));
}

std::vector<Share> read_shares(FieldReader& in) {
    std::vector<Share> out;
    for (const Json& item : in.array("shares", 10)) {
        FieldReader share(item, in.path("shares"));
        out.push_back({share.text("trustee", 1, 32), read_digits(share, "share", 2 * kValueBytes)});
        if (const auto no = share.refusal()) in.refuse_field("shares", no->code, no->text.zh, no->text.en);
    }
    return out;
}

Json deposit_json(std::span<const Box> boxes) {
    Json::Array out;
    for (const Box& box : boxes) out.emplace_back(Json::Object{{"box", box.box}, {"trustee", box.trustee}});
    return Json(std::move(out));
}

std::vector<Box> read_deposit(FieldReader& in, const Trustees& trustees) {
    std::vector<Box> out;
    for (const Json& item : in.array("deposit", 10)) {
        FieldReader box(item, in.path("deposit"));
        out.push_back({box.text("trustee", 1, 32), read_digits(box, "box", kBoxDigits)});
        if (const auto no = box.refusal()) in.refuse_field("deposit", no->code, no->text.zh, no->text.en);
    }
    if (!std::ranges::equal(out, trustees.keys, {}, &Box::trustee, &TrusteeKey::id))
        in.refuse_field("deposit", "trustees.deposit", "应给每位托管人一份，按编号排序",
                        "must have a box for each trustee, sorted by id");
    return out;
}

}  // namespace sunlot::draw
