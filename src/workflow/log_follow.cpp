#include "workflow/log_follow.h"

#include "base/text.h"
#include "ledger/checkpoint.h"
#include "ledger/log_audit.h"
#include "ledger/tiles.h"
#include "workflow/log_archive.h"
#include "workflow/log_draws.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::int64_t kSecond = 1'000'000;

Result<ledger::AuditedLog> beginning(const LogArchive& archive, const FollowSource& source,
                                     const FollowOptions& options, FollowRound& round) {
    const auto state = archive.state();
    if (!state) return pass_on(state.error());
    if (*state) {
        auto known = **state;
        if (options.replace_keys && !options.keys.empty() && options.keys.front().name() == known.origin) {
            known.former_keys.insert(known.former_keys.end(), known.keys.begin(), known.keys.end());
            known.keys = options.keys;
        }
        return known;
    }
    if (!options.keys.empty()) return ledger::begin_at(options.keys);
    const auto line = source.read("vkey");
    if (!line) return pass_on(line.error());
    const auto key = ledger::VerifierKey::parse(std::string_view(*line).substr(0, line->find('\n')));
    if (!key) return pass_on(key.error());
    round.key_from_log = true;
    return ledger::begin_at({*key});
}

/// The keys that the caller knows must be among those that the log has had, up to now.
Result<Done> check_given_keys(const ledger::AuditedLog& log, const FollowOptions& options) {
    for (const auto& key : options.keys)
        if (std::ranges::find(log.keys, key) == log.keys.end() &&
            std::ranges::find(log.former_keys, key) == log.former_keys.end())
            return refuse(RefusalKind::conflict, "archive.key",
                          "所给公钥不是存档的这份日志的：这是另一份日志，或密钥被换。请查明，必要时另建存档",
                          "the given key is not one of the archived log: another log, or its key was exchanged");
    return Done{};
}

/// Whether an offered head, shorter than the archive, was once the head of the archived log.
bool was_our_head(const LogArchive& archive, const ledger::AuditedLog& log) {
    const auto note = LogArchive(archive.folder() / ".incoming").files()("checkpoint");
    if (!note) return false;
    const auto head = ledger::parse_checkpoint(std::string_view(*note).substr(0, note->rfind("\n\n") + 1));
    if (!head || head->size > log.size) return false;
    if (head->size == 0) return true;
    const auto read = archive.files();
    ledger::TileTree tree(log.size, [&](const ledger::Tile& tile) { return read(ledger::path(tile)); });
    const auto proof = tree.consistency_proof(head->size);
    return proof && ledger::verify_consistency(head->size, head->root, log.size, log.root, *proof);
}

Alarm kind_of(const ledger::LogAuditReport& report, const LogArchive& archive, const ledger::AuditedLog& log) {
    const auto has = [&](std::string_view code) {
        return std::ranges::any_of(report.faults, [&](const auto& fault) { return fault.code == code; });
    };
    if (has("log.fork")) return Alarm::forked;
    if (has("log.rolled_back")) return was_our_head(archive, log) ? Alarm::rolled_back : Alarm::forked;
    if (has("log.unreadable")) return Alarm::unreachable;
    return Alarm::damaged;
}

Text words_for(Alarm alarm, const ledger::LogAuditReport& report) {
    const auto& first = report.faults.front();
    const std::string where = first.file + (first.index ? " 第 " + std::to_string(*first.index) + " 条" : "");
    const std::string at = first.file + (first.index ? " at " + std::to_string(*first.index) : "");
    const std::string more =
        report.faults_total > 1 ? "（共 " + std::to_string(report.faults_total) + " 处）" : std::string();
    if (alarm == Alarm::unreachable)
        return {"取不到日志：" + where + "：" + first.text.zh,
                "the log cannot be reached: " + at + ": " + first.text.en};
    return {where + "：" + first.text.zh + more, at + ": " + first.text.en};
}

void raise_faults(const LogArchive& archive, const ledger::AuditedLog& log, const ledger::LogAuditReport& report,
                  FollowRound& round) {
    const Alarm alarm = kind_of(report, archive, log);
    const std::string evidence = alarm == Alarm::unreachable ? "" : archive.keep_evidence(name(alarm), report.faults);
    round.alarms.push_back({alarm, words_for(alarm, report), evidence});
    archive.discard_staged();
}

void look_at_times(const ledger::AuditedLog& log, const std::vector<ledger::NoteSignature>& signatures,
                   const FollowOptions& options, FollowRound& round) {
    std::int64_t newest = log.last_at.micros;
    for (const auto& signature : signatures)
        if (signature.time) newest = std::max(newest, static_cast<std::int64_t>(*signature.time) * kSecond);
    const std::int64_t hours = (options.now.micros - newest) / kHour;
    if (options.stale_hours == 0 || hours < options.stale_hours) return;
    round.alarms.push_back({Alarm::stale,
                            {"日志已 " + std::to_string(hours) + " 小时没有更新（最新条目 " + log.last_at.beijing() +
                                 "）：服务停了，或给您看的是旧副本",
                             "the log has not moved for " + std::to_string(hours) +
                                 " hours: the service stands "
                                 "still, or you are shown an old copy"}});
}

}  // namespace

std::string_view name(Alarm alarm) {
    switch (alarm) {
        case Alarm::none:
            return "none";
        case Alarm::unreachable:
            return "unreachable";
        case Alarm::stale:
            return "stale";
        case Alarm::unwitnessed:
            return "unwitnessed";
        case Alarm::draw:
            return "draw";
        case Alarm::damaged:
            return "damaged";
        case Alarm::rolled_back:
            return "rollback";
        case Alarm::forked:
            return "fork";
    }
    throw std::logic_error("no such alarm");
}

Alarm FollowRound::gravest() const {
    Alarm gravest = Alarm::none;
    for (const auto& one : alarms) gravest = std::max(gravest, one.alarm);
    return gravest;
}

Result<FollowRound> follow_once(const fs::path& folder, const FollowSource& source, const FollowOptions& options) {
    fs::create_directories(folder);
    LogArchive archive(folder);
    FollowRound round;
    const auto before = beginning(archive, source, options, round);
    if (!before) return pass_on(before.error());
    round.from = round.size = before->size;
    round.origin = before->origin;
    round.vkey = before->keys.front().text();
    ArchivedDraws draws(archive);
    ledger::LogAuditOptions audit;
    audit.policy = options.policy;
    audit.on_entry = [&](const ledger::Entry& entry, std::string_view) { draws.take(entry); };
    audit.progress = options.progress;
    const auto report = ledger::audit_log(archive.staging(source.read), *before, audit);
    if (!report.clean()) {
        raise_faults(archive, *before, report, round);
        return round;
    }
    if (const auto ours = check_given_keys(report.state, options); !ours) {
        archive.discard_staged();
        return pass_on(ours.error());
    }
    draws.save_new();
    archive.accept(*before, report);
    round.size = report.state.size;
    round.vkey = report.state.keys.front().text();
    if (report.witnessed) round.witnessed = report.witnessed->size;
    if (options.policy && report.has_quorum && !report.witnessed)
        round.alarms.push_back(
            {Alarm::unwitnessed,
             {"没有达到策略法定数的见证签名", "no head has the cosignatures that the policy asks for"}});
    look_at_times(report.state, report.signatures, options, round);
    draws.check(report.state, source, options, round);
    return round;
}

}  // namespace sunlot::workflow
