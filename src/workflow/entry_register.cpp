#include "workflow/entry_register.h"

#include "ledger/entry.h"

#include <stdexcept>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

using inspection::EntryKind;
using inspection::PrivatePart;

constexpr std::string_view kHead = R"(# Kinds of entries

Everything that happens is an entry of the journal ([entry-v1](entry-v1.md)), and every entry is of one of these kinds.
Nothing else can be written: `Transaction::append` refuses a kind or a member that is not declared. This document is
printed from those declarations (`sunlot entry-kinds --markdown`) and compared with them in `./test docs`.

“Private part” is what stands beside the entry, bound by the commitment in its member `private` and erasable. A member
marked *sometimes* is left out where it does not apply. Each example is a whole entry in canonical JSON.
)";

constexpr std::uint64_t kExampleSeq = 17;

Json parsed(std::string_view text) {
    auto value = parse_canonical(text);
    if (!value) throw std::logic_error("an example that is not canonical: " + std::string(text));
    return std::move(*value);
}

std::string private_line(const EntryKind& kind) {
    if (kind.private_part == PrivatePart::none) return "";
    return fmt::format("\nPrivate part{}: {}.\n", kind.private_part == PrivatePart::may ? ", sometimes" : "",
                       kind.private_what);
}

std::string section(const EntryKind& kind) {
    std::string text =
        fmt::format("\n### `{}`\n\n{}: {}.\n\nSubject: {}.\n", kind.kind, kind.zh, kind.en, kind.subject);
    if (!kind.fields.empty()) {
        text += "\n| Member | |\n|---|---|\n";
        for (const auto& field : kind.fields)
            text += fmt::format("| `{}` | {}{} |\n", field.name,
                                field.presence == inspection::Presence::sometimes ? "*sometimes:* " : "", field.what);
    }
    text += private_line(kind);
    return text + "\n```json\n" + example_entry(kind) + "\n```\n";
}

}  // namespace

std::string example_entry(const EntryKind& kind) {
    const auto& example = kind.example;
    ledger::Entry entry{.log = "lhrs-150802/log/2026",
                        .seq = kind.kind == "log.created" ? 0 : kExampleSeq,
                        .kind = std::string(kind.kind),
                        .actor = std::string(example.actor),
                        .subject = std::string(example.subject),
                        .at = Instant::parse("2026-11-22T08:00:00.000000Z").value(),
                        .data = parsed(example.data),
                        .private_commitment = {}};
    if (!example.private_part.empty())
        entry.private_commitment =
            ledger::private_commitment(std::string(64, '0'), to_canonical(parsed(example.private_part)));
    return ledger::encode(entry);
}

std::string entry_register_markdown() {
    std::string text(kHead);
    for (const auto& area : inspection::entry_areas()) {
        if (area.kinds.empty()) continue;
        text += fmt::format("\n## {} · {}\n", area.zh, area.en);
        for (const auto& kind : area.kinds) text += section(kind);
    }
    return text;
}

}  // namespace sunlot::workflow
