#include "api/log_json.h"

#include "base/bytes.h"
#include "inspection/entry_kind.h"

#include <stdexcept>
#include <string>

namespace sunlot::api {
namespace {

Json title_json(std::string_view kind) {
    const Text title = kind_title(kind);
    return Json::Object{{"zh", title.zh}, {"en", title.en}};
}

}  // namespace

Text kind_title(std::string_view kind) {
    if (const auto* known = inspection::entry_kind(kind)) return {std::string(known->zh), std::string(known->en)};
    return {std::string(kind), std::string(kind)};
}

Json to_json(const store::JournalRow& row, bool published) {
    const auto entry = parse_canonical(row.entry);
    if (!entry) throw std::runtime_error("journal entry " + std::to_string(row.seq) + " can't be read");
    return Json::Object{{"actor", row.actor},          {"at", row.at.text()},
                        {"data", entry->at("data")},   {"kind", row.kind},
                        {"leaf", hash::hex(row.leaf)}, {"private", !entry->at("private").is_null()},
                        {"published", published},      {"seq", row.seq},
                        {"subject", row.subject},      {"title", title_json(row.kind)}};
}

Json to_json(const workflow::UnderstoodWord& word) {
    return Json::Object{{"kind", name(word.kind)}, {"text", word.text}};
}

Json to_json(const workflow::PublishedEntry& published) {
    const auto& entry = published.entry;
    return Json::Object{{"actor", entry.actor},           {"at", entry.at.text()}, {"data", entry.data},
                        {"entry", published.bytes},       {"kind", entry.kind},    {"leaf", hash::hex(published.leaf)},
                        {"proof", published.proof},       {"seq", published.seq},  {"subject", entry.subject},
                        {"title", title_json(entry.kind)}};
}

Json to_json(const workflow::ConsistencyProof& proof) {
    Json::Array path;
    for (const auto& node : proof.path) path.push_back(to_base64(node));
    return Json::Object{{"from", proof.from},
                        {"from_root", hash::hex(proof.from_root)},
                        {"proof", std::move(path)},
                        {"to", proof.to},
                        {"to_root", hash::hex(proof.to_root)}};
}

}  // namespace sunlot::api
