#include "witness/witness.h"

#include "base/bytes.h"
#include "witness/settings.h"
#include "witness/site.h"
#include "witness/status.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sunlot::witness {
namespace {

namespace fs = std::filesystem;
using ledger::Digest;

struct HandClock : Clock {
    Instant at = Instant::parse("2026-11-22T08:00:00Z").value();
    Instant now() const override { return at; }
    void advance(std::chrono::seconds seconds) { at.micros += seconds.count() * 1'000'000; }
};

ledger::SigningKey make_key(const std::string& name, unsigned char seed, ledger::KeyType type) {
    const std::array<unsigned char, 32> bytes{seed};
    return ledger::SigningKey::from_seed(name, bytes, type).value();
}

/// A log that can be made to lie: its history is a list of leaves, and it signs whatever it is asked to.
struct Log {
    std::string origin = "county.example/log";
    ledger::SigningKey key = make_key(origin, 1, ledger::KeyType::ed25519);
    std::vector<Digest> leaves;

    void grow(std::size_t count, const std::string& salt = "") {
        for (std::size_t i = 0; i < count; ++i)
            leaves.push_back(ledger::leaf_hash(salt + std::to_string(leaves.size())));
    }
    std::string checkpoint(std::size_t size) const {
        const std::span<const Digest> first(leaves.data(), size);
        return key.sign_note(ledger::encode(ledger::Checkpoint{origin, size, ledger::merkle_root(first)}));
    }
    /// The body of add-checkpoint, from `old` to `size`.
    std::string request(std::size_t old, std::size_t size) const {
        std::string body = "old " + std::to_string(old) + "\n";
        const std::span<const Digest> first(leaves.data(), size);
        for (const auto& hash : ledger::consistency_proof(first, old)) body += to_base64(hash) + "\n";
        return body + "\n" + checkpoint(size);
    }
    /// The hash tiles of the tree of the first `size` leaves, by their paths.
    ledger::ReadLogFile tiles(std::size_t size) const {
        std::map<std::string, ledger::Tile> known;
        for (const auto& tile : ledger::new_tiles(0, size)) known[ledger::path(tile)] = tile;
        return [this, size, known](const std::string& path) -> Result<std::string> {
            if (!known.contains(path)) return refuse(RefusalKind::not_found, "http.status", "没有", "none");
            const ledger::Tile tile = known.at(path);
            std::uint64_t width = 1;
            for (unsigned i = 0; i < tile.level; ++i) width *= ledger::kTileWidth;
            std::string bytes;
            for (std::uint64_t i = 0; i < tile.width; ++i) {
                const auto begin = (tile.index * ledger::kTileWidth + i) * width;
                if (begin + width > size) return refuse(RefusalKind::not_found, "http.status", "没有", "none");
                bytes += as_text(ledger::merkle_root(std::span(leaves.data() + begin, width)));
            }
            return bytes;
        };
    }
};

struct Folder {
    fs::path path =
        fs::temp_directory_path() / ("witness-" + std::to_string(::getpid()) + "-" + std::to_string(++made));
    Folder() { fs::create_directories(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path); }
    static inline std::atomic<int> made = 0;
};

struct Desk {
    Folder folder;
    HandClock clock;
    Bell bell{""};
    ledger::SigningKey key = make_key("witness.example/w", 2, ledger::KeyType::cosignature);
    Witness witness{folder.path, key, clock, bell};

    LogFolder add(const Log& log, std::int64_t silence = 600) const {
        const LogFolder place(LogFolder::place(folder.path, log.origin));
        place.save({.origin = log.origin, .keys = {log.key.verifier()}, .silence = std::chrono::seconds(silence)});
        return place;
    }
    int ask(const std::string& body) { return witness.add_checkpoint(body).status; }
    /// Whether the answer is our cosignature of that checkpoint.
    bool is_cosigned(const std::string& checkpoint, const Verdict& verdict) const {
        const std::array keys{key.verifier()};
        const auto note = ledger::open_note(checkpoint + verdict.body, keys);
        return verdict.status == 200 && note && note->signatures.size() == 1 && note->signatures.front().time;
    }
};

std::vector<std::string> kinds(const LogFolder& folder) {
    std::vector<std::string> kinds;
    for (const auto& alarm : folder.alarms()) kinds.push_back(alarm.what);
    return kinds;
}

using Kinds = std::vector<std::string>;

}  // namespace

TEST(Witness, cosigns_a_log_as_it_grows) {
    Desk desk;
    Log log;
    log.grow(700);
    desk.add(log);
    std::size_t old = 0;
    for (const std::size_t size : {1U, 2U, 255U, 256U, 257U, 700U}) {
        const auto verdict = desk.witness.add_checkpoint(log.request(old, size));
        EXPECT_TRUE(desk.is_cosigned(log.checkpoint(size), verdict)) << size << ": " << verdict.body;
        old = size;
    }
}

TEST(Witness, takes_the_request_that_others_take) {
    const std::string data = SUNLOT_SOURCE_DIR "/tests/vectors/data/log600/";
    const auto bytes = [&](const char* name) { return read_file(data + name).value(); };
    Desk desk;
    Log log;
    log.origin = "ssj.example.gov/log/2026";
    const LogFolder place(LogFolder::place(desk.folder.path, log.origin));
    const std::string policy = bytes("policy.txt");
    const std::string vkey = policy.substr(4, policy.find('\n') - 4);
    place.save({.origin = log.origin, .keys = {ledger::VerifierKey::parse(vkey).value()}});
    ASSERT_EQ(desk.ask("old 0\n\n" + bytes("checkpoint.257")), 200);
    const auto verdict = desk.witness.add_checkpoint(bytes("add-checkpoint.257-600"));
    EXPECT_EQ(verdict.status, 200) << verdict.body;
}

TEST(Witness, refuses_what_is_malformed_with_400) {
    Desk desk;
    Log log;
    log.grow(9);
    desk.add(log);
    const std::string good = log.request(0, 5);
    std::string long_proof = "old 4\n";
    for (int i = 0; i < 64; ++i) long_proof += to_base64(log.leaves[0]) + "\n";
    for (const std::string& bad :
         {std::string(), std::string("old 0\n"), std::string("old 00\n\n") + log.checkpoint(5),
          std::string("old -1\n\n") + log.checkpoint(5), std::string("new 0\n\n") + log.checkpoint(5),
          std::string("old 0\nAAAA\n\n") + log.checkpoint(5), std::string("old 0\n\nnot a note"),
          std::string("old 0\r\n\r\n") + log.checkpoint(5), long_proof + "\n" + log.checkpoint(5),
          "old 0\n\n" + log.checkpoint(5).substr(0, 30)})
        EXPECT_EQ(desk.ask(bad), 400) << bad;
    EXPECT_EQ(desk.ask(log.request(0, 5).replace(4, 1, "6")), 400) << "old is above the size";
    EXPECT_EQ(desk.ask(good), 200);
}

TEST(Witness, refuses_a_log_it_does_not_know_with_404_and_a_foreign_signature_with_403) {
    Desk desk;
    Log log;
    log.grow(9);
    EXPECT_EQ(desk.ask(log.request(0, 5)), 404);
    desk.add(log);
    Log thief = log;
    thief.key = make_key(log.origin, 9, ledger::KeyType::ed25519);
    EXPECT_EQ(desk.ask(thief.request(0, 5)), 403);
    std::string flipped = log.request(0, 5);
    flipped[flipped.size() - 10] = flipped[flipped.size() - 10] == 'A' ? 'B' : 'A';
    EXPECT_EQ(desk.ask(flipped), 403);
    EXPECT_EQ(desk.ask(log.request(0, 5)), 200);
}

TEST(Witness, tells_its_size_with_409) {
    Desk desk;
    Log log;
    log.grow(9);
    desk.add(log);
    ASSERT_EQ(desk.ask(log.request(0, 5)), 200);
    for (const std::size_t old : {0U, 4U, 6U}) {
        const auto verdict = desk.witness.add_checkpoint(log.request(old, 9));
        EXPECT_EQ(verdict.status, 409);
        EXPECT_EQ(verdict.body, "5\n");
        EXPECT_EQ(verdict.content_type, "text/x.tlog.size");
    }
    EXPECT_EQ(desk.ask(log.request(5, 9)), 200);
}

TEST(Witness, cosigns_the_same_size_again_and_again) {
    Desk desk;
    Log log;
    log.grow(5);
    desk.add(log);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(desk.ask(log.request(i == 0 ? 0 : 5, 5)), 200);
    EXPECT_EQ(desk.ask("old 5\n" + to_base64(log.leaves[0]) + "\n\n" + log.checkpoint(5)), 422);
}

TEST(Witness, refuses_a_proof_that_does_not_hold_with_422) {
    Desk desk;
    Log log;
    log.grow(9);
    const auto place = desk.add(log);
    ASSERT_EQ(desk.ask(log.request(0, 5)), 200);
    EXPECT_EQ(desk.ask("old 5\n\n" + log.checkpoint(9)), 422);
    EXPECT_EQ(desk.ask("old 5\n" + to_base64(log.leaves[0]) + "\n\n" + log.checkpoint(9)), 422);
    Log other;
    other.grow(9, "other");
    EXPECT_EQ(desk.ask(other.request(5, 9)), 422) << "a proof between two other trees";
    EXPECT_EQ(kinds(place), Kinds{}) << "a wrong proof may be a mistake";
    EXPECT_EQ(desk.ask(log.request(5, 9)), 200);
}

TEST(Witness, cosigns_no_request_in_which_a_single_byte_is_another) {
    Desk desk;
    Log log;
    log.grow(600);
    const auto place = desk.add(log);
    ASSERT_EQ(desk.ask(log.request(0, 257)), 200);
    const std::string good = log.request(257, 600);
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
        ASSERT_NE(desk.ask(bad), 200) << "byte " << i << ": " << bad;
        ASSERT_NE(desk.ask(good.substr(0, i)), 200) << "cut at " << i;
    }
    EXPECT_EQ(kinds(place), Kinds{});
    EXPECT_EQ(desk.ask(good), 200);
}

TEST(Witness, stops_cosigning_a_log_that_forked_until_a_person_resolves_it) {
    Desk desk;
    Log log;
    log.grow(9);
    const auto place = desk.add(log);
    ASSERT_EQ(desk.ask(log.request(0, 5)), 200);
    Log other;
    other.grow(9, "other");
    EXPECT_EQ(desk.ask(other.request(5, 5)), 403) << "422 without the alarm that it raises";
    EXPECT_EQ(kinds(place), Kinds{"fork"});
    const auto evidence = place.alarms().front().evidence;
    ASSERT_EQ(evidence.size(), 2U);
    const std::array keys{log.key.verifier()};
    for (const auto& file : evidence)
        EXPECT_TRUE(ledger::open_note(read_file(place.path() / "evidence" / file).value(), keys));
    EXPECT_EQ(desk.ask(log.request(5, 9)), 403) << "also what would be right";
    place.end("fork", desk.clock.now(), "looked into");
    EXPECT_EQ(desk.ask(other.request(5, 9)), 422) << "it has to go on where it was";
    EXPECT_EQ(desk.ask(log.request(5, 9)), 200);
    EXPECT_TRUE(fs::exists(place.path() / "evidence" / evidence.front()));
}

TEST(Witness, sees_in_the_tiles_that_a_log_was_rewritten) {
    Desk desk;
    Log log;
    log.grow(600);
    const auto place = desk.add(log);
    desk.witness.look_at(place, log.checkpoint(300), log.tiles(300));
    desk.witness.look_at(place, log.checkpoint(600), log.tiles(600));
    EXPECT_EQ(place.head(log.origin).checkpoint.size, 600U);
    EXPECT_EQ(kinds(place), Kinds{});
    const std::array keys{desk.key.verifier()};
    EXPECT_TRUE(ledger::open_note(log.checkpoint(600) + place.cosignature(), keys)) << "cosigned for who fetches it";
    Log other = log;
    other.leaves[3] = ledger::leaf_hash("changed");
    other.grow(100);
    desk.witness.look_at(place, other.checkpoint(700), other.tiles(700));
    EXPECT_EQ(kinds(place), Kinds{"fork"});
    EXPECT_EQ(place.head(log.origin).checkpoint.size, 600U);
}

TEST(Witness, tells_a_rollback_a_bad_signature_and_damaged_tiles_apart) {
    Desk desk;
    Log log;
    log.grow(600);
    const auto place = desk.add(log);
    desk.witness.look_at(place, log.checkpoint(300), log.tiles(300));
    desk.witness.look_at(place, "no note at all", log.tiles(600));
    EXPECT_EQ(kinds(place), Kinds{"signature"});
    desk.clock.advance(std::chrono::seconds(1));
    desk.witness.look_at(place, log.checkpoint(600), log.tiles(500));
    EXPECT_EQ(kinds(place), (Kinds{"signature", "damaged"}));
    desk.witness.look_at(place, log.checkpoint(600), [](const std::string&) -> Result<std::string> {
        return refuse(RefusalKind::unavailable, "http.timeout", "没有回答", "no answer");
    });
    EXPECT_EQ(place.head(log.origin).checkpoint.size, 300U) << "tiles that can't be fetched prove nothing";
    desk.witness.look_at(place, log.checkpoint(600), log.tiles(600));
    EXPECT_EQ(kinds(place), Kinds{}) << "both end when all is well again";
    desk.witness.look_at(place, log.checkpoint(300), log.tiles(300));
    EXPECT_EQ(kinds(place), Kinds{"rollback"});
    desk.witness.look_at(place, log.checkpoint(600), log.tiles(600));
    EXPECT_EQ(kinds(place), Kinds{"rollback"}) << "a person has to look into it";
}

TEST(Witness, raises_silence_once_and_ends_it_when_the_log_is_heard) {
    Desk desk;
    Log log;
    log.grow(9);
    const auto place = desk.add(log, 600);
    ASSERT_EQ(desk.ask(log.request(0, 5)), 200);
    desk.clock.advance(std::chrono::seconds(600));
    desk.witness.mind_silence(place);
    EXPECT_EQ(kinds(place), Kinds{});
    desk.clock.advance(std::chrono::seconds(1));
    desk.witness.mind_silence(place);
    desk.witness.mind_silence(place);
    EXPECT_EQ(kinds(place), Kinds{"silence"});
    EXPECT_EQ(desk.ask(log.request(5, 5)), 200) << "the same head again is a sign of life, and silence stops nothing";
    EXPECT_EQ(kinds(place), Kinds{});
}

TEST(Witness, answers_one_of_two_who_expect_the_same_size_with_200_and_the_other_with_409) {
    Desk desk;
    Log log;
    log.grow(400);
    desk.add(log);
    std::size_t old = 0;
    for (std::size_t size = 8; size < 400; size += 8) {
        const std::string a = log.request(old, size - 1);
        const std::string b = log.request(old, size);
        std::array<int, 2> status{};
        std::thread one([&] { status[0] = desk.ask(a); });
        std::thread two([&] { status[1] = desk.ask(b); });
        one.join();
        two.join();
        old = status[0] == 200 ? size - 1 : size;
        std::ranges::sort(status);
        ASSERT_EQ(status, (std::array{200, 409})) << size;
    }
}

TEST(Witness, killed_between_storing_and_answering_it_remembers_and_signs_when_asked_again) {
    Desk desk;
    Log log;
    log.grow(9);
    const auto place = desk.add(log);
    const pid_t child = ::fork();
    if (child == 0) {
        desk.witness.after_storing = [] { ::kill(::getpid(), SIGKILL); };
        (void)desk.ask(log.request(0, 5));
        ::_exit(0);
    }
    int how = 0;
    ASSERT_EQ(::waitpid(child, &how, 0), child);
    ASSERT_TRUE(WIFSIGNALED(how));
    Witness again(desk.folder.path, desk.key, desk.clock, desk.bell);
    EXPECT_EQ(again.add_checkpoint(log.request(0, 5)).body, "5\n") << "what it stored, it knows";
    Log other;
    other.grow(9, "other");
    EXPECT_EQ(again.add_checkpoint(log.request(5, 5)).status, 200);
    EXPECT_EQ(again.add_checkpoint(other.request(0, 5)).status, 403);
}

TEST(Witness, signs_nothing_when_it_cannot_store) {
    Desk desk;
    Log log;
    log.grow(9);
    const auto place = desk.add(log);
    ASSERT_EQ(desk.ask(log.request(0, 5)), 200);
    fs::create_directories(place.path() / "checkpoint.writing");  // no file can be written there
    const auto verdict = desk.witness.add_checkpoint(log.request(5, 9));
    EXPECT_EQ(verdict.status, 500);
    EXPECT_FALSE(verdict.body.contains(desk.key.name()));
    fs::remove(place.path() / "checkpoint.writing");
    EXPECT_EQ(desk.ask(log.request(5, 9)), 200);
}

TEST(Witness, notices_by_its_own_signature_that_its_folder_is_an_older_copy) {
    Desk desk;
    Log log;
    log.grow(20);
    const auto place = desk.add(log);
    ASSERT_EQ(desk.ask(log.request(0, 5)), 200);
    const std::string older = read_file(place.path() / "checkpoint").value();
    const auto verdict = desk.witness.add_checkpoint(log.request(5, 9));
    ASSERT_EQ(verdict.status, 200);
    std::ofstream(place.path() / "checkpoint", std::ios::binary) << older;
    // Without a word of ours it can't know; the log's published head carries our line.
    EXPECT_EQ(desk.ask(log.request(9, 12) + verdict.body), 409);
    EXPECT_EQ(kinds(place), Kinds{}) << "that line is not for that head";
    desk.witness.look_at(place, log.checkpoint(9) + verdict.body, log.tiles(9));
    EXPECT_EQ(kinds(place), Kinds{"state"});
    EXPECT_EQ(place.head(log.origin).checkpoint.size, 9U) << "what continues the older head is taken up";
}

TEST(Witness, keeps_two_logs_apart) {
    Desk desk;
    Log one;
    Log two;
    two.origin = "other.example/log";
    two.key = make_key(two.origin, 3, ledger::KeyType::ed25519);
    one.grow(9);
    two.grow(9, "two");
    const auto first = desk.add(one);
    desk.add(two);
    ASSERT_EQ(desk.ask(one.request(0, 5)), 200);
    ASSERT_EQ(desk.ask(two.request(0, 7)), 200);
    Log fork = one;
    fork.leaves[0] = fork.leaves[1];
    EXPECT_EQ(desk.ask(fork.request(5, 5)), 403);
    EXPECT_EQ(kinds(first), Kinds{"fork"});
    EXPECT_EQ(desk.ask(two.request(7, 9)), 200);
}

/// Random histories, honest and lying: whatever two heads it cosigned, the smaller is a beginning of the larger.
TEST(Witness, never_cosigns_two_heads_that_no_single_history_has) {
    std::mt19937 random(2026);
    for (int round = 0; round < 12; ++round) {
        Desk desk;
        std::vector<Log> branches(1);
        branches[0].grow(1 + random() % 300);
        const auto place = desk.add(branches[0]);
        std::vector<std::pair<std::size_t, Digest>> cosigned;
        std::vector<std::size_t> signed_by;
        for (int step = 0; step < 60; ++step) {
            if (random() % 4 == 0 && branches.size() < 4) {
                Log branch = branches[random() % branches.size()];
                branch.leaves[random() % branch.leaves.size()] = ledger::leaf_hash("lie" + std::to_string(step));
                branches.push_back(branch);
            }
            const std::size_t which = random() % branches.size();
            Log& log = branches[which];
            log.grow(random() % 40, std::to_string(which));
            const std::size_t size = 1 + random() % log.leaves.size();
            const std::size_t held = place.head(log.origin).checkpoint.size;
            const std::size_t old = random() % 3 == 0 ? random() % (size + 1) : std::min(held, size);
            if (desk.ask(log.request(old, size)) == 200) {
                cosigned.emplace_back(size, ledger::merkle_root(std::span(log.leaves.data(), size)));
                signed_by.push_back(which);
            }
            if (random() % 8 == 0) place.end("fork", desk.clock.now(), "somebody says it is all right");
        }
        const Log& last = branches[signed_by.empty() ? 0 : signed_by.back()];
        for (const auto& [size, root] : cosigned) {
            ASSERT_LE(size, last.leaves.size());
            ASSERT_EQ(ledger::merkle_root(std::span(last.leaves.data(), size)), root) << "round " << round;
        }
    }
}

TEST(WitnessSite, limits_what_one_address_may_ask_and_how_much_it_may_send) {
    Desk desk;
    Site site(desk.witness, {.name = "witness.example/w"}, desk.clock, {.at_once = 3, .per_second = 1});
    const auto ask = [&](const http::Head& head) {
        auto admitted = site.admit(head);
        if (auto* early = std::get_if<http::Response>(&admitted)) return early->status;
        return site.answer(std::get<std::unique_ptr<http::Admission>>(std::move(admitted)), "").status;
    };
    http::Head get{.method = "GET", .target = "/", .address = "a"};
    for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(get), 200);
    EXPECT_EQ(ask(get), 429);
    get.address = "b";
    EXPECT_EQ(ask(get), 200);
    desk.clock.advance(std::chrono::seconds(1));
    get.address = "a";
    EXPECT_EQ(ask(get), 200);
    EXPECT_EQ(ask(get), 429);
    EXPECT_EQ(ask({.method = "POST", .target = "/add-checkpoint", .content_length = 65'537, .address = "c"}), 413);
    EXPECT_EQ(ask({.method = "GET", .target = "/add-checkpoint", .address = "c"}), 405);
    EXPECT_EQ(ask({.method = "GET", .target = "/logs/../witness.key", .address = "d"}), 404);
    EXPECT_EQ(ask({.method = "GET", .target = "/logs/..", .address = "d"}), 404);
}

TEST(WitnessStatus, is_red_in_both_languages_when_there_is_an_alarm) {
    Desk desk;
    Log log;
    log.grow(9);
    desk.add(log);
    const Settings settings{.name = "witness.example/w", .organisation = "临河区司法局 <script>"};
    const auto page = [&](bool english) {
        return to_page(status_of(desk.folder.path, settings, desk.key.verifier(), desk.clock.now()), english);
    };
    ASSERT_EQ(desk.ask(log.request(0, 5)), 200);
    EXPECT_TRUE(page(false).contains("一切正常"));
    EXPECT_TRUE(page(true).contains("All is well"));
    EXPECT_FALSE(page(false).contains("<script"));
    Log other;
    other.grow(9, "other");
    EXPECT_EQ(desk.ask(other.request(5, 5)), 403);
    EXPECT_TRUE(page(false).contains("class=\"alarm\""));
    EXPECT_TRUE(page(false).contains("日志分叉"));
    EXPECT_TRUE(page(true).contains("fork: two different roots"));
    EXPECT_FALSE(status_of(desk.folder.path, settings, desk.key.verifier(), desk.clock.now()).well());
}

struct Counter : Entropy {
    void fill(std::span<unsigned char> bytes) override { std::ranges::fill(bytes, ++last); }
    unsigned char last = 0;
};

/// A witness of its own, with a secret that costs a test nothing.
struct Office {
    Folder folder;
    Counter entropy;
    fs::path data = folder.path / "w";
    KeySecret secret{.file = {}, .passes = 1, .kibibytes = 8};

    Result<Done> make() { return make_witness(data, {.name = "w.example/w"}, secret, entropy); }
    std::string code() const {
        const auto key = load_key(data, "w.example/w", secret);
        return key ? "" : key.error().code;
    }
    void write(const std::string& text) const {
        std::ofstream(data / "witness.key", std::ios::binary | std::ios::trunc) << text;
    }
};

TEST(WitnessKey, lies_encrypted_under_a_secret_beside_the_folder) {
    Office office;
    ASSERT_TRUE(office.make());
    EXPECT_EQ(office.make().error().code, "witness.exists");
    const auto key = load_key(office.data, "w.example/w", office.secret).value();
    const auto file = read_file(office.data / "witness.key").value();
    EXPECT_TRUE(file.starts_with("sunlot/witness-key/v1\nkey " + key.verifier().text() + "\n"));
    EXPECT_FALSE(file.contains(std::string(64, '0')));
    EXPECT_EQ(fs::status(office.folder.path / "w.key-secret").permissions(), fs::perms(0600));
    EXPECT_EQ(load_key(office.data, "other.example/w", office.secret).error().code, "witness.key");
}

TEST(WitnessKey, is_refused_when_others_may_read_it_or_the_secret) {
    Office office;
    ASSERT_TRUE(office.make());
    fs::permissions(office.data / "witness.key", fs::perms::owner_read | fs::perms::group_read);
    EXPECT_EQ(office.code(), "key.permissions");
    fs::permissions(office.data / "witness.key", fs::perms::owner_read);
    EXPECT_EQ(office.code(), "");
    fs::permissions(office.folder.path / "w.key-secret", fs::perms::owner_read | fs::perms::others_read);
    EXPECT_EQ(office.code(), "key.permissions");
    fs::remove(office.folder.path / "w.key-secret");
    EXPECT_EQ(office.code(), "key.missing");
}

TEST(WitnessKey, that_was_changed_or_has_another_secret_is_told_apart) {
    Office office;
    ASSERT_TRUE(office.make());
    auto file = read_file(office.data / "witness.key").value();
    const auto at = file.find("box ") + 60;
    file[at] = file[at] == '0' ? '1' : '0';
    office.write(file);
    EXPECT_EQ(office.code(), "key.damaged");

    Office other;
    ASSERT_TRUE(other.make());
    std::ofstream(other.folder.path / "w.key-secret") << "another secret altogether\n";
    EXPECT_EQ(other.code(), "key.secret");
}

TEST(WitnessKey, of_the_release_before_is_read_and_then_encrypted) {
    Office office;
    ASSERT_TRUE(office.make());
    office.write(std::string(64, '7') + "\n");
    const auto old = load_key(office.data, "w.example/w", office.secret).value().verifier();
    EXPECT_TRUE(encrypt_key(office.data, "w.example/w", office.secret, office.entropy).value());
    EXPECT_FALSE(encrypt_key(office.data, "w.example/w", office.secret, office.entropy).value());
    EXPECT_EQ(load_key(office.data, "w.example/w", office.secret).value().verifier(), old);
    EXPECT_FALSE(read_file(office.data / "witness.key").value().contains(std::string(64, '7')));
}

TEST(WitnessKey, made_before_a_crash_is_kept_when_init_is_called_again) {
    Office office;
    ASSERT_TRUE(office.make());
    const auto before = load_key(office.data, "w.example/w", office.secret).value().verifier();
    fs::remove(office.data / "witness.json");
    ASSERT_TRUE(office.make());
    EXPECT_EQ(load_key(office.data, "w.example/w", office.secret).value().verifier(), before);
}

}  // namespace sunlot::witness
