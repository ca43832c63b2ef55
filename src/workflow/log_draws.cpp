#include "workflow/log_draws.h"

#include "base/text.h"
#include "files/durable_file.h"
#include "hash/sha256.h"
#include "ledger/checkpoint.h"
#include "ledger/tiles.h"
#include "workflow/log_source.h"

#include <algorithm>
#include <fstream>
#include <utility>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;

std::string_view name_of(draw::Verdict verdict) {
    switch (verdict) {
        case draw::Verdict::verified:
            return "verified";
        case draw::Verdict::unfinished:
            return "unfinished";
        case draw::Verdict::voided:
            return "voided";
        case draw::Verdict::refused:
            return "refused";
        case draw::Verdict::sealed:
            return "sealed";
        case draw::Verdict::opened:
            return "opened";
    }
    return "refused";
}

bool is_good(const std::string& verdict) {
    return verdict != "refused" && verdict != "incomplete" && verdict != "foreign" && verdict != "missing" &&
           verdict != "unchecked";
}

/// "log/17.json" → 17.
std::optional<std::uint64_t> entry_number(std::string_view name) {
    if (!name.starts_with("log/") || !name.ends_with(".json")) return std::nullopt;
    return parse_unsigned(name.substr(4, name.size() - 9));
}

/// The log's key that the bundle's policy names, if it is one of those that are trusted.
std::optional<std::string> trusted_key(const draw::BundleFiles& files, const ledger::AuditedLog& log) {
    const auto policy = files.find("log/policy.txt");
    if (policy == files.end()) return std::nullopt;
    for (const auto* keys : {&log.keys, &log.former_keys})
        for (const auto& key : *keys)
            if (policy->second.starts_with("log " + key.text() + "\n")) return key.text();
    return std::nullopt;
}

void write_files(const fs::path& folder, const draw::BundleFiles& files) {
    for (const auto& [name, bytes] : files) {
        const fs::path path = folder / name;
        fs::create_directories(path.parent_path());
        const auto there = folder_source(folder)(name);
        if (there && *there == bytes) continue;
        std::ofstream out(path, std::ios::binary | std::ios::trunc);
        if (!out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush())
            throw std::runtime_error("cannot write " + path.string());
    }
}

/// A draw's id is a folder's name: letters, digits and hyphens.
bool is_draw_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 &&
           std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

ArchivedDraws::ArchivedDraws(const LogArchive& archive) : archive_(archive) {
    for (const std::string& file : files_below(archive.folder(), "draws")) {
        const auto parts = split(file, '/');
        if (parts.size() != 3 || parts[2] != "verdict.json") continue;
        const auto bytes = archive.files()(file);
        const auto json = bytes ? parse_json(*bytes) : Result<Json>(bytes.error());
        if (!json) continue;
        if (auto draw = draw_from(*json)) draws_.emplace(parts[1], std::move(*draw));
    }
}

Json ArchivedDraws::to_json(const Draw& draw) {
    return Json::Object{{"checked", draw.checked},
                        {"checked_on", draw.checked_on},
                        {"detail", draw.detail.zh},
                        {"detail_en", draw.detail.en},
                        {"entries", std::vector<std::uint64_t>(draw.entries.begin(), draw.entries.end())},
                        {"last_at", draw.last_at.text()},
                        {"overdue", draw.overdue},
                        {"verdict", draw.verdict}};
}

std::optional<ArchivedDraws::Draw> ArchivedDraws::draw_from(const Json& json) {
    FieldReader in(json);
    Draw draw;
    draw.checked = static_cast<std::uint64_t>(in.integer("checked", 0, kLargest));
    draw.checked_on = in.text("checked_on", 0, 10);
    draw.detail = {in.text("detail", 0), in.text("detail_en", 0)};
    for (const Json& seq : in.array("entries"))
        if (seq.is_integer()) draw.entries.insert(static_cast<std::uint64_t>(seq.as_integer()));
    const auto at = Instant::parse(in.text("last_at", 1, 32));
    draw.overdue = in.flag("overdue", false);
    draw.verdict = in.text("verdict", 1, 20);
    if (in.refusal() || !at) return std::nullopt;
    draw.last_at = *at;
    return draw;
}

void ArchivedDraws::take(const ledger::Entry& entry) {
    const bool opens = entry.kind == "draw.opened" && is_draw_id(entry.subject);
    const auto known = opens ? draws_.try_emplace(entry.subject).first : draws_.find(entry.subject);
    if (known == draws_.end()) return;
    Draw& draw = known->second;
    draw.entries.insert(entry.seq);
    draw.last_at = std::max(draw.last_at, entry.at);
    draw.changed = true;
}

void ArchivedDraws::save_new() const {
    for (const auto& [id, draw] : draws_)
        if (draw.changed) save(id, draw);
}

void ArchivedDraws::save(const std::string& id, const Draw& draw) const {
    files::write_durably(archive_.folder() / "draws" / id / "verdict.json", to_canonical(to_json(draw)) + "\n");
}

bool ArchivedDraws::is_due(const Draw& draw, const FollowOptions& options) const {
    if (draw.entries.empty()) return false;
    if (draw.checked <= *draw.entries.rbegin() || !is_good(draw.verdict)) return true;
    const bool open = draw.verdict == "sealed" || draw.verdict == "unfinished";
    return open && draw.checked_on != options.now.beijing_date().text();
}

void ArchivedDraws::check(const ledger::AuditedLog& log, const FollowSource& source, const FollowOptions& options,
                          FollowRound& round) {
    for (auto& [id, draw] : draws_) {
        if (is_due(draw, options)) {
            check_one(id, draw, log, source, options, round);
            save(id, draw);
            round.draws.push_back({id, draw.verdict, draw.detail});
        }
        if (draw.overdue)
            round.alarms.push_back({Alarm::draw,
                                    {"抽查 " + id + "：公布期限已过，封存份额仍未公布",
                                     "draw " + id + ": the organ has not revealed the shares by the day it promised"}});
    }
}

void ArchivedDraws::check_one(const std::string& id, Draw& draw, const ledger::AuditedLog& log,
                              const FollowSource& source, const FollowOptions& options, FollowRound& round) {
    draw.checked_on = options.now.beijing_date().text();
    if (!source.bundle) {
        draw.verdict = "unchecked";
        draw.detail = {"来源是文件夹，没有公示材料可核", "the source is a folder: there is no bundle to check"};
        return;
    }
    const auto files = source.bundle(id);
    if (!files) {
        draw.verdict = "missing";
        draw.detail = {"取不到公示材料：" + files.error().text.zh, "no bundle: " + files.error().text.en};
        if (options.now.micros - draw.last_at.micros > options.bundle_hours * kHour)
            round.alarms.push_back({Alarm::draw,
                                    {"抽查 " + id + " 在日志中已有条目，公示材料超过 " +
                                         std::to_string(options.bundle_hours) + " 小时仍取不到",
                                     "draw " + id + " is in the log, and there is no bundle of it after " +
                                         std::to_string(options.bundle_hours) + " hours"}});
        return;
    }
    judge(id, draw, *files, log, options);
    if (is_good(draw.verdict)) {
        draw.checked = log.size;
        keep_bundle(id, *files);
        return;
    }
    round.alarms.push_back({Alarm::draw,
                            {"抽查 " + id + " 核验不通过：" + draw.detail.zh, "draw " + id + ": " + draw.detail.en},
                            keep_refused(id, *files)});
}

void ArchivedDraws::judge(const std::string& id, Draw& draw, const draw::BundleFiles& files,
                          const ledger::AuditedLog& log, const FollowOptions& options) const {
    draw.overdue = false;
    const auto key = trusted_key(files, log);
    if (!key) {
        draw.verdict = "foreign";
        draw.detail = {"公示材料中的日志公钥不是所跟踪的日志", "the bundle names another log's key"};
        return;
    }
    const auto report = draw::check_bundle(files, {.files_only = false, .log_vkey = key, .now = options.now});
    draw.verdict = name_of(report.verdict);
    draw.overdue = report.overdue;
    if (!report.checks.empty()) draw.detail = report.checks.back().detail;
    if (draw.verdict == "refused") return;
    const auto plan = parse_json(files.at("plan.json"));
    const Json* named = plan ? plan->find("draw_id") : nullptr;
    if (named == nullptr || !named->is_string() || named->as_string() != id) {
        draw.verdict = "foreign";
        draw.detail = {"公示材料是另一次抽查的", "the bundle is of another draw"};
        return;
    }
    is_of_this_log(draw, files, log, draw.verdict, draw.detail);
}

/// The bundle proves its entries against its own checkpoint; here that head is held against the archive.
bool ArchivedDraws::is_of_this_log(const Draw& draw, const draw::BundleFiles& files, const ledger::AuditedLog& log,
                                   std::string& verdict, Text& detail) const {
    const auto read = archive_.files();
    ledger::TileTree tree(log.size, [&](const ledger::Tile& tile) { return read(ledger::path(tile)); });
    const std::string& note = files.at("log/checkpoint");
    const auto head = ledger::parse_checkpoint(std::string_view(note).substr(0, note.rfind("\n\n") + 1));
    std::set<std::uint64_t> missing = draw.entries;
    bool same = static_cast<bool>(head);
    for (const auto& [name, bytes] : files) {
        const auto seq = entry_number(name);
        if (!seq || *seq >= log.size) continue;
        missing.erase(*seq);
        const auto leaf = tree.leaf(*seq);
        same = same && leaf && *leaf == ledger::leaf_hash(std::string_view(bytes));
    }
    if (same && head->size <= log.size && head->size > 0) {
        const auto proof = tree.consistency_proof(head->size);
        same = proof && ledger::verify_consistency(head->size, head->root, log.size, log.root, *proof);
    }
    if (!same) {
        verdict = "foreign";
        detail = {"公示材料中的日志与存档的日志不是同一份：给您看的与给别人看的不同",
                  "the log in the bundle is not the archived one: you are shown another log than others"};
    } else if (!missing.empty()) {
        verdict = "incomplete";
        detail = {"日志第 " + std::to_string(*missing.begin()) + " 条属于本次抽查，公示材料里却没有",
                  "entry " + std::to_string(*missing.begin()) + " of the log is of this draw and not in its bundle"};
    }
    return same && missing.empty();
}

void ArchivedDraws::keep_bundle(const std::string& id, const draw::BundleFiles& files) const {
    const fs::path folder = archive_.folder() / "draws" / id / "bundle";
    write_files(folder, files);
    for (const std::string& name : files_below(folder, ""))
        if (!files.contains(name)) fs::remove(folder / name);
}

std::string ArchivedDraws::keep_refused(const std::string& id, const draw::BundleFiles& files) const {
    hash::Sha256 digest;
    for (const auto& [name, bytes] : files) {
        digest.update(name);
        digest.update(bytes);
    }
    const std::string name = "evidence/draw-" + id + "-" + hash::hex(digest.finish()).substr(0, 16);
    if (!fs::exists(archive_.folder() / name)) write_files(archive_.folder() / name, files);
    return name;
}

}  // namespace sunlot::workflow
