#include "documents/xlsx_reader.h"

#include "base/text.h"
#include "documents/xlsx_protocol.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sunlot::documents {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// A child process and the pipe it writes to. Ending it is never waited for: it is killed.
class Child {
public:
    Child(pid_t pid, int pipe) : pid_(pid), pipe_(pipe) {}
    Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)), pipe_(std::exchange(other.pipe_, -1)) {}
    Child(const Child&) = delete;
    ~Child() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            wait();
        }
        if (pipe_ >= 0) ::close(pipe_);
    }
    int pipe() const { return pipe_; }
    /// The wait status, once.
    int wait() {
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {}
        pid_ = -1;
        return status;
    }

private:
    pid_t pid_;
    int pipe_;
};

struct SpawnActions {
    posix_spawn_file_actions_t actions;
    SpawnActions() { ::posix_spawn_file_actions_init(&actions); }
    SpawnActions(const SpawnActions&) = delete;
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions); }
};

constexpr const char* kChildMark = "SUNLOT_XLSX_CHILD=1";

/// A program whose main() forgets xlsx_child_main would do its own work as the child, and so on without end.
void refuse_to_nest() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this program sets an environment variable
    if (std::getenv("SUNLOT_XLSX_CHILD") != nullptr)
        throw std::logic_error("main() must begin with documents::is_xlsx_child / xlsx_child_main");
}

Child start_child(const FileHandle& file, const TableOptions& options) {
    refuse_to_nest();
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    // The file goes first to a number that no later step overwrites.
    const int spare = ::fcntl(file.descriptor(), F_DUPFD_CLOEXEC, 16);
    SpawnActions spawn;
    ::posix_spawn_file_actions_addopen(&spawn.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&spawn.actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&spawn.actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&spawn.actions, spare, kXlsxFileDescriptor);
    ::posix_spawn_file_actions_addclosefrom_np(&spawn.actions, kXlsxFileDescriptor + 1);
    std::string program = options.xlsx_program.string();
    std::string verb(kXlsxChildArgument), sheet = options.sheet, limits = encode_limits(options.xlsx),
                                          locale = "LC_ALL=C", mark = kChildMark;
    std::array<char*, 5> arguments{program.data(), verb.data(), sheet.data(), limits.data(), nullptr};
    std::array<char*, 3> environment{locale.data(), mark.data(), nullptr};  // nothing of ours: no password, no path
    pid_t pid = -1;
    const int error =
        ::posix_spawn(&pid, program.c_str(), &spawn.actions, nullptr, arguments.data(), environment.data());
    if (spare >= 0) ::close(spare);
    ::close(ends[1]);
    if (error != 0 || spare < 0) {
        ::close(ends[0]);
        throw std::system_error(error != 0 ? error : EMFILE, std::generic_category(), "cannot start " + program);
    }
    return {pid, ends[0]};
}

class XlsxReader final : public TableReader {
public:
    XlsxReader(const FileHandle& file, const TableOptions& options)
        : child_(start_child(file, options)), limits_(options.xlsx), patience_(options.xlsx.wall) {}

    /// Waits for the child's first message.
    std::optional<Refusal> begin() {
        const auto message = take_message();
        if (!message) return refusal_;
        if (message->first == MessageType::refusal)
            take_refusal(message->second);
        else if (message->first != MessageType::sheets)
            distrust();
        return refusal_;
    }

    bool next(inspection::SheetRow& row) override {
        const auto message = take_message();
        if (!message) return false;
        switch (message->first) {
            case MessageType::row:
                return take_row(message->second, row) || distrust();
            case MessageType::refusal:
                take_refusal(message->second);
                return false;
            case MessageType::end:
                permille_ = 1000;
                return false;
            case MessageType::sheets:
                break;
        }
        return distrust();
    }

    const std::optional<Refusal>& refusal() const override { return refusal_; }
    std::string_view format() const override { return "xlsx"; }
    std::string_view encoding() const override { return "utf-8"; }
    int permille() const override { return permille_; }

private:
    using Message = std::pair<MessageType, std::string_view>;

    bool refuse_with(std::string code, std::string zh, std::string en) {
        refusal_ = refuse(RefusalKind::invalid, std::move(code), std::move(zh), std::move(en), "file");
        return false;
    }
    bool distrust() {
        return refuse_with("xlsx.hostile", "解析工作簿时出现异常，拒绝读取；请另存为新的 .xlsx 或 .csv 再导入",
                           "reading the workbook went wrong; save it again as .xlsx or .csv");
    }

    /// The pipe ended without a last message.
    void explain_death() {
        const int status = child_.wait();
        const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        if (signal == SIGXCPU || signal == SIGKILL)
            refuse_with("xlsx.exhausted", "工作簿太大或太复杂，超出处理上限，请拆成几个文件或另存为 .csv 再导入",
                        "the workbook exceeds the limits of processing; split it or save it as .csv");
        else
            distrust();
    }

    /// The next message, whose bytes live until the next call; nothing after a refusal.
    std::optional<Message> take_message() {
        constexpr std::size_t kHead = 5;
        buffer_.erase(0, used_);
        used_ = 0;
        if (!fill(kHead)) return std::nullopt;
        std::string_view in = std::string_view(buffer_).substr(1, 4);
        const std::size_t size = *take_number(in, 4);
        if (size > kMaxMessageBytes) {
            distrust();
            return std::nullopt;
        }
        if (!fill(kHead + size)) return std::nullopt;
        used_ = kHead + size;
        return Message{static_cast<MessageType>(buffer_[0]), std::string_view(buffer_).substr(kHead, size)};
    }

    /// Reads until the buffer holds `bytes`.
    bool fill(std::size_t bytes) {
        std::array<char, 65'536> piece;
        while (buffer_.size() < bytes) {
            const auto before = SteadyClock::now();
            struct pollfd wait{child_.pipe(), POLLIN, 0};
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(patience_);
            const int ready = ::poll(&wait, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
            patience_ -= SteadyClock::now() - before;
            if (ready < 0 && errno == EINTR) continue;
            if (ready < 0) throw std::system_error(errno, std::generic_category(), "poll");
            if (ready == 0)
                return refuse_with("xlsx.slow", "读取工作簿超时，请拆成几个文件或另存为 .csv 再导入",
                                   "reading the workbook takes too long; split it or save it as .csv");
            const ssize_t got = ::read(child_.pipe(), piece.data(), piece.size());
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) {
                explain_death();
                return false;
            }
            buffer_.append(piece.data(), static_cast<std::size_t>(got));
        }
        return true;
    }

    bool take_row(std::string_view in, inspection::SheetRow& row) {
        const auto number = take_number(in, 8), formulas = take_number(in, 8), permille = take_number(in, 4),
                   count = take_number(in, 4);
        if (!count || *count == 0 || *count > limits_.columns || *number <= last_row_ || *number > limits_.rows)
            return false;
        std::string_view bytes = in.size() >= *count * 4 ? in.substr(*count * 4) : std::string_view{};
        if (!is_utf8(bytes) || bytes.contains('\0')) return false;
        cells_.clear();
        for (std::uint64_t i = 0; i < *count; ++i) {
            const auto length = take_number(in, 4);
            if (!length || *length > bytes.size()) return false;
            cells_.push_back(bytes.substr(0, *length));
            // A cell begins where a character does, or its text would not be well-formed.
            if (!cells_.back().empty() && (static_cast<unsigned char>(cells_.back()[0]) & 0xc0) == 0x80) return false;
            bytes.remove_prefix(*length);
        }
        last_row_ = *number;
        permille_ = static_cast<int>(std::min<std::uint64_t>(*permille, 1000));
        row = {.number = *number, .cells = cells_, .formulas = *formulas};
        return bytes.empty();
    }

    void take_refusal(std::string_view in) {
        const auto parts = split(in, '\0');
        if (parts.size() != 4 || !is_utf8(in) || in.size() > 4000)
            distrust();
        else
            refuse_with(std::string(parts[0]), std::string(parts[1]), std::string(parts[2]));
    }

    Child child_;
    XlsxLimits limits_;
    SteadyClock::duration patience_;
    std::string buffer_;
    std::size_t used_ = 0;
    std::vector<std::string_view> cells_;
    std::uint64_t last_row_ = 0;
    int permille_ = 0;
    std::optional<Refusal> refusal_;
};

}  // namespace

Result<std::unique_ptr<TableReader>> open_xlsx(FileHandle file, const TableOptions& options) {
    if (file.size() > options.xlsx.file_bytes)
        return refuse(RefusalKind::too_large, "table.too_large",
                      fmt::format("工作簿超过 {} MB，请另存为 .csv 再导入", options.xlsx.file_bytes >> 20),
                      fmt::format("the workbook exceeds {} MB; save it as .csv", options.xlsx.file_bytes >> 20),
                      "file");
    auto reader = std::make_unique<XlsxReader>(file, options);
    if (auto refusal = reader->begin()) return std::move(*refusal);
    return std::unique_ptr<TableReader>(std::move(reader));
}

}  // namespace sunlot::documents
