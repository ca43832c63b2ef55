// QR codes (ISO/IEC 18004): as modules to paint, and as inline SVG: no image file, no outside font, sharp at any size.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::documents {

/// Empty modules that must surround a code on each side.
inline constexpr int kQuietZone = 4;

/// A run of dark modules: `length` of them in row `y`, from column `x` on. The quiet zone is not counted.
struct QrRun {
    int x = 0;
    int y = 0;
    int length = 0;
};

struct QrModules {
    int width = 0;  ///< modules in a row, and rows
    std::vector<QrRun> dark;
};

/// Error correction M. Throws std::runtime_error when `text` is longer than a QR code can hold (about 2,300 bytes).
QrModules qr_modules(std::string_view text);

/// An <svg> element with the quiet zone, black on white. `label` is read out by screen readers. Throws as qr_modules.
std::string qr_svg(std::string_view text, std::string_view label);

}  // namespace sunlot::documents
