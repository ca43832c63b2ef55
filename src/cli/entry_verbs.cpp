#include "api/permission_matrix.h"
#include "cli/verbs.h"
#include "workflow/entry_register.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

Json as_json(const inspection::EntryKind& kind) {
    Json::Array fields;
    for (const auto& field : kind.fields) fields.emplace_back(field.name);
    return Json::Object{{"kind", kind.kind},
                        {"zh", kind.zh},
                        {"en", kind.en},
                        {"subject", kind.subject},
                        {"fields", std::move(fields)},
                        {"private", kind.private_what}};
}

std::string kinds_table(const Json& kinds) {
    return table(
        {{"kind", "种类"}, {"zh", "含义"}, {"subject", "subject"}, {"fields", "成员"}, {"private", "私密部分"}},
        kinds.as_array());
}

/// The routes alone say it: a data directory that is thrown away will do.
Result<Done> print_permissions(Workplace& place) {
    namespace fs = std::filesystem;
    std::string folder = (fs::temp_directory_path() / "sunlot-permissions-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
    Result<Done> done = Done{};
    {
        const auto system = place.open_at(folder);
        if (system)
            fmt::print("{}", api::permission_matrix((*system)->router()));
        else
            done = pass_on(system.error());
    }
    fs::remove_all(folder);
    return done;
}

}  // namespace

void add_entry_verbs(CLI::App& app, Chosen& chosen) {
    auto markdown = std::make_shared<bool>(false);
    auto* verb = add_verb(app, chosen, "entry-kinds", "日志条目的种类 Kinds of journal entries",
                          [markdown](Workplace& place) -> Result<Done> {
                              if (*markdown) {
                                  fmt::print("{}", workflow::entry_register_markdown());
                                  return Done{};
                              }
                              Json::Array kinds;
                              for (const auto& area : inspection::entry_areas())
                                  for (const auto& kind : area.kinds) kinds.push_back(as_json(kind));
                              place.print(Json(std::move(kinds)), kinds_table);
                              return Done{};
                          });
    verb->add_flag("--markdown", *markdown, "docs/formats/entries.md");
    add_verb(app, chosen, "permissions", "权限表：每个接口、每个角色 Every route and every role (docs/permissions.tsv)",
             print_permissions);
}

}  // namespace sunlot::cli
