#include "workflow/log_files.h"

#include "base/text.h"
#include "files/durable_file.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "store/database.h"
#include "store/journal.h"
#include "workflow/log_rotation.h"
#include "workflow/log_signer.h"
#include "workflow/log_state.h"
#include "workflow/log_tiles.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using ledger::Checkpoint;

fs::path folder_of(const Context& context) {
    return context.data_directory / "log";
}

Refusal rolled_back(std::uint64_t signed_size, std::uint64_t now) {
    return refuse(RefusalKind::conflict, "log.rolled_back",
                  "数据库中的日志（" + std::to_string(now) + " 条）与已签名公开的（" + std::to_string(signed_size) +
                      " 条）不符：数据库可能被旧备份覆盖或被改动。系统只读，不再签名，请先查明",
                  "the journal in the database (" + std::to_string(now) + " entries) is not what was signed and " +
                      "published (" + std::to_string(signed_size) +
                      "): restored from an old copy, or changed. The server only reads until this is cleared up");
}

/// A head among the published files; none when there is no such file. Refuses log.damaged. Who signed it is not asked:
/// the key may have been changed since, and a file that claims too much only stops us.
Result<std::optional<SignedHead>> head_in_file(const Context& context, const std::string& name) {
    auto bytes = read_log_file(folder_of(context) / name);
    if (!bytes) return std::optional<SignedHead>();
    const auto checkpoint = ledger::parse_checkpoint(bytes->substr(0, bytes->rfind("\n\n") + 1));
    if (!checkpoint) return log_damaged(name);
    return std::optional(
        SignedHead{.size = checkpoint->size, .root = checkpoint->root, .checkpoint = std::move(*bytes)});
}

/// What was published last; size 0 when nothing was.
Result<SignedHead> last_published(const Context& context) {
    auto head = head_in_file(context, "checkpoint");
    if (!head) return pass_on(head.error());
    if (!*head) return SignedHead{.size = 0, .root = hash::sha256(""), .checkpoint = {}};
    return std::move(**head);
}

bool holds(store::View& view, std::uint64_t size, const hash::Digest& root) {
    return size <= view.journal().size && store::journal_root(view, size) == root;
}

/// REQUIRES: the turn to publish (`state`).
Result<Done> check_heads(const Context& context, store::View& view, const LogState& state) {
    const auto refuse_all = [&](std::uint64_t size) {
        auto refusal = rolled_back(size, view.journal().size);
        context.database.freeze(refusal);
        return refusal;
    };
    const auto promised = state.signing();
    if (!promised) return pass_on(promised.error());
    if (*promised && !holds(view, (*promised)->size, (*promised)->root)) return refuse_all((*promised)->size);
    for (const char* name : {"checkpoint", "witnessed"}) {
        const auto head = head_in_file(context, name);
        if (!head) return pass_on(head.error());
        if (*head && !holds(view, (*head)->size, (*head)->root)) return refuse_all((*head)->size);
    }
    return Done{};
}

/// The key's lines, and those of the witnesses that answered in time.
SignedHead sign(const Context& context, const LogSigner& key, LogState& state, const Checkpoint& head) {
    state.remember(head);  // a crash after this line: nothing smaller, and nothing else of this size, is ever signed
    SignedHead out{.size = head.size, .root = head.root, .checkpoint = key.sign_note(ledger::encode(head))};
    if (!context.cosign) return out;
    for (const std::string& line : context.cosign(out)) out.checkpoint += line;
    return out;
}

bool is_tile_number(std::string_view text) {
    if (text.starts_with('x')) text.remove_prefix(1);
    if (text.ends_with(".p")) text.remove_suffix(2);
    return !text.empty() && text.size() <= 3 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_rotation(std::string_view name) {
    constexpr std::string_view kEnd = ".checkpoint";
    if (!name.ends_with(kEnd)) return false;
    name.remove_suffix(kEnd.size());
    return !name.empty() && name.size() <= 20 && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_log_path(std::string_view path) {
    constexpr std::array kPlain = {"checkpoint", "witnessed", "vkey", "vkey-sm2", "vkeys"};
    if (std::ranges::find(kPlain, path) != kPlain.end()) return true;
    const auto parts = split(path, '/');
    if (parts.size() == 2 && parts[0] == "rotations") return is_rotation(parts[1]);
    return parts.size() >= 3 && parts[0] == "tile" && (parts[1] == "entries" || is_tile_number(parts[1])) &&
           std::all_of(parts.begin() + 2, parts.end(), is_tile_number);
}

}  // namespace

Result<SignedHead> publish_log(const Context& context) {
    const auto key = context.require_log_key();
    if (!key) return pass_on(key.error());
    const fs::path folder = folder_of(context);
    LogState state(context.data_directory);
    auto view = context.database.read();
    const auto& journal = view.journal();
    if (const auto ours = check_heads(context, view, state); !ours) return pass_on(ours.error());
    auto before = last_published(context);
    if (!before || before->size == journal.size) return before;
    const auto root = write_tiles(view, folder, before->size, journal.size);
    if (!root) return pass_on(root.error());
    if (*root != journal.root) return log_damaged("tile");
    auto head = sign(context, **key, state, Checkpoint{journal.origin, journal.size, journal.root});
    publish_keys(context, view, **key, head);
    files::write_durably(folder / "checkpoint", head.checkpoint);  // after this line it is published, before it not
    conclude_rotation(context, **key);
    drop_partial_tiles(folder, before->size, head.size);
    return head;
}

Result<SignedHead> published_head(const Context& context, std::uint64_t size) {
    auto head = last_published(context);
    if (!head || (head->size > 0 && head->size >= size)) return head;
    return publish_log(context);
}

Result<SignedHead> present_head(const Context& context) {
    const std::uint64_t size = [&] {
        auto view = context.database.read();
        return view.journal().size;
    }();
    return published_head(context, size);
}

ledger::TileTree published_tree(const Context& context, std::uint64_t size) {
    return tree_of_files(folder_of(context), size);
}

Result<Done> check_not_rolled_back(const Context& context) {
    const LogState state(context.data_directory);
    auto view = context.database.read();
    return check_heads(context, view, state);
}

Result<fs::path> log_file(const Context& context, std::string_view path) {
    const fs::path file = folder_of(context) / path;
    if (is_log_path(path) && fs::is_regular_file(file)) return file;
    return refuse(RefusalKind::not_found, "log.file", "日志中没有这个文件", "the log has no such file");
}

}  // namespace sunlot::workflow
