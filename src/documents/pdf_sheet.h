// The sheets under a Paper: one pen that writes downwards and begins a new page when there is no room. Lengths are in
// points (1/72 inch). Used by pdf.cpp only.
#pragma once
#include "documents/qr.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::documents {

struct PdfFont {
    double size = 10.5;
    double leading = 1.55;  ///< line height in sizes
    bool mono = false;
    double grey = 0;  ///< 0 black … 1 white
};

enum class PdfAlign { left, centre, right };

/// One column of a strip: lines of text of a given width, `left` of the margin.
struct PdfColumn {
    std::string_view text;
    double left = 0;
    double width = 0;
    PdfFont font = {};
    PdfAlign align = PdfAlign::left;
};

struct PdfProperties {
    std::string title;
    std::string date;  ///< RFC 3339
    std::string footer;
    bool landscape = false;
};

class PdfSheet {
public:
    static constexpr double kShortSide = 595.276;  // A4
    static constexpr double kLongSide = 841.89;
    static constexpr double kMargin = 56.7;  // 20 mm

    enum class Split {
        anywhere,  ///< as many lines as fit, the others on the next page
        seldom     ///< on one page unless it is longer than a page
    };

    /// `pages`: how many there will be, for the footer; 0 when it is not yet known.
    PdfSheet(PdfProperties properties, int pages);
    ~PdfSheet();
    PdfSheet(const PdfSheet&) = delete;
    PdfSheet& operator=(const PdfSheet&) = delete;

    /// Columns beside each other, from the pen down. `boxed` lays them on light grey.
    void write(const std::vector<PdfColumn>& columns, Split split, bool boxed = false);
    /// The same beside a QR code of this side length at the left margin; never split.
    void write_beside(const QrModules& code, double side, PdfColumn words);
    void line(double thickness, double grey);
    void skip(double height);
    void new_page();
    /// A new page when less than `height` is left on this one.
    void keep(double height);
    /// Called after every page break until it is replaced by another (or by nothing): repeats the head of a table.
    void set_page_head(std::function<void()> head);

    int page() const { return page_; }
    /// Between the margins.
    double inner() const { return (properties_.landscape ? kLongSide : kShortSide) - 2 * kMargin; }
    /// The finished file. Nothing may be written afterwards.
    std::string finish();

private:
    struct Ink;
    void foot();
    double height() const { return properties_.landscape ? kShortSide : kLongSide; }
    double bottom() const { return height() - kMargin - 14; }  // above the footer
    std::unique_ptr<Ink> ink_;
    PdfProperties properties_;
    std::function<void()> head_;
    int pages_ = 0;
    int page_ = 1;
    double y_ = kMargin;
};

}  // namespace sunlot::documents
