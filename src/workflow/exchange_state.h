// What a source's runs leave in DATA/exchange/<source>/: reports, the cache of seen rows, how far an incremental source
// was read. May be thrown away at any time: then the next run reads everything again, with the same result.
#pragma once
#include "base/result.h"
#include "workflow/exchange.h"
#include "workflow/exchange_delivery.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

class ExchangeFolder {
public:
    ExchangeFolder(const Context& context, std::string_view source)
        : path_(context.data_directory / "exchange" / source) {}
    const std::filesystem::path& path() const { return path_; }
    /// The folder itself, there from now on, for its owner alone.
    std::filesystem::path made() const;
    std::filesystem::path seen() const { return path_ / "seen"; }
    std::filesystem::path progress() const { return path_ / "progress.json"; }
    std::filesystem::path runs() const { return path_ / "runs"; }
    std::filesystem::path report(std::string_view run) const { return runs() / (std::string(run) + ".json"); }
    /// Rows and problems while a run is under way; problems stay as long as the report.
    std::filesystem::path scratch(std::string_view run) const { return runs() / run; }

private:
    std::filesystem::path path_;
};

/// How far a source was read. `merged`: after which merge it was written; with another one it says nothing.
struct ReadingProgress {
    std::int64_t settings = 0;
    std::int64_t merged = -1;
    std::string cursor;
    std::vector<SeenFile> taken;
};
ReadingProgress load_progress(const ExchangeFolder& folder, std::int64_t settings, std::int64_t merged);
void save_progress(const ExchangeFolder& folder, const ReadingProgress& progress);

/// "r" and sixteen hex digits.
bool is_run_id(std::string_view text);
void save_report(const Context& context, const RunReport& report);
std::optional<RunReport> load_report(const std::filesystem::path& file);
/// Reports beyond the newest fifty go, with what lies beside them.
void trim_reports(const ExchangeFolder& folder);

/// The key of a source; private to the exchange.
std::string source_secret(store::View& view, const store::SourceRecord& record);

}  // namespace sunlot::workflow
