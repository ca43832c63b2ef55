#include "workflow/key_ceremony.h"

#include "base/json.h"
#include "base/text.h"
#include "documents/pdf.h"
#include "draw/trustees.h"
#include "hash/sha256.h"

#include <algorithm>
#include <utility>

#include <sodium.h>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kFewestThrows = 40;  // 103 bits
constexpr std::size_t kMostCustodians = 9;
constexpr std::size_t kSecretBytes = 32;

/// The kernel's bytes, masked with a stream that depends on the dice: as good as the better of the two.
class DiceEntropy : public Entropy {
public:
    DiceEntropy(Entropy& kernel, std::string_view dice) : kernel_(kernel) {
        pool_ = hash::sha256("sunlot/ceremony/v1|" + kernel.hex(kSecretBytes) + "|" + std::string(dice));
    }
    void fill(std::span<unsigned char> bytes) override {
        kernel_.fill(bytes);
        for (std::size_t done = 0; done < bytes.size();) {
            const auto mask = hash::sha256(hash::hex(pool_) + "|" + std::to_string(counter_++));
            for (std::size_t i = 0; i < mask.size() && done < bytes.size(); ++i, ++done)
                bytes[done] = static_cast<unsigned char>(bytes[done] ^ mask[i]);
        }
    }

private:
    Entropy& kernel_;
    hash::Digest pool_{};
    std::uint64_t counter_ = 0;
};

Result<Done> check_custodians(const Ceremony& ceremony) {
    const auto& all = ceremony.custodians;
    const bool named = std::ranges::all_of(
        all, [](const Custodian& c) { return !trim(c.name).empty() && !trim(c.organisation).empty(); });
    if (all.size() < 2 || all.size() > kMostCustodians || !named)
        return refuse(RefusalKind::invalid, "key.custodians", "保管人应为 2 至 9 名，每名写明姓名和单位：姓名/单位",
                      "two to nine custodians, each with name and organisation: NAME/ORGANISATION");
    if (ceremony.threshold >= 2 && ceremony.threshold <= all.size()) return Done{};
    return refuse(RefusalKind::invalid, "key.threshold", "恢复所需的份数应在 2 与保管人数之间",
                  "the number of shares that restore the key lies between 2 and that of the custodians");
}

Result<std::string> throws_in(std::string_view dice) {
    std::string digits;
    for (const char c : dice) {
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') continue;
        if (c < '1' || c > '6')
            return refuse(RefusalKind::invalid, "key.dice", "骰子点数只能是 1 到 6", "a throw is a digit from 1 to 6");
        digits += c;
    }
    if (digits.size() >= kFewestThrows) return digits;
    return refuse(
        RefusalKind::invalid, "key.dice",
        "骰子至少掷 " + std::to_string(kFewestThrows) + " 次，现有 " + std::to_string(digits.size()) + " 次",
        "at least " + std::to_string(kFewestThrows) + " throws are needed, there are " + std::to_string(digits.size()));
}

draw::Trustees trustees_of(std::size_t number, std::size_t threshold) {
    draw::Trustees trustees;
    trustees.threshold = threshold;
    for (std::size_t i = 1; i <= number; ++i) {
        draw::TrusteeKey key;
        key.id = "K" + std::to_string(i);
        trustees.keys.push_back(std::move(key));
    }
    return trustees;
}

using Row = documents::PaperKeyValues::Row;

Row row(std::string key, std::string value, bool mono = false) {
    return {.key = std::move(key), .value = std::move(value), .mono = mono};
}

std::string share_paper(const Ceremony& ceremony, const std::string& id, const Custodian& custodian,
                        const std::string& json) {
    using namespace documents;
    const Paper paper{
        .title = "日志密钥备份份额 " + id,
        .footer = "密钥备份份额 Share of the key's backup · " + id,
        .dated = ceremony.at,
        .blocks = {
            PaperTitle{.text = "日志密钥备份份额 " + id, .subtitle = "Share of the backup of the log's key"},
            PaperText{.text = "本页等同于一把钥匙：请装入信封密封，由保管人单独存放，不拍照、不上网。凑齐 " +
                              std::to_string(ceremony.threshold) +
                              " 份并有备份文件，即可恢复日志的签名密钥。\n"
                              "This page is a key. Seal it in an envelope, keep it apart, never photograph it."},
            PaperKeyValues{{row("日志 Log", ceremony.origin, true), row("份额 Share", id),
                            row("保管人 Custodian", custodian.name), row("单位 Organisation", custodian.organisation),
                            row("时间 Made at", ceremony.at.beijing() + "（北京时间 Beijing time）")}},
            PaperMono{.text = json},
            PaperQr{.content = json, .caption = "同上，供恢复时扫描\nThe same, for restoring", .millimetres = 70}}};
    return documents::pdf(paper);
}

void add_keys(documents::PaperKeyValues& facts, std::vector<documents::PaperBlock>& blocks,
              const CeremonyResult& result) {
    for (const auto& key : result.verifiers) {
        const bool sm2 = key.type() == ledger::KeyType::sm2;
        facts.rows.push_back(row(sm2 ? "SM2 公钥 Verifier key" : "Ed25519 公钥 Verifier key", key.text(), true));
        facts.rows.push_back(row("口读指纹 Read aloud", spoken(key), true));
    }
    blocks.emplace_back(documents::PaperQr{.content = result.verifiers.front().text(),
                                           .caption = "Ed25519 公钥\n" + result.verifiers.front().text()});
}

std::string record_paper(const Ceremony& ceremony, const CeremonyResult& result) {
    using namespace documents;
    PaperKeyValues facts{{row("日志 Log", ceremony.origin, true),
                          row("时间 Time", ceremony.at.beijing() + "（北京时间 Beijing time）"),
                          row("签名私钥存放 Private key", ceremony.token ? "密码设备 token " + ceremony.token->token +
                                                                               "，密钥 key " + ceremony.token->key
                                                                         : "加密文件 encrypted file keys/log.key"),
                          row("恢复所需份数 Shares needed",
                              std::to_string(ceremony.threshold) + " / " + std::to_string(ceremony.custodians.size())),
                          row("骰子次数 Throws", std::to_string(throws_in(ceremony.dice).value().size()))}};
    std::vector<PaperBlock> qr;
    add_keys(facts, qr, result);
    PaperTable shares{
        .columns = {{.title = "份额", .share = 1}, {.title = "份额文件 SHA-256", .share = 5, .mono = true}},
        .rows = {}};
    if (result.backup) {
        facts.rows.push_back(row("备份文件 SHA-256 Backup", hash::sha256_hex(result.backup->file), true));
        for (const auto& share : result.backup->shares) shares.rows.push_back({share.id, hash::sha256_hex(share.json)});
    }
    PaperTable present{.columns = {{.title = "单位 Organisation", .share = 3},
                                   {.title = "姓名 Name", .share = 2},
                                   {.title = "签字 Signature", .share = 3}},
                       .rows = {}};
    for (const auto& one : ceremony.custodians) present.rows.push_back({one.organisation, one.name, ""});
    std::vector<PaperBlock> blocks{
        PaperTitle{.text = "日志密钥生成记录", .subtitle = "Record of the making of the log's key"},
        PaperText{
            .text = "以下人员在场，亲见密钥由系统随机数与所掷骰子混合生成，逐组核对了公钥指纹，各自收到一份备份份额。\n"
                    "Those named below were present, heard the fingerprints read aloud, and received a share."},
        std::move(facts)};
    if (!shares.rows.empty()) blocks.emplace_back(std::move(shares));
    blocks.emplace_back(std::move(present));
    blocks.insert(blocks.end(), qr.begin(), qr.end());
    return documents::pdf({.title = "日志密钥生成记录 " + ceremony.origin,
                           .footer = "日志密钥生成记录 Key record · " + ceremony.origin,
                           .dated = ceremony.at,
                           .blocks = std::move(blocks)});
}

Refusal bad_share() {
    return refuse(RefusalKind::invalid, "key.share", "这些不是该备份的足够份额：每份只用一次，份数须达到要求",
                  "these are not enough shares of this backup: each once, and as many as it needs");
}

}  // namespace

std::string spoken(const ledger::VerifierKey& key) {
    const std::string digest = hash::sha256_hex(key.text());
    std::string groups;
    for (std::size_t i = 0; i < digest.size(); i += 4) groups += (i == 0 ? "" : " ") + digest.substr(i, 4);
    return groups;
}

Result<KeyBackup> back_up(const LogSecrets& secrets, const Ceremony& ceremony, Entropy& entropy,
                          const KeySettings::Cost& cost) {
    if (const auto sound = check_custodians(ceremony); !sound) return pass_on(sound.error());
    SecretBytes value(kSecretBytes);
    entropy.fill(value.room());
    KeyBackup backup{.file = seal_keys(secrets, value, cost, entropy), .shares = {}};
    const auto trustees = trustees_of(ceremony.custodians.size(), ceremony.threshold);
    SecretBytes random(kSecretBytes * (ceremony.threshold - 1));
    entropy.fill(random.room());
    const auto shares = draw::split_value(to_hex(value.view()), trustees, random.view());
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const std::string json = to_canonical(Json(Json::Object{{"backup", hash::sha256_hex(backup.file)},
                                                                {"custodians", ceremony.custodians.size()},
                                                                {"log", ceremony.origin},
                                                                {"share", shares[i].share},
                                                                {"threshold", ceremony.threshold},
                                                                {"trustee", shares[i].trustee},
                                                                {"v", 1}}));
        backup.shares.push_back({.id = shares[i].trustee,
                                 .json = json,
                                 .pdf = share_paper(ceremony, shares[i].trustee, ceremony.custodians[i], json)});
    }
    return backup;
}

Result<CeremonyResult> hold_ceremony(const Ceremony& ceremony, Entropy& entropy, const KeySettings::Cost& cost) {
    if (const auto sound = check_custodians(ceremony); !sound) return pass_on(sound.error());
    const auto dice = throws_in(ceremony.dice);
    if (!dice) return pass_on(dice.error());
    DiceEntropy mixed(entropy, *dice);
    CeremonyResult result;
    result.keys.custodians = ceremony.custodians;
    result.keys.secrets = new_secrets(ceremony.origin, mixed);
    if (ceremony.token) {
        const auto line = make_token_key(*ceremony.token, ceremony.origin);
        if (!line) return pass_on(line.error());
        result.keys.token = encode(*ceremony.token);
        result.keys.secrets.keys.erase(result.keys.secrets.keys.begin());  // that of the token takes its place
        result.verifiers.push_back((*line)->key());
    }
    for (const auto& one : result.keys.secrets.keys) result.verifiers.push_back(one.key);
    auto backup = back_up(result.keys.secrets, ceremony, mixed, cost);
    if (!backup) return pass_on(backup.error());
    result.backup = std::move(*backup);
    result.record = record_paper(ceremony, result);
    result.keys.record = hash::sha256_hex(result.record);
    return result;
}

Result<LogSecrets> restore_backup(std::string_view file, const std::vector<std::string>& shares) {
    std::vector<draw::Share> given;
    std::size_t threshold = 0;
    std::size_t custodians = 0;
    for (const auto& text : shares) {
        const auto json = parse_json(trim(text));
        if (!json) return bad_share();
        FieldReader in(*json);
        const std::string backup = in.text("backup", 64, 64);
        custodians = static_cast<std::size_t>(in.integer("custodians", 2, kMostCustodians));
        (void)in.text("log", 1, 255);
        draw::Share share{.trustee = {}, .share = in.text("share", 64, 64)};
        threshold = static_cast<std::size_t>(in.integer("threshold", 2, kMostCustodians));
        share.trustee = in.text("trustee", 2, 2);
        (void)in.integer("v", 1, 1);
        if (in.refusal() || backup != hash::sha256_hex(file)) return bad_share();
        given.push_back(std::move(share));
    }
    std::ranges::sort(given, {}, &draw::Share::trustee);
    if (given.size() > threshold) given.resize(threshold);
    if (threshold == 0) return bad_share();
    auto value = draw::combine_shares(trustees_of(custodians, threshold), given);
    if (!value) return bad_share();
    auto bytes = from_hex(*value);
    const SecretBytes secret{ByteView(*bytes)};
    sodium_memzero(bytes->data(), bytes->size());
    sodium_memzero(value->data(), value->size());
    auto secrets = open_keys(file, secret);
    if (!secrets && secrets.error().code == "key.secret") return bad_share();
    return secrets;
}

}  // namespace sunlot::workflow
