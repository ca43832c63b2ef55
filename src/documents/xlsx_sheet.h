// The rows of one sheet as text: what a spreadsheet shows, dates as 2019-03-05, numbers without exponent, the cached
// results of formulas. Runs in the sandboxed child.
#pragma once
#include "documents/xlsx_package.h"
#include "documents/xlsx_protocol.h"
#include "documents/xlsx_workbook.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::documents {

/// "2019-03-05", with a fraction "2019-03-05 13:20:00", for times alone "13:20:00"; the raw text where it is no day
/// number.
std::string serial_text(std::string_view value, NumberFormat format, bool dates_from_1904);
/// "1.50802E+14" becomes "150802000000000"; numbers beyond 15 digits keep their exponent: their last digits are lost,
/// and the row check tells people so.
std::string number_text(std::string_view value);

class SheetReader final : public XmlHandler {
public:
    using RowSink = std::function<void(const RowHead& head, const std::vector<std::string_view>& cells)>;
    SheetReader(const Workbook& book, const XlsxLimits& limits, RowSink sink)
        : book_(book), limits_(limits), sink_(std::move(sink)) {}

    void start(std::string_view name, const XmlAttributes& attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;

private:
    enum class CellType { number, shared, text, boolean };
    struct Slot {
        std::size_t offset = 0, length = 0;
    };

    void start_row(const XmlAttributes& attributes);
    void start_cell(const XmlAttributes& attributes);
    void end_cell();
    void end_row();
    void keep(std::string_view value);

    const Workbook& book_;
    const XlsxLimits& limits_;
    RowSink sink_;
    RowHead head_;
    std::string bytes_;        ///< of the cells of this row
    std::vector<Slot> slots_;  ///< by column
    std::vector<std::string_view> cells_;
    std::size_t column_ = 0;  ///< of the cell being read, counted from 1; 0 before the first of a row
    CellType type_ = CellType::number;
    std::size_t style_ = 0;
    std::string value_;  ///< text of <v> or of the <t>s
    bool in_value_ = false;
    bool in_phonetic_ = false;
    bool in_row_ = false;
};

}  // namespace sunlot::documents
