#include "ledger/log_audit.h"

#include "base/text.h"
#include "ledger/key_history.h"
#include "ledger/log_walk.h"
#include "ledger/old_tiles.h"

#include <algorithm>
#include <bit>
#include <map>
#include <stdexcept>
#include <utility>

namespace sunlot::ledger {
namespace {

constexpr std::size_t kHexDigest = 64;

/// A head that was signed for a size: the leaves must give its root there.
struct Claim {
    Digest root{};
    std::string file;
    std::string code;
    Text text;
};

class Audit {
public:
    Audit(const ReadFile& read, const AuditedLog& earlier, const LogAuditOptions& options)
        : read_(read), options_(options), earlier_(earlier), state_(earlier) {
        report_.from = earlier.size;
    }

    LogAuditReport run() {
        const bool readable = open_heads();
        if (readable && !faults_.too_many()) walk();
        if (readable) judge_heads();
        if (options_.key_files) check_key_files();
        if (faults_.total() == 0 && !options_.listed.empty())
            check_old_tiles(read_, state_.size, options_.listed, faults_);
        report_.faults = faults_.named();
        report_.faults_total = faults_.total();
        if (report_.clean()) {
            report_.state = std::move(state_);
        } else {
            report_.state = earlier_;
        }
        return std::move(report_);
    }

private:
    void fault(std::string file, std::string code, Text text, std::optional<std::uint64_t> index = {}) {
        faults_.add(std::move(file), index, std::move(code), std::move(text));
    }
    void fault(const std::string& file, const Refusal& refusal) { fault(file, refusal.code, refusal.text); }

    /// A checkpoint as it stands, believed by nobody yet.
    std::optional<Checkpoint> claimed(const std::string& file, const std::string& note) {
        const auto border = note.rfind("\n\n");
        const auto head = parse_checkpoint(std::string_view(note).substr(0, border == note.npos ? 0 : border + 1));
        if (!head) {
            fault(file, head.error());
            return std::nullopt;
        }
        if (head->origin == earlier_.origin) return *head;
        fault(file, "checkpoint.origin",
              {"检查点属于另一份日志：" + head->origin, "the checkpoint is of another log: " + head->origin});
        return std::nullopt;
    }

    /// `witnessed` first: a log that goes on meanwhile must not seem to have witnessed what it has not published.
    bool open_heads() {
        if (auto note = read_("witnessed")) witnessed_note_ = std::move(*note);
        const auto note = read_("checkpoint");
        if (!note) {
            const bool missing = note.error().code == "log.file";
            fault("checkpoint", missing ? "log.missing" : "log.unreadable", note.error().text);
            return false;
        }
        const auto head = claimed("checkpoint", *note);
        if (!head) return false;
        // A wrong signature by a key we know needs no walk; an unknown one may be by the key's successor.
        const auto opened = open_note(*note, all_keys());
        if (!opened && opened.error().code != "note.unsigned") {
            fault("checkpoint", opened.error());
            return false;
        }
        head_ = *head;
        state_.checkpoint = *note;
        report_.size = head_.size;
        if (!follows_earlier()) return false;
        if (head_.size > 0) claims_.emplace(head_.size, Claim{head_.root, "", "", {}});
        return true;
    }

    bool follows_earlier() {
        if (head_.size < earlier_.size) {
            fault("checkpoint", "log.rolled_back",
                  {"日志倒退：此前已核验 " + std::to_string(earlier_.size) + " 条，现在只有 " +
                       std::to_string(head_.size) + " 条",
                   "the log went back: " + std::to_string(earlier_.size) +
                       " entries were verified before, now there "
                       "are " +
                       std::to_string(head_.size)});
            return false;
        }
        if (head_.size > earlier_.size || head_.root == earlier_.root) return true;
        fault("checkpoint", "log.fork",
              {"日志分叉：同样 " + std::to_string(head_.size) + " 条，根却与此前核验的不同",
               "the log forked: the same size, " + std::to_string(head_.size) + ", with another root than before"});
        return false;
    }

    void walk() {
        const std::uint64_t begin = earlier_.size / kTileWidth * kTileWidth;
        const auto kept = static_cast<std::size_t>(std::popcount(begin / kTileWidth));
        full_ = Frontier::restore(begin / kTileWidth, earlier_.frontier.substr(0, kept * kHexDigest)).value();
        if (earlier_.size > 0)
            claims_.emplace(
                earlier_.size,
                Claim{earlier_.root,
                      "checkpoint",
                      "log.fork",
                      {"日志分叉：此前已核验的 " + std::to_string(earlier_.size) + " 条被改写，现在的日志不是它的延续",
                       "the log forked: the " + std::to_string(earlier_.size) +
                           " entries verified before were rewritten; this log does not continue them"}});
        seen_ = begin;
        LogWalk walk(read_, faults_, head_.size, head_.root);
        walk.run(begin, [&](const WalkedBlock& block) { take(block); });
        report_.files = walk.files();
        report_.bytes = walk.bytes();
        const bool whole = seen_ == head_.size && state_.root == head_.root;
        if (!whole && faults_.total() == 0)
            fault("checkpoint", "log.fork",
                  {"日志分叉：所签的根不是由此前核验过的部分延续而来",
                   "the log forked: the signed root does not continue what was verified before"});
    }

    void take(const WalkedBlock& block) {
        // A block that could not be read was passed over, and told: from here on no root can be known.
        torn_ = torn_ || block.first != seen_;
        Frontier open;
        for (std::size_t i = 0; i < block.leaves.size(); ++i) {
            open.append(block.leaves[i]);
            const std::uint64_t size = block.first + i + 1;
            // A claim can come up while this entry is read: key.rotated brings its own checkpoint.
            if (size > earlier_.size && block.entries[i]) take_entry(size - 1, *block.entries[i]);
            if (!torn_ && claims_.contains(size)) check_claims(size, open);
        }
        if (options_.on_leaves) options_.on_leaves(block.first, block.leaves);
        seen_ = block.first + block.leaves.size();
        report_.entries += block.leaves.size();
        if (!torn_) grow(open);
        if (options_.progress) options_.progress(seen_, head_.size);
    }

    void grow(const Frontier& open) {
        state_.size = seen_;
        state_.frontier = full_.state() + open.state();
        if (open.size() == kTileWidth) {
            full_.append(open.root());
            state_.frontier = full_.state();
        }
        state_.root = Frontier::restore(seen_, state_.frontier).value().root();
    }

    void check_claims(std::uint64_t size, const Frontier& open) {
        const Digest root = open.size() == kTileWidth
                                ? [&] {
                                      Frontier all = full_;
                                      all.append(open.root());
                                      return all.root();
                                  }()
                                : Frontier::restore(size, full_.state() + open.state()).value().root();
        const auto [first, last] = claims_.equal_range(size);
        for (auto claim = first; claim != last; ++claim)
            if (claim->second.root != root && !claim->second.code.empty())
                fault(claim->second.file, claim->second.code, claim->second.text);
    }

    void take_entry(std::uint64_t seq, std::string_view bytes) {
        const std::string file = entries_path(tile_of(seq));
        const auto entry = parse_entry(bytes);
        if (!entry) return fault(file, entry.error().code, entry.error().text, seq);
        if (entry->seq != seq)
            fault(file, "entry.seq",
                  {"条目自称第 " + std::to_string(entry->seq) + " 条",
                   "the entry calls itself number " + std::to_string(entry->seq)},
                  seq);
        if (entry->log != earlier_.origin)
            fault(file, "entry.log",
                  {"条目属于另一份日志：" + entry->log, "the entry is of another log: " + entry->log}, seq);
        if (entry->at < state_.last_at)
            fault(file, "entry.time", {"条目的时间早于前一条", "the entry is earlier than the one before"}, seq);
        state_.last_at = std::max(state_.last_at, entry->at);
        if (entry->kind == "key.rotated" || entry->kind == "key.compromised") take_key(*entry, file);
        if (entry->kind == "log.policy_set") take_policy(*entry, file);
        if (options_.on_entry) options_.on_entry(*entry, bytes);
    }

    Tile tile_of(std::uint64_t seq) const {
        const std::uint64_t index = seq / kTileWidth;
        return {0, index, std::min(kTileWidth, head_.size - index * kTileWidth)};
    }

    // ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────

    std::vector<VerifierKey> all_keys() const {
        std::vector<VerifierKey> keys = state_.keys;
        keys.insert(keys.end(), state_.former_keys.begin(), state_.former_keys.end());
        const auto policy = policy_in_force();
        if (!policy) return keys;
        for (const VerifierKey& key : policy->keys())
            if (key.type() == KeyType::cosignature) keys.push_back(key);
        return keys;
    }

    /// Who signs from here on (key_history.h). Rotations before the key we were given, and to it, move no trust.
    void take_key(const Entry& entry, const std::string& file) {
        const Json* old_key = entry.data.find("old");
        const bool ours = entry.kind == "key.rotated" && old_key != nullptr && old_key->is_string() &&
                          old_key->as_string() == state_.keys.front().text();
        const std::string kept = "rotations/" + std::to_string(entry.seq) + ".checkpoint";
        std::string note;
        if (ours) {
            auto read = read_(kept);
            if (!read) return fault(kept, "log.missing", read.error().text);
            note = std::move(*read);
        }
        KeyHistory history(state_.keys);
        const auto head = history.take(entry, note);
        if (!head) return fault(ours ? kept : file, head.error().code, head.error().text, entry.seq);
        if (!*head) return;
        if ((*head)->size > head_.size)
            return fault(kept, "key.rotation",
                         {"更换密钥的检查点比公开的还大", "the head of the rotation is larger than the published one"});
        claims_.emplace((*head)->size, Claim{(*head)->root,
                                             kept,
                                             "log.fork",
                                             {"更换密钥时所签的检查点与日志不符",
                                              "the checkpoint signed when the key was rotated is not of this log"}});
        const bool knew_sm2 = state_.keys.size() > 1;  // whoever does not know it goes on without one
        state_.former_keys.insert(state_.former_keys.end(), state_.keys.begin(), state_.keys.end());
        const KeyReign& next = history.reigns().back();
        state_.keys = {next.key};
        if (knew_sm2 && next.sm2) state_.keys.push_back(*next.sm2);
    }

    void check_key_files() {
        for (const VerifierKey& key : state_.keys) {
            const std::string file = key.type() == KeyType::sm2 ? "vkey-sm2" : "vkey";
            const auto line = read_(file);
            if (!line) {
                fault(file, "log.missing", line.error().text);
            } else if (*line != key.text() + "\n") {
                fault(file, "vkey.differs", {"公钥文件与日志现行的密钥不符", "the file is not the log's present key"});
            }
        }
    }

    // ── policy and cosignatures ───────────────────────────────────────────────────────────────────────────────────

    std::optional<Policy> policy_in_force() const {
        if (options_.policy || state_.policy.empty()) return options_.policy;
        auto policy = Policy::parse(state_.policy);
        if (!policy) return std::nullopt;
        return std::move(*policy);
    }

    void take_policy(const Entry& entry, const std::string& file) {
        const Json* text = entry.data.find("policy");
        const auto policy = Policy::parse(text != nullptr && text->is_string() ? text->as_string() : "");
        if (!policy) return fault(file, policy.error().code, policy.error().text, entry.seq);
        state_.policy = text->as_string();
        state_.policy_seq = entry.seq;
    }

    void judge_heads() {
        const auto note = open_note(state_.checkpoint, all_keys());
        if (!note) return fault("checkpoint", note.error());
        report_.signatures = note->signatures;
        report_.unknown_lines = note->ignored;
        for (const VerifierKey& key : state_.keys)
            if (std::ranges::none_of(note->signatures, [&](const auto& s) { return s.key == key; }))
                fault(
                    "checkpoint", "note.signature",
                    {"缺少日志密钥的签名：" + key.text(), "the signature of the log's key is missing: " + key.text()});
        if (options_.every_line && note->ignored > 0)
            fault("checkpoint", "note.unknown_line",
                  {"有不认识的签名行", "there is a signature line of a key that is not known"});
        const auto policy = policy_in_force();
        report_.has_quorum = policy && policy->has_quorum();
        if (!report_.has_quorum) return;
        if (policy->satisfied_by(note->signatures)) report_.witnessed = head_;
        judge_witnessed(*policy);
    }

    void judge_witnessed(const Policy& policy) {
        if (!witnessed_note_) return;
        const auto head = claimed("witnessed", *witnessed_note_);
        if (!head) return;
        const auto note = open_note(*witnessed_note_, all_keys());
        if (!note) return fault("witnessed", note.error());
        if (options_.every_line && note->ignored > 0)
            fault("witnessed", "note.unknown_line",
                  {"有不认识的签名行", "there is a signature line of a key that is not known"});
        if (head->size > head_.size || !is_of_this_log(*head))
            return fault("witnessed", "log.fork",
                         {"被见证的检查点与现在的日志不是同一份", "the witnessed checkpoint is not of this log"});
        if (policy.satisfied_by(note->signatures)) {
            if (!report_.witnessed) report_.witnessed = *head;
        } else if (options_.policy || head->size > state_.policy_seq) {
            fault("witnessed", "policy.unsatisfied",
                  {"见证签名不足现行策略的法定数", "the cosignatures do not make the quorum of the policy"});
        }
    }

    bool is_of_this_log(const Checkpoint& head) const {
        if (head.size == 0 || head.size > head_.size) return false;
        if (head.size == head_.size) return head.root == head_.root;
        TileTree tree(head_.size, [&](const Tile& tile) { return read_(path(tile)); });
        const auto proof = tree.consistency_proof(head.size);
        return proof && verify_consistency(head.size, head.root, head_.size, head_.root, *proof);
    }

    const ReadFile& read_;
    const LogAuditOptions& options_;
    const AuditedLog& earlier_;
    AuditedLog state_;
    LogFaults faults_;
    LogAuditReport report_;
    Checkpoint head_;
    std::optional<std::string> witnessed_note_;
    std::multimap<std::uint64_t, Claim> claims_;
    Frontier full_;  ///< of the roots of the full blocks
    std::uint64_t seen_ = 0;
    bool torn_ = false;
};

}  // namespace

AuditedLog begin_at(std::vector<VerifierKey> keys) {
    if (keys.empty()) throw std::logic_error("a log is known by its key");
    AuditedLog log;
    log.origin = keys.front().name();
    log.keys = std::move(keys);
    return log;
}

LogAuditReport audit_log(const ReadFile& read, const AuditedLog& earlier, const LogAuditOptions& options) {
    return Audit(read, earlier, options).run();
}

}  // namespace sunlot::ledger
