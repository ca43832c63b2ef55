#include "documents/pdf_sheet.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

namespace sunlot::documents {
namespace {

constexpr const char* kFamily = "WenQuanYi Zen Hei";
constexpr const char* kMonoFamily = "WenQuanYi Zen Hei Mono";
constexpr double kBoxPadding = 5;

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>>;
using Pen = std::unique_ptr<cairo_t, Release<cairo_destroy>>;
using FontMap = std::unique_ptr<PangoFontMap, Release<g_object_unref>>;
using PangoFontContext = std::unique_ptr<PangoContext, Release<g_object_unref>>;
using Layout = std::unique_ptr<PangoLayout, Release<g_object_unref>>;
using Description = std::unique_ptr<PangoFontDescription, Release<pango_font_description_free>>;
using Attributes = std::unique_ptr<PangoAttrList, Release<pango_attr_list_unref>>;
using Metrics = std::unique_ptr<PangoFontMetrics, Release<pango_font_metrics_unref>>;
using Font = std::unique_ptr<PangoFont, Release<g_object_unref>>;

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

Description describe(const PdfFont& font) {
    Description description(pango_font_description_new());
    pango_font_description_set_family_static(description.get(), font.mono ? kMonoFamily : kFamily);
    pango_font_description_set_absolute_size(description.get(), font.size * PANGO_SCALE);
    return description;
}

/// Another font would have other glyphs, other line breaks, and perhaps no Chinese at all.
void require_font(PangoContext* context, const PdfFont& wanted) {
    const auto description = describe(wanted);
    const Font font(pango_context_load_font(context, description.get()));
    const Description found(font ? pango_font_describe(font.get()) : pango_font_description_new());
    const char* family = pango_font_description_get_family(found.get());
    if (family == nullptr || std::string_view(family) != pango_font_description_get_family(description.get()))
        throw std::runtime_error("the font " + std::string(kFamily) + " is not installed (Debian: fonts-wqy-zenhei)");
}

/// A column laid out: lines of one height.
struct Lines {
    Layout layout;
    double left = 0;
    double height = 0;    // of a line
    double baseline = 0;  // below the top of its line
    double grey = 0;
    PdfAlign align = PdfAlign::left;
    int count = 0;
    int next = 0;  // the first that is not yet on paper

    double rest() const { return (count - next) * height; }
};

/// How far the line stands off the left edge of its column.
double indent(const Lines& lines, PangoLayoutLine* line) {
    PangoRectangle extents;
    pango_layout_line_get_extents(line, nullptr, &extents);
    const double slack = pango_units_to_double(pango_layout_get_width(lines.layout.get()) - extents.width);
    switch (lines.align) {
        case PdfAlign::left:
            return 0;
        case PdfAlign::centre:
            return slack / 2;
        case PdfAlign::right:
            return slack;
    }
    return 0;
}

}  // namespace

struct PdfSheet::Ink {
    std::string bytes;
    Surface surface;
    Pen pen;
    FontMap fonts;
    PangoFontContext context;

    explicit Ink(const PdfProperties& properties);
    Lines lay_out(const PdfColumn& column) const;
    /// Puts down what fits into `room`; returns the height used.
    double put(std::vector<Lines>& columns, double top, double room) const;
    void box(double top, double width, double height) const;
    void check() const;
};

PdfSheet::Ink::Ink(const PdfProperties& properties)
    : surface(cairo_pdf_surface_create_for_stream(&append, &bytes, properties.landscape ? kLongSide : kShortSide,
                                                  properties.landscape ? kShortSide : kLongSide)),
      pen(cairo_create(surface.get())),
      fonts(pango_cairo_font_map_new()),
      context(pango_font_map_create_context(fonts.get())) {
    // Without these two the clock of the machine would stand in the file.
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, properties.title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, properties.date.c_str());
    // The language of the machine must not choose glyphs or break lines.
    pango_context_set_language(context.get(), pango_language_from_string("zh-cn"));
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    pango_cairo_update_context(pen.get(), context.get());
    require_font(context.get(), {});
    require_font(context.get(), {.mono = true});
}

Lines PdfSheet::Ink::lay_out(const PdfColumn& column) const {
    if (!is_utf8(column.text)) throw std::runtime_error("a paper's text is not UTF-8");
    Lines lines;
    lines.layout.reset(pango_layout_new(context.get()));
    const auto description = describe(column.font);
    pango_layout_set_font_description(lines.layout.get(), description.get());
    pango_layout_set_width(lines.layout.get(), static_cast<int>(std::lround(column.width * PANGO_SCALE)));
    pango_layout_set_wrap(lines.layout.get(), column.font.mono ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
    // A hyphen at the break of a digest would be a character that isn't in it.
    const Attributes attributes(pango_attr_list_new());
    pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(lines.layout.get(), attributes.get());
    pango_layout_set_text(lines.layout.get(), column.text.data(), static_cast<int>(column.text.size()));
    const Metrics metrics(pango_context_get_metrics(context.get(), description.get(), nullptr));
    const double ascent = pango_units_to_double(pango_font_metrics_get_ascent(metrics.get()));
    const double descent = pango_units_to_double(pango_font_metrics_get_descent(metrics.get()));
    lines.left = column.left;
    lines.height = column.font.size * column.font.leading;
    lines.baseline = (lines.height + ascent - descent) / 2;
    lines.grey = column.font.grey;
    lines.align = column.align;
    lines.count = pango_layout_get_line_count(lines.layout.get());
    return lines;
}

double PdfSheet::Ink::put(std::vector<Lines>& columns, double top, double room) const {
    double used = 0;
    for (Lines& lines : columns) {
        cairo_set_source_rgb(pen.get(), lines.grey, lines.grey, lines.grey);
        double y = top;
        for (; lines.next < lines.count && y + lines.height <= top + room; ++lines.next, y += lines.height) {
            PangoLayoutLine* line = pango_layout_get_line_readonly(lines.layout.get(), lines.next);
            cairo_move_to(pen.get(), kMargin + lines.left + indent(lines, line), y + lines.baseline);
            pango_cairo_show_layout_line(pen.get(), line);
        }
        used = std::max(used, y - top);
    }
    return used;
}

void PdfSheet::Ink::box(double top, double width, double height) const {
    cairo_set_source_rgb(pen.get(), 0.95, 0.95, 0.95);
    cairo_rectangle(pen.get(), kMargin, top, width, height);
    cairo_fill(pen.get());
}

void PdfSheet::Ink::check() const {
    const auto status = cairo_surface_status(surface.get());
    if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(status));
}

PdfSheet::PdfSheet(PdfProperties properties, int pages)
    : ink_(std::make_unique<Ink>(properties)), properties_(std::move(properties)), pages_(pages) {}

PdfSheet::~PdfSheet() = default;

void PdfSheet::write(const std::vector<PdfColumn>& columns, Split split, bool boxed) {
    const double padding = boxed ? kBoxPadding : 0;
    std::vector<Lines> lines;
    double height = 0;
    double tallest = 0;  // line
    for (const PdfColumn& column : columns) {
        lines.push_back(ink_->lay_out(column));
        height = std::max(height, lines.back().rest());
        tallest = std::max(tallest, lines.back().height);
    }
    const bool long_one = height + 2 * padding > bottom() - kMargin;
    keep(split == Split::seldom && !long_one ? height + 2 * padding : tallest + 2 * padding);
    while (true) {
        const double room = bottom() - y_ - 2 * padding;
        double rest = 0;
        for (const Lines& column : lines)
            rest = std::max(rest, std::min(column.rest(), std::floor(room / column.height) * column.height));
        if (boxed) ink_->box(y_, inner(), rest + 2 * padding);
        y_ += ink_->put(lines, y_ + padding, room) + 2 * padding;
        const bool done = std::ranges::all_of(lines, [](const Lines& column) { return column.next == column.count; });
        if (done) return;
        new_page();
    }
}

void PdfSheet::write_beside(const QrModules& code, double side, PdfColumn words) {
    words.left = side + 14;
    words.width = inner() - words.left;
    std::vector<Lines> lines;
    lines.push_back(ink_->lay_out(words));
    const double height = std::max(side, lines.front().rest());
    keep(height);
    const double module = side / (code.width + 2 * kQuietZone);
    cairo_set_source_rgb(ink_->pen.get(), 0, 0, 0);
    for (const QrRun& run : code.dark)
        cairo_rectangle(ink_->pen.get(), kMargin + (run.x + kQuietZone) * module, y_ + (run.y + kQuietZone) * module,
                        run.length * module, module);
    cairo_fill(ink_->pen.get());
    ink_->put(lines, y_ + kQuietZone * module, bottom() - y_);
    y_ += height;
}

void PdfSheet::line(double thickness, double grey) {
    cairo_set_source_rgb(ink_->pen.get(), grey, grey, grey);
    cairo_rectangle(ink_->pen.get(), kMargin, y_, inner(), thickness);
    cairo_fill(ink_->pen.get());
    y_ += thickness;
}

void PdfSheet::skip(double height) {
    y_ += height;
}

void PdfSheet::keep(double height) {
    if (y_ + height > bottom() && y_ > kMargin) new_page();
}

void PdfSheet::new_page() {
    foot();
    cairo_show_page(ink_->pen.get());
    ++page_;
    y_ = kMargin;
    if (head_) head_();
}

void PdfSheet::set_page_head(std::function<void()> head) {
    head_ = std::move(head);
}

void PdfSheet::foot() {
    const double top = height() - kMargin + 2;
    cairo_set_source_rgb(ink_->pen.get(), 0.7, 0.7, 0.7);
    cairo_rectangle(ink_->pen.get(), kMargin, top - 4, inner(), 0.5);
    cairo_fill(ink_->pen.get());
    const PdfFont font{.size = 8, .leading = 1.5, .grey = 0.35};
    const std::string number = fmt::format("第 {0} / {1} 页  page {0} / {1}", page_, pages_);
    std::vector<Lines> lines;
    lines.push_back(ink_->lay_out({.text = properties_.footer, .width = inner() - 120, .font = font}));
    lines.push_back(
        ink_->lay_out({.text = number, .left = inner() - 110, .width = 110, .font = font, .align = PdfAlign::right}));
    ink_->put(lines, top, 2 * font.size * font.leading);
}

std::string PdfSheet::finish() {
    head_ = {};
    foot();
    cairo_show_page(ink_->pen.get());
    cairo_surface_finish(ink_->surface.get());
    ink_->check();
    return std::move(ink_->bytes);
}

}  // namespace sunlot::documents
