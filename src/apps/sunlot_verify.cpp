// sunlot-verify BUNDLE: checks a published draw without trusting whoever published it. Links the pure modules alone: no
// database, no network, no clock, nothing written.
#include "bundle_reader.h"
#include "draw/bundle_check.h"

#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace sunlot;

constexpr const char* kUsage =
    "用法：sunlot-verify 公示包（文件夹或 .zip） [--log-vkey 公钥] [--files-only] [--lang zh|en]\n"
    "usage: sunlot-verify BUNDLE (a folder or .zip) [--log-vkey KEY] [--files-only] [--lang zh|en]\n"
    "  --log-vkey KEY  believe only the log with this key (ask the bureau or a witness for it, not the bundle)\n"
    "  --files-only    check the arithmetic of a bundle that has no log\n"
    "exit: 0 verified, 1 refused, 2 usage, 3 consistent so far but not finished, or voided\n";

struct Arguments {
    std::string bundle;
    draw::BundleOptions options;
    bool english = false;
};

std::optional<Arguments> parse(const std::vector<std::string_view>& words) {
    Arguments out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool has_value = i + 1 < words.size();
        if (words[i] == "--files-only") {
            out.options.files_only = true;
        } else if (words[i] == "--log-vkey" && has_value) {
            out.options.log_vkey = words[++i];
        } else if (words[i] == "--lang" && has_value && (words[i + 1] == "zh" || words[i + 1] == "en")) {
            out.english = words[++i] == "en";
        } else if (!words[i].starts_with("--") && out.bundle.empty()) {
            out.bundle = words[i];
        } else {
            return std::nullopt;
        }
    }
    if (out.bundle.empty()) return std::nullopt;
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

int conclude(draw::Verdict verdict, bool english) {
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
        {{"核验不通过。", "REFUSED: this bundle does not hold."}, 1}};
    const Ending& ending = kEndings[static_cast<std::size_t>(verdict)];
    std::puts(pick(ending.text, english).c_str());
    return ending.exit_code;
}

}  // namespace

int main(int argc, char** argv) try {
    const auto arguments = parse({argv + 1, argv + argc});
    if (!arguments) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    const auto files = apps::read_bundle_files(arguments->bundle);
    if (!files) {
        print({"read", {"读取", "reading"}, draw::Outcome::failed, files.error().text, files.error().field},
              arguments->english);
        return conclude({}, arguments->english);
    }
    const auto report =
        draw::check_bundle(*files, arguments->options, [&](const auto& check) { print(check, arguments->english); });
    return conclude(report.verdict, arguments->english);
} catch (const std::exception& fault) {
    std::fprintf(stderr, "sunlot-verify: %s\n", fault.what());
    return 1;
}
