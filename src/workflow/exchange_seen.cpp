#include "workflow/exchange_seen.h"

#include "base/json.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <sodium.h>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kFirstSlots = 1U << 12U;
constexpr std::size_t kLongestIdentity = 255;
constexpr std::string_view kMagic = "sunlot-seen-1\n";

Json to_json(const SeenRows::Stamp& stamp) {
    return Json::Object{{"columns", stamp.columns}, {"merged", stamp.merged}, {"settings", stamp.settings}};
}

void write_size(std::ostream& out, std::uint64_t size) {
    out.write(reinterpret_cast<const char*>(&size), sizeof size);
}
std::uint64_t read_size(std::istream& in) {
    std::uint64_t size = 0;
    in.read(reinterpret_cast<char*>(&size), sizeof size);
    return size;
}

}  // namespace

SeenRows::SeenRows(Entropy& entropy) : slots_(kFirstSlots) {
    entropy.fill(secret_);
}

SeenRows::Digest SeenRows::digest(std::string_view text) const {
    static_assert(sizeof(Digest) == crypto_shorthash_siphashx24_BYTES);
    Digest out{};
    crypto_shorthash_siphashx24(out.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                secret_.data());
    return out;
}

std::size_t SeenRows::find(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(key) & mask;
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & mask;
    return at;
}

SeenRows::Found SeenRows::look(std::string_view identity, std::string_view row) {
    const auto whole = digest(identity);
    std::uint64_t key = 0;
    std::memcpy(&key, whole.data(), sizeof key);
    if (key == 0) key = 1;
    if (used_ * 10 >= slots_.size() * 7) grow();
    const std::size_t at = find(key);
    Slot& slot = slots_[at];
    const auto now = digest(row);
    if (slot.key == 0) {
        identity = identity.substr(0, kLongestIdentity);
        slot = {.key = key, .row = now, .offset = static_cast<std::uint32_t>(texts_.size()), .visited = 1};
        texts_ += static_cast<char>(identity.size());
        texts_ += identity;
        ++used_;
        ++visited_;
        return {Look::other, at};
    }
    if (slot.visited != 0) return {slot.row == now ? Look::repeated : Look::contrary, at};
    slot.visited = 1;
    ++visited_;
    if (slot.row == now && !again_) return {Look::same, at};
    slot.row = now;
    return {Look::other, at};
}

/// All zero is no digest of anything, as far as anyone will ever see.
void SeenRows::forget(std::size_t place) {
    slots_[place].row = {};
}

std::size_t SeenRows::missing() const {
    std::size_t count = 0;
    each_missing([&](std::string_view) { ++count; });
    return count;
}

std::string_view SeenRows::identity(const Slot& slot) const {
    const auto length = static_cast<unsigned char>(texts_[slot.offset]);
    return std::string_view(texts_).substr(slot.offset + 1, length);
}

void SeenRows::grow() {
    std::vector<Slot> before(slots_.size() * 2);
    before.swap(slots_);
    for (const Slot& slot : before)
        if (slot.key != 0) slots_[find(slot.key)] = slot;
}

void SeenRows::each_missing(const std::function<void(std::string_view)>& each) const {
    for (const Slot& slot : slots_)
        if (slot.key != 0 && slot.visited == 0 && slot.row != Digest{}) each(identity(slot));
}

void SeenRows::drop_missing() {
    if (used_ == visited_) return;
    SeenRows kept;
    kept.slots_.resize(slots_.size());
    for (const Slot& slot : slots_) {
        if (slot.key == 0 || slot.visited == 0) continue;
        Slot& place = kept.slots_[kept.find(slot.key)];
        place = slot;
        place.offset = static_cast<std::uint32_t>(kept.texts_.size());
        const auto text = identity(slot);
        kept.texts_ += static_cast<char>(text.size());
        kept.texts_ += text;
    }
    slots_ = std::move(kept.slots_);
    texts_ = std::move(kept.texts_);
    used_ = visited_;
}

void SeenRows::save(const std::filesystem::path& file, const Stamp& stamp) const {
    const auto temporary = std::filesystem::path(file).concat(".new");
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    std::filesystem::permissions(temporary, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const std::string head = to_canonical(to_json(stamp));
    out << kMagic;
    write_size(out, head.size());
    out << head;
    out.write(reinterpret_cast<const char*>(secret_.data()), static_cast<std::streamsize>(secret_.size()));
    for (const auto size : {slots_.size(), used_, texts_.size()}) write_size(out, size);
    out.write(reinterpret_cast<const char*>(slots_.data()), static_cast<std::streamsize>(slots_.size() * sizeof(Slot)));
    out << texts_ << kMagic;
    out.close();
    if (!out) throw std::runtime_error("can't write " + temporary.string());
    std::filesystem::rename(temporary, file);
}

std::optional<SeenRows> SeenRows::load(const std::filesystem::path& file, const Stamp& stamp) {
    std::ifstream in(file, std::ios::binary);
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(file, failed);
    if (!in || failed) return std::nullopt;
    std::string magic(kMagic.size(), '\0');
    in.read(magic.data(), static_cast<std::streamsize>(magic.size()));
    const auto length = read_size(in);
    if (!in || magic != kMagic || length > bytes) return std::nullopt;
    std::string head(length, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    if (!in || head != to_canonical(to_json(stamp))) return std::nullopt;
    SeenRows out;
    in.read(reinterpret_cast<char*>(out.secret_.data()), static_cast<std::streamsize>(out.secret_.size()));
    const auto slots = read_size(in);
    out.used_ = read_size(in);
    const auto texts = read_size(in);
    if (!in || slots > bytes / sizeof(Slot) || texts > bytes || slots == 0 || (slots & (slots - 1)) != 0)
        return std::nullopt;
    out.slots_.resize(slots);
    in.read(reinterpret_cast<char*>(out.slots_.data()), static_cast<std::streamsize>(slots * sizeof(Slot)));
    out.texts_.resize(texts);
    in.read(out.texts_.data(), static_cast<std::streamsize>(texts));
    in.read(magic.data(), static_cast<std::streamsize>(magic.size()));
    if (!in || magic != kMagic) return std::nullopt;
    for (Slot& slot : out.slots_) {
        slot.visited = 0;
        if (slot.key != 0 && slot.offset >= texts) return std::nullopt;
    }
    return out;
}

}  // namespace sunlot::workflow
