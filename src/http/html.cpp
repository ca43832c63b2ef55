#include "http/html.h"

namespace sunlot::http {

struct HtmlWriter {
    static void escape(std::string& out, std::string_view text) {
        for (const char c : text) {
            switch (c) {
                case '&':
                    out += "&amp;";
                    break;
                case '<':
                    out += "&lt;";
                    break;
                case '>':
                    out += "&gt;";
                    break;
                case '"':
                    out += "&quot;";
                    break;
                case '\'':
                    out += "&#39;";
                    break;
                default:
                    out += c;
            }
        }
    }

    static void open(std::string& out, std::string_view tag, const Attributes& attributes) {
        out += '<';
        out += tag;
        for (const auto& [name, value] : attributes) {
            if (name.is_address()) require_harmless(value);
            out += ' ';
            out += name.name();
            out += "=\"";
            escape(out, value);
            out += '"';
        }
        out += '>';
    }

    static void close(std::string& out, std::string_view tag) {
        out += "</";
        out += tag;
        out += '>';
    }

    static void require_harmless(std::string_view address) {
        const bool local = address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\");
        if (!local && !address.starts_with('#') && !address.starts_with('?') && !address.starts_with("https://")) {
            throw std::logic_error("not an address for a page: " + std::string(address));
        }
    }

    static std::string& markup(Html& html) { return html.markup_; }
};

Html::Html(std::string_view text) {
    HtmlWriter::escape(markup_, text);
}

Html element(Tag tag, const Attributes& attributes, const Content& content) {
    Html html;
    std::string& out = HtmlWriter::markup(html);
    HtmlWriter::open(out, tag.name(), attributes);
    for (const auto& part : content) out += part.markup();
    HtmlWriter::close(out, tag.name());
    return html;
}

Html empty_element(Tag tag, const Attributes& attributes) {
    Html html;
    HtmlWriter::open(HtmlWriter::markup(html), tag.name(), attributes);
    return html;
}

Html script_file(std::string_view address) {
    Html html;
    std::string& out = HtmlWriter::markup(html);
    HtmlWriter::open(out, "script", {{"src", std::string(address)}, {"defer", ""}});
    HtmlWriter::close(out, "script");
    return html;
}

std::string document(std::string_view language, const Content& head, const Content& body) {
    const Html html =
        element("html", {{"lang", std::string(language)}}, {element("head", {}, head), element("body", {}, body)});
    return "<!doctype html>\n" + html.markup() + "\n";
}

}  // namespace sunlot::http
