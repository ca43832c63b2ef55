#include "ledger/log_watch.h"

#include "hash/sha256.h"

namespace sunlot::ledger {
namespace {

std::string sizes(const WatchedHead& before, const WatchedHead& now) {
    return std::to_string(before.checkpoint.size) + " → " + std::to_string(now.checkpoint.size);
}

/// What the two heads alone tell; nothing when the log has grown and it takes a proof.
std::optional<Look> compare(const WatchedHead& before, const WatchedHead& now) {
    const auto& old = before.checkpoint;
    const auto& shown = now.checkpoint;
    if (shown.size < old.size)
        return Look{
            Sight::rolled_back, now, {"日志倒退：" + sizes(before, now), "the log went back: " + sizes(before, now)}};
    if (shown.size == old.size && shown.root != old.root) {
        const std::string size = std::to_string(old.size);
        return Look{Sight::fork,
                    now,
                    {"日志分叉：同为 " + size + " 条，却签了两个不同的根",
                     "fork: two different roots signed for size " + size}};
    }
    if (shown.size == old.size) return Look{Sight::same, now, {}};
    return std::nullopt;
}

Look damaged(WatchedHead now, const Refusal& why) {
    const bool answered = why.kind != RefusalKind::unavailable;
    return {answered ? Sight::damaged : Sight::unreached,
            std::move(now),
            {"日志的分块文件缺失或不符：" + why.text.zh, "tiles of the log are missing or wrong: " + why.text.en}};
}

Text rewritten(const WatchedHead& before, const WatchedHead& now) {
    return {"日志被改写：新检查点不包含以前见过的内容（" + sizes(before, now) + "）",
            "the log was rewritten: the new head does not contain what was seen before (" + sizes(before, now) + ")"};
}

}  // namespace

WatchedHead unseen_head(std::string origin) {
    return {.checkpoint = {.origin = std::move(origin), .size = 0, .root = hash::sha256("")}, .note = {}};
}

std::string_view name(Sight sight) {
    switch (sight) {
        case Sight::same:
            return "same";
        case Sight::grown:
            return "grown";
        case Sight::fork:
            return "fork";
        case Sight::rolled_back:
            return "rollback";
        case Sight::signature:
            return "signature";
        case Sight::damaged:
            return "damaged";
        case Sight::unreached:
            return "unreached";
    }
    return "";
}

Result<WatchedHead> open_head(std::string_view note, std::string_view origin, std::span<const VerifierKey> keys) {
    const auto opened = open_note(note, keys);
    if (!opened) return pass_on(opened.error());
    auto checkpoint = parse_checkpoint(opened->text);
    if (!checkpoint) return pass_on(checkpoint.error());
    if (checkpoint->origin != origin)
        return refuse(RefusalKind::invalid, "checkpoint.origin", "检查点属于另一个日志：" + checkpoint->origin,
                      "the checkpoint is another log's: " + checkpoint->origin);
    return WatchedHead{.checkpoint = std::move(*checkpoint), .note = std::string(note)};
}

Look look_with_proof(const WatchedHead& before, WatchedHead now, std::span<const Digest> proof) {
    if (auto known = compare(before, now)) return std::move(*known);
    const auto& old = before.checkpoint;
    const bool holds = verify_consistency(old.size, old.root, now.checkpoint.size, now.checkpoint.root, proof);
    if (holds) return {Sight::grown, std::move(now), {}};
    // A wrong proof may be the sender's mistake: it takes the log's own tiles to call it a fork.
    Text why{"一致性证明不成立（" + sizes(before, now) + "）",
             "the consistency proof does not hold (" + sizes(before, now) + ")"};
    return {Sight::damaged, std::move(now), std::move(why)};
}

Look look_with_tiles(const WatchedHead& before, WatchedHead now, const TileTree::Read& read) {
    if (auto known = compare(before, now)) return std::move(*known);
    TileTree tree(now.checkpoint.size, read);
    const auto root = tree.root();
    if (!root) return damaged(std::move(now), root.error());
    if (*root != now.checkpoint.root)
        return damaged(std::move(now), refuse(RefusalKind::invalid, "tile.root", "分块算出的根与检查点不同",
                                              "the tiles give another root than the checkpoint"));
    const auto proof = tree.consistency_proof(before.checkpoint.size);
    if (!proof) return damaged(std::move(now), proof.error());
    const auto& old = before.checkpoint;
    if (verify_consistency(old.size, old.root, now.checkpoint.size, now.checkpoint.root, *proof))
        return {Sight::grown, std::move(now), {}};
    Text why = rewritten(before, now);
    return {Sight::fork, std::move(now), std::move(why)};
}

}  // namespace sunlot::ledger
