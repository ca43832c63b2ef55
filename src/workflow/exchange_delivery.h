// What a source hands over at one time, row by row, whichever way it comes: a file dropped into a folder, pages pulled
// over HTTP, a table of an exchange database. Bounded in size and time; redirects are never followed, links in a folder
// neither, and nothing is written or removed at the source.
#pragma once
#include "base/result.h"
#include "inspection/exchange.h"
#include "inspection/import.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sunlot::workflow {

/// A file as it lay in a folder.
struct SeenFile {
    std::string name;
    std::uint64_t size = 0;
    std::int64_t changed = 0;  ///< microseconds of the file system's clock: only compared
    friend bool operator==(const SeenFile&, const SeenFile&) = default;
};

struct DeliveryRequest {
    const inspection::SourceSettings& settings;
    std::string secret;
    /// Where to go on; empty: from the beginning.
    std::string cursor;
    /// Of a folder: what was taken before.
    std::vector<SeenFile> taken;
    /// Of a folder: only a file that lay there like this some time ago (nobody is still writing it). Nothing: any.
    std::optional<std::vector<SeenFile>> settled;
    /// For a file that must be fetched first.
    std::filesystem::path scratch;
    /// Only the first rows are wanted (a trial).
    bool first_rows = false;
};

class Delivery {
public:
    virtual ~Delivery() = default;
    virtual const std::vector<std::string>& titles() const = 0;
    /// False at the end and after a refusal. The views live until the next call.
    virtual bool next(inspection::SheetRow& row) = 0;
    virtual const std::optional<Refusal>& refusal() const = 0;
    /// How much was read, 0 … 1000; -1: nobody knows how much there is.
    virtual int permille() const { return -1; }
    /// After the last row: where to go on; empty where there is no such thing.
    virtual std::string cursor() const { return {}; }
    /// What was read, for the report: a file's name, an address, a table.
    virtual std::string label() const = 0;
    /// Of a folder: what counts as taken once this delivery is in.
    virtual std::vector<SeenFile> taken() const { return {}; }
};

/// Nothing when there is nothing new. Refuses exchange.folder, exchange.changing, exchange.http, exchange.answer,
/// exchange.database, and what the readers of files refuse.
Result<std::unique_ptr<Delivery>> open_delivery(const DeliveryRequest& request);

/// The files of a folder source as they lie there now; empty when it can't be read.
std::vector<SeenFile> files_in(const std::filesystem::path& folder);

// One for each kind of source.
Result<std::unique_ptr<Delivery>> open_folder(const DeliveryRequest& request);
Result<std::unique_ptr<Delivery>> open_http(const DeliveryRequest& request);
Result<std::unique_ptr<Delivery>> open_postgres(const DeliveryRequest& request);
/// A CSV or XLSX file that lies at `path`.
Result<std::unique_ptr<Delivery>> open_table_file(const std::filesystem::path& path, std::string label,
                                                  const inspection::SourceSettings& settings);

}  // namespace sunlot::workflow
