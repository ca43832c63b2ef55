#include "documents/qr.h"

#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <qrencode.h>

namespace sunlot::documents {
namespace {

std::string escape(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

}  // namespace

QrModules qr_modules(std::string_view text) {
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
        QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0,
                          QR_ECLEVEL_M),
        QRcode_free);
    if (!code) throw std::runtime_error("the text does not fit a QR code");
    QrModules modules{.width = code->width, .dark = {}};
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width;) {
            const auto dark = [&](int at) { return at < code->width && (code->data[y * code->width + at] & 1) != 0; };
            if (!dark(x)) {
                ++x;
                continue;
            }
            const int begin = x;
            while (dark(x)) ++x;
            modules.dark.push_back({.x = begin, .y = y, .length = x - begin});
        }
    return modules;
}

std::string qr_svg(std::string_view text, std::string_view label) {
    const QrModules modules = qr_modules(text);
    std::string path;
    for (const QrRun& run : modules.dark)
        path += fmt::format("M{} {}h{}v1h-{}z", run.x + kQuietZone, run.y + kQuietZone, run.length, run.length);
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>)",
        modules.width + 2 * kQuietZone, escape(label), path);
}

}  // namespace sunlot::documents
