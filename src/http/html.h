// HTML that can't be glued together wrongly. `Html` is markup that is already safe; the only ways to make one are text,
// which is escaped, and elements, whose tag and attribute names are constants checked by the compiler (no <script>, no
// on… handlers, no style attributes) and whose links can't be javascript: addresses.
//
//     element("p", {{"class", "note"}}, {"共 ", element("strong", {}, {count}), " 户"})
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::http {

class Html {
public:
    Html() = default;
    /// Text: escaped.
    Html(std::string_view text);
    Html(const std::string& text) : Html(std::string_view(text)) {}
    Html(const char* text) : Html(std::string_view(text)) {}

    const std::string& markup() const { return markup_; }
    Html& operator+=(const Html& other) {
        markup_ += other.markup_;
        return *this;
    }

private:
    friend struct HtmlWriter;
    std::string markup_;
};

using Content = std::vector<Html>;

class Tag {
public:
    consteval Tag(const char* name) : name_(name) {
        if (name_.empty() || name_ == "script" || name_ == "style" || name_ == "iframe") throw "not a tag for content";
        for (const char c : name_) {
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) throw "a tag is lower-case letters and digits";
        }
    }
    std::string_view name() const { return name_; }

private:
    std::string_view name_;
};

class AttributeName {
public:
    consteval AttributeName(const char* name) : name_(name) {
        if (name_.empty() || name_ == "style" || name_.starts_with("on") || name_ == "srcdoc") throw "forbidden";
        for (const char c : name_) {
            if (!((c >= 'a' && c <= 'z') || c == '-')) throw "an attribute is lower-case letters and '-'";
        }
        is_address_ = name_ == "href" || name_ == "src" || name_ == "action";
    }
    std::string_view name() const { return name_; }
    bool is_address() const { return is_address_; }

private:
    std::string_view name_;
    bool is_address_ = false;
};

struct Attribute {
    AttributeName name;
    /// Escaped when written. For href, src and action: a path on this site, a fragment or an https: address, anything
    /// else throws std::logic_error.
    std::string value;
};
using Attributes = std::vector<Attribute>;

Html element(Tag tag, const Attributes& attributes, const Content& content);
/// br, hr, input, link, meta, img: without content.
Html empty_element(Tag tag, const Attributes& attributes);
/// A script file of our own; there is no inline script.
Html script_file(std::string_view address);

/// A whole document: doctype, <html lang>, head and body.
std::string document(std::string_view language, const Content& head, const Content& body);

}  // namespace sunlot::http
