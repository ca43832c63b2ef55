// Paper: A4 pages as PDF, from a list of blocks in reading order. Made for what people carry, sign and file: doorstep
// proofs, recipes, certificates. Chinese and Latin text in one font whose TrueType outlines are embedded (WenQuanYi Zen
// Hei, Debian fonts-wqy-zenhei), so that every reader shows it and its text can be copied and searched.
//
// The bytes depend on the Paper alone (and on the versions of font and libraries): no clock, no random id.
// Any thread may call; nothing is shared between calls.
#pragma once
#include "base/clock.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sunlot::documents {

/// Once, at the top.
struct PaperTitle {
    std::string text;
    std::string subtitle = {};
};

struct PaperHeading {
    std::string text;
};

/// Flows over as many pages as it needs; LF begins a new line.
struct PaperText {
    enum class Size { normal, small };
    std::string text;
    Size size = Size::normal;
};

/// Digests, keys, commands: every character as wide as the next, broken anywhere, in a grey box.
struct PaperMono {
    std::string text;
};

/// "Draw: lhrs-150802-2026-0007": names at the left, what they stand for at the right.
struct PaperKeyValues {
    struct Row {
        std::string key;
        std::string value;
        bool mono = false;  ///< the value is a digest
    };
    std::vector<Row> rows;
};

/// A table whose head is repeated on every page it goes on to.
struct PaperTable {
    struct Column {
        std::string title;
        double share = 1;  ///< of the width, in relation to the other columns
        bool mono = false;
    };
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;  ///< REQUIRES: as many cells as columns
};

/// A QR code at the left, its words beside it.
struct PaperQr {
    std::string content;
    std::string caption;
    double millimetres = 42;
};

/// What follows begins on a new page.
struct PaperBreak {};

using PaperBlock =
    std::variant<PaperTitle, PaperHeading, PaperText, PaperMono, PaperKeyValues, PaperTable, PaperQr, PaperBreak>;

struct Paper {
    std::string title;   ///< in the file's properties
    std::string footer;  ///< at the foot of every page, left of "page n / m"
    Instant dated;       ///< in the file's properties: when the facts on it were fixed, not when it is printed
    std::vector<PaperBlock> blocks;
    bool landscape = false;  ///< for wide tables
};

/// Throws std::runtime_error when the font is not installed, a text is not UTF-8, or a QR code's content is too long.
std::string pdf(const Paper& paper);

}  // namespace sunlot::documents
