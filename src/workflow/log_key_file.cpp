#include "workflow/log_key_file.h"

#include "base/bytes.h"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace sunlot::workflow {
namespace {

std::filesystem::path path_of_key(const std::filesystem::path& data_directory) {
    return data_directory / "keys" / "log.key";
}

[[noreturn]] void fault(const std::string& what, const std::filesystem::path& path) {
    throw std::system_error(errno, std::generic_category(), what + " " + path.string());
}

class File {
public:
    File(const std::filesystem::path& path, int flags, mode_t mode)
        : path_(path), file_(::open(path.c_str(), flags, mode)) {
        if (file_ < 0) fault("open", path);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { ::close(file_); }
    void write(const std::string& text) {
        if (::write(file_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) fault("write", path_);
    }
    void sync() {
        if (::fsync(file_) != 0) fault("fsync", path_);
    }

private:
    std::filesystem::path path_;
    int file_;
};

/// Temporary file, fsync, rename, fsync of the folder: a crash leaves either no key or the whole key.
void write_durably(const std::filesystem::path& path, const std::string& text) {
    const std::filesystem::path temporary = path.string() + ".new";
    {
        File file(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        file.write(text);
        file.sync();
    }
    std::filesystem::rename(temporary, path);
    File(path.parent_path(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0).sync();
}

}  // namespace

ledger::SigningKey load_log_key(const std::filesystem::path& data_directory, const std::string& origin) {
    const auto path = path_of_key(data_directory);
    std::ifstream in(path);
    std::string line;
    if (!std::getline(in, line)) throw std::runtime_error("the log's signing key " + path.string() + " can't be read");
    const auto seed = from_hex(line);
    if (!seed || seed->size() != 32) throw std::runtime_error(path.string() + " holds no signing key");
    auto key = ledger::SigningKey::from_seed(origin, *seed);
    if (!key) throw std::runtime_error(path.string() + ": " + key.error().text.en);
    return *key;
}

ledger::SigningKey make_log_key(const std::filesystem::path& data_directory, const std::string& origin,
                                Entropy& entropy) {
    const auto path = path_of_key(data_directory);
    std::filesystem::create_directories(path.parent_path());
    std::filesystem::permissions(path.parent_path(), std::filesystem::perms::owner_all);
    if (!std::filesystem::exists(path)) write_durably(path, entropy.hex(32) + "\n");
    return load_log_key(data_directory, origin);
}

}  // namespace sunlot::workflow
