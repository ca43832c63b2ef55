// `sunlot data-key …`: the key under which personal data lies on disk, at the machine itself and while no server has
// the data directory.
#include "cli/verbs.h"
#include "files/data_lock.h"
#include "store/database.h"
#include "workflow/data_key.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

namespace fs = std::filesystem;

using Shared = std::shared_ptr<workflow::DataKeyCopy>;

void say(const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
}

workflow::DataKeyPlace place_of(const workflow::Context& context) {
    return {.data_directory = context.data_directory, .keys = context.keys};
}

Result<Done> show(Workplace& place, const Shared&) {
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    const auto& context = (*here)->context();
    auto view = context.database.read();
    const auto generation = store::data_key_generation(view);
    say(fmt::format("个人信息以第 {} 代数据密钥加密 personal data lies under data key {}", generation.value_or(0),
                    generation.value_or(0)));
    say("密钥在 " + place_of(context).file().string());
    return Done{};
}

Result<Done> rotate(Workplace& place, const Shared&) {
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    {
        const auto& context = (*here)->context();
        const auto number = workflow::add_data_key(place_of(context), context.entropy);
        if (!number) return pass_on(number.error());
        say(fmt::format(
            "正在改用第 {} 代密钥；中断了就再启动一次，会接着做完。Moving to key {}; if this is cut off, any start "
            "goes on with it.",
            *number, *number));
    }
    here->reset();  // the next one to open the data directory moves it
    here = place.open_here();
    if (!here) return pass_on(here.error());
    auto view = (*here)->context().database.read();
    say(fmt::format(
        "已更换，日志第 {} 条。旧备份仍由旧密钥加密。Done, by entry {}; old backups still need the old key.",
        view.journal().size - 1, view.journal().size - 1));
    return Done{};
}

Result<Done> export_copy(Workplace& place, const Shared& copy) {
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    const auto& context = (*here)->context();
    if (const auto done = workflow::export_data_key(place_of(context), *copy, context.entropy); !done) return done;
    say("已写到 " + copy->file.string() + "，由 " + copy->secret.string() + " 中的口令打开：两个文件分开保管。");
    say("Written; keep the copy and its secret apart from each other and from this machine.");
    return Done{};
}

/// Entropy of the kernel without a System: the secret that would open one may be what was lost.
class Urandom final : public Entropy {
public:
    void fill(std::span<unsigned char> bytes) override {
        if (file_ == nullptr || std::fread(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
            throw std::runtime_error("/dev/urandom can't be read");
    }

private:
    std::unique_ptr<std::FILE, decltype(&std::fclose)> file_{std::fopen("/dev/urandom", "rb"), &std::fclose};
};

Result<Done> restore(Workplace& place, const Shared& copy) {
    const auto& options = place.options().system;
    const auto lock = files::DataLock::take(options.data);
    if (!lock) return pass_on(lock.error());
    fs::path secret = options.key_secret;
    if (const char* named = std::getenv("SUNLOT_KEY_SECRET_FILE"); secret.empty() && named != nullptr) secret = named;
    const workflow::DataKeyPlace to{.data_directory = fs::absolute(options.data),
                                    .keys = {.secret_file = secret, .cost = {}}};
    Urandom entropy;
    if (const auto done = workflow::restore_data_key(to, *copy, entropy); !done) return done;
    say("已恢复 " + to.file().string() + " restored");
    return Done{};
}

CLI::App* add(CLI::App& group, Chosen& chosen, const Shared& copy, const std::string& name, const std::string& help,
              Result<Done> (*verb)(Workplace&, const Shared&)) {
    return add_verb(group, chosen, name, help, [copy, verb](Workplace& place) { return verb(place, copy); });
}

void add_copy(CLI::App& command, const Shared& copy) {
    command.add_option("file", copy->file, "副本文件 The copy")->required();
    command.add_option("--copy-secret", copy->secret, "打开副本的口令文件 File with the secret of the copy")
        ->required();
}

}  // namespace

void add_data_key_verbs(CLI::App& app, Chosen& chosen) {
    auto& group = *app.add_subcommand("data-key",
                                      "个人信息的数据密钥（先停止服务器） The key of personal data; stop the "
                                      "server first")
                       ->require_subcommand(1);
    const auto copy = std::make_shared<workflow::DataKeyCopy>();
    add(group, chosen, copy, "show", "第几代、在哪里 Which one, and where", show);
    add(group, chosen, copy, "rotate", "更换，并把已有的全部重新加密 Change it, and seal everything anew", rotate);
    add_copy(
        *add(group, chosen, copy, "export", "另存一份，由另一口令打开 A copy under a secret of its own", export_copy),
        copy);
    add_copy(*add(group, chosen, copy, "restore", "由副本恢复 Restore it from a copy", restore), copy);
}

}  // namespace sunlot::cli
