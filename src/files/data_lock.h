// One process owns a data directory. The owner holds an flock on DATA/server.lock for as long as it lives (the kernel
// lets go of it when the process ends, however it ends) and writes into the file where it can be reached.
#pragma once
#include "base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sunlot::files {

class DataLock {
public:
    /// Takes DATA/server.lock, or refuses data.locked, naming the address of the process that has it.
    static Result<DataLock> take(const std::filesystem::path& data_directory);
    DataLock(DataLock&& other) noexcept;
    DataLock& operator=(DataLock&&) = delete;
    ~DataLock();

    /// Writes "host:port" for other programs to find.
    void announce(std::string_view address);

    /// What the living owner of the directory announced: nothing when nobody owns it, "" when it serves no address.
    static std::optional<std::string> owner(const std::filesystem::path& data_directory);

private:
    explicit DataLock(int file) : file_(file) {}
    int file_;
};

}  // namespace sunlot::files
