// The child that decodes a workbook: a hostile file finds a process that can read memory it was given, write to one
// pipe, and nothing else.
#include "documents/table_reader.h"
#include "documents/xlsx_package.h"
#include "documents/xlsx_protocol.h"
#include "documents/xlsx_sheet.h"
#include "documents/xlsx_workbook.h"

#include <cerrno>
#include <new>
#include <string>

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sunlot::documents {
namespace {

constexpr std::size_t kFlushBytes = 256U << 10;
constexpr int kGone = 3;  // exit code when the parent no longer listens

/// Sanitizers reserve terabytes of addresses and open pipes to see whether a pointer is good: builds with them look for
/// mistakes in the reading, without the walls around it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

/// Buffers messages to the pipe. Once the parent is gone there is nobody to tell, so the child just ends.
class Pipe {
public:
    void send(MessageType type, std::string_view payload) {
        append_message(buffer_, type, payload);
        if (buffer_.size() >= kFlushBytes) flush();
    }
    void flush() {
        std::string_view rest = buffer_;
        while (!rest.empty()) {
            const ssize_t n = ::write(STDOUT_FILENO, rest.data(), rest.size());
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) ::_exit(kGone);
            rest.remove_prefix(static_cast<std::size_t>(n));
        }
        buffer_.clear();
    }

private:
    std::string buffer_;
};

bool set_limit(__rlimit_resource resource, std::uint64_t value) {
    const struct rlimit limit{value, value};
    return ::setrlimit(resource, &limit) == 0;
}

bool limit_resources(const XlsxLimits& limits) {
    const bool walls =
        kSanitized || (set_limit(RLIMIT_AS, limits.memory_bytes) && set_limit(RLIMIT_NOFILE, kXlsxFileDescriptor + 1));
    return walls && set_limit(RLIMIT_CPU, static_cast<std::uint64_t>(limits.cpu.count())) &&
           set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_FSIZE, 0);
}

/// From here on: memory, the pipe, and the end. Anything else kills the process at once.
bool forbid_system_calls() {
    if (kSanitized) return true;
    void* const filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == nullptr) return false;
    bool good = true;
    const auto allow = [&](int call) { good = good && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0; };
    for (const int call : {SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex),
                           SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
                           SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom),
                           SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sched_yield)})
        allow(call);
    // No new code: memory may be had, but never to be executed.
    const struct scmp_arg_cmp not_executable{.arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0};
    const struct scmp_arg_cmp to_the_pipe{.arg = 0, .op = SCMP_CMP_EQ, .datum_a = STDOUT_FILENO, .datum_b = 0};
    const auto allow_if = [&](int call, const struct scmp_arg_cmp& condition) {
        good = good && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &condition) == 0;
    };
    allow_if(SCMP_SYS(mmap), not_executable);
    allow_if(SCMP_SYS(mprotect), not_executable);
    allow_if(SCMP_SYS(write), to_the_pipe);
    // The libraries ask for locale and random files and live without them.
    for (const int call : {SCMP_SYS(open), SCMP_SYS(openat)})
        good = good && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 0) == 0;
    good = good && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return good;
}

std::string_view map_file() {
    struct stat about{};
    if (::fstat(kXlsxFileDescriptor, &about) != 0 || about.st_size <= 0) return {};
    const auto size = static_cast<std::size_t>(about.st_size);
    void* const bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, kXlsxFileDescriptor, 0);
    ::close(kXlsxFileDescriptor);
    return bytes == MAP_FAILED ? std::string_view{} : std::string_view(static_cast<const char*>(bytes), size);
}

Result<Done> send_rows(std::string_view file, std::string_view sheet_name, const XlsxLimits& limits, Pipe& pipe) {
    auto package = XlsxPackage::open(file, limits);
    if (!package) return pass_on(package.error());
    const auto book = read_workbook(*package, limits);
    if (!book) return pass_on(book.error());
    const auto sheet = book->sheet(sheet_name);
    if (!sheet) return pass_on(sheet.error());
    std::string names;
    for (const Sheet& each : book->sheets) names += each.name + '\0';
    pipe.send(MessageType::sheets, names);
    std::string payload;
    SheetReader reader(*book, limits, [&](RowHead head, const std::vector<std::string_view>& cells) {
        head.permille = package->permille();
        payload.clear();
        append_row(payload, head, cells);
        pipe.send(MessageType::row, payload);
    });
    return package->parse(sheet->part, reader);
}

void send_refusal(Pipe& pipe, const Refusal& refusal) {
    pipe.send(MessageType::refusal, refusal.code + '\0' + refusal.text.zh + '\0' + refusal.text.en + '\0');
}

}  // namespace

bool is_xlsx_child(int argc, const char* const* argv) {
    return argc == 4 && argv[1] == kXlsxChildArgument;
}

int xlsx_child_main(int argc, const char* const* argv) {
    const auto limits = argc == 4 ? parse_limits(argv[3]) : std::nullopt;
    if (!limits || !limit_resources(*limits)) return 2;
    const std::string_view file = map_file();
    if (file.empty() || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !forbid_system_calls()) return 2;
    Pipe pipe;
    try {
        const auto sent = send_rows(file, argv[2], *limits, pipe);
        if (sent)
            pipe.send(MessageType::end, {});
        else
            send_refusal(pipe, sent.error());
    } catch (const std::bad_alloc&) {
        send_refusal(pipe, refuse(RefusalKind::invalid, "xlsx.memory",
                                  "工作簿太大，内存不够，请拆成几个文件或另存为 .csv 再导入",
                                  "the workbook needs too much memory; split it or save it as .csv"));
    }
    pipe.flush();
    ::_exit(0);  // no destructor and no atexit handler needs to run in here, and some would want system calls
}

}  // namespace sunlot::documents
