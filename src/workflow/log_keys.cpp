#include "workflow/log_keys.h"

#include "files/private_file.h"
#include "files/secret_box.h"
#include "ledger/entry.h"
#include "store/database.h"
#include "store/journal.h"
#include "workflow/key_token.h"

#include <algorithm>
#include <utility>

#include <sodium.h>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSeedDigits = 64;

std::string text_in(const Json& data, std::string_view key) {
    const Json* value = data.find(key);
    return value == nullptr || value->is_null() ? std::string() : value->as_string();
}

Refusal not_ours() {
    return refuse(RefusalKind::unavailable, "key.not_ours",
                  "密钥文件里的不是日志中登记的密钥：keys/ 目录与数据库不是同一套，请恢复同一份备份",
                  "the key file does not hold the key that the journal names: keys/ and the database are not of one "
                  "set, restore both from one backup");
}

/// The form of the first release: the seed as 64 hex digits and a line feed.
std::optional<LogSecrets> old_form(const SecretBytes& file, const std::string& origin) {
    if (file.view().size() != kSeedDigits + 1 || file.view().back() != '\n') return {};
    auto seed = from_hex(as_text(file.view().first(kSeedDigits)));
    if (!seed) return {};
    SecretBytes secret{ByteView(*seed)};
    sodium_memzero(seed->data(), seed->size());
    const auto key = ledger::SigningKey::from_seed(origin, secret.view());
    if (!key) return {};
    LogSecrets secrets;
    secrets.keys.push_back({key->verifier(), std::move(secret)});
    secrets.sealed = false;
    return secrets;
}

Result<std::vector<LogSigner::Line>> lines_of(const LogSecrets& secrets) {
    std::vector<LogSigner::Line> lines;
    for (const auto& one : secrets.keys) {
        auto line = one.key.type() == ledger::KeyType::sm2 ? sm2_line(one.key.name(), one.secret.view())
                                                           : ed25519_line(one.key.name(), one.secret.view());
        if (!line) return pass_on(line.error());
        lines.push_back(std::move(*line));
    }
    return lines;
}

bool there(const fs::path& file) {
    return fs::exists(file) || fs::exists(token_file(file));
}

/// A second line is of the key that the journal names, if it names one.
bool sm2_is_ours(const std::vector<LogSigner::Line>& lines, const std::string& vkey_sm2) {
    return lines.size() < 2 || vkey_sm2.empty() || lines[1]->key().text() == vkey_sm2;
}

std::vector<ledger::VerifierKey> parsed(const std::vector<std::string>& vkeys) {
    std::vector<ledger::VerifierKey> keys;
    for (const auto& vkey : vkeys)
        if (auto key = ledger::VerifierKey::parse(vkey)) keys.push_back(std::move(*key));
    return keys;
}

}  // namespace

KeyLife key_life(store::View& view) {
    KeyLife life;
    life.origin = view.journal().origin;
    for (const auto& row : store::journal_of_subject(view, life.origin)) {
        if (row.kind != "log.created" && !row.kind.starts_with("key.")) continue;
        const Json data = ledger::parse_entry(row.entry).value().data;
        if (row.kind == "log.created" || row.kind == "key.created") {
            life.vkey = text_in(data, "vkey");
            life.vkey_sm2 = text_in(data, "vkey_sm2");
            life.announced = life.announced || row.kind == "key.created";
        } else if (row.kind == "key.rotated") {
            life.retired.push_back(life.vkey);
            if (!life.vkey_sm2.empty()) life.retired.push_back(life.vkey_sm2);
            life.vkey = text_in(data, "new");
            life.vkey_sm2 = text_in(data, "new_sm2");
            life.rotated_at = row.seq;
        }
    }
    return life;
}

fs::path key_file(const Context& context) {
    return context.data_directory / "keys" / "log.key";
}

fs::path next_key_file(const Context& context) {
    return context.data_directory / "keys" / "log.key.next";
}

fs::path token_file(const fs::path& key_file) {
    const bool next = key_file.extension() == ".next";
    return key_file.parent_path() / (next ? "log.token.next" : "log.token");
}

Result<SecretBytes> read_key_secret(const Context& context) {
    const bool configured = !context.keys.secret_file.empty();
    return files::read_secret_file(configured ? context.keys.secret_file
                                              : files::default_secret_file(context.data_directory));
}

Result<SecretBytes> make_key_secret(const Context& context) {
    if (!context.keys.secret_file.empty()) return read_key_secret(context);
    return files::make_secret_file(files::default_secret_file(context.data_directory), context.entropy);
}

Result<LogSecrets> read_log_secrets(const Context& context, const fs::path& file, const std::string& origin) {
    const auto bytes = files::read_private_file(file);
    if (!bytes) return pass_on(bytes.error());
    if (auto plain = old_form(*bytes, origin)) return std::move(*plain);
    const auto secret = read_key_secret(context);
    if (!secret) return pass_on(secret.error());
    auto secrets = open_keys(as_text(bytes->view()), *secret);
    if (secrets && secrets->keys.front().key.name() != origin) return not_ours();
    return secrets;
}

Result<std::vector<LogSigner::Line>> read_key_lines(const Context& context, const fs::path& file,
                                                    const std::string& origin) {
    std::vector<LogSigner::Line> lines;
    if (fs::exists(token_file(file))) {
        const auto bytes = files::read_private_file(token_file(file));
        if (!bytes) return pass_on(bytes.error());
        const auto token = parse_key_token(as_text(bytes->view()));
        if (!token) return pass_on(token.error());
        auto line = token_line(*token, origin);
        if (!line) return pass_on(line.error());
        lines.push_back(std::move(*line));
        if (!fs::exists(file)) return lines;
    }
    const auto secrets = read_log_secrets(context, file, origin);
    if (!secrets) return pass_on(secrets.error());
    auto kept = lines_of(*secrets);
    if (!kept) return kept;
    if (lines.empty()) return kept;
    for (auto& line : *kept)
        if (line->key().type() == ledger::KeyType::sm2) lines.push_back(std::move(line));
    return lines;
}

Result<Done> write_log_secrets(const Context& context, const fs::path& file, const LogSecrets& secrets) {
    const auto secret = make_key_secret(context);
    if (!secret) return pass_on(secret.error());
    const std::string sealed = seal_keys(secrets, *secret, context.keys.cost, context.entropy);
    // What can't be opened again must not take the place of what can.
    if (const auto again = open_keys(sealed, *secret); !again) return pass_on(again.error());
    files::write_private_file(file, sealed);
    return Done{};
}

Result<std::shared_ptr<const LogSigner>> load_log_keys(const Context& context) {
    auto view = context.database.read();
    const KeyLife life = key_life(view);
    auto lines = read_key_lines(context, key_file(context), life.origin);
    if (!lines) return pass_on(lines.error());
    auto retired = life.retired;
    if (lines->front()->key().text() != life.vkey) {
        // A rotation was cut off after its entry: the next head is signed by both.
        const bool old_one = !life.retired.empty() &&
                             std::ranges::find(life.retired, lines->front()->key().text()) != life.retired.end();
        if (!old_one || !there(next_key_file(context))) return not_ours();
        auto next = read_key_lines(context, next_key_file(context), life.origin);
        if (!next) return pass_on(next.error());
        if (next->front()->key().text() != life.vkey) return not_ours();
        std::erase(retired, lines->front()->key().text());
        if (!sm2_is_ours(*next, life.vkey_sm2)) return not_ours();
        next->push_back(lines->front());
        return std::make_shared<const LogSigner>(std::move(*next), parsed(retired), life.rotated_at);
    }
    if (!sm2_is_ours(*lines, life.vkey_sm2)) return not_ours();
    return std::make_shared<const LogSigner>(std::move(*lines), parsed(retired));
}

Result<std::shared_ptr<const LogSigner>> make_log_keys(const Context& context, const std::string& origin) {
    const fs::path file = key_file(context);
    if (!there(file)) {
        const auto written = write_log_secrets(context, file, new_secrets(origin, context.entropy));
        if (!written) return pass_on(written.error());
    }
    auto lines = read_key_lines(context, file, origin);
    if (!lines) return pass_on(lines.error());
    return std::make_shared<const LogSigner>(std::move(*lines));
}

}  // namespace sunlot::workflow
