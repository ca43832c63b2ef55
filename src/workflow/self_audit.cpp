#include "workflow/self_audit.h"

#include "files/data_lock.h"
#include "files/durable_file.h"
#include "ledger/entry.h"
#include "ledger/log_audit.h"
#include "store/database.h"
#include "store/draw_embargo.h"
#include "store/journal.h"
#include "store/shadow.h"
#include "workflow/log_signer.h"
#include "workflow/log_source.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFinished = "audit.finished";
constexpr std::int64_t kMinute = 60'000'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;
constexpr std::int64_t kBeijing = 8 * 60 * kMinute;
constexpr std::int64_t kLate = 36 * 60 * kMinute;
constexpr std::size_t kFindings = 20;

/// The audit's files are for one run at a time, in whichever process.
Result<files::DataLock> only_audit(const Context& context) {
    fs::create_directories(context.data_directory / "audit");
    auto lock = files::DataLock::take(context.data_directory / "audit");
    if (lock) return lock;
    return refuse(RefusalKind::conflict, "audit.running", "另一次审计正在进行，请稍后再试",
                  "another audit is running; try again later");
}

/// The keys that the first entry names: what every later key follows from.
Result<ledger::AuditedLog> beginning(store::View& view) {
    const auto first = store::journal_entry(view, 0);
    if (!first)
        return refuse(RefusalKind::conflict, "organ.not_configured", "系统尚未初始化", "The system is not set up yet");
    const auto entry = ledger::parse_entry(first->entry);
    if (!entry) return pass_on(entry.error());
    std::vector<ledger::VerifierKey> keys;
    for (const char* member : {"vkey", "vkey_sm2"}) {
        const Json* text = entry->data.find(member);
        if (text == nullptr || !text->is_string()) continue;
        auto key = ledger::VerifierKey::parse(text->as_string());
        if (!key) return pass_on(key.error());
        keys.push_back(std::move(*key));
    }
    if (keys.empty())
        return refuse(RefusalKind::conflict, "log.no_key", "第一条日志没有写明公钥",
                      "the first entry of the journal names no key");
    return ledger::begin_at(std::move(keys));
}

/// After a compromise the organ's own present keys, which nobody can have put there but it.
Result<Done> renew_after_compromise(const Context& context, ledger::AuditedLog& start) {
    {
        auto view = context.database.read();
        const store::JournalFilter stolen{.kind = "key.compromised", .subject = {}, .before = {}, .limit = 1};
        if (store::journal_page(view, stolen).empty()) return Done{};
    }
    const auto key = context.require_log_key();
    if (!key) return pass_on(key.error());
    const auto present = (*key)->verifiers();
    for (const auto& old : start.keys)
        if (std::ranges::find(present, old) == present.end()) start.former_keys.push_back(old);
    start.keys = {present.begin(), present.end()};
    return Done{};
}

/// What an earlier run has verified; nothing when there was none, or when its file cannot be read.
std::optional<ledger::AuditedLog> verified_before(const fs::path& file) {
    const auto bytes = folder_source(file.parent_path())(file.filename().string());
    const auto json = bytes ? parse_json(*bytes) : Result<Json>(bytes.error());
    auto state = json ? ledger::audited_log_from(*json) : Result<ledger::AuditedLog>(json.error());
    if (!state) return std::nullopt;
    return std::move(*state);
}

/// Holds what the published tree commits to against the table.
class DatabaseComparison {
public:
    DatabaseComparison(const Context& context, ledger::LogFaults& faults) : context_(context), faults_(faults) {}

    void take(std::uint64_t first, std::span<const hash::Digest> leaves) {
        auto view = context_.database.read();  // later than the checkpoint: it holds all that was published
        std::vector<bool> seen(leaves.size());
        store::for_each_row(view, first, first + leaves.size(), [&](std::uint64_t seq, const std::string& entry) {
            seen.at(seq - first) = true;
            if (ledger::leaf_hash(std::string_view(entry)) != leaves[seq - first])
                faults_.add("journal", seq, "journal.entry",
                            {"数据库中的这一条不是已签名公开的那一条",
                             "the entry in the database is not the one that was signed and published"});
        });
        for (std::size_t i = 0; i < seen.size(); ++i)
            if (!seen[i])
                faults_.add("journal", first + i, "journal.missing",
                            {"数据库中没有这一条，而它已签名公开",
                             "the entry is not in the database, though it was signed and published"});
    }

private:
    const Context& context_;
    ledger::LogFaults& faults_;
};

OwnLogReport merged(const ledger::LogAuditReport& log, const ledger::LogFaults& database) {
    OwnLogReport report{.faults = log.faults,
                        .faults_total = log.faults_total + database.total(),
                        .from = log.from,
                        .size = log.size,
                        .entries = log.entries,
                        .files = log.files,
                        .signers = {},
                        .unknown_lines = log.unknown_lines,
                        .has_quorum = log.has_quorum,
                        .witnessed = {}};
    report.faults.insert(report.faults.end(), database.named().begin(), database.named().end());
    for (const auto& signature : log.signatures) report.signers.push_back(signature.key.text());
    if (log.witnessed) report.witnessed = log.witnessed->size;
    return report;
}

/// A changed row of a draw under embargo is reported, what is in it is not: an audit must not end the embargo.
void keep_secrets(const std::vector<std::string>& sealed, store::ReplayReport& report) {
    for (auto& difference : report.differences)
        for (const auto& draw : sealed) {
            if (difference.key.find("=" + draw) == std::string::npos) continue;
            difference.key = "draw=" + draw;
            if (difference.column.empty()) continue;
            difference.expected = "（保密 sealed）";
            difference.found = "（保密 sealed）";
        }
}

std::vector<std::string> findings_of(const OwnLogReport& log, const store::ReplayReport& replay) {
    std::vector<std::string> out;
    const auto add = [&](std::string text) {
        if (out.size() < kFindings && std::ranges::find(out, text) == out.end()) out.push_back(std::move(text));
    };
    for (const auto& fault : log.faults)
        add(fault.file + (fault.index ? " " + std::to_string(*fault.index) : "") + " " + fault.code);
    for (const auto& fault : replay.journal_faults)
        add("journal " + std::to_string(fault.seq) + " " + std::string(store::name(fault.kind)));
    for (const auto& difference : replay.differences)
        add(difference.table + " " + std::string(store::name(difference.kind)));
    return out;
}

AuditOutcome outcome_of(const store::JournalRow& row) {
    const auto entry = ledger::parse_entry(row.entry);
    if (!entry) throw std::runtime_error("the journal holds what is no entry");
    const auto number = [&](const char* member) {
        return static_cast<std::uint64_t>(entry->data.at(member).as_integer());
    };
    AuditOutcome outcome{
        .at = row.at, .from = number("from"), .to = number("to"), .faults = number("faults"), .findings = {}};
    for (const Json& one : entry->data.at("findings").as_array()) outcome.findings.push_back(one.as_string());
    return outcome;
}

}  // namespace

Result<OwnLogReport> audit_own_log(const Context& context, Extent extent) {
    const auto alone = only_audit(context);
    if (!alone) return pass_on(alone.error());
    auto start = [&]() {
        auto view = context.database.read();
        return beginning(view);
    }();
    if (!start) return pass_on(start.error());
    const fs::path folder = context.data_directory / "log";
    const fs::path file = context.data_directory / "audit" / "log.json";
    if (extent == Extent::onward)
        if (auto known = verified_before(file); known && known->origin == start->origin) *start = std::move(*known);
    if (const auto renewed = renew_after_compromise(context, *start); !renewed) return pass_on(renewed.error());
    ledger::LogFaults database;
    DatabaseComparison comparison(context, database);
    ledger::LogAuditOptions options;
    options.key_files = true;
    if (extent == Extent::whole) options.listed = files_below(folder, "tile");
    options.on_leaves = [&](std::uint64_t first, std::span<const hash::Digest> leaves) {
        comparison.take(first, leaves);
    };
    options.progress = [&](std::uint64_t done, std::uint64_t size) { context.report("log", done, size); };
    const auto report = ledger::audit_log(folder_source(folder), *start, options);
    if (report.clean() && database.total() == 0)
        files::write_durably(file, to_canonical(ledger::to_json(report.state)) + "\n");
    return merged(report, database);
}

Result<store::ReplayReport> replay_journal(const Context& context, Extent extent) {
    const auto alone = only_audit(context);
    if (!alone) return pass_on(alone.error());
    store::ShadowOptions options;
    options.file = context.data_directory / "audit" / "shadow.db";
    options.anew = extent == Extent::whole;
    options.replay.progress = [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
        context.report(stage, done, total);
    };
    auto report = store::replay_onward(context.database, options);
    auto view = context.database.read();
    keep_secrets(store::draws_under_embargo(view), report);
    return report;
}

Result<AuditOutcome> audit_nightly(const Context& context) {
    const auto log = audit_own_log(context, Extent::onward);
    if (!log) return pass_on(log.error());
    const auto replay = replay_journal(context, Extent::onward);
    if (!replay) return pass_on(replay.error());
    AuditOutcome outcome{.at = context.clock.now(),
                         .from = std::min(log->from, replay->from),
                         .to = replay->head.size,
                         .faults = log->faults_total + replay->journal_faults_total + replay->differences_total,
                         .findings = findings_of(*log, *replay)};
    if (context.database.frozen()) return outcome;
    auto transaction = context.database.write();
    const auto receipt = transaction.append({.kind = kFinished,
                                             .actor = "system",
                                             .subject = "audit",
                                             .at = outcome.at,
                                             .data = Json::Object{{"faults", outcome.faults},
                                                                  {"findings", outcome.findings},
                                                                  {"from", outcome.from},
                                                                  {"log_faults", log->faults_total},
                                                                  {"to", outcome.to},
                                                                  {"whole", replay->whole}}});
    transaction.commit();  // a crash before this leaves nothing: the audit is due again at the next start
    outcome.at = receipt.at;
    return outcome;
}

AuditState audit_state(const Context& context) {
    auto view = context.database.read();
    AuditState state;
    const auto rows = store::journal_page(view, {.kind = kFinished, .subject = {}, .before = {}, .limit = 1});
    if (!rows.empty()) state.last = outcome_of(rows.front());
    const auto first = store::journal_entry(view, 0);
    const Instant since = state.last ? state.last->at : first ? first->at : context.clock.now();
    state.late = context.clock.now().micros - since.micros > kLate;
    return state;
}

Instant last_due(Instant now, int minute) {
    const std::int64_t local = now.micros + kBeijing - minute * kMinute;
    const std::int64_t day = local >= 0 ? local / kDay : (local - kDay + 1) / kDay;
    return Instant{day * kDay + minute * kMinute - kBeijing};
}

bool audit_due(const Context& context, int minute) {
    const Instant due = last_due(context.clock.now(), minute);
    auto view = context.database.read();
    const auto first = store::journal_entry(view, 0);
    if (!first || first->at > due) return false;
    const auto rows = store::journal_page(view, {.kind = kFinished, .subject = {}, .before = {}, .limit = 1});
    return rows.empty() || rows.front().at < due;
}

}  // namespace sunlot::workflow
