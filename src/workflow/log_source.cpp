#include "workflow/log_source.h"

#include "base/text.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

bool stays_inside(const std::string& path) {
    const auto parts = split(path, '/');
    return std::ranges::none_of(parts,
                                [](std::string_view part) { return part.empty() || part == "." || part == ".."; });
}

Result<std::string> read_file(const fs::path& folder, const std::string& path) {
    if (!stays_inside(path))
        return refuse(RefusalKind::invalid, "log.path", "不许有这样的路径：" + path,
                      "no such path is allowed: " + path);
    std::error_code failed;
    if (!fs::is_regular_file(folder / path, failed))
        return refuse(RefusalKind::not_found, "log.file", "没有文件 " + path, "there is no file " + path);
    std::ifstream in(folder / path, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (!in.is_open() || in.bad())
        return refuse(RefusalKind::unavailable, "log.unreadable", "读不出文件 " + path, "cannot read " + path);
    return bytes;
}

}  // namespace

ledger::ReadFile folder_source(fs::path folder) {
    return [folder = std::move(folder)](const std::string& path) { return read_file(folder, path); };
}

std::vector<std::string> files_below(const fs::path& folder, const std::string& part) {
    std::vector<std::string> names;
    std::error_code failed;
    for (fs::recursive_directory_iterator item(folder / part, failed), end; !failed && item != end;
         item.increment(failed)) {
        if (item->is_regular_file(failed)) names.push_back(item->path().lexically_relative(folder).generic_string());
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace sunlot::workflow
