#include "ledger/log_audit.h"

#include "ledger/sm2.h"
#include "ledger/tiles.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sunlot::ledger {
namespace {

constexpr const char* kOrigin = "lhrs.example/log";

SigningKey key_of(unsigned char first, const std::string& name = kOrigin, KeyType type = KeyType::ed25519) {
    Bytes seed(32, 7);
    seed[0] = first;
    return SigningKey::from_seed(name, seed, type).value();
}

/// A log published into memory, as publish_log does it: partial tiles of earlier heads stay.
struct TestLog {
    SigningKey key = key_of(1);
    std::optional<SigningKey> second;  // signs the next checkpoint too, as when the key is rotated
    std::vector<std::string> entries;
    std::vector<Digest> leaves;
    std::map<std::string, std::string> files;
    std::uint64_t published = 0;
    std::uint64_t reads = 0;

    void append(std::string kind, Json data = Json::Object{}) {
        const std::uint64_t seq = entries.size();
        entries.push_back(encode(Entry{.log = kOrigin,
                                       .seq = seq,
                                       .kind = std::move(kind),
                                       .actor = "u1",
                                       .subject = "s" + std::to_string(seq),
                                       .at = Instant{1'700'000'000'000'000 + static_cast<std::int64_t>(seq / 3) * 1000},
                                       .data = std::move(data),
                                       .private_commitment = {}}));
        leaves.push_back(leaf_hash(entries.back()));
    }
    void grow(std::uint64_t count) {
        for (std::uint64_t i = 0; i < count; ++i) append("test.entry", Json::Object{{"n", i}});
        publish();
    }
    void publish() {
        for (const Tile& tile : new_tiles(published, entries.size())) write(tile);
        published = entries.size();
        files["vkey"] = key.verifier().text() + "\n";
        files["checkpoint"] = checkpoint();
    }
    std::string checkpoint() const {
        const std::string text = encode(Checkpoint{kOrigin, leaves.size(), merkle_root(leaves)});
        if (!second) return key.sign_note(text);
        return key.sign_note(text) + second->sign_note(text).substr(text.size() + 1);
    }
    void write(const Tile& tile) {
        std::string hashes;
        const std::uint64_t below = std::uint64_t{1} << (8 * tile.level);
        for (std::uint64_t i = 0; i < tile.width; ++i) {
            const std::uint64_t first = (tile.index * kTileWidth + i) * below;
            hashes += as_text(merkle_root(std::span(leaves).subspan(first, below)));
        }
        files[path(tile)] = hashes;
        if (tile.level != 0) return;
        const auto first = entries.begin() + static_cast<std::ptrdiff_t>(tile.index * kTileWidth);
        files[entries_path(tile)] =
            encode_entries(std::vector<std::string>(first, first + static_cast<std::ptrdiff_t>(tile.width)));
    }
    ReadFile reader() {
        return [this](const std::string& name) -> Result<std::string> {
            ++reads;
            const auto file = files.find(name);
            if (file == files.end()) return refuse(RefusalKind::not_found, "log.file", "没有这个文件", "no such file");
            return file->second;
        };
    }
    std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& [name, bytes] : files) out.push_back(name);
        return out;
    }
    LogAuditOptions strict() const {
        LogAuditOptions options;
        options.every_line = options.key_files = true;
        options.listed = names();
        return options;
    }
    LogAuditReport audit(const AuditedLog& from, const LogAuditOptions& options) {
        return audit_log(reader(), from, options);
    }
    LogAuditReport audit() { return audit(begin_at({key.verifier()}), strict()); }
};

std::string told(const LogAuditReport& report) {
    std::string out;
    for (const LogFault& fault : report.faults)
        out += fault.file + " " + (fault.index ? std::to_string(*fault.index) : "") + " " + fault.code + "\n";
    return out;
}

bool names(const LogAuditReport& report, const std::string& file) {
    return std::ranges::any_of(report.faults, [&](const LogFault& fault) { return fault.file == file; });
}

}  // namespace

TEST(LogAudit, finds_nothing_in_a_log_that_is_as_it_should_be) {
    for (const std::uint64_t size : {1ULL, 2ULL, 255ULL, 256ULL, 257ULL, 700ULL, 1024ULL}) {
        TestLog log;
        log.grow(size);
        const auto report = log.audit();
        EXPECT_EQ(told(report), "") << size;
        EXPECT_EQ(report.entries, size);
        EXPECT_EQ(report.state.root, merkle_root(log.leaves));
        EXPECT_EQ(audited_log_from(to_json(report.state)).value(), report.state);
    }
}

TEST(LogAudit, reads_only_what_is_new_and_the_right_edge) {
    TestLog log;
    log.entries.assign(69'888, "not read again");  // 273 full tiles
    log.leaves.assign(69'888, leaf_hash(log.entries.front()));
    AuditedLog state = begin_at({log.key.verifier()});
    Frontier frontier;
    for (const Digest& leaf : log.leaves) frontier.append(leaf);
    state.size = frontier.size();
    state.root = frontier.root();
    state.frontier = frontier.state();
    log.grow(112);
    state = log.audit(state, {}).state;
    for (const std::uint64_t more : {1ULL, 3ULL, 200ULL, 256ULL, 1000ULL}) {
        log.grow(more);
        log.reads = 0;
        const auto report = log.audit(state, {});
        EXPECT_EQ(told(report), "");
        EXPECT_LE(report.entries, more + 256);
        EXPECT_LE(log.reads, 2 * (more / 256 + 2) + 8);
        state = report.state;
        EXPECT_EQ(state.root, merkle_root(log.leaves));
    }
    log.reads = 0;
    EXPECT_EQ(told(log.audit(state, {})), "");
    EXPECT_LE(log.reads, 9U);
    for (const char* name : {"tile/1/000", "tile/2/000.p/1", "tile/1/001.p/23", "tile/0/279.p/36"}) {
        std::string& bytes = log.files.at(name);
        bytes.back() = static_cast<char>(bytes.back() ^ 1);
        const bool on_edge = std::string_view(name) != "tile/1/000";  // full long before, and read by a whole audit
        EXPECT_EQ(names(log.audit(state, {}), name), on_edge) << told(log.audit(state, {}));
        bytes.back() = static_cast<char>(bytes.back() ^ 1);
    }
}

RC_GTEST_PROP(LogAudit, names_the_file_of_any_flipped_byte, ()) {
    static TestLog whole = [] {
        TestLog log;
        for (const std::uint64_t more : {5, 251, 40, 300, 7}) log.grow(more);
        return log;
    }();
    TestLog& log = whole;
    const auto names_of_files = log.names();
    const auto name = *rc::gen::elementOf(names_of_files);
    std::string& bytes = log.files[name];
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    const char flip = static_cast<char>(1 << *rc::gen::inRange(0, 8));
    bytes[at] = static_cast<char>(bytes[at] ^ flip);
    const auto report = log.audit();
    bytes[at] = static_cast<char>(bytes[at] ^ flip);
    RC_LOG() << name << " " << at << ":\n" << told(report);
    RC_ASSERT(names(report, name));
    RC_ASSERT(report.state.size == 0U);
    // One damaged file is named as one, but for what is judged by it: a tile kept from before by the tile of today.
    for (const LogFault& fault : report.faults) RC_ASSERT(fault.file == name);
}

RC_GTEST_PROP(LogAudit, names_any_file_that_is_missing_or_cut, ()) {
    static TestLog whole = [] {
        TestLog log;
        log.grow(900);
        return log;
    }();
    const auto names_of_files = whole.names();
    const auto name = *rc::gen::elementOf(names_of_files);
    const std::string bytes = whole.files[name];
    const bool gone = *rc::gen::arbitrary<bool>();
    if (gone) {
        whole.files.erase(name);
    } else {
        whole.files[name] = bytes.substr(0, *rc::gen::inRange<std::size_t>(0, bytes.size()));
    }
    const auto report = whole.audit();
    whole.files[name] = bytes;
    RC_ASSERT(names(report, name));
    for (const LogFault& fault : report.faults) RC_ASSERT(fault.file == name);
}

TEST(LogAudit, goes_on_past_a_block_of_which_nothing_is_left) {
    TestLog log;
    log.grow(900);
    log.files.erase("tile/0/001");
    log.files.erase("tile/entries/001");
    const auto report = log.audit(begin_at({log.key.verifier()}), {});
    EXPECT_TRUE(names(report, "tile/0/001") && names(report, "tile/entries/001")) << told(report);
    EXPECT_EQ(report.entries, 900U - 256U);
}

TEST(LogAudit, says_which_entry_was_exchanged_in_its_bundle) {
    TestLog log;
    log.grow(600);
    std::string& bundle = log.files["tile/entries/001"];
    const auto at = bundle.find("\"n\":300");
    bundle.replace(at, 7, "\"n\":301");
    const auto report = log.audit();
    ASSERT_EQ(told(report), "tile/entries/001 300 entry.leaf\n");
}

TEST(LogAudit, finds_a_past_that_was_rewritten_with_all_its_tiles_and_signed_anew) {
    TestLog log;
    log.grow(700);
    const auto state = log.audit().state;
    TestLog forged;
    forged.append("test.forged");
    forged.grow(799);
    const auto report = forged.audit(state, {});
    EXPECT_TRUE(told(report).find("checkpoint  log.fork") != std::string::npos) << told(report);
    EXPECT_EQ(report.state, state);
    TestLog same_size;
    same_size.append("test.forged");
    same_size.grow(699);
    EXPECT_EQ(told(same_size.audit(state, {})), "checkpoint  log.fork\n");
    TestLog shorter;
    shorter.grow(500);
    EXPECT_EQ(told(shorter.audit(state, {})), "checkpoint  log.rolled_back\n");
}

TEST(LogAudit, refuses_another_key_another_log_and_a_root_that_is_not_of_the_files) {
    TestLog log;
    log.grow(300);
    EXPECT_EQ(told(log.audit(begin_at({key_of(9).verifier()}), {})), "checkpoint  note.unsigned\n");
    EXPECT_EQ(told(log.audit(begin_at({key_of(1, "other.example/log").verifier()}), {})),
              "checkpoint  checkpoint.origin\n");
    log.files["checkpoint"] = log.key.sign_note(encode(Checkpoint{kOrigin, 300, hash::sha256("x")}));
    EXPECT_EQ(told(log.audit(begin_at({log.key.verifier()}), {})), "checkpoint  log.root\n");
    log.files["checkpoint"] =
        log.key.sign_note(encode(Checkpoint{kOrigin, std::uint64_t{1} << 52U, hash::sha256("x")}));
    const auto endless = log.audit(begin_at({log.key.verifier()}), {});
    EXPECT_FALSE(endless.clean());
    EXPECT_LE(endless.files, 1000U);
}

TEST(LogAudit, refuses_entries_that_are_none_out_of_place_or_back_in_time) {
    TestLog log;
    log.grow(10);
    const auto exchange = [&](std::size_t seq, const std::string& bytes) {
        TestLog changed = log;
        changed.entries[seq] = bytes;
        changed.leaves[seq] = leaf_hash(bytes);
        changed.published = 0;
        changed.publish();
        return told(changed.audit(begin_at({log.key.verifier()}), {}));
    };
    EXPECT_EQ(exchange(4, log.entries[5]), "tile/entries/000.p/10 4 entry.seq\n");
    EXPECT_EQ(exchange(4, "{}").substr(0, 24), "tile/entries/000.p/10 4 ");
    Entry entry = parse_entry(log.entries[9]).value();
    entry.at = Instant{0};
    EXPECT_EQ(exchange(9, encode(entry)), "tile/entries/000.p/10 9 entry.time\n");
    entry = parse_entry(log.entries[9]).value();
    entry.log = "other.example/log";
    EXPECT_EQ(exchange(9, encode(entry)), "tile/entries/000.p/10 9 entry.log\n");
}

TEST(LogAudit, follows_the_key_only_by_an_entry_that_the_old_key_signed) {
    TestLog log;
    log.grow(300);
    const auto state = log.audit().state;
    const SigningKey fresh = key_of(2);
    log.append("key.rotated", Json::Object{{"new", fresh.verifier().text()},
                                           {"new_sm2", Json()},
                                           {"old", log.key.verifier().text()},
                                           {"reason", "every year"}});
    log.second = fresh;
    log.grow(2);
    log.files["rotations/300.checkpoint"] = log.files["checkpoint"];
    const auto before = log.audit(state, {});
    EXPECT_EQ(told(before), "");  // signed by both
    EXPECT_EQ(before.state.keys.front(), fresh.verifier());
    const SigningKey old = log.key;
    log.key = fresh;
    log.second.reset();
    log.grow(300);
    const auto after = log.audit(state, {});
    EXPECT_EQ(told(after), "");
    EXPECT_EQ(after.state.keys, std::vector{fresh.verifier()});
    EXPECT_EQ(after.state.former_keys, std::vector{old.verifier()});
    EXPECT_EQ(told(log.audit(before.state, {})), "");
    EXPECT_EQ(told(log.audit(begin_at({fresh.verifier()}), {})), "") << "whoever was given the new key from the start";
    // A thief of nothing but the database invents the rotation, and cannot have the old key sign it.
    log.files["rotations/300.checkpoint"] = fresh.sign_note(encode(Checkpoint{kOrigin, 303, Digest{}}));
    EXPECT_TRUE(names(log.audit(state, {}), "rotations/300.checkpoint"));
    log.files.erase("rotations/300.checkpoint");
    EXPECT_TRUE(names(log.audit(state, {}), "rotations/300.checkpoint"));
}

TEST(LogAudit, does_not_go_on_with_a_key_that_was_stolen) {
    TestLog log;
    log.grow(10);
    log.append("key.compromised",
               Json::Object{{"reason", "lost"}, {"trusted_size", 5}, {"vkey", log.key.verifier().text()}});
    log.publish();
    EXPECT_EQ(told(log.audit(begin_at({log.key.verifier()}), {})), "tile/entries/000.p/11 10 key.compromised\n");
}

TEST(LogAudit, checks_cosignatures_and_the_witnessed_head) {
    TestLog log;
    log.grow(400);
    const SigningKey witness = key_of(5, "witness.example", KeyType::cosignature);
    const std::string policy =
        "log " + log.key.verifier().text() + "\nwitness w " + witness.verifier().text() + "\nquorum w\n";
    const std::string text = encode(Checkpoint{kOrigin, 400, merkle_root(log.leaves)});
    log.files["witnessed"] = log.files["checkpoint"] + witness.cosignature_line(text, 1'700'000'000);
    log.grow(100);
    LogAuditOptions options;
    options.policy = Policy::parse(policy).value();
    const auto start = begin_at({log.key.verifier()});
    const auto report = log.audit(start, options);
    EXPECT_EQ(told(report), "");
    ASSERT_TRUE(report.witnessed);
    EXPECT_EQ(report.witnessed->size, 400U);
    std::string& note = log.files["witnessed"];
    const std::string right = note;
    note[note.size() - 10] = note[note.size() - 10] == 'A' ? 'B' : 'A';
    EXPECT_EQ(told(log.audit(start, options)), "witnessed  note.signature\n");
    const std::string other = encode(Checkpoint{kOrigin, 400, hash::sha256("another past")});
    note = log.key.sign_note(other) + witness.cosignature_line(other, 1'700'000'000);
    EXPECT_EQ(told(log.audit(start, options)), "witnessed  log.fork\n");
    note = log.files["checkpoint"];
    EXPECT_EQ(told(log.audit(start, options)), "witnessed  policy.unsatisfied\n");
    note = right;
}

TEST(LogAudit, wants_the_signature_of_each_key_it_was_given) {
    TestLog log;
    log.grow(20);
    const Sm2Key sm2 = Sm2Key::from_secret(Bytes(32, 3)).value();
    const auto vkey = VerifierKey::make(kOrigin, KeyType::sm2, sm2.public_key()).value();
    const auto start = begin_at({log.key.verifier(), vkey});
    EXPECT_EQ(told(log.audit(start, {})), "checkpoint  note.signature\n");
    std::string& note = log.files["checkpoint"];
    const std::string text = note.substr(0, note.find("\n\n") + 1);
    note += signature_line(vkey, sm2.sign(text));
    log.files["vkey-sm2"] = vkey.text() + "\n";
    EXPECT_EQ(told(log.audit(start, log.strict())), "");
}

}  // namespace sunlot::ledger
