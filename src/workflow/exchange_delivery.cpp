#include "workflow/exchange_delivery.h"

#include "base/text.h"
#include "documents/table_reader.h"
#include "store/postgres_table.h"
#include "workflow/import_stage.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using inspection::SheetRow;

constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 30U;

Refusal no_titles() {
    return refuse(RefusalKind::invalid, "import.no_header", "前面的行里没有找到列标题，请核对列对应或文件",
                  "None of the first rows looks like column titles");
}

// ── a file ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The row among the first ones that has most of the columns the settings name, or that looks most like titles.
std::optional<std::size_t> header_of(const std::vector<std::vector<std::string>>& rows,
                                     const inspection::SourceSettings& settings) {
    if (settings.columns.empty()) return inspection::find_header(inspection::ImportKind::objects, rows);
    std::size_t best = 0;
    std::ptrdiff_t most = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto named = std::ranges::count_if(settings.columns, [&](const auto& column) {
            return std::ranges::any_of(rows[i], [&](const auto& cell) { return trim(cell) == column.column; });
        });
        if (named > most) {
            most = named;
            best = i;
        }
    }
    if (rows.empty()) return std::nullopt;
    return best;
}

class TableDelivery final : public Delivery {
public:
    TableDelivery(fs::path path, std::string label) : path_(std::move(path)), label_(std::move(label)) {}

    Result<Done> open(const inspection::SourceSettings& settings) {
        if (const auto head = read_head(settings); !head) return head;
        auto reader = documents::open_table(path_);
        if (!reader) return pass_on(reader.error());
        reader_ = std::move(*reader);
        SheetRow row;
        while (reader_->next(row) && row.number < header_) {}
        if (const auto& no = reader_->refusal()) return pass_on(*no);
        return Done{};
    }

    const std::vector<std::string>& titles() const override { return titles_; }
    bool next(SheetRow& row) override { return reader_->next(row); }
    const std::optional<Refusal>& refusal() const override { return reader_->refusal(); }
    int permille() const override { return reader_->permille(); }
    std::string label() const override { return label_; }

private:
    Result<Done> read_head(const inspection::SourceSettings& settings) {
        auto reader = documents::open_table(path_);
        if (!reader) return pass_on(reader.error());
        auto first = read_head_rows(**reader);
        if (!first) return pass_on(first.error());
        const auto header = header_of(first->rows, settings);
        if (!header) return no_titles();
        titles_ = std::move(first->rows[*header]);
        header_ = first->numbers[*header];
        return Done{};
    }

    fs::path path_;
    std::string label_;
    std::vector<std::string> titles_;
    std::uint64_t header_ = 0;
    std::unique_ptr<documents::TableReader> reader_;
};

// ── a folder ──────────────────────────────────────────────────────────────────────────────────────────────────────

bool is_table(const fs::path& path) {
    const auto end = lower(path.extension().string());
    return end == ".csv" || end == ".xlsx" || end == ".txt";
}

std::optional<SeenFile> look_at(const fs::path& path) {
    std::error_code failed;
    const auto status = fs::symlink_status(path, failed);
    if (failed || status.type() != fs::file_type::regular) return std::nullopt;  // no links, no pipes
    const auto size = fs::file_size(path, failed);
    if (failed) return std::nullopt;
    const auto changed = fs::last_write_time(path, failed);
    if (failed) return std::nullopt;
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(changed.time_since_epoch());
    return SeenFile{path.filename().string(), size, micros.count()};
}

/// The rows of a file that must not change under our eyes.
class FolderDelivery final : public Delivery {
public:
    FolderDelivery(std::unique_ptr<Delivery> table, fs::path path, SeenFile file, std::vector<SeenFile> taken)
        : table_(std::move(table)), path_(std::move(path)), file_(std::move(file)), taken_(std::move(taken)) {}

    const std::vector<std::string>& titles() const override { return table_->titles(); }
    bool next(SheetRow& row) override {
        if (table_->next(row)) return true;
        refusal_ = table_->refusal();
        if (!refusal_ && look_at(path_) != std::optional(file_))
            refusal_ =
                refuse(RefusalKind::conflict, "exchange.changing", "文件 " + file_.name + " 正在被改写，请稍后再试",
                       "The file " + file_.name + " is being written; try again later");
        return false;
    }
    const std::optional<Refusal>& refusal() const override { return refusal_; }
    int permille() const override { return table_->permille(); }
    std::string label() const override { return file_.name; }
    std::vector<SeenFile> taken() const override { return taken_; }

private:
    std::unique_ptr<Delivery> table_;
    fs::path path_;
    SeenFile file_;
    std::vector<SeenFile> taken_;
    std::optional<Refusal> refusal_;
};

bool older(const SeenFile& a, const SeenFile& b) {
    return std::tie(a.changed, a.name) < std::tie(b.changed, b.name);
}

// ── an exchange database ──────────────────────────────────────────────────────────────────────────────────────────

class PostgresDelivery final : public Delivery {
public:
    PostgresDelivery(std::unique_ptr<store::PostgresTable> table, const inspection::PostgresPlace& place,
                     std::string cursor)
        : table_(std::move(table)), label_(place.table), cursor_(std::move(cursor)) {
        const auto& titles = table_->titles();
        const auto found = std::ranges::find(titles, place.order);
        if (!place.order.empty() && found != titles.end()) order_ = static_cast<std::size_t>(found - titles.begin());
    }

    const std::vector<std::string>& titles() const override { return table_->titles(); }
    bool next(SheetRow& row) override {
        do {
            if (!table_->next(cells_)) {
                refusal_ = table_->refusal();
                return false;
            }
            ++number_;
        } while (std::ranges::all_of(cells_, [](auto cell) { return cell.empty(); }));
        if (order_ && !cells_[*order_].empty()) cursor_ = cells_[*order_];
        row = {.number = number_, .cells = cells_, .formulas = 0};
        return true;
    }
    const std::optional<Refusal>& refusal() const override { return refusal_; }
    std::string cursor() const override { return cursor_; }
    std::string label() const override { return label_; }

private:
    std::unique_ptr<store::PostgresTable> table_;
    std::string label_;
    std::string cursor_;
    std::optional<std::size_t> order_;
    std::vector<std::string_view> cells_;
    std::uint64_t number_ = 0;
    std::optional<Refusal> refusal_;
};

}  // namespace

std::vector<SeenFile> files_in(const fs::path& folder) {
    std::vector<SeenFile> files;
    std::error_code failed;
    for (auto at = fs::directory_iterator(folder, failed); !failed && at != fs::directory_iterator();
         at.increment(failed)) {
        if (!is_table(at->path()) || at->path().filename().string().starts_with('.')) continue;
        if (auto file = look_at(at->path())) files.push_back(std::move(*file));
    }
    std::ranges::sort(files, older);
    return files;
}

Result<std::unique_ptr<Delivery>> open_table_file(const fs::path& path, std::string label,
                                                  const inspection::SourceSettings& settings) {
    auto table = std::make_unique<TableDelivery>(path, std::move(label));
    if (const auto opened = table->open(settings); !opened) return pass_on(opened.error());
    return std::unique_ptr<Delivery>(std::move(table));
}

/// Of a source that hands over its whole stock the newest file counts, and those before it are past; of one that hands
/// over changes each file in its turn.
Result<std::unique_ptr<Delivery>> open_folder(const DeliveryRequest& request) {
    const fs::path folder = request.settings.folder.path;
    std::error_code failed;
    if (!fs::is_directory(folder, failed))
        return refuse(RefusalKind::unavailable, "exchange.folder", "文件夹不存在或没有权限：" + folder.string(),
                      "The folder is not there, or can't be read: " + folder.string());
    const auto files = files_in(folder);
    std::vector<SeenFile> fresh;
    for (const auto& file : files) {
        const bool known = std::ranges::find(request.taken, file) != request.taken.end();
        const bool still = !request.settled || std::ranges::find(*request.settled, file) != request.settled->end();
        if (!known && still) fresh.push_back(file);
    }
    if (fresh.empty()) return std::unique_ptr<Delivery>();
    const SeenFile chosen = request.settings.complete ? fresh.back() : fresh.front();
    if (chosen.size > kLargestFile)
        return refuse(RefusalKind::too_large, "exchange.file_too_large", "文件 " + chosen.name + " 超过 1 GB",
                      "The file " + chosen.name + " is larger than 1 GB");
    std::vector<SeenFile> taken;
    for (const auto& file : files) {
        const bool known = std::ranges::find(request.taken, file) != request.taken.end();
        if (known || file == chosen || (request.settings.complete && older(file, chosen))) taken.push_back(file);
    }
    auto table = open_table_file(folder / chosen.name, chosen.name, request.settings);
    if (!table) return table;
    return std::unique_ptr<Delivery>(
        std::make_unique<FolderDelivery>(std::move(*table), folder / chosen.name, chosen, std::move(taken)));
}

Result<std::unique_ptr<Delivery>> open_postgres(const DeliveryRequest& request) {
    const auto& place = request.settings.postgres;
    constexpr std::int64_t kTrialRows = 20;
    auto table = store::PostgresTable::open({.host = place.host,
                                             .port = place.port,
                                             .database = place.database,
                                             .user = place.user,
                                             .password = request.secret,
                                             .tls = place.tls,
                                             .table = place.table,
                                             .order = place.order,
                                             .from = request.cursor,
                                             .limit = request.first_rows ? kTrialRows : 0});
    if (!table) return pass_on(table.error());
    return std::unique_ptr<Delivery>(std::make_unique<PostgresDelivery>(std::move(*table), place, request.cursor));
}

Result<std::unique_ptr<Delivery>> open_delivery(const DeliveryRequest& request) {
    switch (request.settings.kind) {
        case inspection::SourceKind::folder:
            return open_folder(request);
        case inspection::SourceKind::http:
            return open_http(request);
        case inspection::SourceKind::postgres:
            return open_postgres(request);
    }
    throw std::logic_error("SourceKind");
}

}  // namespace sunlot::workflow
