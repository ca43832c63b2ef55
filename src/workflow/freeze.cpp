#include "workflow/freeze.h"

#include "ledger/entry.h"
#include "store/database.h"
#include "store/import.h"
#include "store/journal.h"
#include "store/roll.h"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr int kPage = 500;
constexpr std::size_t kGradeColumn = 13;  // of a "roll-v1" or "roll-v2" line (docs/formats/rows-v2.md)

/// Every entry that carries rows of objects, newest first.
std::vector<store::StoredEvent> entries_of_the_roll(store::View& view) {
    std::vector<store::StoredEvent> entries;
    for (const auto kind : store::kObjectRowKinds) {
        store::JournalFilter filter{.kind = std::string(kind), .limit = kPage};
        for (;;) {
            const auto page = store::journal_page(view, filter);
            for (const auto& row : page) {
                auto entry = ledger::parse_entry(row.entry);
                if (!entry) throw std::runtime_error("an entry of the journal is damaged: " + entry.error().code);
                const Json* blob = entry->data.find("blob");
                if (blob == nullptr || blob->as_string().empty()) continue;
                entries.push_back({.seq = row.seq, .kind = row.kind, .at = row.at, .data = std::move(entry->data)});
            }
            if (page.size() < kPage) break;
            filter.before = page.back().seq;
        }
    }
    std::ranges::sort(entries, std::greater<>{}, &store::StoredEvent::seq);
    return entries;
}

std::string_view column(std::string_view line, std::size_t number) {
    for (; number > 0; --number) line.remove_prefix(line.find('\t') + 1);
    return line.substr(0, line.find('\t'));
}

}  // namespace

Frozen::Frozen(store::View& view, const store::BlobStore& blobs, Instant since) {
    const auto imports = entries_of_the_roll(view);
    const auto before = std::ranges::find_if(imports, [&](const auto& one) { return one.at < since; });
    std::string_view line;
    for (auto one = imports.begin(); one != before; ++one)
        for (store::ImportLines lines(blobs, *one, one->data.at("format").as_string()); lines.next(line);)
            objects_.push_back({.id = std::string(column(line, 0)), .entry = one->seq, .grade_before = {}});
    std::ranges::sort(objects_,
                      [](const auto& a, const auto& b) { return std::tie(a.id, a.entry) < std::tie(b.id, b.entry); });
    objects_.erase(
        std::unique(objects_.begin(), objects_.end(), [](const auto& a, const auto& b) { return a.id == b.id; }),
        objects_.end());
    for (auto one = before; one != imports.end() && !objects_.empty(); ++one)
        for (store::ImportLines lines(blobs, *one, one->data.at("format").as_string()); lines.next(line);) {
            auto* known = const_cast<FrozenObject*>(of(column(line, 0)));
            if (known == nullptr || known->known_before) continue;
            known->known_before = true;
            known->grade_before = column(line, kGradeColumn);
        }
}

const FrozenObject* Frozen::of(std::string_view id) const {
    const auto found =
        std::ranges::lower_bound(objects_, id, std::less<>{}, [](const auto& one) { return std::string_view(one.id); });
    return found == objects_.end() || found->id != id ? nullptr : &*found;
}

}  // namespace sunlot::workflow
