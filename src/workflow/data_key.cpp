#include "workflow/data_key.h"

#include "base/text.h"
#include "files/private_file.h"
#include "files/secret_box.h"
#include "store/blob_store.h"
#include "store/database.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <utility>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHead = "sunlot/data-key/v1\n";
constexpr std::string_view kGeneration = "generation ";
constexpr std::size_t kKeyBytes = store::DataKeys::kKeyBytes;

struct One {
    std::uint32_t number = 0;
    files::SecretBytes key;
};
using Keys = std::vector<One>;

Refusal damaged(const fs::path& file) {
    return refuse(RefusalKind::unavailable, "data_key.damaged",
                  "数据密钥文件已损坏或被改动：请从备份恢复 " + file.string(),
                  "the data key's file is damaged or was changed: restore " + file.string() + " from its backup");
}

fs::path secret_file(const DataKeyPlace& place) {
    return place.keys.secret_file.empty() ? files::default_secret_file(place.data_directory) : place.keys.secret_file;
}

/// The numbers in the lines above the box; nothing when they do not ascend or are not as many as there are keys.
std::optional<std::vector<std::uint32_t>> numbers_of(const files::Box& box) {
    if (!box.lines.starts_with(kHead)) return {};
    std::vector<std::uint32_t> numbers;
    for (auto lines = box.lines.substr(kHead.size()); !lines.empty();) {
        const auto line = lines.substr(0, lines.find('\n'));
        if (!line.starts_with(kGeneration)) return {};
        const auto number = parse_unsigned(line.substr(kGeneration.size()));
        if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return {};
        if (*number <= (numbers.empty() ? 0 : numbers.back())) return {};
        numbers.push_back(static_cast<std::uint32_t>(*number));
        lines.remove_prefix(line.size() + 1);
    }
    if (numbers.empty() || box.size() != numbers.size() * kKeyBytes) return {};
    return numbers;
}

Result<Keys> read_keys(const DataKeyPlace& place, const fs::path& path) {
    const auto file = files::read_private_file(path);
    if (!file) return pass_on(file.error());
    const auto box = files::read_box(as_text(file->view()));
    const auto numbers = box ? numbers_of(*box) : std::nullopt;
    if (!numbers) return damaged(path);
    const auto secret = files::read_secret_file(secret_file(place));
    if (!secret) return pass_on(secret.error());
    const auto inside = files::open_box(*box, *secret);
    if (!inside)
        return refuse(RefusalKind::unavailable, "data_key.secret",
                      "口令打不开数据密钥文件：请检查 --key-secret 指向的文件",
                      "this secret does not open the data key's file: see the file that --key-secret names");
    Keys keys;
    for (std::size_t i = 0; i < numbers->size(); ++i)
        keys.push_back({(*numbers)[i], files::SecretBytes(inside->view().subspan(i * kKeyBytes, kKeyBytes))});
    return keys;
}

/// Durable, mode 0600; a crash leaves the old file or the new one.
Result<Done> write_keys(const DataKeyPlace& place, const fs::path& path, const Keys& keys, Entropy& entropy) {
    const auto secret = place.keys.secret_file.empty() ? files::make_secret_file(secret_file(place), entropy)
                                                       : files::read_secret_file(secret_file(place));
    if (!secret) return pass_on(secret.error());
    std::string lines(kHead);
    files::SecretBytes inside(keys.size() * kKeyBytes);
    auto room = inside.room();
    for (const auto& one : keys) {
        lines += std::string(kGeneration) + std::to_string(one.number) + "\n";
        std::ranges::copy(one.key.view(), room.begin());
        room = room.subspan(kKeyBytes);
    }
    const auto& cost = place.keys.cost;
    files::write_private_file(
        path, files::seal_box(lines, inside, *secret, {.passes = cost.passes, .kibibytes = cost.kibibytes}, entropy));
    return Done{};
}

One new_key(std::uint32_t number, Entropy& entropy) {
    One one{.number = number, .key = files::SecretBytes(kKeyBytes)};
    entropy.fill(one.key.room());
    return one;
}

OpenedDataKeys opened(const Keys& keys) {
    OpenedDataKeys out;
    std::vector<store::DataKeys::Generation> generations;
    for (const auto& one : keys) {
        generations.push_back({one.number, one.key.view()});
        out.generations.push_back(one.number);
    }
    out.keys = std::make_shared<const store::DataKeys>(generations);
    return out;
}

DataKeyPlace place_of(const Context& context) {
    return {.data_directory = context.data_directory, .keys = context.keys};
}

Refusal missing(const fs::path& file) {
    return refuse(RefusalKind::unavailable, "data_key.missing",
                  "数据库中的个人信息已加密，密钥文件 " + file.string() + " 却不在：请从备份恢复",
                  "personal data in this database is sealed, and its key is not there: restore " + file.string() +
                      " from a backup");
}

Result<Keys> read_under(const fs::path& file, const fs::path& secret) {
    return read_keys({.data_directory = {}, .keys = {.secret_file = secret, .cost = {}}}, file);
}

}  // namespace

fs::path DataKeyPlace::file() const {
    return data_directory / "keys" / "data.key";
}

Result<OpenedDataKeys> open_data_keys(const DataKeyPlace& place, Entropy& entropy) {
    if (fs::exists(place.file())) {
        const auto keys = read_keys(place, place.file());
        if (!keys) return pass_on(keys.error());
        return opened(*keys);
    }
    Keys keys;
    keys.push_back(new_key(1, entropy));
    auto out = opened(keys);
    out.fresh = std::move(keys.front().key);
    return out;
}

Result<std::optional<store::DataKeyMove>> settle_data_keys(const Context& context, const OpenedDataKeys& opened) {
    const auto place = place_of(context);
    if (opened.fresh) {
        auto view = context.database.read();
        if (store::data_key_generation(view)) return missing(place.file());
    }
    if (opened.fresh) {
        Keys keys;
        keys.push_back({1, opened.fresh->copy()});
        if (auto written = write_keys(place, place.file(), keys, context.entropy); !written)
            return pass_on(written.error());
    }
    auto moved = store::move_to_present_key(
        context.database, context.clock.now(),
        [&](std::string_view stage, std::uint64_t done, std::uint64_t total) { context.report(stage, done, total); });
    if (!moved || opened.generations.size() == 1) return moved;
    // The shadow of the nightly audit holds what the old key sealed; it is made anew.
    for (const char* suffix : {"", "-wal", "-shm"})
        fs::remove((context.data_directory / "audit" / "shadow.db").string() + suffix);
    auto keys = read_keys(place, place.file());
    if (!keys) return pass_on(keys.error());
    keys->erase(keys->begin(), std::prev(keys->end()));
    // A crash before this line leaves both keys, and the next start comes here again.
    if (auto written = write_keys(place, place.file(), *keys, context.entropy); !written)
        return pass_on(written.error());
    return moved;
}

Result<std::uint32_t> add_data_key(const DataKeyPlace& place, Entropy& entropy) {
    auto keys = read_keys(place, place.file());
    if (!keys) return pass_on(keys.error());
    if (keys->size() > 1)
        return refuse(RefusalKind::conflict, "data_key.moving", "上一次更换还没有做完：请先启动一次服务器",
                      "a change of the key is under way: start the server once to finish it");
    const auto number = keys->back().number + 1;
    keys->push_back(new_key(number, entropy));
    if (auto written = write_keys(place, place.file(), *keys, entropy); !written) return pass_on(written.error());
    return number;
}

Result<Done> export_data_key(const DataKeyPlace& place, const DataKeyCopy& copy, Entropy& entropy) {
    const auto keys = read_keys(place, place.file());
    if (!keys) return pass_on(keys.error());
    return write_keys({.data_directory = {}, .keys = {.secret_file = copy.secret, .cost = place.keys.cost}}, copy.file,
                      *keys, entropy);
}

Result<Done> restore_data_key(const DataKeyPlace& place, const DataKeyCopy& copy, Entropy& entropy) {
    if (fs::exists(place.file())) {
        if (const auto there = read_keys(place, place.file()))
            return refuse(RefusalKind::conflict, "data_key.exists", place.file().string() + " 还在，而且打得开",
                          place.file().string() + " is there and can be opened");
    }
    const auto keys = read_under(copy.file, copy.secret);
    if (!keys) return pass_on(keys.error());
    return write_keys(place, place.file(), *keys, entropy);
}

}  // namespace sunlot::workflow
