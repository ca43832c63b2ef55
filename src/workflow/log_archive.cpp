#include "workflow/log_archive.h"

#include "files/durable_file.h"
#include "hash/sha256.h"
#include "ledger/tiles.h"
#include "workflow/log_source.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using ledger::Tile;

constexpr const char* kStaged = ".incoming";

/// The tiles that are not full in a tree of this size.
std::vector<Tile> right_edge(std::uint64_t size) {
    std::vector<Tile> out;
    for (unsigned level = 0; level < 8 && size >> (8 * level) > 0; ++level) {
        const std::uint64_t hashes = size >> (8 * level);
        if (hashes % ledger::kTileWidth != 0)
            out.push_back({level, hashes / ledger::kTileWidth, hashes % ledger::kTileWidth});
    }
    return out;
}

/// Everything written below the folder so far is on the disk when this returns.
void sync_files_of(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) throw std::system_error(errno, std::generic_category(), "opening " + folder.string());
    const int failed = ::syncfs(file);
    const int why = errno;
    ::close(file);
    if (failed != 0) throw std::system_error(why, std::generic_category(), "syncing " + folder.string());
}

void write_plainly(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    if (!out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush())
        throw std::runtime_error("cannot write " + path.string());
}

void write_when_new(const fs::path& path, const std::string& bytes) {
    const auto there = folder_source(path.parent_path())(path.filename().string());
    if (!there || *there != bytes) files::write_durably(path, bytes);
}

std::string told(const std::vector<ledger::LogFault>& faults) {
    std::string out;
    for (const auto& fault : faults)
        out += fault.file + (fault.index ? " [" + std::to_string(*fault.index) + "]" : "") + "  " + fault.code + "  " +
               fault.text.zh + " / " + fault.text.en + "\n";
    return out;
}

constexpr std::string_view kReadme = R"(# 日志存档 Archive of a log

本文件夹由 `sunlot log follow` 写成，是一份公开日志的完整副本。日志 / log：

    ORIGIN

- `checkpoint` 最新的签名检查点；`checkpoints/` 见过的每一个；`vkey`、`vkey-sm2` 日志的公钥（请与监管单位当面公布的公钥核对）
- `tile/entries/` 条目原文（每条前两字节为长度），`tile/0…` 各级哈希：C2SP tlog-tiles
- `draws/` 每次抽查的公示材料（`bundle/`）与核验结论（`verdict.json`）
- `evidence/` 对方给出而不成立的东西（分叉、倒退、损坏），请勿删除
- `state.json` 已核验到哪里

核对 How to check:

    sunlot log fsck .                              由条目重算每一级哈希与根 rebuild every hash from the entries
    sunlot log follow URL . --once                 接着核对 go on from here
    sunlot-verify draws/<id>/bundle                核验一次抽查 check one draw
    git log --stat                                 若把本文件夹放进 git，还能看出每天增加了什么

没有本程序时：任何 tlog-tiles 工具（如 Go 的 golang.org/x/mod/sumdb/tlog 与 note）都能读 `checkpoint`、`vkey` 和 `tile/`。
Without our program: any tlog-tiles tool, such as Go's golang.org/x/mod/sumdb, reads `checkpoint`, `vkey` and `tile/`.
)";

}  // namespace

Result<std::optional<ledger::AuditedLog>> LogArchive::state() const {
    const auto bytes = files()("state.json");
    if (!bytes && bytes.error().code == "log.file") return std::optional<ledger::AuditedLog>();
    const auto json = bytes ? parse_json(*bytes) : Result<Json>(bytes.error());
    auto log = json ? ledger::audited_log_from(*json) : Result<ledger::AuditedLog>(json.error());
    if (log) return std::optional(std::move(*log));
    return refuse(RefusalKind::conflict, "archive.state",
                  "存档的 state.json 已损坏：请从备份或 git 中取回，不要重新开始，否则看不出分叉",
                  "state.json of the archive is damaged: take it back from a backup; starting anew would hide a fork");
}

ledger::ReadFile LogArchive::files() const {
    return folder_source(folder_);
}

ledger::ReadFile LogArchive::staging(ledger::ReadFile source) const {
    discard_staged();
    return [source = std::move(source), staged = folder_ / kStaged](const std::string& path) {
        auto bytes = source(path);
        if (bytes) write_plainly(staged / path, *bytes);
        return bytes;
    };
}

void LogArchive::accept(const ledger::AuditedLog& before, const ledger::LogAuditReport& report) {
    const auto& after = report.state;
    for (const std::string& name : files_below(folder_ / kStaged, "")) {
        if (!name.starts_with("tile/") && !name.starts_with("rotations/")) continue;
        fs::create_directories((folder_ / name).parent_path());
        fs::rename(folder_ / kStaged / name, folder_ / name);
    }
    sync_files_of(folder_);
    const auto staged = folder_source(folder_ / kStaged);
    if (const auto witnessed = staged("witnessed"); witnessed && report.witnessed)
        write_when_new(folder_ / "witnessed", *witnessed);
    for (const auto& key : after.keys)
        write_when_new(folder_ / (key.type() == ledger::KeyType::sm2 ? "vkey-sm2" : "vkey"), key.text() + "\n");
    write_when_new(folder_ / "checkpoints" / std::to_string(after.size), after.checkpoint);
    write_readme(after);
    write_when_new(folder_ / "checkpoint", after.checkpoint);
    write_when_new(folder_ / "state.json", to_canonical(ledger::to_json(after)) + "\n");
    drop_outgrown(before.size, after.size);  // a crash before this leaves tiles that are of no use but do no harm
    discard_staged();
}

/// Tiles that were not full and now lie in fuller ones.
void LogArchive::drop_outgrown(std::uint64_t before, std::uint64_t size) const {
    const auto now = right_edge(size);
    for (const Tile& tile : right_edge(before)) {
        if (std::ranges::find(now, tile) != now.end()) continue;
        for (const std::string& name : {ledger::path(tile), ledger::entries_path(tile)}) {
            std::error_code ignored;
            fs::remove(folder_ / name, ignored);
            fs::remove((folder_ / name).parent_path(), ignored);  // only when empty
        }
    }
}

void LogArchive::discard_staged() const {
    fs::remove_all(folder_ / kStaged);
}

std::string LogArchive::keep_evidence(std::string_view what, const std::vector<ledger::LogFault>& faults) const {
    const auto staged = folder_source(folder_ / kStaged);
    const auto offered = staged("checkpoint");
    const std::string words = told(faults);
    const std::string digest = hash::sha256_hex((offered ? *offered : "") + words).substr(0, 16);
    std::string name = "evidence/" + std::string(what) + "-" + digest;
    const fs::path place = folder_ / name;
    if (fs::exists(place / "faults.txt")) return name;
    if (const auto archived = files()("checkpoint")) write_plainly(place / "archived.checkpoint", *archived);
    if (offered) write_plainly(place / "offered.checkpoint", *offered);
    for (const std::string& file : files_below(folder_ / kStaged, "tile"))
        if (const auto bytes = staged(file)) write_plainly(place / "offered" / file, *bytes);
    write_plainly(place / "faults.txt", words);
    sync_files_of(folder_);
    return name;
}

void LogArchive::write_readme(const ledger::AuditedLog& log) const {
    std::string text(kReadme);
    std::string about = log.origin;
    for (const auto& key : log.keys) about += "\n    " + key.text();
    text.replace(text.find("ORIGIN"), 6, about);
    write_when_new(folder_ / "README.md", text);
    write_when_new(folder_ / ".gitignore", std::string(kStaged) + "/\n");
}

}  // namespace sunlot::workflow
