#include "workflow/log_rotation.h"

#include "base/text.h"
#include "files/durable_file.h"
#include "files/private_file.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "store/database.h"
#include "store/draw.h"
#include "store/journal.h"
#include "workflow/log_files.h"
#include "workflow/log_state.h"
#include "workflow/log_tiles.h"

#include <algorithm>
#include <utility>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestReason = 2000;

/// What a ceremony leaves for the log that is created after it.
fs::path ceremony_file(const Context& context) {
    return context.data_directory / "keys" / "ceremony.json";
}

Json custodians_json(const std::vector<Custodian>& custodians) {
    Json::Array out;
    for (const auto& one : custodians)
        out.emplace_back(Json::Object{{"name", one.name}, {"organisation", one.organisation}});
    return Json(Json::Object{{"custodians", std::move(out)}});
}

Json or_null(const ledger::VerifierKey* key) {
    return key == nullptr ? Json() : Json(key->text());
}

Result<Done> need_reason(std::string_view reason) {
    if (!trim(reason).empty() && reason.size() <= kLongestReason) return Done{};
    return refuse(RefusalKind::invalid, "key.reason", "请写明理由（2000 字节以内）",
                  "a reason is needed (at most 2000 bytes)", "reason");
}

/// An entry about the log's key.
store::Event entry(const Context& context, const std::string& origin, const Actor& actor, std::string kind,
                   Json::Object data, Json private_part) {
    return {.kind = std::move(kind),
            .actor = actor.account,
            .subject = origin,
            .at = context.clock.now(),
            .data = Json(std::move(data)),
            .private_data = std::move(private_part)};
}

Refusal draw_open(const std::vector<std::string>& draws) {
    std::string list;
    for (const auto& draw : draws) list += (list.empty() ? "" : "，") + draw;
    return refuse(RefusalKind::conflict, "key.draw_open", "有抽取正在进行，不能更换密钥。请先结束或作废：" + list,
                  "draws are under way, so the key can't be changed; close or void first: " + list);
}

std::vector<std::string> draws_under_way(store::View& view) {
    constexpr std::size_t kPage = 100;
    std::vector<std::string> open;
    std::optional<std::int64_t> before;
    for (;;) {
        const auto page = store::list_draws(view, before, kPage);
        for (const auto& draw : page) {
            before = draw.position;
            if (draw.state != inspection::DrawState::closed && draw.state != inspection::DrawState::voided)
                open.push_back(draw.id);
        }
        if (page.size() < kPage) return open;
    }
}

void install(const Context& context, const NewKeys& keys, bool next) {
    const auto file = next ? next_key_file(context) : key_file(context);
    const auto token = token_file(file);
    if (keys.token) files::write_private_file(token, *keys.token);
    if (keys.secrets.keys.empty()) return;
    const auto written = write_log_secrets(context, file, keys.secrets);
    if (!written) throw std::runtime_error(written.error().code + ": " + written.error().text.zh);
}

void remove_next(const Context& context) {
    const auto file = next_key_file(context);
    fs::remove(file);
    fs::remove(token_file(file));
}

/// A crash between the two renames that end a rotation into a token: the second is made up for.
void finish_renames(const Context& context) {
    const auto next = next_key_file(context);
    if (!fs::exists(next) || fs::exists(token_file(next)) || !fs::exists(token_file(key_file(context)))) return;
    const auto bytes = files::read_private_file(next);
    if (!bytes) return;
    const auto keys = sealed_verifiers(as_text(bytes->view()));
    const bool in_token =
        keys && std::ranges::none_of(*keys, [](const auto& k) { return k.type() == ledger::KeyType::ed25519; });
    if (in_token) fs::rename(next, key_file(context));
}

/// The first release kept the seed as it is, and had no SM2 line.
Result<Done> encrypt_old_form(const Context& context, const std::string& origin, const KeyLife& life) {
    const auto file = key_file(context);
    auto secrets = read_log_secrets(context, file, origin);
    if (!secrets) return pass_on(secrets.error());
    if (secrets->sealed) return Done{};
    if (life.vkey_sm2.empty() && secrets->keys.size() == 1)
        secrets->keys.push_back(std::move(new_secrets(origin, context.entropy).keys.back()));
    return write_log_secrets(context, file, *secrets);  // renamed over the old file: one of the two is always there
}

void announce_sm2(const Context& context, const std::string& origin, const LogSigner& signer) {
    auto transaction = context.database.write();
    transaction.append(
        entry(context, origin, system_actor(), "key.created",
              {{"how", "upgrade"}, {"vkey", signer.verifier().text()}, {"vkey_sm2", or_null(signer.sm2())}}, nullptr));
    transaction.commit();
}

std::string vkeys_text(store::View& view) {
    const KeyLife life = key_life(view);
    std::string text;
    std::uint64_t from = 0;
    for (const auto& row : store::journal_of_subject(view, life.origin)) {
        if (row.kind != "log.created" && row.kind != "key.rotated") continue;
        const Json data = ledger::parse_entry(row.entry).value().data;
        if (row.kind == "key.rotated") from = row.seq + 1;
        text += std::to_string(from) + " " + data.at(row.kind == "key.rotated" ? "new" : "vkey").as_string() + "\n";
    }
    return text;
}

}  // namespace

Result<Done> prepare_log_keys(const Context& context) {
    KeyLife life;
    {
        auto view = context.database.read();
        if (view.journal().size == 0) {
            if (context.keys.secret_file.empty()) return Done{};
            const auto secret = read_key_secret(context);
            if (!secret) return pass_on(secret.error());
            return Done{};
        }
        life = key_life(view);
    }
    finish_renames(context);
    if (fs::exists(key_file(context))) {
        const auto sealed = encrypt_old_form(context, life.origin, life);
        if (!sealed) return sealed;
    }
    const auto signer = context.require_log_key();
    if (!signer) return pass_on(signer.error());
    if ((*signer)->rotation()) {
        if (const auto head = publish_log(context); !head) return pass_on(head.error());
    } else {
        remove_next(context);
    }
    if (life.announced) fs::remove(ceremony_file(context));
    const bool news = (*signer)->sm2() != nullptr && life.vkey_sm2.empty() && !life.rotated_at;
    if (news && !context.database.frozen()) announce_sm2(context, life.origin, **signer);
    return Done{};
}

Result<Done> install_first_keys(const Context& context, const NewKeys& keys) {
    if (fs::exists(key_file(context)) || fs::exists(token_file(key_file(context))))
        return refuse(RefusalKind::conflict, "key.exists", "已经有日志密钥：请用 sunlot key rotate 更换",
                      "there is a key already: change it by sunlot key rotate");
    Json left = custodians_json(keys.custodians);
    left.as_object()["record"] = keys.record;
    files::write_private_file(ceremony_file(context), to_canonical(left));
    install(context, keys, false);
    return Done{};
}

void announce_ceremony(const Context& context, store::Transaction& transaction, const Actor& actor) {
    const auto file = files::read_private_file(ceremony_file(context));
    if (!file) return;
    auto left = parse_json(as_text(file->view()));
    if (!left) return;
    const auto life = key_life(transaction);
    Json::Object data{{"how", "ceremony"},
                      {"record", left->at("record")},
                      {"vkey", life.vkey},
                      {"vkey_sm2", life.vkey_sm2.empty() ? Json() : Json(life.vkey_sm2)}};
    transaction.append(entry(context, life.origin, actor, "key.created", std::move(data),
                             Json(Json::Object{{"custodians", left->at("custodians")}})));
}

Result<Done> check_rotation(const Context& context, std::string_view reason) {
    if (auto said = need_reason(reason); !said) return said;
    const auto signer = context.require_log_key();
    if (!signer) return pass_on(signer.error());
    if ((*signer)->rotation())
        return refuse(RefusalKind::conflict, "key.rotating", "上一次更换尚未公布，请稍候再试",
                      "the last rotation is not published yet");
    auto view = context.database.read();
    if (const auto open = draws_under_way(view); !open.empty()) return draw_open(open);
    return Done{};
}

Result<std::uint64_t> rotate_log_key(const Context& context, const Actor& actor, const NewKeys& keys,
                                     std::string_view reason) {
    if (const auto head = publish_log(context); !head) return pass_on(head.error());
    if (const auto allowed = check_rotation(context, reason); !allowed) return pass_on(allowed.error());
    const auto before = context.require_log_key();
    std::uint64_t seq = 0;
    {
        const LogState turn(context.data_directory);  // nobody signs between the entry and the new signer
        remove_next(context);
        install(context, keys, true);
        auto next = read_key_lines(context, next_key_file(context), (*before)->name());
        if (!next) return pass_on(next.error());
        auto transaction = context.database.write();
        if (const auto open = draws_under_way(transaction); !open.empty()) {
            remove_next(context);
            return draw_open(open);
        }
        const auto* sm2 = next->size() > 1 ? &(*next)[1]->key() : nullptr;
        Json::Object data{{"old", (*before)->verifier().text()},
                          {"new", next->front()->key().text()},
                          {"new_sm2", or_null(sm2)},
                          {"reason", reason}};
        if (!keys.record.empty()) data["record"] = keys.record;
        seq = transaction
                  .append(entry(context, (*before)->name(), actor, "key.rotated", std::move(data),
                                keys.custodians.empty() ? Json() : custodians_json(keys.custodians)))
                  .seq;
        transaction.commit();  // a crash after this line: both keys are loaded at the next start
        auto signer = load_log_keys(context);
        if (!signer) return pass_on(signer.error());
        context.log_key.set(*signer);
    }
    if (const auto head = publish_log(context); !head) return pass_on(head.error());
    return seq;
}

Result<std::uint64_t> record_compromise(const Context& context, const Actor& actor, std::uint64_t trusted_size,
                                        std::string_view reason) {
    if (const auto said = need_reason(reason); !said) return pass_on(said.error());
    const auto signer = context.require_log_key();
    if (!signer) return pass_on(signer.error());
    auto transaction = context.database.write();
    if (trusted_size > transaction.journal().size)
        return refuse(RefusalKind::invalid, "key.trusted_size",
                      "日志只有 " + std::to_string(transaction.journal().size) + " 条",
                      "the log has only " + std::to_string(transaction.journal().size) + " entries", "trusted_size");
    const auto seq =
        transaction
            .append(entry(context, (*signer)->name(), actor, "key.compromised",
                          {{"vkey", (*signer)->verifier().text()}, {"trusted_size", trusted_size}, {"reason", reason}},
                          nullptr))
            .seq;
    transaction.commit();
    return seq;
}

void publish_keys(const Context& context, store::View& view, const LogSigner& signer, const SignedHead& head) {
    const fs::path folder = context.data_directory / "log";
    if (!signer.rotation() && fs::exists(folder / "vkeys")) return;
    // Before the checkpoint: whoever sees a head of the new key finds the one by which it was handed over.
    const fs::path handed_over = folder / "rotations" / (std::to_string(signer.rotation().value_or(0)) + ".checkpoint");
    if (signer.rotation() && !fs::exists(handed_over)) files::write_durably(handed_over, head.checkpoint);
    files::write_durably(folder / "vkeys", vkeys_text(view));
    files::write_durably(folder / "vkey", signer.verifier().text() + "\n");
    if (signer.sm2() != nullptr)
        files::write_durably(folder / "vkey-sm2", signer.sm2()->text() + "\n");
    else
        fs::remove(folder / "vkey-sm2");
}

void conclude_rotation(const Context& context, const LogSigner& signer) {
    if (!signer.rotation()) return;
    const auto take = [](const fs::path& next, const fs::path& present) {
        if (fs::exists(next))
            fs::rename(next, present);  // the old key is gone after this line
        else
            fs::remove(present);
    };
    // The token first: with log.key.next still there, a crash in between is seen as an unfinished rotation.
    take(token_file(next_key_file(context)), token_file(key_file(context)));
    take(next_key_file(context), key_file(context));
    files::sync_directory(key_file(context).parent_path());
    context.log_key.set(std::make_shared<const LogSigner>(signer.after_rotation()));
}

Result<Done> check_same_key(store::View& view, std::string_view draw_id) {
    const auto rotated_at = key_life(view).rotated_at;
    if (!rotated_at || store::journal_of_subject(view, draw_id).front().seq > *rotated_at) return Done{};
    return refuse(RefusalKind::conflict, "draw.key_rotated",
                  "这次抽取之后日志更换过密钥，它的公示包由旧密钥签名，不能再增加步骤：需要的话请另开一次抽取",
                  "the log's key was changed after this draw; its bundle is signed by the old key, so no step can be "
                  "added: open another draw if one is needed");
}

std::optional<FormerKey> former_key(const Context& context, store::View& view, std::uint64_t opened) {
    for (const auto& row : store::journal_of_subject(view, view.journal().origin)) {
        if (row.kind != "key.rotated" || row.seq < opened) continue;
        const Json data = ledger::parse_entry(row.entry).value().data;
        auto key = ledger::VerifierKey::parse(data.at("old").as_string());
        auto note =
            read_log_file(context.data_directory / "log" / "rotations" / (std::to_string(row.seq) + ".checkpoint"));
        if (!key || !note) return {};  // not published yet: both keys sign the next head
        const auto head = ledger::parse_checkpoint(std::string_view(*note).substr(0, note->rfind("\n\n") + 1));
        if (!head) return {};
        return FormerKey{.key = std::move(*key),
                         .head = {.size = head->size, .root = head->root, .checkpoint = std::move(*note)}};
    }
    return {};
}

}  // namespace sunlot::workflow
