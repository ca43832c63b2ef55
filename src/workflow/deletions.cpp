#include "workflow/deletions.h"

#include "ledger/entry.h"
#include "store/audit.h"
#include "store/database.h"
#include "store/journal.h"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

struct Told {
    std::string_view kind;
    DeletionSort sort;
};
/// Kinds of entries that take something back. A version of an item and an attempt supersede the one before.
constexpr std::array<Told, 12> kTold{{{"private.erased", DeletionSort::erased},
                                      {"draw.voided", DeletionSort::voided},
                                      {"deposit.failed", DeletionSort::voided},
                                      {"item.discarded", DeletionSort::voided},
                                      {"item.published", DeletionSort::superseded},
                                      {"task.changed", DeletionSort::superseded},
                                      {"redraw.approved", DeletionSort::superseded},
                                      {"extension.approved", DeletionSort::superseded},
                                      {"substitution.approved", DeletionSort::superseded},
                                      {"key.rotated", DeletionSort::superseded},
                                      {"key.compromised", DeletionSort::disabled},
                                      {"account.disabled", DeletionSort::disabled}}};

bool takes_back(const ledger::Entry& entry) {
    return entry.kind != "item.published" || entry.data.at("version").as_integer() > 1;
}

void add_told(Deletions& out, store::View& view, const Told& told) {
    constexpr int kAll = std::numeric_limits<int>::max();
    auto rows = store::journal_page(view, {.kind = std::string(told.kind), .subject = {}, .before = {}, .limit = kAll});
    std::ranges::reverse(rows);
    for (const auto& row : rows) {
        const auto entry = ledger::parse_entry(row.entry);
        if (!entry) throw std::runtime_error("journal entry " + std::to_string(row.seq) + " can't be read");
        if (!takes_back(*entry)) continue;
        out.rows.push_back({.sort = told.sort,
                            .entry = row.seq,
                            .at = row.at,
                            .actor = row.actor,
                            .subject = row.subject,
                            .detail = row.kind + " " + to_canonical(entry->data)});
    }
}

}  // namespace

std::string_view name(DeletionSort sort) {
    switch (sort) {
        case DeletionSort::erased:
            return "erased";
        case DeletionSort::voided:
            return "voided";
        case DeletionSort::superseded:
            return "superseded";
        case DeletionSort::disabled:
            return "disabled";
        case DeletionSort::gap:
            return "gap";
        case DeletionSort::missing:
            return "missing";
    }
    throw std::logic_error("DeletionSort");
}

std::string_view title(DeletionSort sort) {
    switch (sort) {
        case DeletionSort::erased:
            return "已删除";
        case DeletionSort::voided:
            return "已作废";
        case DeletionSort::superseded:
            return "已被替代";
        case DeletionSort::disabled:
            return "已停用";
        case DeletionSort::gap:
            return "编号缺口";
        case DeletionSort::missing:
            return "无故缺失";
    }
    throw std::logic_error("DeletionSort");
}

bool Deletions::clean() const {
    return std::ranges::none_of(
        rows, [](const Deletion& one) { return one.sort == DeletionSort::gap || one.sort == DeletionSort::missing; });
}

Deletions find_deletions(const Context& context) {
    auto view = context.database.read();
    Deletions out;
    for (const auto& told : kTold) add_told(out, view, told);
    for (auto& gap : store::serial_gaps(view))
        out.rows.push_back({.sort = DeletionSort::gap,
                            .entry = {},
                            .at = {},
                            .actor = {},
                            .subject = gap.what + "/" + std::to_string(gap.year),
                            .detail = std::to_string(gap.serial)});
    for (const auto& row : store::missing_private_parts(view))
        out.rows.push_back({.sort = DeletionSort::missing,
                            .entry = row.seq,
                            .at = row.at,
                            .actor = row.actor,
                            .subject = row.subject,
                            .detail = row.kind});
    std::ranges::stable_sort(out.rows, {}, &Deletion::sort);
    return out;
}

}  // namespace sunlot::workflow
