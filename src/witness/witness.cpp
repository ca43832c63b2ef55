#include "witness/witness.h"

#include "witness/add_checkpoint.h"

#include <array>
#include <exception>
#include <utility>

#include <spdlog/spdlog.h>

namespace sunlot::witness {
namespace {

using ledger::Sight;
using ledger::WatchedHead;

Verdict no(int status, const Text& why) {
    return {.status = status, .body = why.zh + "\n" + why.en + "\n"};
}

Verdict conflict(std::uint64_t size) {
    return {.status = 409, .body = std::to_string(size) + "\n", .content_type = "text/x.tlog.size"};
}

Instant as_instant(std::uint64_t unix_seconds) {
    return Instant{static_cast<std::int64_t>(unix_seconds) * 1'000'000};
}

}  // namespace

struct Witness::Shown {
    AddCheckpoint request;
    WatchedHead head;
};

Witness::Witness(std::filesystem::path data, const ledger::SigningKey& key, const Clock& clock, Bell& bell)
    : data_(std::move(data)), key_(key), clock_(clock), bell_(bell), started_(clock.now()) {}

Verdict Witness::add_checkpoint(std::string_view body) noexcept {
    Verdict verdict;
    try {
        verdict = decide(body);
    } catch (const std::exception& fault) {  // a disk that is full: nothing was signed
        spdlog::error("add-checkpoint: {}", fault.what());
        verdict = no(500, {"见证程序出错，请告诉管理员", "something went wrong with the witness: tell its operator"});
    }
    const std::scoped_lock lock(mutex_);
    ++answered_[verdict.status];
    return verdict;
}

Verdict Witness::decide(std::string_view body) {
    auto request = parse_add_checkpoint(body);
    if (!request) return no(400, request.error().text);
    const LogFolder folder(LogFolder::place(data_, request->checkpoint.origin));
    if (!std::filesystem::exists(folder.path() / "log.json"))
        return no(404, {"本见证不认识这个日志", "this witness does not know that log"});
    const LogSettings settings = folder.settings();
    auto head = ledger::open_head(request->note, settings.origin, settings.keys);
    if (!head && head.error().code == "note.malformed") return no(400, head.error().text);
    if (!head) return no(403, head.error().text);
    if (request->old_size > head->checkpoint.size)
        return no(400, {"old 大于检查点的大小", "old is larger than the checkpoint"});
    Shown shown{.request = std::move(*request), .head = std::move(*head)};
    const std::scoped_lock lock(mutex_of(folder));
    return decide_locked(folder, settings, shown);
}

Verdict Witness::decide_locked(const LogFolder& folder, const LogSettings& settings, Shown& shown) {
    const WatchedHead held = folder.head(settings.origin);
    heard(folder);
    mind_own_state(folder, held, shown.head);
    const auto look = ledger::look_with_proof(held, shown.head, shown.request.proof);
    // Two roots for one size are a fork whatever the sender says he expects of us.
    if (look.sight == Sight::fork) raise(folder, settings.origin, "fork", look.why, held, shown.head.note);
    if (is_stopped(folder))
        return no(403, {"该日志有未处理的警报，在查明之前不再见证",
                        "an alarm about this log is not resolved: nothing is cosigned until it is"});
    if (shown.request.old_size != held.checkpoint.size) return conflict(held.checkpoint.size);
    if (!look.well()) return no(422, look.why);
    if (look.sight == Sight::same && !shown.request.proof.empty())
        return no(422, {"大小未变，不应有证明", "the size is the same: there must be no proof"});
    // A crash before this line leaves the old head; after it, the sender asks again and is told the new size.
    if (look.sight == Sight::grown || held.note.empty()) folder.keep_head(shown.head);
    if (after_storing) after_storing();
    return {.status = 200, .body = cosign(folder, shown.head)};
}

std::string Witness::cosign(const LogFolder& folder, const WatchedHead& head) {
    const auto now = static_cast<std::uint64_t>(clock_.now().micros / 1'000'000);
    std::string line = key_.cosignature_line(ledger::encode(head.checkpoint), now);
    folder.keep_cosignature(line);
    return line;
}

bool Witness::is_stopped(const LogFolder& folder) const {
    return folder.has("fork");
}

/// Our own name on a head beyond ours: this folder is older than what we once knew. We can't tell what was signed in
/// between, but that head is ours, and what comes must continue it as well as the older one.
void Witness::mind_own_state(const LogFolder& folder, const WatchedHead& held, const WatchedHead& shown) {
    if (shown.checkpoint.size <= held.checkpoint.size) return;
    const std::array keys{key_.verifier()};
    const auto opened = ledger::open_note(shown.note, keys);
    if (!opened) return;
    const std::string when = as_instant(opened->signatures.front().time.value_or(0)).beijing();
    const std::string size = std::to_string(shown.checkpoint.size);
    raise(folder, shown.checkpoint.origin, "state",
          {"本见证曾于 " + when + " 为 " + size + " 条签名，状态目录里却没有：目录可能被旧备份覆盖",
           "this witness signed size " + size + " at " + when +
               " (Beijing) but does not remember: its folder came from an older copy"},
          held, shown.note);
}

void Witness::look_at(const LogFolder& folder, std::string_view shown, const ledger::ReadLogFile& read) {
    LogSettings settings = folder.settings();
    WatchedHead held = folder.head(settings.origin);
    auto head = ledger::open_head(shown, settings.origin, settings.keys);
    if (!head) {
        const auto taken = take_new_key(folder, settings, shown, read);
        if (!taken && taken.error().kind == RefusalKind::unavailable) return;  // as for tiles below
        if (taken) head = ledger::open_head(shown, settings.origin, settings.keys);
    }
    if (!head) {
        const std::scoped_lock lock(mutex_of(folder));
        return raise(folder, settings.origin, "signature", head.error().text, held, std::string(shown));
    }
    const auto read_tile = [&](const ledger::Tile& tile) { return read(ledger::path(tile)); };
    const auto look =
        ledger::look_with_tiles(held, std::move(*head), read_tile);  // may take its time: without the lock
    if (look.sight == Sight::unreached) return;                      // silence will tell, if it lasts
    const std::scoped_lock lock(mutex_of(folder));
    if (folder.head(settings.origin).note != held.note) return;  // a push came first; the next look sees it
    mind_own_state(folder, held, look.head);
    if (!look.well()) return raise(folder, settings.origin, ledger::name(look.sight), look.why, held, look.head.note);
    heard(folder, "damaged");
    if (is_stopped(folder)) return;
    if (look.sight == Sight::same && !held.note.empty()) return;
    folder.keep_head(look.head);  // before the name is put to it, as above
    cosign(folder, look.head);
}

/// From here on only the new key counts: the old one has said so itself.
Result<Done> Witness::take_new_key(const LogFolder& folder, LogSettings& settings, std::string_view shown,
                                   const ledger::ReadLogFile& read) {
    const auto claimed = checkpoint_in(shown);
    if (!claimed) return pass_on(claimed.error());
    auto key = ledger::follow_rotations(settings.keys.back(), folder.head(settings.origin), claimed->size, read);
    if (!key) return pass_on(key.error());
    spdlog::warn("{} has changed its key: {}", settings.origin, key->text());
    settings.keys = {std::move(*key)};
    folder.save(settings);
    return Done{};
}

void Witness::mind_silence(const LogFolder& folder) {
    const LogSettings settings = folder.settings();
    if (settings.silence.count() == 0) return;
    const std::scoped_lock lock(mutex_of(folder));
    const auto last = std::max(folder.last_heard().value_or(started_), started_);
    const auto silent = (clock_.now().micros - last.micros) / 1'000'000;
    if (silent <= settings.silence.count()) return;
    const std::string minutes = std::to_string(silent / 60);
    raise(folder, settings.origin, "silence",
          {"已有 " + minutes + " 分钟没有该日志的消息", "nothing was heard of this log for " + minutes + " minutes"},
          folder.head(settings.origin), {});
}

void Witness::heard(const LogFolder& folder, std::string_view end_also) {
    const Instant now = clock_.now();
    folder.heard(now);
    folder.end("silence", now, "heard again");
    if (end_also.empty()) return;
    folder.end("signature", now, "signed again");
    folder.end(end_also, now, "whole again");
}

/// The held head is evidence only beside one that contradicts it.
void Witness::raise(const LogFolder& folder, const std::string& origin, std::string_view what, const Text& why,
                    const WatchedHead& held, const std::string& shown) {
    const std::string held_note = shown.empty() ? std::string() : held.note;
    const auto raised =
        folder.raise({.what = std::string(what), .why = why, .since = clock_.now(), .evidence = {}}, held_note, shown);
    if (raised) bell_.ring(origin, *raised);
}

std::map<int, std::uint64_t> Witness::answered() const {
    const std::scoped_lock lock(mutex_);
    return answered_;
}

std::mutex& Witness::mutex_of(const LogFolder& folder) {
    const std::scoped_lock lock(mutex_);
    auto& mutex = logs_[folder.id()];
    if (!mutex) mutex = std::make_unique<std::mutex>();
    return *mutex;
}

}  // namespace sunlot::witness
