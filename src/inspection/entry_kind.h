// The register of the journal's entry kinds: what each says, what it is about, which members its public part has and
// what its private part holds. The single place that declares them. Transaction::append refuses (std::logic_error) a
// kind that is not declared here, a member that is not declared, a missing member, and a private part that is missing
// or not expected; docs/formats/entries.md is printed from it by `sunlot entry-kinds --markdown` and compared in
// `./test docs`.
//
// How to add one: a row in the file of its area (entry_kinds_<area>.cpp), then build/…/sunlot entry-kinds --markdown
// > docs/formats/entries.md. Texts of users about persons belong into the private part, ids and digests into the public
// one.
#pragma once
#include "base/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

enum class Presence { always, sometimes };

struct EntryField {
    std::string_view name;
    std::string_view what;
    Presence presence = Presence::always;
};

enum class PrivatePart { none, may, must };

/// Whether a projection takes the entry, or it is told to readers of the journal alone.
enum class Effect { tables, journal };

struct EntryExample {
    std::string_view subject;
    /// Canonical JSON of the public part.
    std::string_view data;
    /// Canonical JSON of the private part; empty when the example has none.
    std::string_view private_part = {};
    std::string_view actor = "u3";
};

struct EntryKind {
    std::string_view kind;
    /// What the member `subject` names: "draw id", "account id".
    std::string_view subject;
    std::string_view zh;
    std::string_view en;
    /// Members of `data`.
    std::vector<EntryField> fields = {};
    PrivatePart private_part = PrivatePart::none;
    std::string_view private_what = {};
    /// The private part is no personal data but a secret (password, share, digest under embargo): shown to nobody.
    bool secret = false;
    Effect effect = Effect::tables;
    EntryExample example = {};
};

/// A chapter of the register.
struct EntryArea {
    std::string_view zh;
    std::string_view en;
    std::vector<EntryKind> kinds;
};

/// In the order of the document.
const std::vector<EntryArea>& entry_areas();

/// The declaration of a kind, or nullptr.
const EntryKind* entry_kind(std::string_view kind);

/// Why an entry with this kind and these parts must not be written; nothing when it may be. `data` is an object.
std::optional<std::string> entry_fault(std::string_view kind, const Json& data, bool has_private_part);

// The areas, each in a file of its own.
EntryArea log_entry_kinds();
EntryArea key_entry_kinds();
EntryArea account_entry_kinds();
EntryArea directory_entry_kinds();
EntryArea roll_entry_kinds();
EntryArea setting_entry_kinds();
EntryArea work_entry_kinds();
EntryArea draw_entry_kinds();
EntryArea change_entry_kinds();
EntryArea private_entry_kinds();
EntryArea audit_entry_kinds();
EntryArea province_entry_kinds();
EntryArea exchange_entry_kinds();

}  // namespace sunlot::inspection
