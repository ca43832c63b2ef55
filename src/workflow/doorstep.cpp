#include "workflow/doorstep.h"

#include "documents/pdf.h"
#include "draw/embargo.h"
#include "hash/sha256.h"
#include "ledger/entry.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "ledger/tlog_proof.h"
#include "store/draw_embargo.h"
#include "store/journal.h"
#include "store/officer.h"
#include "store/organ.h"
#include "workflow/draw_step.h"
#include "workflow/log_files.h"
#include "workflow/log_signer.h"
#include "workflow/substitution.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

std::string token_hash(std::string_view token) {
    return hash::sha256_hex("sunlot/doorstep/v1|" + std::string(token));
}

Refusal unknown() {
    return refuse(RefusalKind::not_found, "doorstep.unknown", "没有这份凭证", "there is no such proof");
}

Refusal no_visit(std::uint64_t line) {
    return refuse(RefusalKind::invalid, "doorstep.line", "第 " + std::to_string(line) + " 行不是检查对象",
                  "line " + std::to_string(line) + " is no visit", "line");
}

/// An entry that is proved later, when the database is no longer held (prove_entries).
draw::LoggedEntry unproved(const store::JournalRow& row) {
    return {.entry = row.entry, .proof = {}};
}

/// Every entry against the same published head.
Result<Done> prove_entries(const Context& context, draw::DoorstepProof& proof) {
    std::vector<draw::LoggedEntry*> logged = {&proof.result.logged};
    if (proof.substitution) logged.push_back(&*proof.substitution);
    if (proof.assignment) logged.push_back(&proof.assignment->logged);
    for (auto& replaced : proof.replaced) logged.push_back(&replaced);
    std::uint64_t size = 0;
    for (const auto* one : logged) size = std::max(size, must(ledger::parse_entry(one->entry)).seq + 1);
    const auto head = published_head(context, size);
    if (!head) return pass_on(head.error());
    auto tree = published_tree(context, head->size);
    const std::string checkpoint = must(context.require_log_key())->plain(head->checkpoint);
    for (auto* one : logged) {
        const auto seq = must(ledger::parse_entry(one->entry)).seq;
        auto path = tree.inclusion_proof(seq);
        if (!path) return pass_on(path.error());
        one->proof = ledger::encode(ledger::TlogProof{seq, std::move(*path), checkpoint});
    }
    return Done{};
}

std::string line_of(std::string_view file, std::uint64_t number) {
    for (; number > 0; --number) file.remove_prefix(file.find('\n') + 1);
    return std::string(file.substr(0, file.find('\n')));
}

/// A line of a sealed list with its way to the root.
draw::ProvenLine prove_line(const std::string& seed, draw::SealedList list, std::uint64_t attempt,
                            std::string_view file, std::uint64_t line) {
    const auto leaves = draw::salted_leaves(seed, list, attempt, file);
    return {.logged = {},
            .index = line,
            .line = line_of(file, line),
            .path = ledger::inclusion_proof(leaves, line),
            .salt = draw::line_salt(seed, list, attempt, line),
            .size = leaves.size()};
}

/// The substitutions of one line, out of the entries of the draw.
struct Substituted {
    const store::JournalRow* came_in = nullptr;  // the approval by which this object came in
    std::vector<std::pair<const store::JournalRow*, const store::JournalRow*>> officers;  // request and approval
};

std::int64_t number_in(const Json& data, std::string_view key) {
    const Json* value = data.find(key);
    return value == nullptr ? -1 : value->as_integer();
}

Substituted substituted(const std::vector<store::JournalRow>& entries, std::int64_t attempt, std::uint64_t line) {
    Substituted out;
    std::map<std::int64_t, const store::JournalRow*> asked;  // for another officer of this line, by number
    const auto number = static_cast<std::int64_t>(line);
    for (const auto& row : entries) {
        if (!row.kind.starts_with("substitution.")) continue;
        const Json data = must(ledger::parse_entry(row.entry)).data;
        if (number_in(data, "attempt") != attempt) continue;
        const std::int64_t serial = number_in(data, "number");
        if (row.kind == "substitution.requested" && data.at("what").as_string() == "officer" &&
            number_in(data, "line") == number)
            asked[serial] = &row;
        if (row.kind != "substitution.approved") continue;
        if (number_in(data, "replacement") == number) out.came_in = &row;
        if (asked.contains(serial) && data.find("officer") != nullptr) out.officers.emplace_back(asked[serial], &row);
    }
    return out;
}

const store::JournalRow& entry_number(const std::vector<store::JournalRow>& entries, std::int64_t seq) {
    for (const auto& row : entries)
        if (static_cast<std::int64_t>(row.seq) == seq) return row;
    throw std::logic_error("an entry of the draw is not in the journal");
}

/// All but the proofs of the entries. REQUIRES: `line` is a visit of this attempt.
draw::DoorstepProof describe(const Context& context, store::View& view, const store::DrawRecord& draw,
                             const store::DoorstepRow& at) {
    const auto key = must(context.require_log_key());
    const auto& attempt = *draw.attempt_number(at.attempt);
    const auto entries = store::journal_of_subject(view, draw.id);
    const auto number = static_cast<std::uint64_t>(at.attempt);
    draw::DoorstepProof proof;
    proof.vkey = key->verifier().text();
    proof.result = prove_line(*draw.seed, draw::SealedList::result, number,
                              context.blobs.open(attempt.result.value()).text(), at.line);
    proof.result.logged = unproved(entry_number(entries, attempt.result_seq.value()));
    const auto changes = substituted(entries, at.attempt, at.line);
    if (changes.came_in != nullptr) {
        proof.substitution = unproved(*changes.came_in);
    } else {
        const auto file = context.blobs.open(attempt.assignment.value());
        const auto jobs = must(draw::parse_assignment(file.text()));
        const std::string object = proof.result.line.substr(proof.result.line.rfind('\t') + 1);
        const auto job = std::ranges::find(jobs, object, &draw::AssignedJob::job);
        proof.assignment = prove_line(*draw.seed, draw::SealedList::assignment, number, file.text(),
                                      static_cast<std::uint64_t>(job - jobs.begin()));
        proof.assignment->logged = unproved(entry_number(entries, attempt.assigned_seq.value()));
    }
    for (const auto& [asked, approved] : changes.officers) {
        proof.replaced.push_back(unproved(*asked));
        proof.replaced.push_back(unproved(*approved));
    }
    return proof;
}

documents::PaperKeyValues::Row row(std::string key, std::string value, bool mono = false) {
    return {.key = std::move(key), .value = std::move(value), .mono = mono};
}

documents::Paper paper_of(const draw::DoorstepProof& proof, const draw::DoorstepFinding& finding,
                          const std::string& organ, const std::string& name, const std::string& officers,
                          std::string_view address) {
    using namespace documents;
    PaperKeyValues facts{{row("检查机关 Inspecting organ", organ), row("抽取编号 Draw", finding.draw_id, true),
                          row("被检查对象 Object", name), row("编号 Id", finding.object, true),
                          row("执法人员 Officers", officers),
                          row("名单封存时间 Sealed at", finding.sealed_at.beijing() + "（北京时间 Beijing time）"),
                          row("日志 Log", finding.log, true), row("日志公钥 Log key", proof.vkey, true)}};
    return {.title = "双随机抽查上门凭证 " + finding.draw_id,
            .footer = "上门凭证 Doorstep proof · " + finding.draw_id,
            .dated = finding.sealed_at,
            .blocks = {
                PaperTitle{.text = "双随机抽查上门凭证", .subtitle = "Doorstep proof of a random inspection"},
                PaperText{.text = "本单位在执法人员上门之前已被随机抽中，抽中名单当时即已封存，此后不能增删。"
                                  "请用自己的手机扫码核对，不必相信来人所说。\n"
                                  "You were drawn at random before anyone came; the list was sealed then and cannot "
                                  "have been changed since. Scan the code with your own phone: you need not take "
                                  "anybody's word for it."},
                PaperQr{.content = std::string(address), .caption = "扫码核对 Scan to check\n" + std::string(address)},
                std::move(facts),
                PaperText{.text = "日志公钥应与检查机关公布的一致。上门人员应与上列执法人员一致，并出示执法证件；"
                                  "不一致的，可以拒绝检查并举报。\n"
                                  "The log key must be the one that the organ gives out. Whoever comes must be the "
                                  "officers named above.",
                          .size = PaperText::Size::small}}};
}

/// Where the sealed result stands in the log, held against what this paper says of it.
documents::PaperQr code_of_entry(const draw::LoggedEntry& logged, std::string_view origin) {
    const auto seq = std::to_string(must(ledger::parse_entry(logged.entry)).seq);
    const std::string address =
        std::string(origin) + "/j/" + seq + "?leaf=" + hash::hex(ledger::leaf_hash(logged.entry));
    return {
        .content = address,
        .caption = "抽取结果封存在日志第 " + seq + " 条 The sealed result: entry " + seq + " of the log\n" + address,
        .millimetres = 28};
}

}  // namespace

Result<Doorstep> make_doorstep(const Context& context, const Actor& actor, std::string_view draw_id,
                               std::uint64_t line) {
    if (const auto key = context.require_log_key(); !key) return pass_on(key.error());
    Doorstep out{.token = context.entropy.hex(16), .path = {}, .proof = {}};
    out.path = "/verify.html#p=" + out.token;
    {
        auto transaction = context.database.write();
        const auto draw = draw_ready_for(transaction, draw_id, inspection::DrawStep::disclose);
        if (!draw) return pass_on(draw.error());
        const auto book = open_visits(context, transaction, *draw);
        if (book->visits->at(line) == nullptr) return no_visit(line);
        append_step(context, transaction, actor, "disclosed", draw_id,
                    {{"attempt", draw->assigned_attempt}, {"lines", Json::Array{line}}, {"purpose", "doorstep"}},
                    Json::Object{{"token", token_hash(out.token)}});
        transaction.commit();
    }
    const auto proof = doorstep_proof(context, out.token);
    if (!proof) return pass_on(proof.error());
    out.proof = draw::encode(*proof);
    return out;
}

Result<draw::DoorstepProof> doorstep_proof(const Context& context, std::string_view token) {
    std::optional<draw::DoorstepProof> proof;
    {
        auto view = context.database.read();
        const auto found = store::find_doorstep(view, token_hash(token));
        if (!found) return unknown();
        const auto draw = known_draw(view, found->draw);
        if (!draw) return unknown();
        proof = describe(context, view, *draw, *found);
    }
    if (const auto proved = prove_entries(context, *proof); !proved) return pass_on(proved.error());
    return std::move(*proof);
}

Result<std::string> doorstep_paper(const Context& context, std::string_view draw_id, std::string_view token,
                                   std::string_view origin) {
    const auto proof = doorstep_proof(context, token);
    if (!proof) return pass_on(proof.error());
    const auto finding = draw::check_doorstep(*proof);
    if (!finding || finding->draw_id != draw_id) return unknown();
    auto view = context.database.read();
    const auto row =
        store::result_row_of(view, draw_id, static_cast<std::int64_t>(finding->attempt), proof->result.index);
    std::string officers;
    for (const auto& id : finding->officers) {
        const auto officer = store::find_officer(view, id);
        officers += (officers.empty() ? "" : "、") + (officer ? officer->name + " " : "") + id;
    }
    auto paper = paper_of(*proof, *finding, store::configured_organ(view).value().name, row ? row->name : "", officers,
                          std::string(origin) + "/verify.html#p=" + std::string(token));
    paper.blocks.emplace_back(code_of_entry(proof->result.logged, origin));
    return documents::pdf(paper);
}

}  // namespace sunlot::workflow
