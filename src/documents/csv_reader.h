// CSV by RFC 4180 as offices write it: separated by comma, semicolon or tab, lines ended by LF or CRLF, line breaks and
// doubled quotes inside quotes, a quote in the middle of an unquoted text taken as it is. What a reader could only
// guess at is refused with its row: a quote never closed, text behind a closing quote, a lone CR, a NUL, bytes that are
// not text.
#pragma once
#include "documents/table_reader.h"
#include "documents/text_source.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::documents {

class CsvReader final : public TableReader {
public:
    explicit CsvReader(FileHandle file);

    bool next(inspection::SheetRow& row) override;
    const std::optional<Refusal>& refusal() const override { return refusal_; }
    std::string_view format() const override { return "csv"; }
    std::string_view encoding() const override { return source_.encoding(); }
    int permille() const override { return source_.permille(); }
    char separator() const { return separator_; }

private:
    enum class Scan { record, more, end, refused };
    void find_separator();
    bool read_more();
    Scan scan_record();
    Scan scan_quoted(std::size_t& at);
    Scan scan_plain(std::size_t& at);
    /// After a cell: steps over what ends it.
    Scan end_cell(std::size_t& at, bool& record_ended);
    Scan stop(std::string code, std::string zh, std::string en);
    bool check_text();

    TextSource source_;
    std::string buffer_;     ///< text read and not yet handed out
    std::size_t start_ = 0;  ///< where the next record begins in it
    std::size_t end_ = 0;    ///< where the record just scanned ends
    bool source_ended_ = false;
    char separator_ = ',';
    std::uint64_t number_ = 0;
    std::vector<std::string_view> cells_;
    std::string unquoted_;  ///< cells that had doubled quotes; never longer than the record, so that views stay good
    bool blank_ = true;     ///< no cell of the record has anything in it
    std::optional<Refusal> refusal_;
};

}  // namespace sunlot::documents
