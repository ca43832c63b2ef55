// A file being received: DATA/uploads/<random>, readable by us alone, gone with this object unless the handler moved it
// away. A crash leaves the file; the program empties the folder when it starts.
#pragma once
#include <filesystem>
#include <string_view>

namespace sunlot::api {

class UploadFile {
public:
    /// Throws std::system_error when the file can't be made.
    explicit UploadFile(std::filesystem::path path);
    UploadFile(const UploadFile&) = delete;
    UploadFile& operator=(const UploadFile&) = delete;
    ~UploadFile();

    void append(std::string_view bytes);
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    int file_;
};

}  // namespace sunlot::api
