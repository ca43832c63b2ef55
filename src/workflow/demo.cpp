#include "workflow/demo.h"

#include "store/database.h"
#include "workflow/calendar.h"
#include "workflow/calendar_announced.h"
#include "workflow/demo_directory.h"
#include "workflow/import.h"
#include "workflow/item.h"
#include "workflow/organ.h"
#include "workflow/roll_register.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <utility>
#include <vector>

namespace sunlot::workflow {

namespace {

constexpr auto kDemoCode = "demo";

inspection::Organ demo_organ() {
    return {
        .name = "阳光县人力资源和社会保障局（演示）", .abbreviation = "阳人社", .code = kDemoCode, .region = "150899"};
}

/// A file that is gone again when the data is loaded, or when loading fails.
class ScratchFile {
public:
    ScratchFile(std::filesystem::path path, std::string_view bytes) : path_(std::move(path)) {
        std::filesystem::create_directories(path_.parent_path());
        std::ofstream file(path_, std::ios::binary);
        file << bytes;
        file.close();
        if (!file) throw std::runtime_error("can't write " + path_.string());
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    ~ScratchFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

DirectImport stage_demo(const Context& context, inspection::ImportKind kind, std::string_view csv, Date today) {
    const ScratchFile file(
        context.data_directory / "uploads" / ("demo-" + std::string(inspection::text(kind)) + ".csv"), csv);
    return stage_directly(context, kind, file.path(),
                          {.today = today, .region = demo_organ().region, .source = "演示数据"});
}

/// This year and the next, so that terms can be counted: as announced where the program knows, weekdays otherwise.
void load_known_years(const Context& context, store::Transaction& transaction, Date today) {
    const auto announced = announced_years();
    for (const std::int32_t number : {today.year, today.year + 1}) {
        const auto known = std::ranges::find(announced, number, &inspection::CalendarYear::year);
        append_calendar_year(context, transaction, system_actor(),
                             known == announced.end() ? weekdays_of(number) : *known);
    }
}

}  // namespace

Result<Done> load_demo(const Context& context) {
    const auto today = context.clock.now().beijing_date();
    const auto files = demo_files(today);
    const std::array imports{stage_demo(context, inspection::ImportKind::objects, files.objects, today),
                             stage_demo(context, inspection::ImportKind::officers, files.officers, today),
                             stage_demo(context, inspection::ImportKind::history, files.history, today)};
    // One transaction: whoever finds a demonstration finds all of it.
    auto transaction = context.database.write();
    create_log(context, transaction, demo_organ(), system_actor());
    if (auto loaded = load_labour_items(context, transaction, system_actor()); !loaded) return loaded;
    publish_all_items(context, transaction, system_actor());
    for (const auto& import : imports) append_directly(context, transaction, system_actor(), import);
    for (const auto& node : demo_grids()) append_grid(context, transaction, system_actor(), node);
    load_known_years(context, transaction, today);
    transaction.commit();
    return Done{};
}

bool is_demo(const Context& context) {
    auto view = context.database.read();
    const auto organ = configured_organ(view);
    return organ && organ->code == kDemoCode;
}

}  // namespace sunlot::workflow
