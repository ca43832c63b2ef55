#include "cli/verbs.h"
#include "workflow/entry_register.h"

#include <cstdio>
#include <memory>

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
}

}  // namespace sunlot::cli
