#include "bundle_reader.h"

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <zip.h>

namespace sunlot::apps {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 200'000;
constexpr std::uint64_t kMostBytes = std::uint64_t{2} << 30;  // all files together: a frame of ten million objects
constexpr std::size_t kChunk = 1U << 20;

Refusal unreadable(const std::string& what) {
    return refuse(RefusalKind::invalid, "bundle.unreadable", "读不了 " + what, "cannot read " + what, what);
}

Refusal too_large() {
    return refuse(RefusalKind::too_large, "bundle.too_large", "文件过多或过大", "too many files, or too large");
}

Refusal bad_name(const std::string& name) {
    return refuse(RefusalKind::invalid, "bundle.name", "不许有这样的文件名：" + name,
                  "such a file name is not allowed: " + name, name);
}

/// Relative, with forward slashes, without empty, "." or ".." parts.
bool is_plain_name(std::string_view name) {
    if (name.empty() || name.size() > 255 || name.find_first_of(std::string_view("\\:\0", 3)) != std::string_view::npos)
        return false;
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t end = std::min(name.find('/', at), name.size());
        const std::string_view part = name.substr(at, end - at);
        if (part.empty() || part == "." || part == "..") return false;
        at = end + 1;
    }
    return true;
}

/// Reads at most what is left of the allowance; nothing when there is more, or when reading fails.
template <class Read>
bool read_all(std::string& out, std::uint64_t& allowance, const Read& read) {
    std::vector<char> chunk(kChunk);
    for (;;) {
        const std::int64_t got = read(chunk.data(), chunk.size());
        if (got == 0) return true;
        if (got < 0 || static_cast<std::uint64_t>(got) > allowance) return false;
        allowance -= static_cast<std::uint64_t>(got);
        out.append(chunk.data(), static_cast<std::size_t>(got));
    }
}

bool read_file(const fs::path& path, std::string& out, std::uint64_t& allowance) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return false;
    return read_all(out, allowance, [&](char* to, std::size_t size) -> std::int64_t {
        in.read(to, static_cast<std::streamsize>(size));
        return in.bad() ? -1 : in.gcount();
    });
}

Result<draw::BundleFiles> read_folder(const fs::path& root) {
    draw::BundleFiles files;
    std::uint64_t allowance = kMostBytes;
    std::error_code ec;
    for (fs::recursive_directory_iterator item(root, ec), end; !ec && item != end; item.increment(ec)) {
        const std::string name = item->path().lexically_relative(root).generic_string();
        if (item->is_symlink(ec) || (!item->is_directory(ec) && !item->is_regular_file(ec)) || !is_plain_name(name))
            return bad_name(name);
        if (item->is_directory(ec)) continue;
        if (files.size() >= kMostFiles) return too_large();
        if (!read_file(item->path(), files[name], allowance)) return allowance == 0 ? too_large() : unreadable(name);
    }
    if (ec) return unreadable(root.string());
    return files;
}

using Zip = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using ZipFile = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

Result<draw::BundleFiles> read_zip(const fs::path& path) {
    std::string bytes;
    std::uint64_t allowance = kMostBytes;
    if (!read_file(path, bytes, allowance)) return unreadable(path.string());
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    const Zip archive(source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error),
                      &zip_discard);
    if (archive == nullptr) {
        zip_source_free(source);
        return unreadable(path.string());
    }
    draw::BundleFiles files;
    allowance = kMostBytes;  // what is unpacked is counted as it comes, never taken from the archive's own word
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    if (count < 0 || static_cast<std::size_t>(count) > kMostFiles) return too_large();
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
        const char* raw = zip_get_name(archive.get(), i, ZIP_FL_ENC_STRICT);
        const std::string name = raw == nullptr ? "" : raw;
        if (name.ends_with('/') && is_plain_name(std::string_view(name).substr(0, name.size() - 1))) continue;
        if (!is_plain_name(name) || files.contains(name)) return bad_name(name);
        const ZipFile file(zip_fopen_index(archive.get(), i, 0), &zip_fclose);
        const auto read = [&](char* to, std::size_t size) { return zip_fread(file.get(), to, size); };
        if (file == nullptr || !read_all(files[name], allowance, read)) return unreadable(name);
    }
    return files;
}

}  // namespace

Result<draw::BundleFiles> read_bundle_files(const fs::path& path) {
    std::error_code ec;
    if (fs::is_directory(path, ec)) return read_folder(path);
    if (fs::is_regular_file(path, ec)) return read_zip(path);
    return unreadable(path.string());
}

Result<std::string> read_one_file(const fs::path& path) {
    std::string bytes;
    std::uint64_t allowance = kMostBytes;
    std::error_code ec;
    if (!fs::is_regular_file(path, ec) || !read_file(path, bytes, allowance)) return unreadable(path.string());
    return bytes;
}

}  // namespace sunlot::apps
