#include "bundle_builder.h"

#include "draw/frame.h"
#include "draw/quota.h"
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

constexpr std::int64_t kMicros = 1'000'000;
/// The planned events are due a minute after the start; what comes from them on happens another minute later.
constexpr std::int64_t kEventMinute = 60;

/// 32 bytes in hex that look random and are always the same.
std::string made_up(std::string_view what) {
    return hash::sha256_hex(fmt::format("test vector|{}", what));
}

std::string hex_of(const BundleFiles& files, const std::string& name) {
    return hash::sha256_hex(files.at(name));
}

}  // namespace

BundleBuilder::BundleBuilder() : key(ledger::SigningKey::from_seed("lhrs.example/log", Bytes(32, 7)).value()) {
    plan = small_plan(key);
    policy = ledger::policy_without_witnesses(key.verifier());
    for (int i = 0; i < 9; ++i)
        append_row(frame,
                   FrameRow{fmt::format("9115080200000{:03}", i), i < 6 ? "A" : "重点", i % 2 == 0 ? "解放" : ""});
    append_row(exclusions, Exclusion{"X:SITE:17", "annual_cap", 1});
    officers = "F1\t0\t9\tlead\nF2\t1\t9\t\nF3\t0\t9\tlead,工资\nF4\t0\t2\t\n";
    recusals = encode_recusals({recusal_line("F2", "9115080200000007", std::string(32, '1'))});
    contents = {{"03,09,12,18,26,31+07", ""}, {"4172631", ""}};
    for (int i = 0; i < 3; ++i) {  // what the directory's imports have left in the log
        ledger::Entry entry{key.name(), entries_.size(), "roll.imported",      "u1",
                            "roll",     Instant{kStart}, Json(Json::Object{}), {}};
        entries_.push_back(ledger::encode(entry));
        ours_.push_back(false);
    }
}

void BundleBuilder::append(std::string_view kind, Json::Object data, std::string actor, bool with_private) {
    const auto seq = entries_.size();
    const bool later = files.contains("seed.txt") || kind == "event.recorded" || kind == "seed.fixed";
    const std::int64_t second = static_cast<std::int64_t>(seq) + (later ? kEventMinute : 0);
    ledger::Entry entry{key.name(),
                        seq,
                        std::string(kind),
                        std::move(actor),
                        plan.draw_id,
                        Instant{kStart + second * kMicros},
                        Json(std::move(data)),
                        {}};
    if (with_private) entry.private_commitment = made_up(fmt::format("private {}", seq));
    entries_.push_back(ledger::encode(entry));
    ours_.push_back(true);
}

std::string BundleBuilder::value_of(const std::string& party) const {
    return typed_contribution(party);
}

std::vector<Share> BundleBuilder::shares_of(const std::string& party) const {
    const auto random = hash::sha256(made_up("coefficient " + party));
    auto shares = split_value(value_of(party), *plan.trustees, random);
    shares.erase(shares.begin() + 1);  // the second trustee is not reached; two are enough
    return shares;
}

void BundleBuilder::put_under_embargo() {
    plan.mode = Mode::embargo;
    plan.sealed = {{"sealed-1", "组织 一", {}}, {"sealed-2", {}, {}}};
    plan.embargo = Embargo{Instant{kStart + 86'400 * kMicros}.text()};
}

void BundleBuilder::appoint_trustees() {
    plan.trustees = Trustees{{}, 2};
    for (const char* id : {"court", "notary", "union"})
        plan.trustees->keys.push_back({id, made_up(id), std::string("组织 ") + id});
}

void BundleBuilder::appoint_witnesses() {
    unsigned char seed = 20;
    for (const char* name : {"sfj.example/witness", "jw.example/witness", "rst.example/witness", "stranger.example"})
        witnesses.push_back(
            ledger::SigningKey::from_seed(name, Bytes(32, ++seed), ledger::KeyType::cosignature).value());
    policy = "log " + key.verifier().text() + "\n";
    for (std::size_t i = 0; i < 3; ++i) policy += fmt::format("witness w{} {}\n", i, witnesses[i].verifier().text());
    policy += "group two 2 w0 w1 w2\nquorum two\n";
    plan.policy = hash::sha256_hex(policy);
    plan.events[1].not_before = plan.events[0].not_before;
}

void BundleBuilder::open() {
    append("draw.opened", {{"task", *plan.task}, {"terms", hash::sha256_hex(terms(plan))}});
    files["plan.json"] = encode(plan);
}

void BundleBuilder::commit(const std::string& party) {
    const std::string commitment = contribution_commitment(plan.draw_id, party, value_of(party));
    const auto share = std::ranges::find(plan.sealed, party, &SealedShare::id);
    if (share != plan.sealed.end())
        share->commitment = commitment;
    else
        std::ranges::find(plan.parties, party, &Party::id)->commitment = commitment;
    Json::Object data{{"party", party}, {"commitment", commitment}};
    if (plan.trustees) {
        std::vector<Box> boxes;  // what is in a box only its trustee could tell
        for (const TrusteeKey& trustee : plan.trustees->keys)
            boxes.push_back({trustee.id, made_up(party + trustee.id) + made_up(trustee.id + party) +
                                             made_up("box " + party + trustee.id).substr(32)});
        data.emplace("deposit", deposit_json(boxes));
    }
    append("contribution.committed", std::move(data), "party:" + party);
}

void BundleBuilder::move_to_previous() {
    for (const char* name : {"seal.json", "frame.tsv", "exclusions.tsv", "officers.tsv", "recusals.txt", "result.tsv",
                             "slots.tsv", "assignment.tsv"})
        if (auto moved = files.extract(name)) {
            moved.key() = fmt::format("previous/{}/{}", attempt_ - 1, name);
            files.insert(std::move(moved));
        }
}

/// What the seal of a redraw or an extension says of the attempt before.
void BundleBuilder::add_further(Seal& made) {
    made.attempt = attempt_;
    made.previous = hex_of(files, "seal.json");
    const auto rows = parse_frame(frame).value();
    cells_ = extends_.empty() ? kept_cells(plan, cells_, rows).value()
                              : extended_cells(plan, extends_, cells_, rows, seed_).value();
    made.quotas = cells_;
    made.extends = std::exchange(extends_, {});
}

void BundleBuilder::seal() {
    ++attempt_;
    Seal made = make_seal(plan.draw_id, frame, exclusions, officers, recusals);
    if (attempt_ > 1) {
        add_further(made);
        move_to_previous();
    } else {
        made.since = Since{2, "lhrs-150802-2026-0006", 1, 0};
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

std::string BundleBuilder::proof_of_sealing(const Witnessing& how) const {
    const auto all = leaves();
    const std::string text = ledger::encode(
        ledger::Checkpoint{how.origin.empty() ? key.name() : how.origin, all.size(), ledger::merkle_root(all)});
    std::string note = key.sign_note(text);
    const auto now = static_cast<std::uint64_t>(kStart / kMicros) + all.size();
    for (const std::size_t one : how.by) note += witnesses[one].cosignature_line(text, how.time.value_or(now));
    const std::uint64_t index = how.index.value_or(find_entry("frame.sealed", "attempt", attempt_));
    return ledger::encode(ledger::TlogProof{index, ledger::inclusion_proof(all, index), note});
}

void BundleBuilder::witness_sealing(const Witnessing& how) {
    append("sealing.witnessed", {{"attempt", attempt_}, {"proof", proof_of_sealing(how)}}, "system");
}

void BundleBuilder::reveal(const std::string& party) {
    revealed_.push_back(party);
    append("contribution.revealed", {{"party", party}, {"value", value_of(party)}, {"typed", party}}, "party:" + party);
}

void BundleBuilder::open_by_trustees(const std::string& party) {
    revealed_.push_back(party);
    append("contribution.opened",
           {{"party", party}, {"shares", shares_json(shares_of(party))}, {"value", value_of(party)}});
}

void BundleBuilder::deliver(const std::string& share) {
    append("share.delivered", {{"share", share}}, "party:" + share, true);
}

void BundleBuilder::record_event() {
    for (std::size_t i = 0; i < plan.events.size(); ++i) {
        Json::Object data{
            {"kind", text(plan.events[i].kind)}, {"name", plan.events[i].name}, {"content", contents[i].first}};
        if (!contents[i].second.empty()) data.emplace("signature", contents[i].second);
        append("event.recorded", std::move(data));
    }
}

void BundleBuilder::fix_seed() {
    SeedText seed_text;
    seed_text.draw_id = plan.draw_id;
    std::vector<std::string> dropped;
    std::ranges::sort(revealed_);
    for (const Party& party : plan.parties) {
        if (std::ranges::binary_search(revealed_, party.id))
            seed_text.parties.push_back({party.id, value_of(party.id)});
        else
            dropped.push_back(party.id);
    }
    for (std::size_t i = 0; i < plan.events.size(); ++i)
        seed_text.events.push_back({plan.events[i].kind, plan.events[i].name, contents[i].first});
    const bool embargo = plan.mode == Mode::embargo;
    if (embargo) seed_text.sealed = sealed_value(value_of("sealed-1"), value_of("sealed-2"));
    files["seed.txt"] = encode(seed_text);
    seed_ = seed_of(files["seed.txt"]);
    append("seed.fixed", {{"dropped", dropped},
                          {"parties", revealed_},
                          {embargo ? "sealed_seed" : "seed", embargo ? sealed_seed(seed_) : seed_}});
}

void BundleBuilder::draw_result() {
    const auto rows = parse_frame(files.at("frame.tsv")).value();
    auto sample =
        attempt_ == 1 ? draw_sample(plan, rows, seed_).value() : draw_sample(plan, rows, seed_, cells_).value();
    cells_ = sample.cells;
    const std::string& file = files["result.tsv"] = encode_result(sample.rows);
    const auto drawn = std::ranges::count(sample.rows, DrawnKind::sample, &DrawnRow::kind);
    Json::Object data{
        {"attempt", attempt_}, {"reserve", static_cast<std::int64_t>(sample.rows.size()) - drawn}, {"sample", drawn}};
    if (plan.mode == Mode::embargo)
        data.emplace("root", hash::hex(salted_root(seed_, SealedList::result, attempt_, file)));
    else
        data.emplace("result", hex_of(files, "result.tsv"));
    append("result.sealed", std::move(data));
    attempts_.push_back(std::make_unique<Attempt>());
    attempts_.back()->rows = std::move(sample.rows);
}

const Visits* BundleBuilder::visits_before() const {
    for (std::size_t i = attempts_.size() - 1; i > 0; --i)
        if (attempts_[i - 1]->visits) return &*attempts_[i - 1]->visits;
    return nullptr;
}

void BundleBuilder::assign() {
    Attempt& now = *attempts_.back();
    now.officers = parse_officers(officers).value();
    const Visits* before = visits_before();
    std::vector<std::string> jobs = SampleResult{{}, now.rows}.sample_ids();
    if (before != nullptr) jobs = before->jobs_after(now.rows);
    now.slots = make_slots(plan.team, now.officers, jobs, recused);
    now.assignment =
        draw::assign(now.officers, now.slots, seed_, before == nullptr ? Assignment{} : kept_jobs(before->kept(), jobs))
            .value();
    VisitLists lists{plan.team, now.officers, now.rows, now.slots, now.assignment, seed_, {}};
    if (before != nullptr) lists.spent = before->spent();
    now.visits.emplace(Visits::make(lists).value());
    files["slots.tsv"] = encode_slots(now.slots, now.officers);
    files["assignment.tsv"] = encode_assignment(now.assignment);
    Json::Object data{{"attempt", attempt_}};
    for (const auto list : {SealedList::slots, SealedList::assignment}) {
        const std::string name(text(list));
        if (plan.mode == Mode::embargo)
            data.emplace(name + "_root", hash::hex(salted_root(seed_, list, attempt_, files.at(name + ".tsv"))));
        else
            data.emplace(name, hex_of(files, name + ".tsv"));
    }
    append("assignment.sealed", std::move(data));
}

void BundleBuilder::disclose(const std::vector<std::uint64_t>& lines, std::string_view purpose) {
    append("disclosed", {{"attempt", attempt_}, {"lines", lines}, {"purpose", purpose}}, "u3");
}

void BundleBuilder::approve_redraw() {
    append("redraw.requested", {{"reason", "三户已注销"}});
    append("redraw.approved", {{"attempt", attempt_ + 1}}, "u2");
}

void BundleBuilder::approve_extension(const std::vector<HigherQuota>& strata) {
    extends_ = strata;
    append("extension.requested", {{"reason", "问题线索较多"}, {"strata", higher_quotas_json(strata)}});
    append("extension.approved", {{"attempt", attempt_ + 1}}, "u2");
}

void BundleBuilder::request_object(std::uint64_t line, std::vector<std::string> unavailable) {
    waiting_ = {};
    waiting_.number = ++asked_;
    waiting_.attempt = attempt_;
    waiting_.line = line;
    waiting_.reason = "closed_down";
    waiting_.unavailable = std::move(unavailable);
    if (const auto next = visits().next_reserve(line))
        for (const auto& [officer, object] : recused)
            if (object == rows()[*next].id) waiting_.recused.push_back(officer);
    append("substitution.requested", {{"attempt", attempt_},
                                      {"line", line},
                                      {"number", asked_},
                                      {"reason", waiting_.reason},
                                      {"recused", waiting_.recused},
                                      {"unavailable", waiting_.unavailable},
                                      {"what", "object"}});
}

void BundleBuilder::request_officer(std::uint64_t line, std::uint64_t slot) {
    waiting_ = {};
    waiting_.what = Substituted::officer;
    waiting_.number = ++asked_;
    waiting_.attempt = attempt_;
    waiting_.line = line;
    waiting_.slot = slot;
    waiting_.reason = "ill";
    waiting_.replaced = visits().at(line)->officers[slot];
    waiting_.unavailable = {waiting_.replaced};
    append("substitution.requested", {{"attempt", attempt_},
                                      {"line", line},
                                      {"number", asked_},
                                      {"reason", waiting_.reason},
                                      {"slot", slot},
                                      {"unavailable", waiting_.unavailable},
                                      {"what", "officer"}});
}

void BundleBuilder::approve_substitution() {
    Substitution& s = waiting_;
    Json::Object data{{"attempt", s.attempt}, {"number", s.number}};
    if (s.what == Substituted::object) {
        const auto answer = visits().replace_object(s.line, s.recused, s.unavailable).value();
        s.replacement = answer.line;
        s.officers = answer.officers;
        if (answer.line) data.emplace("replacement", *answer.line);
        if (answer.line) data.emplace("officers", answer.officers);
    } else {
        s.officer = visits().replace_officer(s.line, s.slot, s.unavailable).value();
        if (s.officer) data.emplace("officer", *s.officer);
    }
    attempts_.back()->visits->apply(s).value();
    approved_.push_back(s);
    append("substitution.approved", std::move(data), "u2");
}

void BundleBuilder::refuse_substitution() {
    append("substitution.refused", {{"attempt", waiting_.attempt}, {"number", waiting_.number}}, "u2");
}

void BundleBuilder::reveal_share(const std::string& share, bool by_trustees) {
    Json::Object data{{"share", share}, {"value", value_of(share)}};
    if (by_trustees) data.emplace("shares", shares_json(shares_of(share)));
    append("share.revealed", std::move(data));
    if (++revealed_shares_ == plan.sealed.size())
        files["shares.json"] =
            to_canonical(Json(Json::Object{{"sealed-1", value_of("sealed-1")}, {"sealed-2", value_of("sealed-2")}}));
}

void BundleBuilder::close() {
    files["substitutions.json"] = encode_substitutions(approved_);
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

std::vector<ledger::Digest> BundleBuilder::leaves() const {
    std::vector<ledger::Digest> out;
    for (const std::string& entry : entries_) out.push_back(ledger::leaf_hash(entry));
    return out;
}

std::string BundleBuilder::checkpoint() const {
    const auto all = leaves();
    const std::string text = ledger::encode(ledger::Checkpoint{key.name(), all.size(), ledger::merkle_root(all)});
    std::string note = key.sign_note(text);
    for (std::size_t i = 0; i + 2 < witnesses.size(); ++i)  // the third of the policy is down; the last is a stranger
        note += witnesses[i].cosignature_line(text, static_cast<std::uint64_t>(kStart / kMicros) + 3600);
    return note;
}

BundleFiles BundleBuilder::bundle() const {
    BundleFiles out;
    for (const auto& [name, bytes] : files) {
        const std::string_view stem = std::string_view(name).substr(name.rfind('/') + 1);
        const bool secret =
            stem == "seed.txt" || stem == "result.tsv" || stem == "slots.tsv" || stem == "assignment.tsv";
        if (!secret || shares_public()) out.emplace(name, bytes);
    }
    const auto all = leaves();
    const std::string note = checkpoint();
    out["log/checkpoint"] = note;
    out["log/policy.txt"] = policy;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (!ours_[i]) continue;
        out[fmt::format("log/{}.json", i)] = entries_[i];
        out[fmt::format("log/{}.tlog-proof", i)] =
            ledger::encode(ledger::TlogProof{i, ledger::inclusion_proof(all, i), note});
    }
    return out;
}

// ── the doorstep ──────────────────────────────────────────────────────────────────────────────────────────────────

LoggedEntry BundleBuilder::logged(std::size_t seq) const {
    return {entries_[seq],
            ledger::encode(ledger::TlogProof{seq, ledger::inclusion_proof(leaves(), seq), checkpoint()})};
}

std::size_t BundleBuilder::find_entry(std::string_view kind, std::string_view member, std::uint64_t value) const {
    for (std::size_t seq = entries_.size(); seq-- > 0;) {
        const auto entry = ledger::parse_entry(entries_[seq]).value();
        if (ours_[seq] && entry.kind == kind && entry.data.at(member) == Json(value)) return seq;
    }
    throw std::logic_error("no such entry: " + std::string(kind));
}

ProvenLine BundleBuilder::proven(SealedList list, std::uint64_t index) const {
    const std::string& file = files.at(std::string(text(list)) + ".tsv");
    const auto all = salted_leaves(seed_, list, attempt_, file);
    std::string_view line = file;
    for (std::uint64_t i = 0; i < index; ++i) line.remove_prefix(line.find('\n') + 1);
    const char* kind = list == SealedList::result ? "result.sealed" : "assignment.sealed";
    return {logged(find_entry(kind, "attempt", attempt_)), index,
            std::string(line.substr(0, line.find('\n'))),  ledger::inclusion_proof(all, index),
            line_salt(seed_, list, attempt_, index),       all.size()};
}

DoorstepProof BundleBuilder::doorstep(std::uint64_t line) const {
    DoorstepProof proof;
    proof.result = proven(SealedList::result, line);
    const std::string& object = rows()[line].id;
    const auto job = std::ranges::find(attempts_.back()->assignment, object, &AssignedJob::job);
    if (job != attempts_.back()->assignment.end())
        proof.assignment =
            proven(SealedList::assignment, static_cast<std::uint64_t>(job - attempts_.back()->assignment.begin()));
    for (const Substitution& s : approved_) {
        if (s.replacement == line) proof.substitution = logged(find_entry("substitution.approved", "number", s.number));
        if (s.what != Substituted::officer || s.line != line || !s.officer) continue;
        proof.replaced.push_back(logged(find_entry("substitution.requested", "number", s.number)));
        proof.replaced.push_back(logged(find_entry("substitution.approved", "number", s.number)));
    }
    proof.vkey = key.verifier().text();
    return proof;
}

}  // namespace sunlot::vectors
