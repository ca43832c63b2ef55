// sunlot-verify: checks a published draw, or a doorstep proof, without trusting whoever published it. Links the pure
// modules alone: no database, no network; nothing is written but what --write asks for, and the clock only tells
// whether an embargo is overdue.
#include "bundle_reader.h"
#include "draw/bundle_check.h"
#include "draw/doorstep.h"

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace sunlot;

constexpr const char* kUsage =
    "用法：sunlot-verify 公示包（文件夹或 .zip） [--log-vkey 公钥] [--files-only] [--lang zh|en]\n"
    "      sunlot-verify 公示包 --shares shares.json [--slots slots.tsv] [--write 文件夹]   打开逾期未公布的抽查\n"
    "      sunlot-verify --doorstep 凭证.json [--log-vkey 公钥]                             核对上门凭证\n"
    "usage: sunlot-verify BUNDLE (a folder or .zip) [--log-vkey KEY] [--files-only] [--lang zh|en]\n"
    "       sunlot-verify BUNDLE --shares shares.json [--slots slots.tsv] [--write DIR]\n"
    "       sunlot-verify --doorstep PROOF.json [--log-vkey KEY]\n"
    "  --log-vkey KEY  believe only the log with this key (ask the bureau or a witness for it, not the bundle)\n"
    "  --files-only    check the arithmetic of a bundle that has no log\n"
    "  --shares FILE   compute a draw under embargo from the two shares that trustees have opened\n"
    "  --slots FILE    its slots.tsv, if the organ has given it out: then the officers too\n"
    "  --write DIR     where to put what was computed\n"
    "exit: 0 verified, 1 refused, 2 usage, 3 consistent so far but not finished, sealed, or voided\n";

struct Arguments {
    std::string bundle;
    draw::BundleOptions options;
    std::optional<std::string> shares, slots, write, doorstep;
    bool english = false;

    bool sound() const {
        if (doorstep) return bundle.empty() && !shares && !slots && !write && !options.files_only;
        return !bundle.empty() && (shares || (!slots && !write)) && !(shares && options.files_only);
    }
};

/// The place for the value of a word that takes one.
std::optional<std::string>* value_of(Arguments& out, std::string_view word) {
    if (word == "--log-vkey") return &out.options.log_vkey;
    if (word == "--shares") return &out.shares;
    if (word == "--slots") return &out.slots;
    if (word == "--write") return &out.write;
    if (word == "--doorstep") return &out.doorstep;
    return nullptr;
}

std::optional<Arguments> parse(const std::vector<std::string_view>& words) {
    Arguments out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool has_value = i + 1 < words.size();
        if (words[i] == "--files-only") {
            out.options.files_only = true;
        } else if (words[i] == "--lang" && has_value && (words[i + 1] == "zh" || words[i + 1] == "en")) {
            out.english = words[++i] == "en";
        } else if (auto* value = value_of(out, words[i]); value != nullptr && has_value) {
            *value = words[++i];
        } else if (!words[i].starts_with("--") && out.bundle.empty()) {
            out.bundle = words[i];
        } else {
            return std::nullopt;
        }
    }
    if (!out.sound()) return std::nullopt;
    return out;
}

const std::string& pick(const Text& text, bool english) {
    return english && !text.en.empty() ? text.en : text.zh;
}

void print(const draw::BundleCheck& check, bool english) {
    const char* mark = check.outcome == draw::Outcome::failed   ? "✗"
                       : check.outcome == draw::Outcome::warned ? "✓ !"
                                                                : "✓";
    const std::string where = check.where.empty() ? "" : " [" + check.where + "]";
    std::printf("%s %s%s%s%s\n", mark, pick(check.name, english).c_str(), english ? ": " : "：",
                pick(check.detail, english).c_str(), where.c_str());
    std::fflush(stdout);
}

void print_refusal(const Text& name, const Refusal& refusal, bool english) {
    print({"read", name, draw::Outcome::failed, refusal.text, refusal.field}, english);
}

void say(const Text& text, bool english) {
    std::puts(pick(text, english).c_str());
}

int conclude(const draw::BundleReport& report, bool english) {
    struct Ending {
        Text text;
        int exit_code;
    };
    static const Ending kEndings[] = {
        {{"核验通过：本次抽查结果由种子和名单唯一确定，未被改动。",
          "VERIFIED: this draw follows from its seed and lists."},
         0},
        {{"尚未完成：到目前为止前后一致，但还没有完整的抽查结果。",
          "NOT FINISHED: consistent so far; no complete draw yet."},
         3},
        {{"已作废：本次抽查在公开事件之前作废。", "VOIDED: this draw was voided before its event."}, 3},
        {{"核验不通过。", "REFUSED: this bundle does not hold."}, 1},
        {{"已封存，尚未公布：到目前为止前后一致，检查结束、份额公布后才能核对结果。",
          "SEALED, NOT YET REVEALED: consistent so far; the result can be checked once the shares are public."},
         3},
        {{"已由托管人打开：由份额得出的结果与日志中封存的一致。",
          "OPENED FROM ESCROW: what follows from the shares is what was sealed in the log."},
         0}};
    if (report.overdue)
        say({"逾期：公布期限已过，该单位尚未公布封存份额。",
             "OVERDUE: the organ has not revealed the shares by the day it promised; it is in default."},
            english);
    const Ending& ending = kEndings[static_cast<std::size_t>(report.verdict)];
    say(ending.text, english);
    return ending.exit_code;
}

Instant system_now() {
    return {std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count()};
}

void write_files(const draw::BundleFiles& files, const std::filesystem::path& folder) {
    for (const auto& [name, bytes] : files) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream out(folder / name, std::ios::binary);
        if (!out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush())
            throw std::runtime_error("cannot write " + (folder / name).string());
    }
}

Result<draw::Escrow> read_escrow(const Arguments& arguments) {
    auto shares = apps::read_one_file(*arguments.shares);
    if (!shares) return pass_on(shares.error());
    draw::Escrow escrow{std::move(*shares), {}};
    if (!arguments.slots) return escrow;
    auto slots = apps::read_one_file(*arguments.slots);
    if (!slots) return pass_on(slots.error());
    escrow.slots = std::move(*slots);
    return escrow;
}

int open_escrow(const Arguments& arguments, const draw::BundleFiles& files) {
    const auto escrow = read_escrow(arguments);
    if (!escrow) {
        print_refusal({"读取", "reading"}, escrow.error(), arguments.english);
        return 1;
    }
    const auto opened = draw::open_bundle(files, *escrow, arguments.options,
                                          [&](const auto& check) { print(check, arguments.english); });
    if (arguments.write && opened.report.verdict == draw::Verdict::opened) write_files(opened.files, *arguments.write);
    return conclude(opened.report, arguments.english);
}

int check_bundle(const Arguments& arguments) {
    const auto files = apps::read_bundle_files(arguments.bundle);
    if (!files) {
        print_refusal({"读取", "reading"}, files.error(), arguments.english);
        return conclude({}, arguments.english);
    }
    if (arguments.shares) return open_escrow(arguments, *files);
    return conclude(
        draw::check_bundle(*files, arguments.options, [&](const auto& check) { print(check, arguments.english); }),
        arguments.english);
}

int check_doorstep(const Arguments& arguments) {
    const bool english = arguments.english;
    const auto bytes = apps::read_one_file(*arguments.doorstep);
    const auto proof = bytes ? draw::parse_doorstep(*bytes) : Result<draw::DoorstepProof>(bytes.error());
    const auto found =
        proof ? draw::check_doorstep(*proof, arguments.options.log_vkey) : Result<draw::DoorstepFinding>(proof.error());
    if (!found) {
        print_refusal({"凭证", "proof"}, found.error(), english);
        say({"核验不通过：这份凭证不成立。", "REFUSED: this proof does not hold."}, english);
        return 1;
    }
    std::string officers;
    for (const std::string& officer : found->officers) officers += (officers.empty() ? "" : ", ") + officer;
    const std::string at = found->sealed_at.beijing();
    say({"✓ 抽查 " + found->draw_id + "，对象 " + found->object + "，分层 " + found->stratum + "，执法人员 " +
             officers + "；名单于 " + at + "（北京时间）封存",
         "✓ draw " + found->draw_id + ", object " + found->object + ", stratum " + found->stratum + ", officers " +
             officers + "; sealed at " + at + " Beijing time"},
        english);
    say({"日志 " + found->log + "，公钥 " + proof->vkey, "log " + found->log + ", key " + proof->vkey}, english);
    if (!arguments.options.log_vkey)
        say({"注意：请将此公钥与监管单位公布的公钥核对。", "note: compare this key with the one the bureau gives out."},
            english);
    say({"核验通过：该对象在上门之前已在封存的名单中。",
         "VERIFIED: this object was on the list sealed before anyone came."},
        english);
    return 0;
}

}  // namespace

int main(int argc, char** argv) try {
    auto arguments = parse({argv + 1, argv + argc});
    if (!arguments) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    arguments->options.now = system_now();
    return arguments->doorstep ? check_doorstep(*arguments) : check_bundle(*arguments);
} catch (const std::exception& fault) {
    std::fprintf(stderr, "sunlot-verify: %s\n", fault.what());
    return 1;
}
