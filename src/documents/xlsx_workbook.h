// What a workbook says about itself before its rows: which sheets it has, its shared texts, which number formats are
// dates. Runs in the sandboxed child.
#pragma once
#include "base/result.h"
#include "documents/xlsx_package.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::documents {

enum class NumberFormat : std::uint8_t { number, date, time };
/// "yyyy/m/d", "[$-804]yyyy\"年\"m\"月\"d\"日\";@", "h:mm:ss" …
NumberFormat number_format_of(std::string_view format_code);

/// All shared texts in one piece of memory.
class SharedTexts {
public:
    void begin() { offsets_.push_back(bytes_.size()); }
    void append(std::string_view piece) { bytes_ += piece; }
    /// Decodes the _xHHHH_ of the text just ended.
    void end();
    std::size_t bytes() const { return bytes_.size(); }
    std::size_t size() const { return offsets_.size(); }
    std::string_view operator[](std::size_t index) const;

private:
    std::string bytes_;
    std::vector<std::size_t> offsets_;
};

/// Texts hold control characters as _x000D_; decodes them. Appends to `out`.
void decode_escapes(std::string_view text, std::string& out);

struct Sheet {
    std::string name;
    std::string part;  ///< "xl/worksheets/sheet1.xml"
    bool hidden = false;
};

struct Workbook {
    std::vector<Sheet> sheets;
    bool dates_from_1904 = false;
    SharedTexts texts;
    std::vector<NumberFormat> formats;  ///< by style index

    /// The sheet called `name`, or the first visible one. Refuses xlsx.no_sheet.
    Result<Sheet> sheet(std::string_view name) const;
};

/// Refuses xlsx.not_workbook, xlsx.texts and what XlsxPackage refuses.
Result<Workbook> read_workbook(XlsxPackage& package, const XlsxLimits& limits);

}  // namespace sunlot::documents
