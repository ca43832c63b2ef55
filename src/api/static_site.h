// The web application and the few files of the public pages, read once and served from memory: a request can only name
// a file that was found at start, so no path leads out of the folder.
#pragma once
#include "api/route.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace sunlot::api {

class StaticSite {
public:
    /// `web_directory` holds the built web application (index.html, assets/…); when it has no index.html a plain page
    /// says so. Files x.br and x.gz beside x are served to browsers that accept them.
    explicit StaticSite(const std::filesystem::path& web_directory);

    /// Adds a file made in the program, at an address that names its content (hashed_address): cacheable for ever.
    void add(std::string address, std::string content_type, std::string bytes);

    /// The bytes of the file at exactly `path`; nullptr when there is none. Good as long as this object.
    const std::string* bytes(std::string_view path) const;

    /// The file at `path`; for any other path that looks like a page, the application itself, which has its own routes.
    /// A page that states a content security policy (verify.html does, since it must be safe from disk too) is sent
    /// with the same policy as header. Refuses route.unknown.
    Result<Response> respond(std::string_view path, std::string_view accept_encoding,
                             std::string_view if_none_match) const;

private:
    struct Variant {
        std::string encoding;  // "br", "gzip" or ""
        std::string bytes;
    };
    struct File {
        std::string content_type;
        std::string etag;
        std::string policy;  // "": the gate's
        bool immutable = false;
        std::vector<Variant> variants;  // best first
    };
    void load(const std::filesystem::path& directory);
    std::map<std::string, File, std::less<>> files_;
};

/// "/public/style.1a2b3c4d5e6f.css" for "style.css" with these bytes.
std::string hashed_address(std::string_view name, std::string_view bytes);

}  // namespace sunlot::api
