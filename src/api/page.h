// The frame around every public page: title, language switch, style, and the page that says what went wrong.
#pragma once
#include "api/html.h"
#include "api/route.h"
#include "api/static_site.h"

#include <optional>
#include <string>
#include <string_view>

namespace sunlot::api {

enum class Language { zh, en };
Language language_of(const Request& request);

/// The same sentence in two languages; the page shows one.
inline std::string_view pick(Language language, std::string_view zh, std::string_view en) {
    return language == Language::zh ? zh : en;
}

struct Page {
    Language language = Language::zh;
    std::string title;
    /// The path of this page, for the language switch.
    std::string path;
    Content body;
    /// Whose page it is; "" before the organ is configured.
    std::string organ = {};
    /// Demonstration data: said on every page.
    bool demo = false;
    /// Why the journal takes no entry any more: said on every page.
    std::optional<Text> read_only = {};
    bool with_verifier = false;
    /// What the language switch keeps of the query: "&object=X" or nothing.
    std::string query = {};
    /// A script file of the web build; "" for none. The page must say the same without it.
    std::string script = {};
};

Response page_response(const Page& page, int status = 200);
Response error_page(int status, const Text& text, Language language);

/// Puts the pages' style and script where page_response links to them.
void add_page_files(StaticSite& site);

}  // namespace sunlot::api
