#include "bundle_builder.h"

#include "draw/assignment.h"
#include "draw/frame.h"
#include "draw/quota.h"
#include "draw/sample.h"
#include "draw/seed.h"
#include "draw/slots.h"
#include "hash/sha256.h"
#include "ledger/checkpoint.h"
#include "ledger/merkle.h"
#include "ledger/policy.h"
#include "ledger/tlog_proof.h"

#include <algorithm>

#include <fmt/format.h>

namespace sunlot::vectors {

using namespace draw;

namespace {

constexpr std::int64_t kStart = 1'795'000'000'000'000;

Plan small_plan(const ledger::SigningKey& key) {
    Plan plan;
    plan.draw_id = "lhrs-150802-2026-0007";
    plan.log_origin = key.name();
    for (const char* id : {"bureau", "firm-rep", "jiwei"})
        plan.parties.push_back({id, std::string("组织 ") + id, "supervisor", {}});
    plan.min_parties = 2;
    plan.events = {{EventKind::ssq, "2026135", Instant{kStart + 60'000'000}.text()},
                   {EventKind::dice, "throw", Instant{kStart}.text()}};
    plan.strata = {{"A", Quota::ratio(1, 3), {"A", "未评"}}, {"重点", Quota::all(), {"C"}}};
    plan.reserve = 1;
    plan.team = {{"lead", {"lead"}}, {"second", {}}};
    plan.task = "临人社抽查〔2026〕1号";
    plan.policy = hash::sha256_hex(ledger::policy_without_witnesses(key.verifier()));
    return plan;
}

std::string hex_of(const BundleFiles& files, const std::string& name) {
    return hash::sha256_hex(files.at(name));
}

}  // namespace

BundleBuilder::BundleBuilder() : key(ledger::SigningKey::from_seed("lhrs.example/log", Bytes(32, 7)).value()) {
    plan = small_plan(key);
    for (int i = 0; i < 9; ++i)
        append_row(frame,
                   FrameRow{fmt::format("9115080200000{:03}", i), i < 6 ? "A" : "重点", i % 2 == 0 ? "解放" : ""});
    append_row(exclusions, Exclusion{"X:SITE:17", "annual_cap", 1});
    officers = "F1\t0\t9\tlead\nF2\t1\t9\t\nF3\t0\t9\tlead,工资\nF4\t0\t2\t\n";
    recusals = encode_recusals({recusal_line("F2", "9115080200000007", std::string(32, '1'))});
    for (int i = 0; i < 3; ++i) {  // what the directory's imports have left in the log
        ledger::Entry entry{key.name(), entries_.size(), "roll.imported",      "u1",
                            "roll",     Instant{kStart}, Json(Json::Object{}), {}};
        entries_.push_back(ledger::encode(entry));
        ours_.push_back(false);
    }
}

void BundleBuilder::append(std::string_view kind, Json::Object data, std::string actor) {
    const auto seq = entries_.size();
    // The planned event is due a minute after the start.
    const std::int64_t second =
        static_cast<std::int64_t>(seq) + (files.contains("seed.txt") || kind == "event.recorded" ? 60 : 0);
    ledger::Entry entry{key.name(),
                        seq,
                        std::string(kind),
                        std::move(actor),
                        plan.draw_id,
                        Instant{kStart + second * 1'000'000},
                        Json(std::move(data)),
                        {}};
    entries_.push_back(ledger::encode(entry));
    ours_.push_back(true);
}

std::string BundleBuilder::value_of(const std::string& party) const {
    return typed_contribution(party);
}

void BundleBuilder::open() {
    append("draw.opened", {{"task", *plan.task}, {"terms", hash::sha256_hex(terms(plan))}});
    files["plan.json"] = encode(plan);
}

void BundleBuilder::commit(const std::string& party) {
    const std::string commitment = contribution_commitment(plan.draw_id, party, value_of(party));
    std::ranges::find(plan.parties, party, &Party::id)->commitment = commitment;
    append("contribution.committed", {{"party", party}, {"commitment", commitment}});
}

void BundleBuilder::seal() {
    ++attempt_;
    Seal made = make_seal(plan.draw_id, frame, exclusions, officers, recusals);
    if (attempt_ > 1) {
        made.attempt = attempt_;
        made.previous = hex_of(files, "seal.json");
        cells_ = kept_cells(plan, cells_, parse_frame(frame).value()).value();
        made.quotas = cells_;
        for (const char* name : {"seal.json", "frame.tsv", "exclusions.tsv", "officers.tsv", "recusals.txt",
                                 "result.tsv", "slots.tsv", "assignment.tsv"})
            if (auto moved = files.extract(name)) {
                moved.key() = fmt::format("previous/{}/{}", attempt_ - 1, name);
                files.insert(std::move(moved));
            }
    }
    files["plan.json"] = encode(plan);
    files["seal.json"] = encode(made);
    files["frame.tsv"] = frame;
    files["exclusions.tsv"] = exclusions;
    files["officers.tsv"] = officers;
    files["recusals.txt"] = recusals;
    append("frame.sealed", {{"attempt", attempt_},
                            {"frame_root", made.frame_root},
                            {"journal_size", entries_.size() - 1},
                            {"plan", hex_of(files, "plan.json")},
                            {"seal", hex_of(files, "seal.json")}});
}

void BundleBuilder::reveal(const std::string& party) {
    revealed_.push_back(party);
    append("contribution.revealed", {{"party", party}, {"value", value_of(party)}, {"typed", party}});
}

void BundleBuilder::record_event() {
    append("event.recorded", {{"kind", "ssq"}, {"name", "2026135"}, {"content", "03,09,12,18,26,31+07"}});
    append("event.recorded", {{"kind", "dice"}, {"name", "throw"}, {"content", "4172631"}});
}

void BundleBuilder::fix_seed() {
    SeedText text;
    text.draw_id = plan.draw_id;
    std::vector<std::string> dropped;
    std::ranges::sort(revealed_);
    for (const Party& party : plan.parties) {
        if (std::ranges::binary_search(revealed_, party.id))
            text.parties.push_back({party.id, value_of(party.id)});
        else
            dropped.push_back(party.id);
    }
    text.events = {{EventKind::ssq, "2026135", "03,09,12,18,26,31+07"}, {EventKind::dice, "throw", "4172631"}};
    files["seed.txt"] = encode(text);
    seed_ = seed_of(files["seed.txt"]);
    append("seed.fixed", {{"dropped", dropped}, {"parties", revealed_}, {"seed", seed_}});
}

void BundleBuilder::draw_result() {
    const auto rows = parse_frame(files.at("frame.tsv")).value();
    const auto sample =
        attempt_ == 1 ? draw_sample(plan, rows, seed_).value() : draw_sample(plan, rows, seed_, cells_).value();
    cells_ = sample.cells;
    files["result.tsv"] = encode_result(sample.rows);
    const auto drawn = std::ranges::count(sample.rows, DrawnKind::sample, &DrawnRow::kind);
    append("result.sealed", {{"attempt", attempt_},
                             {"reserve", static_cast<std::int64_t>(sample.rows.size()) - drawn},
                             {"result", hex_of(files, "result.tsv")},
                             {"sample", drawn}});
}

void BundleBuilder::assign() {
    const auto people = parse_officers(officers).value();
    std::vector<std::string> jobs;
    const auto rows = parse_result(files.at("result.tsv")).value();
    for (const DrawnRow& row : rows)
        if (row.kind == DrawnKind::sample) jobs.push_back(row.id);
    std::ranges::sort(jobs);
    const auto slots = make_slots(plan.team, people, jobs, {{"F2", "9115080200000007"}});
    Assignment kept;
    if (attempt_ > 1)
        kept = kept_jobs(parse_assignment(files.at(fmt::format("previous/{}/assignment.tsv", attempt_ - 1))).value(),
                         jobs);
    files["slots.tsv"] = encode_slots(slots, people);
    files["assignment.tsv"] = encode_assignment(draw::assign(people, slots, seed_, kept).value());
    append("assignment.sealed", {{"assignment", hex_of(files, "assignment.tsv")},
                                 {"attempt", attempt_},
                                 {"slots", hex_of(files, "slots.tsv")}});
}

void BundleBuilder::approve_redraw() {
    append("redraw.requested", {{"reason", "三户已注销"}});
    append("redraw.approved", {{"attempt", attempt_ + 1}}, "u2");
}

void BundleBuilder::close() {
    files["substitutions.json"] = "[]";
    append("draw.closed", {{"attempt", attempt_}, {"substitutions", hex_of(files, "substitutions.json")}});
}

void BundleBuilder::run_all(bool with_redraw) {
    open();
    for (const char* party : {"bureau", "firm-rep", "jiwei"}) commit(party);
    seal();
    for (const char* party : {"jiwei", "bureau"}) reveal(party);  // the firms' man does not turn up: dropped and named
    record_event();
    fix_seed();
    draw_result();
    assign();
    if (with_redraw) {
        approve_redraw();
        const auto second = frame.find('\n') + 1;
        frame.erase(second, frame.find('\n', second) + 1 - second);
        frame.erase(frame.rfind('\n', frame.size() - 2) + 1);
        seal();
        draw_result();
        assign();
    }
    close();
}

BundleFiles BundleBuilder::bundle() const {
    BundleFiles out = files;
    std::vector<ledger::Digest> leaves;
    for (const std::string& entry : entries_) leaves.push_back(ledger::leaf_hash(entry));
    const std::string checkpoint =
        key.sign_note(ledger::encode(ledger::Checkpoint{key.name(), leaves.size(), ledger::merkle_root(leaves)}));
    out["log/checkpoint"] = checkpoint;
    out["log/policy.txt"] = ledger::policy_without_witnesses(key.verifier());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (!ours_[i]) continue;
        out[fmt::format("log/{}.json", i)] = entries_[i];
        out[fmt::format("log/{}.tlog-proof", i)] =
            ledger::encode(ledger::TlogProof{i, ledger::inclusion_proof(leaves, i), checkpoint});
    }
    return out;
}

}  // namespace sunlot::vectors
