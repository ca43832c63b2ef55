// Past inspections (既往检查): what the annual cap and the twelve-month window are counted from. `check_history` reads
// a row of a file; `encode` and `parse_history` are the TSV line "history-v1" of docs/formats/rows-v1.md.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/import.h"

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

enum class VisitSource {
    random,      ///< 双随机
    routine,     ///< 日常
    campaign,    ///< 专项
    complaint,   ///< 投诉举报
    referral,    ///< 转办交办
    data_lead,   ///< 数据线索
    on_request,  ///< 企业申请
};
std::string_view text(VisitSource source);
std::optional<VisitSource> parse_visit_source(std::string_view text);
/// Whether a visit of this source uses up the annual cap: only 双随机, 日常 and 专项 do (国办发〔2024〕54号).
bool counts_for_cap(VisitSource source);

/// National result codes 01–08 and 91–95 (could not be carried out).
struct ResultCode {
    std::string_view code;
    std::string_view title;
};
std::span<const ResultCode> result_codes();

struct HistoryRow {
    std::string object;  ///< ObjectRow::id
    Date date;
    VisitSource source = VisitSource::random;
    std::string result;                 ///< a result code, or empty
    std::vector<std::string> officers;  ///< private: names or officer ids, sorted
    std::string task;                   ///< 临人社抽查〔2025〕1号
    friend bool operator==(const HistoryRow&, const HistoryRow&) = default;
    /// One inspection of one object on one day by one source: the same row imported again changes nothing.
    std::string key() const;
};

std::span<const Field> history_fields();
Checked<HistoryRow> check_history(const Columns& columns, const SheetRow& row, const RowContext& context);

/// One line of 6 columns without its line feed, appended.
void encode(const HistoryRow& row, std::string& line);
/// Refuses history.malformed.
Result<HistoryRow> parse_history(std::string_view line);

}  // namespace sunlot::inspection
