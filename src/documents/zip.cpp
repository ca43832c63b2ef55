#include "documents/zip.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <zip.h>

namespace sunlot::documents {
namespace {

// 1980-01-01 00:00, the first moment a ZIP can name. Set as DOS time: the other call would look at the time zone.
constexpr zip_uint16_t kDosTime = 0;
constexpr zip_uint16_t kDosDate = 1 << 5 | 1;
constexpr zip_uint32_t kPlainFile = 0100644U << 16;

void check_names(const std::vector<ZipEntry>& sorted) {
    const auto twice = std::ranges::adjacent_find(sorted, {}, &ZipEntry::name);
    if (twice != sorted.end()) throw std::logic_error("zip: a name twice: " + twice->name);
    for (const ZipEntry& entry : sorted)
        if (entry.name.empty() || entry.name.starts_with('/') || entry.name.contains("..") || entry.name.contains('\\'))
            throw std::logic_error("zip: not a name: " + entry.name);
}

using Archive = std::unique_ptr<zip_t, void (*)(zip_t*)>;

[[noreturn]] void fail(const Archive& archive, const std::string& what) {
    throw std::runtime_error("zip: " + what + ": " + zip_strerror(archive.get()));
}

zip_source_t* source_of(const Archive& archive, const ZipEntry& entry) {
    if (const auto* bytes = std::get_if<std::string>(&entry.content))
        return zip_source_buffer(archive.get(), bytes->data(), bytes->size(), 0);
    const auto& path = std::get<std::filesystem::path>(entry.content);
    if (!std::filesystem::is_regular_file(path)) throw std::runtime_error("zip: no such file: " + path.string());
    return zip_source_file(archive.get(), path.c_str(), 0, -1);
}

void add(const Archive& archive, const ZipEntry& entry, Packing packing) {
    zip_source_t* const source = source_of(archive, entry);
    if (source == nullptr) fail(archive, entry.name);
    const zip_int64_t index = zip_file_add(archive.get(), entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        fail(archive, entry.name);
    }
    const auto at = static_cast<zip_uint64_t>(index);
    const zip_int32_t method = packing == Packing::stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    if (zip_set_file_compression(archive.get(), at, method, 6) != 0 ||
        zip_file_set_dostime(archive.get(), at, kDosTime, kDosDate, 0) != 0 ||
        zip_file_set_external_attributes(archive.get(), at, 0, ZIP_OPSYS_UNIX, kPlainFile) != 0)
        fail(archive, entry.name);
}

}  // namespace

void write_zip(const std::filesystem::path& path, std::vector<ZipEntry> entries, Packing packing) {
    std::ranges::sort(entries, {}, &ZipEntry::name);
    check_names(entries);
    int error = 0;
    Archive archive(zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error), zip_discard);
    if (!archive) throw std::runtime_error("zip: cannot create " + path.string());
    for (const ZipEntry& entry : entries) add(archive, entry, packing);
    // libzip writes a temporary file beside `path` and renames it.
    if (zip_close(archive.get()) != 0) fail(archive, path.string());
    [[maybe_unused]] const zip_t* closed = archive.release();  // closing freed it
}

}  // namespace sunlot::documents
