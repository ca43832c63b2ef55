#include "documents/csv_reader.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace sunlot::documents {
namespace {

constexpr std::size_t kMaxRecordBytes = 4U << 20;
constexpr std::size_t kMaxColumns = 1024;
constexpr std::string_view kReplacement = "\ufffd";

/// The bytes that end a run of plain text.
using Stops = std::array<bool, 256>;
constexpr Stops stops_for(char separator) {
    Stops stops{};
    for (const char c : {separator, '\n', '\r', '\0'}) stops[static_cast<unsigned char>(c)] = true;
    return stops;
}
constexpr Stops kCommaStops = stops_for(',');
constexpr Stops kSemicolonStops = stops_for(';');
constexpr Stops kTabStops = stops_for('\t');

const Stops& stops(char separator) {
    return separator == ',' ? kCommaStops : separator == ';' ? kSemicolonStops : kTabStops;
}

/// How often `separator` stands outside quotes in the first line that has anything in it.
std::size_t count_separators(std::string_view text, char separator) {
    std::size_t count = 0;
    bool quoted = false;
    bool any = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (c == '\n' && !quoted && any) break;
        any = any || (c != '\n' && c != '\r');
        if (c == separator && !quoted) ++count;
    }
    return count;
}

}  // namespace

CsvReader::CsvReader(FileHandle file) : source_(std::move(file)) {
    read_more();
    find_separator();
}

void CsvReader::find_separator() {
    if (buffer_.starts_with("sep=") && buffer_.size() > 5) {  // Excel's own hint
        separator_ = buffer_[4];
        if (std::string_view(",;\t").contains(separator_)) {
            start_ = std::min(buffer_.find('\n'), buffer_.size() - 1) + 1;
            number_ = 1;
            return;
        }
    }
    std::size_t most = 0;
    for (const char candidate : {',', '\t', ';'})
        if (const std::size_t count = count_separators(buffer_, candidate); count > most) {
            most = count;
            separator_ = candidate;
        }
}

bool CsvReader::read_more() {
    buffer_.erase(0, start_);
    start_ = 0;
    if (!source_ended_) source_ended_ = !source_.read(buffer_);
    return !source_ended_;
}

bool CsvReader::next(inspection::SheetRow& row) {
    for (;;) {
        Scan scan = scan_record();
        while (scan == Scan::more) {
            if (buffer_.size() - start_ > kMaxRecordBytes) {
                ++number_;
                stop("csv.record", "这一行太长，多半是某个引号没有配对，请检查这一行的引号",
                     "the row does not end; a quote is probably not closed");
                return false;
            }
            read_more();
            scan = scan_record();
        }
        if (scan != Scan::record || !check_text()) return false;
        start_ = end_;
        if (blank_) continue;
        row = {.number = number_, .cells = cells_, .formulas = 0};
        return true;
    }
}

CsvReader::Scan CsvReader::scan_record() {
    cells_.clear();
    unquoted_.clear();
    blank_ = true;
    if (start_ == buffer_.size()) return source_ended_ ? Scan::end : Scan::more;
    ++number_;
    std::size_t at = start_;
    bool record_ended = false;
    while (!record_ended) {
        const bool quoted = at < buffer_.size() && buffer_[at] == '"';
        Scan scan = quoted ? scan_quoted(at) : scan_plain(at);
        if (scan == Scan::record) scan = end_cell(at, record_ended);
        if (scan == Scan::more) --number_;
        if (scan != Scan::record) return scan;
        if (cells_.size() > kMaxColumns)
            return stop("csv.columns", fmt::format("这一行超过 {} 列，请检查文件", kMaxColumns), "too many columns");
    }
    end_ = at;
    return Scan::record;
}

CsvReader::Scan CsvReader::scan_plain(std::size_t& at) {
    const Stops& stop_at = stops(separator_);
    const char* const begin = buffer_.data() + at;
    const char* const end = buffer_.data() + buffer_.size();
    const char* here = begin;
    while (here != end && !stop_at[static_cast<unsigned char>(*here)]) ++here;
    if (here == end && !source_ended_) return Scan::more;
    const std::string_view cell(begin, static_cast<std::size_t>(here - begin));
    if (blank_ && !trim(cell).empty()) blank_ = false;
    cells_.push_back(cell);
    at += cell.size();
    return Scan::record;
}

CsvReader::Scan CsvReader::scan_quoted(std::size_t& at) {
    const std::size_t begin = at + 1;
    std::size_t from = begin;
    std::size_t doubled = 0;
    for (;;) {
        const std::size_t quote = buffer_.find('"', from);
        if (quote == std::string::npos || quote + 1 == buffer_.size()) {
            if (!source_ended_) return Scan::more;
            if (quote == std::string::npos)
                return stop("csv.quote", "从这一行开始的引号没有配对，请补上右引号",
                            "a quote opened in this row is never closed");
        } else if (buffer_[quote + 1] == '"') {
            ++doubled;
            from = quote + 2;
            continue;
        }
        std::string_view cell(buffer_.data() + begin, quote - begin);
        at = quote + 1;
        if (cell.contains('\0'))
            return stop("csv.nul", "这一行有空字节，文件已损坏或不是文本文件", "the row has a NUL byte");
        if (doubled > 0) {
            if (unquoted_.empty()) unquoted_.reserve(kMaxRecordBytes);
            const std::size_t offset = unquoted_.size();
            for (std::size_t i = 0; i < cell.size(); ++i) {
                unquoted_ += cell[i];
                if (cell[i] == '"') ++i;
            }
            cell = std::string_view(unquoted_).substr(offset);
        }
        if (blank_ && !trim(cell).empty()) blank_ = false;
        cells_.push_back(cell);
        return Scan::record;
    }
}

CsvReader::Scan CsvReader::end_cell(std::size_t& at, bool& record_ended) {
    if (at == buffer_.size()) {
        // Only at the end of the file: scan_plain and scan_quoted asked for more otherwise.
        record_ended = true;
        return Scan::record;
    }
    const char c = buffer_[at];
    if (c == separator_) {
        ++at;
        return Scan::record;
    }
    record_ended = true;
    if (c == '\n') {
        ++at;
        return Scan::record;
    }
    if (c == '\r') {
        if (at + 1 == buffer_.size() && !source_ended_) return Scan::more;
        if (at + 1 == buffer_.size() || buffer_[at + 1] == '\n') {
            at = std::min(at + 2, buffer_.size());
            return Scan::record;
        }
        return stop("csv.lone_cr", "这一行有单独的回车符，请用电子表格打开后另存为“CSV UTF-8”再导入",
                    "the row has a carriage return without a line feed; save the file again as CSV UTF-8");
    }
    if (c == '\0') return stop("csv.nul", "这一行有空字节，文件已损坏或不是文本文件", "the row has a NUL byte");
    return stop("csv.after_quote", "引号结束后还有文字，文字里的引号要写成两个，请改正",
                "there is text behind a closing quote; quotes inside a text are written twice");
}

bool CsvReader::check_text() {
    const std::string_view record(buffer_.data() + start_, end_ - start_);
    const bool converted = encoding() == "gbk" || encoding() == "utf-16";
    if (converted ? !record.contains(kReplacement) : is_utf8(record)) return true;
    stop("csv.encoding", "这一行有无法识别的字节（既不是 UTF-8 也不是 GBK），请另存为“CSV UTF-8”再导入",
         "the row has bytes that are neither UTF-8 nor GBK; save the file again as CSV UTF-8");
    return false;
}

CsvReader::Scan CsvReader::stop(std::string code, std::string zh, std::string en) {
    refusal_ = refuse(RefusalKind::invalid, std::move(code), fmt::format("第 {} 行：{}", number_, zh),
                      fmt::format("row {}: {}", number_, en), "file");
    return Scan::refused;
}

}  // namespace sunlot::documents
