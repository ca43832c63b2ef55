// QR codes (ISO/IEC 18004) as inline SVG: no image file, no outside font, sharp at any size.
#pragma once
#include <string>
#include <string_view>

namespace sunlot::documents {

/// An <svg> element with the quiet zone of four modules, black on white, error correction M. `label` is read out by
/// screen readers. Throws std::runtime_error when `text` is longer than a QR code can hold (about 2,300 bytes).
std::string qr_svg(std::string_view text, std::string_view label);

}  // namespace sunlot::documents
