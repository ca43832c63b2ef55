#include "workflow/roll.h"

#include "documents/table_writer.h"
#include "inspection/roll.h"
#include "store/account.h"
#include "store/database.h"
#include "store/object_index.h"
#include "workflow/export_record.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <iterator>
#include <utility>

namespace sunlot::workflow {

namespace {

constexpr std::size_t kFacets = 200;

template <class Count>
void most_frequent_first(std::vector<Count>& counts) {
    std::ranges::stable_sort(counts, std::greater<>(), &Count::second);
    if (counts.size() > kFacets) counts.resize(kFacets);
}

const std::vector<documents::Column>& export_columns() {
    static const std::vector<documents::Column> columns{
        {"统一社会信用代码", 22}, {"单位名称", 36},     {"主体种类", 12},     {"企业类型", 20},
        {"登记状态", 10},         {"守法诚信等级", 12}, {"片区", 16},         {"注册地址", 40},
        {"注册日期", 12},         {"行业", 20},         {"从业人员总数", 12}, {"监管标签", 20},
        {"最近检查日期", 14},     {"数据来源", 12},     {"专项库", 20},       {"所属网格", 16}};
    return columns;
}

/// `id` stands for the code where there is no credit code, so that every line says whom it means.
std::vector<std::string> export_cells(const store::ObjectRecord& object) {
    const auto kind = inspection::parse_object_kind(object.kind);
    return {object.credit_code.empty() ? object.id : object.credit_code,
            object.name,
            std::string(kind ? inspection::title(*kind) : std::string_view(object.kind)),
            object.category,
            object.status,
            object.grade,
            object.district,
            object.address,
            object.registered_on,
            object.industry,
            object.employees,
            object.tags,
            object.last_checked_on,
            object.source,
            object.libraries,
            object.grid};
}

Refusal no_object() {
    return refuse(RefusalKind::not_found, "object.unknown", "名录里没有这个监管对象", "No such object", "id");
}

/// Every column with where it is from: what object_field says, or what the row as a whole says.
std::vector<ObjectField> fields_of(store::View& view, const store::ObjectRecord& object) {
    const auto columns = inspection::roll_columns();
    const auto line = store::object_line(view, object.id).value();
    const auto cut = inspection::cut_object(line).value();
    const auto origins = store::field_origins(view, object.id);
    std::vector<ObjectField> fields;
    for (std::size_t i = 1; i < columns.size(); ++i) {
        if (columns[i].name == "source") continue;
        const auto origin = origins.find(std::string(columns[i].name));
        const bool whole = origin == origins.end();
        fields.push_back({.column = i,
                          .value = columns[i].is_private && !cut[i].empty() ? "•" : std::string(cut[i]),
                          .source = whole ? object.source : origin->second.source,
                          .set_entry = whole ? object.base_entry : origin->second.set_entry,
                          .set_at = whole ? object.base_at : origin->second.set_at,
                          .verified_at = whole ? object.base_at : origin->second.verified_at});
    }
    return fields;
}

/// Walks all pages of a query, a page in memory at a time.
class AllObjects {
public:
    AllObjects(store::ReadView& view, store::ObjectIndex& index, store::ObjectQuery query)
        : view_(view), index_(index), query_(std::move(query)) {
        query_.limit = 5000;
        fetch();
    }
    bool next(std::vector<std::string>& cells) {
        if (position_ == page_.size() && !page_.empty()) fetch();
        if (page_.empty()) return false;
        cells = export_cells(page_[position_++]);
        return true;
    }

private:
    void fetch() {
        if (!page_.empty()) query_.after = page_.back().id;
        page_ = store::list_objects(view_, index_, query_);
        position_ = 0;
    }
    store::ReadView& view_;
    store::ObjectIndex& index_;
    store::ObjectQuery query_;
    std::vector<store::ObjectRecord> page_;
    std::size_t position_ = 0;
};

void write_objects(const std::filesystem::path& path, ExportFormat format, const documents::RowSource& rows) {
    if (format == ExportFormat::xlsx) return documents::write_xlsx(path, "监管对象名录", export_columns(), rows);
    std::vector<std::string> titles;
    for (const auto& column : export_columns()) titles.push_back(column.title);
    documents::write_csv(path, titles, rows);
}

/// What was chosen, for the entry: codes only.
Json::Object filter_of(const store::ObjectQuery& query) {
    Json::Object filter;
    const auto put = [&](const char* name, const std::string& value) {
        if (!value.empty()) filter.emplace(name, value);
    };
    put("district", query.district);
    put("grade", query.grade);
    put("grid", query.grid);
    put("kind", query.kind);
    put("library", query.library);
    put("status", query.status);
    put("tag", query.tag);
    return filter;
}

}  // namespace

void prepare_search(const Context& context) noexcept {
    try {
        auto view = context.database.read();
        context.database.object_index().warm(view);
    } catch (const std::exception&) {
        return;  // whoever searches first meets the fault, and is told
    }
}

ObjectPage list_objects(const Context& context, store::ObjectQuery query) {
    const auto limit = query.limit;
    ++query.limit;  // one more tells whether there is a next page
    auto view = context.database.read();
    auto found = store::find_objects(view, context.database.object_index(), query);
    ObjectPage page{.rows = std::move(found.rows), .next = {}, .total = found.total};
    if (page.rows.size() > limit) {
        page.rows.resize(limit);
        page.next = page.rows.back().id;
    }
    return page;
}

Result<ObjectDetail> find_object(const Context& context, std::string_view id) {
    auto view = context.database.read();
    if (!store::find_object(view, id)) return no_object();
    return object_detail(view, id);
}

ObjectDetail object_detail(store::View& view, std::string_view id) {
    ObjectDetail detail{.object = store::find_object(view, id).value(),
                        .fields = {},
                        .history = store::past_checks_of(view, id),
                        .merges = store::merges_of(view, id)};
    detail.fields = fields_of(view, detail.object);
    for (const auto& merge : detail.merges)
        if (merge.kept == id && merge.undone == 0)
            std::ranges::copy(store::past_checks_of(view, merge.gone), std::back_inserter(detail.history));
    std::ranges::stable_sort(detail.history, std::greater<>(), &store::PastCheck::checked_on);
    if (!detail.history.empty()) detail.object.last_checked_on = detail.history.front().checked_on;
    return detail;
}

Result<ChangePage> object_changes(const Context& context, std::string_view id, std::int64_t before) {
    constexpr std::size_t kPage = 200;
    auto view = context.database.read();
    if (!store::find_object(view, id)) return no_object();
    ChangePage page{.rows = store::field_changes(view, id, before, kPage), .names = {}, .next = {}};
    for (const auto& change : page.rows) {
        auto& name = page.names[change.actor];
        if (!name.empty()) continue;
        const auto account = store::account_by_id(view, change.actor);
        name = account ? account->name : change.actor;
    }
    if (page.rows.size() < kPage) return page;
    // An entry is shown whole: what the page cut off comes with the next one. (An entry has fewer fields than a page.)
    const std::int64_t last = page.rows.back().entry;
    std::erase_if(page.rows, [&](const auto& change) { return change.entry == last; });
    page.next = last + 1;
    return page;
}

ObjectFacets object_facets(const Context& context) {
    auto view = context.database.read();
    ObjectFacets facets;
    for (auto& [district, objects] : store::districts(view))
        facets.districts.emplace_back(std::move(district), objects);
    auto counted = context.database.object_index().facets(view);
    facets.categories = std::move(counted.categories);
    facets.libraries = std::move(counted.libraries);
    facets.tags = std::move(counted.tags);
    std::erase_if(facets.categories, [](const auto& category) { return category.first.empty(); });
    most_frequent_first(facets.districts);
    most_frequent_first(facets.categories);
    most_frequent_first(facets.libraries);
    most_frequent_first(facets.tags);
    return facets;
}

std::filesystem::path export_objects(const Context& context, const Actor& actor, const store::ObjectQuery& query,
                                     ExportFormat format) {
    const auto directory = context.data_directory / "uploads";
    std::filesystem::create_directories(directory);
    const auto path = directory / ("export-" + context.entropy.hex(8));
    std::uint64_t count = 0;
    {
        auto view = context.database.read();
        AllObjects objects(view, context.database.object_index(), query);
        const documents::RowSource rows = [&](std::vector<std::string>& cells) {
            const bool more = objects.next(cells);
            count += more ? 1 : 0;
            return more;
        };
        write_objects(path, format, rows);
    }
    record_export(context, actor,
                  {.what = "objects",
                   .format = format == ExportFormat::xlsx ? "xlsx" : "csv",
                   .filter = filter_of(query),
                   .words = query.q,
                   .rows = count,
                   .file = path});
    return path;
}

}  // namespace sunlot::workflow
