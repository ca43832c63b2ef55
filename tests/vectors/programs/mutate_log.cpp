// mutate_log [--count N] [--seed S]: what a malicious server of a log might serve instead of the truth, N times:
// changed proofs of inclusion and consistency, checkpoints, cosignatures, tiles and entry bundles of the logs of the
// vectors. Counts the changes that are believed; must be none. Every single byte of each proof and checkpoint is
// changed too.
#include "base/json.h"
#include "base/text.h"
#include "ledger/checkpoint.h"
#include "ledger/log_audit.h"
#include "ledger/note.h"
#include "ledger/policy.h"
#include "ledger/tiles.h"
#include "ledger/tlog_proof.h"
#include "random.h"
#include "vectors.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace sunlot::vectors {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

/// What a reader takes from something a server says; nothing when he refuses it.
using Taken = std::optional<std::string>;

/// One thing a server says, to a reader who knows the rest. Signature lines in another order say the same; anything
/// else that is taken is a forgery.
struct Claim {
    std::string name;
    std::string truth;
    std::function<Taken(std::string_view)> taken;
    bool forged(std::string_view bytes) const {
        const Taken said = taken(bytes);
        return said && said != taken(truth);
    }
};

Taken words(const std::optional<ledger::Checkpoint>& head) {
    if (!head) return std::nullopt;
    return fmt::format("{} {} {}", head->origin, head->size, hash::hex(head->root));
}

class Claims {
public:
    Claims() : files_(read_directory("log600")), policy_(parsed(ledger::Policy::parse(files_.at("policy.txt")))) {
        keys_ = policy_.keys();
        tree_.emplace(
            600, [this](const ledger::Tile& tile) -> Result<std::string> { return files_.at(ledger::path(tile)); });
        root_ = parsed(tree_->root());
        add_checkpoint();
        add_inclusion();
        add_consistency();
    }
    const std::vector<Claim>& all() const { return claims_; }

private:
    template <class T>
    static T parsed(Result<T> result) {
        if (!result) throw std::runtime_error("the vectors are broken: " + result.error().code);
        return std::move(*result);
    }

    /// A head with the signatures of the log and of both witnesses, or nothing.
    std::optional<ledger::Checkpoint> open(std::string_view note) const {
        const auto opened = ledger::open_note(note, keys_);
        if (!opened || !policy_.satisfied_by(opened->signatures)) return std::nullopt;
        const bool by_log = std::ranges::any_of(
            opened->signatures, [&](const ledger::NoteSignature& one) { return one.key == policy_.log(); });
        const auto head = ledger::parse_checkpoint(opened->text);
        if (!by_log || !head || head->origin != policy_.log().name()) return std::nullopt;
        return *head;
    }

    void add_checkpoint() {
        // Without the line of the key nobody knows: a reader may ignore changes of that one.
        const std::string note = ledger::keep_lines_of(files_.at("checkpoint"), keys_);
        claims_.push_back({"checkpoint", note, [this](std::string_view bytes) { return words(open(bytes)); }});
    }

    void add_inclusion() {
        const auto parsed_proof = parsed(ledger::parse_tlog_proof(files_.at("entry300.tlog-proof")));
        const std::string note = ledger::keep_lines_of(parsed_proof.checkpoint, keys_);
        const std::string proof = ledger::encode(ledger::TlogProof{300, parsed_proof.path, note});
        const hash::Digest leaf = parsed(tree_->leaf(300));
        const auto taken = [this, leaf](std::string_view bytes) -> Taken {
            const auto given = ledger::parse_tlog_proof(bytes);
            if (!given) return std::nullopt;
            const auto head = open(given->checkpoint);
            if (!head || !ledger::verify_inclusion(leaf, given->index, head->size, given->path, head->root))
                return std::nullopt;
            return fmt::format("{} of {}", given->index, *words(head));
        };
        claims_.push_back({"inclusion", proof, taken});
    }

    /// The root of the first `size` entries, out of the tiles of all 600.
    hash::Digest root_of(std::uint64_t size) {
        ledger::Frontier frontier;
        for (std::uint64_t i = 0; i < size; ++i) frontier.append(parsed(tree_->leaf(i)));
        return frontier.root();
    }

    void add_consistency() {
        for (const std::uint64_t from : {1, 255, 256, 257, 599}) {
            std::string proof;
            for (const auto& step : parsed(tree_->consistency_proof(from))) proof += to_base64(ByteView(step)) + "\n";
            const auto taken = [this, from, before = root_of(from)](std::string_view bytes) -> Taken {
                const auto steps = steps_of(bytes);
                if (!steps || !ledger::verify_consistency(from, before, 600, root_, *steps)) return std::nullopt;
                return std::string(bytes);
            };
            claims_.push_back({fmt::format("consistency from {}", from), proof, taken});
        }
    }

    /// A hash on each line.
    static std::optional<std::vector<hash::Digest>> steps_of(std::string_view bytes) {
        std::vector<hash::Digest> steps;
        if (!bytes.ends_with('\n')) return std::nullopt;
        bytes.remove_suffix(1);
        for (const auto line : split(bytes, '\n')) {
            const auto step = from_base64(line);
            if (!step || step->size() != sizeof(hash::Digest)) return std::nullopt;
            std::ranges::copy(*step, steps.emplace_back().begin());
        }
        return steps;
    }

    Files files_;
    ledger::Policy policy_;
    std::vector<ledger::VerifierKey> keys_;
    std::optional<ledger::TileTree> tree_;
    hash::Digest root_{};
    std::vector<Claim> claims_;
};

/// Changes `bytes` as a forger or a fault might.
class Mutator {
public:
    Mutator(Random& random, const std::vector<Claim>& all) : random_(random), all_(all) {}

    std::string changed(const std::string& truth) {
        std::string bytes = truth;
        for (std::size_t n = random_.between(1, 3); n > 0; --n) change(bytes);
        return bytes;
    }

private:
    void change(std::string& bytes) {
        const std::size_t at = bytes.empty() ? 0 : random_.below(bytes.size());
        const auto here = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        switch (random_.below(9)) {
            case 0:
                bytes.resize(at);
                break;
            case 1:
                bytes.insert(here, static_cast<char>(random_.below(256)));
                break;
            case 2:
                bytes.erase(at, random_.between(1, 40));
                break;
            case 3:
                bytes += bytes.substr(at, random_.between(1, 100));
                break;
            case 4:
                lines(bytes);
                break;
            case 5:
                digit(bytes);
                break;
            case 6:
                foreign(bytes);
                break;
            default:
                if (!bytes.empty()) *here = static_cast<char>(*here ^ (1 << random_.below(8)));
        }
    }

    /// Drops, doubles or swaps lines.
    void lines(std::string& bytes) {
        std::vector<std::string> all;
        for (const auto line : split(bytes, '\n')) all.emplace_back(line);
        const std::size_t one = random_.below(all.size());
        const std::size_t two = random_.below(all.size());
        const std::size_t what = random_.below(3);
        if (what == 0) all.erase(all.begin() + static_cast<std::ptrdiff_t>(one));
        if (what == 1) all.insert(all.begin() + static_cast<std::ptrdiff_t>(one), std::string(all[two]));
        if (what == 2) std::swap(all[one], all[two]);
        bytes.clear();
        for (const auto& line : all) bytes += line + "\n";
        if (!bytes.empty()) bytes.pop_back();
    }

    void digit(std::string& bytes) {
        for (int i = 0; i < 50 && !bytes.empty(); ++i) {
            char& c = bytes[random_.below(bytes.size())];
            if (c < '0' || c > '9') continue;
            c = static_cast<char>('0' + random_.below(10));
            return;
        }
    }

    /// A line of another proof or checkpoint in the place of one of ours.
    void foreign(std::string& bytes) {
        const std::string& other = random_.pick(all_).truth;
        std::vector<std::string> theirs;
        for (const auto line : split(other, '\n')) theirs.emplace_back(line);
        std::string out;
        const auto ours = split(bytes, '\n');
        const std::size_t at = random_.below(ours.size());
        for (std::size_t i = 0; i < ours.size(); ++i) {
            out += i == at ? random_.pick(theirs) : std::string(ours[i]);
            if (i + 1 < ours.size()) out += "\n";
        }
        bytes = out;
    }

    Random& random_;
    const std::vector<Claim>& all_;
};

/// The files of a whole log, believed when its audit finds no fault.
class WholeLog {
public:
    WholeLog() : files_(read_directory("log_small")) {
        const auto policy = ledger::Policy::parse(read_vector("log_small.policy"));
        if (!policy) throw std::runtime_error("log_small.policy: " + policy.error().code);
        policy_ = *policy;
        for (const auto& [name, bytes] : files_)
            if (name != "vkey") names_.push_back(name);
        if (!believed()) throw std::runtime_error("log_small is not believed as it is");
    }

    bool believed() const {
        const auto read = [this](const std::string& path) -> Result<std::string> {
            const auto found = files_.find(path);
            if (found == files_.end()) return refuse(RefusalKind::not_found, "log.file", "没有", "none");
            return found->second;
        };
        ledger::LogAuditOptions options;
        options.policy = policy_;
        const auto report = ledger::audit_log(read, ledger::begin_at({policy_->log()}), options);
        return report.clean() && report.signatures.size() == policy_->keys().size() && report.unknown_lines == 0;
    }

    /// One file is changed, or two change places; whether that was believed. `name`: which one.
    bool believed_after(Mutator& mutator, Random& random, std::string& name, bool& changed) {
        name = random.pick(names_);
        const std::string truth = files_.at(name);
        const std::string& other = random.pick(names_);
        if (random.chance(8)) {
            std::swap(files_.at(name), files_.at(other));
            changed = files_.at(name) != truth;
            const bool yes = changed && believed();
            std::swap(files_.at(name), files_.at(other));
            return yes;
        }
        files_.at(name) = mutator.changed(truth);
        changed = !says_the_same(name, truth, files_.at(name));
        const bool yes = changed && believed();
        files_.at(name) = truth;
        return yes;
    }

private:
    /// A head that is believed for the signatures it still has says what its text says, whatever lines stand below.
    static bool says_the_same(const std::string& name, const std::string& truth, const std::string& bytes) {
        if (!name.ends_with("checkpoint")) return bytes == truth;
        const auto text = [](std::string_view note) { return note.substr(0, note.find("\n\n")); };
        return text(bytes) == text(truth);
    }

    Files files_;
    std::optional<ledger::Policy> policy_;
    std::vector<std::string> names_;
};

struct Tally {
    std::uint64_t done = 0;
    std::uint64_t accepted = 0;
    void count(bool believed, const std::string& story) {
        ++done;
        if (!believed) return;
        ++accepted;
        std::fprintf(stderr, "BELIEVED: %s\n", story.c_str());
    }
};

void every_byte(const std::vector<Claim>& claims, Tally& tally) {
    for (const Claim& claim : claims) {
        if (!claim.taken(claim.truth)) throw std::runtime_error(claim.name + " is not believed as it is");
        for (std::size_t i = 0; i < claim.truth.size(); ++i) {
            for (int bit = 0; bit < 8; ++bit) {
                std::string bytes = claim.truth;
                bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
                tally.count(claim.taken(bytes).has_value(), fmt::format("{}, byte {}, bit {}", claim.name, i, bit));
            }
        }
    }
}

/// A whole log is read in one of sixteen: it takes a thousand times longer than a proof.
void run(std::uint64_t count, std::uint64_t seed, const std::vector<Claim>& claims, Tally& tally) {
    Random random(seed);
    Mutator mutator(random, claims);
    WholeLog log;
    for (std::uint64_t i = 0; tally.done < count; ++i) {
        if (random.chance(16)) {
            bool changed = false;
            std::string name;
            const bool believed = log.believed_after(mutator, random, name, changed);
            if (changed) tally.count(believed, fmt::format("whole log, seed {}, change {}, {}", seed, i, name));
            continue;
        }
        const Claim& claim = random.pick(claims);
        const std::string bytes = mutator.changed(claim.truth);
        if (bytes != claim.truth)
            tally.count(claim.forged(bytes), fmt::format("{}, seed {}, change {}", claim.name, seed, i));
    }
}

}  // namespace
}  // namespace sunlot::vectors

int main(int argc, char** argv) try {
    std::uint64_t count = 20'000;
    std::uint64_t seed = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        const auto value = sunlot::parse_unsigned(argv[i + 1]);
        if (!value) return 2;
        (std::string_view(argv[i]) == "--count" ? count : seed) = *value;
    }
    const sunlot::vectors::Claims claims;
    sunlot::vectors::Tally tally;
    sunlot::vectors::every_byte(claims.all(), tally);
    sunlot::vectors::run(tally.done + count, seed, claims.all(), tally);
    fmt::print("{} changes of a published log, {} believed\n", tally.done, tally.accepted);
    fmt::print("{} passed, {} failed\n", tally.accepted == 0 ? 1 : 0, tally.accepted == 0 ? 0 : 1);
    return tally.accepted == 0 ? 0 : 1;
} catch (const std::exception& error) {
    std::fprintf(stderr, "mutate_log: %s\n", error.what());
    return 2;
}
