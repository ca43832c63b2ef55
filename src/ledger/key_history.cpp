#include "ledger/key_history.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <utility>

namespace sunlot::ledger {
namespace {

Refusal bad_rotation(std::uint64_t seq, std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "key.rotation",
                  "第 " + std::to_string(seq) + " 条更换密钥不可信：" + std::move(zh),
                  "the rotation of entry " + std::to_string(seq) + " cannot be believed: " + std::move(en));
}

Refusal stolen(const VerifierKey& key, std::uint64_t trusted_size) {
    return refuse(RefusalKind::conflict, "key.compromised",
                  "密钥 " + key.text() + " 已泄露，只有 " + std::to_string(trusted_size) +
                      " 条以内的签名可信：请从发布机构另行取得新公钥",
                  "the key " + key.text() + " was stolen; only what it signed up to size " +
                      std::to_string(trusted_size) + " counts: get the new key from the organ by another way");
}

Result<VerifierKey> key_in(const Entry& entry, std::string_view member) {
    const Json* text = entry.data.find(member);
    if (text == nullptr || !text->is_string())
        return bad_rotation(entry.seq, "没有写明密钥", "it does not name the key");
    auto key = VerifierKey::parse(text->as_string());
    if (key && key->name() != entry.log)
        return bad_rotation(entry.seq, "密钥的名称不是本日志", "the key has another name than the log");
    return key;
}

/// What begins with the entry: new key, and new SM2 key if it names one.
Result<KeyReign> next_reign(const Entry& entry) {
    auto key = key_in(entry, "new");
    if (!key) return pass_on(key.error());
    if (key->type() != KeyType::ed25519) return bad_rotation(entry.seq, "新密钥类型不对", "the new key is of no log");
    KeyReign next{.from = entry.seq + 1, .key = std::move(*key), .sm2 = {}};
    const Json* sm2 = entry.data.find("new_sm2");
    if (sm2 == nullptr || sm2->is_null()) return next;
    auto second = key_in(entry, "new_sm2");
    if (!second) return pass_on(second.error());
    if (second->type() != KeyType::sm2) return bad_rotation(entry.seq, "新密钥类型不对", "the new key is of no log");
    next.sm2 = std::move(*second);
    return next;
}

Result<Checkpoint> head_of(std::string_view text, const std::string& origin) {
    auto head = parse_checkpoint(text);
    if (head && head->origin != origin)
        return refuse(RefusalKind::invalid, "checkpoint.origin", "检查点属于另一份日志：" + head->origin,
                      "the checkpoint is of another log: " + head->origin);
    return head;
}

bool has_signed(const Note& note, const VerifierKey& key) {
    return std::ranges::any_of(note.signatures, [&](const NoteSignature& s) { return s.key == key; });
}

}  // namespace

KeyHistory::KeyHistory(const std::vector<VerifierKey>& trusted) {
    if (trusted.empty() || trusted.front().type() != KeyType::ed25519)
        throw std::logic_error("a reader trusts an Ed25519 key of the log");
    KeyReign first{.from = 0, .key = trusted.front(), .sm2 = {}};
    for (const auto& key : trusted)
        if (key.type() == KeyType::sm2) first.sm2 = key;
    reigns_.push_back(std::move(first));
}

Result<std::optional<Checkpoint>> KeyHistory::take(const Entry& entry, std::string_view rotation_note) {
    if (entry.kind == "key.rotated") return rotate(entry, rotation_note);
    if (entry.kind == "key.compromised") {
        if (const auto known = compromise(entry); !known) return pass_on(known.error());
    }
    return std::optional<Checkpoint>();
}

Result<std::optional<Checkpoint>> KeyHistory::rotate(const Entry& entry, std::string_view note) {
    auto old_key = key_in(entry, "old");
    if (!old_key) return pass_on(old_key.error());
    auto next = next_reign(entry);
    if (!next) return pass_on(next.error());
    const VerifierKey present = reigns_.back().key;
    if (*old_key != present) {
        const auto kept = remember_earlier(entry, std::move(*old_key), std::move(*next));
        if (!kept) return pass_on(kept.error());
        return std::optional<Checkpoint>();
    }
    const std::array both{present, next->key};
    const auto opened = open_note(note, both);
    if (!opened) return pass_on(opened.error());
    const auto head = head_of(opened->text, entry.log);
    if (!head) return pass_on(head.error());
    if (!has_signed(*opened, present) || !has_signed(*opened, next->key) || head->size <= entry.seq)
        return bad_rotation(entry.seq, "旧、新密钥没有同签一个含有该条目的检查点",
                            "the old and the new key have not both signed a head that includes it");
    reigns_.push_back(std::move(*next));
    anchored_ = true;
    return std::optional(*head);
}

Result<Done> KeyHistory::remember_earlier(const Entry& entry, VerifierKey old_key, KeyReign next) {
    const bool continues = earlier_.empty() || earlier_.back().key == old_key;
    if (anchored_ || !continues)
        return bad_rotation(entry.seq, "旧密钥不是当时使用的密钥", "its old key is not the one that was in force");
    if (earlier_.empty()) earlier_.push_back({.from = 0, .key = std::move(old_key), .sm2 = {}});
    if (next.key != reigns_.front().key) {
        earlier_.push_back(std::move(next));
        return Done{};
    }
    reigns_.front().from = next.from;
    if (!reigns_.front().sm2) reigns_.front().sm2 = std::move(next.sm2);
    reigns_.insert(reigns_.begin(), earlier_.begin(), earlier_.end());
    earlier_.clear();
    anchored_ = true;
    return Done{};
}

Result<Done> KeyHistory::compromise(const Entry& entry) {
    const auto key = key_in(entry, "vkey");
    if (!key) return pass_on(key.error());
    const Json* size = entry.data.find("trusted_size");
    if (size == nullptr || !size->is_integer() || size->as_integer() < 0)
        return bad_rotation(entry.seq, "没有写明可信到哪里", "it does not say what is still trusted");
    const auto until = static_cast<std::uint64_t>(size->as_integer());
    if (*key == reigns_.back().key) return stolen(*key, until);
    stolen_.emplace_back(*key, until);
    return Done{};
}

std::optional<std::uint64_t> KeyHistory::trusted_size(const VerifierKey& key) const {
    std::optional<std::uint64_t> least;
    for (const auto& [known, size] : stolen_)
        if (known == key) least = least ? std::min(*least, size) : size;
    return least;
}

Result<Done> KeyHistory::finish() const {
    if (earlier_.empty()) return Done{};
    return refuse(RefusalKind::invalid, "key.rotation",
                  "日志的密钥换成了 " + earlier_.back().key.text() + "，与所信任的密钥没有关系",
                  "the log's key was changed to " + earlier_.back().key.text() +
                      ", which has nothing to do with the key you trust");
}

const KeyReign& KeyHistory::reign_at(std::uint64_t size) const {
    const auto after = std::ranges::find_if(reigns_, [&](const KeyReign& r) { return r.from > size; });
    return after == reigns_.begin() ? reigns_.front() : *(after - 1);
}

Result<OpenedHead> KeyHistory::open_head(std::string_view note) const {
    std::vector<VerifierKey> keys;
    for (const auto& reign : reigns_) {
        keys.push_back(reign.key);
        if (reign.sm2) keys.push_back(*reign.sm2);
    }
    auto opened = open_note(note, keys);
    if (!opened) return pass_on(opened.error());
    auto head = head_of(opened->text, reigns_.front().key.name());
    if (!head) return pass_on(head.error());
    const KeyReign& reign = reign_at(head->size);
    if (!has_signed(*opened, reign.key))
        return refuse(RefusalKind::invalid, "key.retired",
                      "第 " + std::to_string(head->size) + " 条的检查点应由 " + reign.key.text() + " 签名",
                      "a head of size " + std::to_string(head->size) + " is signed by " + reign.key.text());
    if (const auto until = trusted_size(reign.key); until && head->size > *until) return stolen(reign.key, *until);
    return OpenedHead{.head = std::move(*head), .note = std::move(*opened)};
}

}  // namespace sunlot::ledger
