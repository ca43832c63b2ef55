#include "store/object_index.h"

#include "base/text.h"
#include "inspection/cell.h"
#include "store/database.h"
#include "store/grid.h"
#include "store/object_segment.h"

#include <algorithm>
#include <mutex>
#include <optional>

namespace sunlot::store {
namespace {

constexpr std::string_view kAll = R"sql(
    SELECT id, name, initials, legacy_number, kind, status, grade, district, grid, libraries, tags, category, merged_into
      FROM object ORDER BY id)sql";
constexpr std::string_view kChanged = R"sql(
    SELECT id, name, initials, legacy_number, kind, status, grade, district, grid, libraries, tags, category, merged_into
      FROM object WHERE entry >= $1 ORDER BY entry, id LIMIT $2)sql";
/// More changes than this, and the whole is read again.
constexpr std::size_t kMostChanges = 20'000;

SegmentRow segment_row(const Row& row) {
    return {.id = row.text_view(0),
            .name = row.text_view(1),
            .initials = row.text_view(2),
            .legacy_number = row.text_view(3),
            .kind = row.text_view(4),
            .status = row.text_view(5),
            .grade = row.text_view(6),
            .district = row.text_view(7),
            .grid = row.text_view(8),
            .libraries = row.text_view(9),
            .tags = row.text_view(10),
            .category = row.text_view(11),
            .merged = !row.text_view(12).empty()};
}

/// A row that outlives its statement.
struct OwnedRow {
    std::array<std::string, 12> texts;
    bool merged = false;

    explicit OwnedRow(const Row& row) : merged(!row.text_view(12).empty()) {
        for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = row.text_view(static_cast<int>(i));
    }
    SegmentRow view() const {
        return {.id = texts[0],
                .name = texts[1],
                .initials = texts[2],
                .legacy_number = texts[3],
                .kind = texts[4],
                .status = texts[5],
                .grade = texts[6],
                .district = texts[7],
                .grid = texts[8],
                .libraries = texts[9],
                .tags = texts[10],
                .category = texts[11],
                .merged = merged};
    }
};

/// What a search text asks for, as the index keeps texts.
struct Sought {
    std::string name;
    std::string code;  // empty when the text cannot be a code or initials
};

Sought sought(std::string_view q) {
    Sought out{.name = upper(inspection::tidy(q)), .code = {}};
    const auto is_code = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' || c == '-' || c == '.' || c == '_';
    };
    if (std::ranges::all_of(out.name, is_code)) out.code = out.name;
    return out;
}

}  // namespace

struct ObjectIndex::Tables {
    SharedWords words;
    ObjectSegment base;
    ObjectSegment tail;
    std::map<std::string, OwnedRow, std::less<>> changed;
    std::uint64_t as_of = 0;  // entries taken over

    /// Nothing when a filter names something that no object has.
    std::optional<ObjectSegment::Filter> filter(const ObjectQuery& query, const std::vector<bool>* grids,
                                                const std::vector<bool>* districts) const {
        bool nobody = false;
        const auto number = [&](const Words& list, const std::string& word) -> std::uint32_t {
            if (word.empty()) return 0;
            const auto found = list.find(word);
            nobody = nobody || found == Words::kUnknown;
            return found;
        };
        const std::string library = query.library.empty() ? std::string() : kLibraryMark + query.library;
        ObjectSegment::Filter out{.kind = number(words.kinds, query.kind),
                                  .status = number(words.statuses, query.status),
                                  .grade = number(words.grades, query.grade),
                                  .district = number(words.districts, query.district),
                                  .label = number(words.labels, library),
                                  .second_label = number(words.labels, query.tag),
                                  .grids = grids,
                                  .districts = districts};
        if (nobody) return std::nullopt;
        return out;
    }

    std::vector<bool> districts_among(const std::vector<std::string>& names) const {
        std::vector<bool> wanted(words.districts.size(), false);
        for (const auto& name : names)
            if (const auto number = words.districts.find(name); number != Words::kUnknown) wanted[number] = true;
        return wanted;
    }

    /// Which values of an object's grid mean a node or one below it; "-" means none at all.
    std::vector<bool> grids_below(View& view, const std::string& node) const {
        std::vector<bool> wanted(words.grids.size(), false);
        if (node == "-") {
            wanted[0] = true;
            return wanted;
        }
        for (const auto& word : grid_words_below(view, node))
            if (const auto number = words.grids.find(word); number != Words::kUnknown) wanted[number] = true;
        return wanted;
    }
};

ObjectIndex::ObjectIndex() = default;
ObjectIndex::~ObjectIndex() = default;

namespace {

/// The ids of one segment that match, from `after` on, and how many match in all.
std::int64_t collect(const ObjectSegment& segment, const Sought& text, const ObjectSegment::Filter& filter,
                     const ObjectQuery& query, ObjectIndex::Total count, std::vector<std::string>& ids) {
    const bool searching = !text.name.empty();
    const auto found = searching ? segment.matching(text.name, text.code) : Marks();
    std::size_t from = segment.lower_bound(query.after);
    if (from < segment.rows() && segment.id(from) == query.after) ++from;
    const bool all = count == ObjectIndex::Total::count;
    const bool any = filter.asks_nothing();
    std::size_t room = query.limit;
    std::int64_t total = 0;
    for (std::size_t row = all ? 0 : from; row < segment.rows() && (all || room > 0); ++row) {
        if (searching && found[row] == 0) continue;
        if (any ? segment.hidden(row) : !segment.passes(row, filter)) continue;
        ++total;
        if (row < from || room == 0) continue;
        ids.emplace_back(segment.id(row));
        --room;
    }
    return total;
}

}  // namespace

ObjectIndex::Answer ObjectIndex::find(ReadView& view, const ObjectQuery& query, Total count) {
    const auto lock = follow(view);
    Answer answer;
    std::vector<bool> grids;
    if (!query.grid.empty()) grids = tables_->grids_below(view, query.grid);
    const auto districts = tables_->districts_among(query.districts);
    const auto filter =
        tables_->filter(query, query.grid.empty() ? nullptr : &grids, query.districts.empty() ? nullptr : &districts);
    if (!filter) return answer;
    const Sought text = sought(query.q);
    answer.total = collect(tables_->base, text, *filter, query, count, answer.ids) +
                   collect(tables_->tail, text, *filter, query, count, answer.ids);
    std::ranges::sort(answer.ids);
    if (answer.ids.size() > query.limit) answer.ids.resize(query.limit);
    return answer;
}

ObjectIndex::Facets ObjectIndex::facets(ReadView& view) {
    const auto lock = follow(view);
    const SharedWords& words = tables_->words;
    std::vector<std::int64_t> labels(words.labels.size());
    std::vector<std::int64_t> grids(words.grids.size());
    std::vector<std::int64_t> categories(words.categories.size());
    for (const ObjectSegment* segment : {&tables_->base, &tables_->tail})
        for (std::size_t row = 0; row < segment->rows(); ++row) {
            if (segment->hidden(row)) continue;
            ++grids[segment->grid(row)];
            ++categories[segment->category(row)];
            segment->each_label(row, [&](std::uint32_t label) { ++labels[label]; });
        }
    Facets facets;
    const auto list = [](const Words& names, const std::vector<std::int64_t>& counts, Counts& out) {
        for (std::uint32_t i = 0; i < counts.size(); ++i)
            if (counts[i] > 0) out.emplace_back(names.text(i), counts[i]);
        std::ranges::sort(out);
    };
    list(words.grids, grids, facets.grids);
    list(words.categories, categories, facets.categories);
    Counts all;
    list(words.labels, labels, all);
    for (auto& [name, count] : all) {
        if (name.starts_with(kLibraryMark))
            facets.libraries.emplace_back(name.substr(1), count);
        else
            facets.tags.emplace_back(name, count);
    }
    return facets;
}

void ObjectIndex::warm(ReadView& view) {
    follow(view);
}

std::shared_lock<std::shared_mutex> ObjectIndex::follow(ReadView& view) {
    for (;;) {
        {
            std::shared_lock lock(mutex_);
            if (tables_ != nullptr && tables_->as_of >= view.journal().size) return lock;
        }
        const std::unique_lock lock(mutex_);
        if (tables_ == nullptr || !take_changes(view)) load(view);
    }
}

void ObjectIndex::load(ReadView& view) {
    auto fresh = std::make_unique<Tables>();
    view.scan(kAll, {}, [&](const Row& row) { fresh->base.add(segment_row(row), fresh->words); });
    fresh->base.shrink();
    fresh->as_of = view.journal().size;
    tables_ = std::move(fresh);
}

/// False when there are too many for a tail.
bool ObjectIndex::take_changes(ReadView& view) {
    Tables& tables = *tables_;
    const std::size_t before = tables.changed.size();
    bool any = false;
    view.query(kChanged, {tables.as_of, kMostChanges + 1}, [&](const Row& row) {
        OwnedRow owned(row);
        const std::string id = owned.texts[0];
        const auto at = tables.base.lower_bound(id);
        if (at < tables.base.rows() && tables.base.id(at) == id) tables.base.hide(at);
        tables.changed.insert_or_assign(id, std::move(owned));
        any = true;
    });
    if (tables.changed.size() > kMostChanges && tables.changed.size() > before) return false;
    if (any) {
        tables.tail = ObjectSegment();
        for (const auto& [id, row] : tables.changed) tables.tail.add(row.view(), tables.words);
    }
    tables.as_of = view.journal().size;
    return true;
}

}  // namespace sunlot::store
