// Small pieces of the public pages about the log: code, times, tables, facts, each said in the page's language.
#pragma once
#include "api/page.h"
#include "base/clock.h"

#include <string>
#include <string_view>
#include <vector>

namespace sunlot::api {

class PageParts {
public:
    explicit PageParts(Language language) : language_(language) {}

    Language language() const { return language_; }
    std::string_view say(std::string_view zh, std::string_view en) const { return pick(language_, zh, en); }
    std::string say(const Text& text) const {
        return language_ == Language::en && !text.en.empty() ? text.en : text.zh;
    }
    /// "/j/17" with the language of this page.
    std::string address(std::string_view path, std::string_view query = "") const;

    static Html code(std::string_view text) { return element("code", {}, {text}); }
    static Html link(const std::string& address, Content words) { return element("a", {{"href", address}}, words); }
    /// "2026-11-22 16:00:00" in Beijing, each part unbroken.
    static Html moment(Instant at);
    /// A section with its title; `id` is where links lead.
    static Html section(const std::string& id, std::string_view title, Content content);
    static Html cell(std::string_view label, Content content);
    static Html number_cell(std::string_view label, Content content);
    static Html table(const std::vector<std::string_view>& titles, Content rows);
    static void fact(Content& facts, std::string_view title, Content value);
    /// A command to be copied.
    static Html command(const std::string& script) { return element("pre", {{"class", "one-liner"}}, {script}); }
    /// Who did it, in words: "系统", "参与方 jiwei", "u3".
    std::string actor(std::string_view id) const;
    /// The box where the script of the page (web/verifier/src/log_page) says what it found.
    Html check_box(Attributes attributes) const;

private:
    Language language_;
};

/// Where the web build puts the script that checks proofs in the browser.
inline constexpr std::string_view kLogCheckScript = "/log-check.js";

}  // namespace sunlot::api
