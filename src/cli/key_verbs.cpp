// `sunlot key …`: what is done with the log's keys, at the machine itself and while no server has the data directory.
#include "cli/verbs.h"
#include "files/durable_file.h"
#include "files/private_file.h"
#include "hash/sha256.h"
#include "inspection/organ.h"
#include "store/database.h"
#include "workflow/key_ceremony.h"
#include "workflow/log_rotation.h"
#include "workflow/log_signer.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace sunlot::cli {
namespace {

namespace fs = std::filesystem;

struct Arguments {
    std::vector<std::string> custodians;
    std::size_t threshold = 2;
    std::string out;
    std::string token;
    std::string organ;
    std::string region;
    std::string reason;
    std::uint64_t trusted_size = 0;
    std::string backup;
    std::vector<std::string> shares;
};
using Shared = std::shared_ptr<Arguments>;

workflow::Actor console() {
    return {.account = "cli", .name = {}, .roles = {}};
}

void say(const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
}

Result<std::string> read_text(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return refuse(RefusalKind::invalid, "file.unreadable", "读不到文件 " + path.string(),
                      "Can't read " + path.string());
    return std::string(std::istreambuf_iterator<char>(in), {});
}

/// "王某/临河区司法局"
std::vector<workflow::Custodian> custodians_of(const Arguments& a) {
    std::vector<workflow::Custodian> out;
    for (const auto& text : a.custodians) {
        const auto bar = text.find('/');
        out.push_back({text.substr(0, bar), bar == std::string::npos ? "" : text.substr(bar + 1)});
    }
    return out;
}

/// The throws of those present, each typing a line; an empty line ends it.
std::string ask_dice(const std::vector<workflow::Custodian>& custodians) {
    const bool terminal = ::isatty(STDIN_FILENO) == 1;
    std::string dice;
    std::string line;
    if (terminal)
        say("请在场人员轮流掷骰子并键入点数（1–6，至少 40 次；空行结束）。\n"
            "Throw dice and type the digits, at least forty in all; an empty line ends.");
    for (std::size_t i = 0;; ++i) {
        if (terminal) fmt::print("{}: ", custodians.empty() ? "" : custodians[i % custodians.size()].name);
        std::fflush(stdout);
        if (!std::getline(std::cin, line) || line.empty()) return dice;
        dice += line;
    }
}

Result<workflow::Ceremony> ceremony_of(const Arguments& a, const workflow::Context& context,
                                       const std::string& origin) {
    workflow::Ceremony ceremony{.origin = origin,
                                .at = context.clock.now(),
                                .custodians = custodians_of(a),
                                .threshold = a.threshold,
                                .dice = {},
                                .token = {}};
    if (a.token.empty()) return ceremony;
    const auto text = read_text(a.token);
    if (!text) return pass_on(text.error());
    auto token = workflow::parse_key_token(*text);
    if (!token) return pass_on(token.error());
    ceremony.token = std::move(*token);
    return ceremony;
}

/// The folder for what is handed out: new, for its owner alone.
Result<fs::path> new_folder(const std::string& out) {
    if (fs::exists(out) && !fs::is_empty(out))
        return refuse(RefusalKind::conflict, "key.out", "目录 " + out + " 不是空的",
                      "the folder " + out + " is not empty");
    fs::create_directories(out);
    fs::permissions(out, fs::perms::owner_all);
    return fs::path(out);
}

void write_backup(const fs::path& folder, const workflow::KeyBackup& backup) {
    files::write_private_file(folder / "log-key.backup", backup.file);
    for (const auto& share : backup.shares) {
        files::write_private_file(folder / ("share-" + share.id + ".json"), share.json + "\n");
        files::write_private_file(folder / ("share-" + share.id + ".pdf"), share.pdf);
    }
}

void tell_keys(const std::vector<ledger::VerifierKey>& keys) {
    for (const auto& key : keys) {
        say(std::string(key.type() == ledger::KeyType::sm2 ? "SM2      " : "Ed25519  ") + key.text());
        say("  指纹 fingerprint  " + workflow::spoken(key));
    }
}

/// Asks for the dice, makes the keys, and writes what is handed out before anything depends on it.
Result<workflow::CeremonyResult> hold(const Arguments& a, const workflow::Context& context, const std::string& origin) {
    auto ceremony = ceremony_of(a, context, origin);
    if (!ceremony) return pass_on(ceremony.error());
    const auto folder = new_folder(a.out);
    if (!folder) return pass_on(folder.error());
    ceremony->dice = ask_dice(ceremony->custodians);
    auto result = workflow::hold_ceremony(*ceremony, context.entropy, context.keys.cost);
    if (!result) return result;
    if (result->backup) write_backup(*folder, *result->backup);
    files::write_private_file(*folder / "record.pdf", result->record);
    tell_keys(result->verifiers);
    say("记录 record  " + (*folder / "record.pdf").string() + "  sha256 " + result->keys.record);
    say("请逐组核对指纹、在记录上签字，把各份额（share-*）封入信封分别带走，然后从本机删除。");
    say("Read the fingerprints aloud, sign the record, seal and carry away the shares, and delete them here.");
    return result;
}

Result<Done> ceremony(Workplace& place, const Shared& a) {
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    const auto& context = (*here)->context();
    if (context.database.read().journal().size > 0)
        return refuse(RefusalKind::conflict, "key.exists", "日志已经建立：更换密钥请用 sunlot key rotate",
                      "there is a log already: change its key by sunlot key rotate");
    const inspection::Organ organ{.name = {}, .abbreviation = {}, .code = a->organ, .region = a->region};
    const auto origin = inspection::log_origin(organ, context.clock.now().beijing_date().year);
    const auto result = hold(*a, context, origin);
    if (!result) return pass_on(result.error());
    return workflow::install_first_keys(context, result->keys);
}

Result<Done> rotate(Workplace& place, const Shared& a) {
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    const auto& context = (*here)->context();
    if (auto ready = workflow::prepare_log_keys(context); !ready) return ready;
    const auto signer = context.require_log_key();
    if (!signer) return pass_on(signer.error());
    if (const auto allowed = workflow::check_rotation(context, a->reason); !allowed) return allowed;
    const auto result = hold(*a, context, (*signer)->name());
    if (!result) return pass_on(result.error());
    const auto entry = workflow::rotate_log_key(context, console(), result->keys, a->reason);
    if (!entry) return pass_on(entry.error());
    say(fmt::format("已更换，日志第 {} 条。新公钥见 /log/vkey；请通知各见证方和归档方。", *entry));
    say(fmt::format("Rotated by entry {}. Tell witnesses and archivists the new key.", *entry));
    return Done{};
}

Result<Done> compromise(Workplace& place, const Shared& a) {
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    const auto& context = (*here)->context();
    const auto entry = workflow::record_compromise(context, console(), a->trusted_size, a->reason);
    if (!entry) return pass_on(entry.error());
    say(fmt::format("已记录，日志第 {} 条。请立即 sunlot key rotate，并按 docs/operating/keys.md 通知各方。", *entry));
    say(fmt::format("Recorded by entry {}. Now rotate the key, and tell everyone (docs/operating/keys.md).", *entry));
    return Done{};
}

Result<Done> show(Workplace& place, const Shared&) {
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    const auto& context = (*here)->context();
    const auto signer = context.require_log_key();
    if (!signer) return pass_on(signer.error());
    tell_keys((*signer)->verifiers());
    const bool in_token = fs::exists(workflow::token_file(workflow::key_file(context)));
    say(in_token ? "Ed25519 私钥在密码设备中 in a token" : "私钥在 " + workflow::key_file(context).string());
    for (const auto& key : (*signer)->all_keys()) {
        const auto present = (*signer)->verifiers();
        if (std::ranges::find(present, key) == present.end()) say("已停用 retired  " + key.text());
    }
    return Done{};
}

Result<Done> export_backup(Workplace& place, const Shared& a) {
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    const auto& context = (*here)->context();
    const auto signer = context.require_log_key();
    if (!signer) return pass_on(signer.error());
    const auto secrets = workflow::read_log_secrets(context, workflow::key_file(context), (*signer)->name());
    if (!secrets) return pass_on(secrets.error());
    const auto ceremony = ceremony_of(*a, context, (*signer)->name());
    if (!ceremony) return pass_on(ceremony.error());
    const auto backup = workflow::back_up(*secrets, *ceremony, context.entropy, context.keys.cost);
    if (!backup) return pass_on(backup.error());
    const auto folder = new_folder(a->out);
    if (!folder) return pass_on(folder.error());
    write_backup(*folder, *backup);
    say(fmt::format("备份 {}，{} 份中的 {} 份可恢复 backup; {} of {} shares restore it",
                    (*folder / "log-key.backup").string(), ceremony->custodians.size(), ceremony->threshold,
                    ceremony->threshold, ceremony->custodians.size()));
    return Done{};
}

Result<Done> restore(Workplace& place, const Shared& a) {
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    const auto& context = (*here)->context();
    const auto file = workflow::key_file(context);
    if (fs::exists(file))
        return refuse(RefusalKind::conflict, "key.exists", file.string() + " 还在：确实要换成备份，请先把它移开",
                      file.string() + " is there: move it away first if the backup is to take its place");
    const auto backup = read_text(a->backup);
    if (!backup) return pass_on(backup.error());
    std::vector<std::string> shares;
    for (const auto& name : a->shares) {
        auto share = read_text(name);
        if (!share) return pass_on(share.error());
        shares.push_back(std::move(*share));
    }
    const auto secrets = workflow::restore_backup(*backup, shares);
    if (!secrets) return pass_on(secrets.error());
    if (const auto done = workflow::write_log_secrets(context, file, *secrets); !done) return done;
    const auto signer = workflow::load_log_keys(context);
    if (!signer) {
        fs::remove(file);
        return pass_on(signer.error());
    }
    tell_keys((*signer)->verifiers());
    return Done{};
}

void add_custodians(CLI::App& command, const Shared& a) {
    command.add_option("--custodian", a->custodians, "保管人 姓名/单位，可多次 NAME/ORGANISATION, repeated")
        ->required();
    command.add_option("--threshold", a->threshold, "恢复所需份数 Shares that restore the key")->capture_default_str();
    command.add_option("--out", a->out, "份额和记录写到哪里 Folder for shares and record")->required();
}

void add_ceremony_options(CLI::App& command, const Shared& a) {
    add_custodians(command, a);
    command.add_option("--token", a->token, "密码设备配置文件 Make the key in a PKCS#11 token");
}

CLI::App* add(CLI::App& group, Chosen& chosen, const Shared& a, const std::string& name, const std::string& help,
              Result<Done> (*verb)(Workplace&, const Shared&)) {
    return add_verb(group, chosen, name, help, [a, verb](Workplace& place) { return verb(place, a); });
}

}  // namespace

void add_key_verbs(CLI::App& app, Chosen& chosen) {
    auto& key = *app.add_subcommand("key", "日志密钥（先停止服务器） The log's key; stop the server first")
                     ->require_subcommand(1);
    const auto a = std::make_shared<Arguments>();
    add(key, chosen, a, "show", "公钥、指纹和存放处 Verifier keys and where the private ones are", show);
    auto* first =
        add(key, chosen, a, "ceremony", "建立日志之前，由多人在场生成密钥 Make the first key in a ceremony", ceremony);
    add_ceremony_options(*first, a);
    first->add_option("--organ", a->organ, "机构代码 Code of the organ, as at setup")->required();
    first->add_option("--region", a->region, "行政区划代码 Six digits, as at setup")->required();
    auto* next = add(key, chosen, a, "rotate", "更换密钥 Change the key", rotate);
    add_ceremony_options(*next, a);
    next->add_option("--reason", a->reason, "理由 Reason")->required();
    auto* stolen = add(key, chosen, a, "compromise", "记录密钥泄露 Record that the key was stolen", compromise);
    stolen->add_option("--trusted-size", a->trusted_size, "到多少条为止仍可信 Still believed up to this size")
        ->required();
    stolen->add_option("--reason", a->reason, "理由 Reason")->required();
    add_custodians(*add(key, chosen, a, "export-backup", "重做备份份额 Make new backup shares", export_backup), a);
    auto* back = add(key, chosen, a, "restore", "由份额恢复密钥 Restore the key from shares", restore);
    back->add_option("--backup", a->backup, "备份文件 log-key.backup")->required();
    back->add_option("shares", a->shares, "份额文件 Share files")->required();
}

}  // namespace sunlot::cli
