#include "workflow/roll.h"

#include "documents/table_writer.h"
#include "inspection/roll.h"
#include "store/database.h"
#include "workflow/export_record.h"

#include <algorithm>
#include <functional>
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
        {"统一社会信用代码", 22}, {"单位名称", 36}, {"主体种类", 12},     {"企业类型", 20}, {"登记状态", 10},
        {"守法诚信等级", 12},     {"片区", 16},     {"注册地址", 40},     {"注册日期", 12}, {"行业", 20},
        {"从业人员总数", 12},     {"监管标签", 20}, {"最近检查日期", 14}, {"数据来源", 12}};
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
            object.source};
}

/// Walks all pages of a query, a page in memory at a time.
class AllObjects {
public:
    AllObjects(store::View& view, store::ObjectQuery query) : view_(view), query_(std::move(query)) {
        query_.limit = 1000;
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
        page_ = store::list_objects(view_, query_);
        position_ = 0;
    }
    store::View& view_;
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
    put("kind", query.kind);
    put("status", query.status);
    return filter;
}

}  // namespace

ObjectPage list_objects(const Context& context, store::ObjectQuery query) {
    const auto limit = query.limit;
    ++query.limit;  // one more tells whether there is a next page
    auto view = context.database.read();
    ObjectPage page{.rows = store::list_objects(view, query), .next = {}, .total = store::count_objects(view, query)};
    if (page.rows.size() > limit) {
        page.rows.resize(limit);
        page.next = page.rows.back().id;
    }
    return page;
}

Result<ObjectDetail> find_object(const Context& context, std::string_view id) {
    auto view = context.database.read();
    auto object = store::find_object(view, id);
    if (!object)
        return refuse(RefusalKind::not_found, "object.unknown", "名录里没有这个监管对象", "No such object", "id");
    return ObjectDetail{std::move(*object), store::past_checks_of(view, id)};
}

ObjectFacets object_facets(const Context& context) {
    auto view = context.database.read();
    ObjectFacets facets;
    for (auto& [district, objects] : store::districts(view))
        facets.districts.emplace_back(std::move(district), objects);
    for (auto& [category, objects] : store::categories(view))
        facets.categories.emplace_back(std::move(category), objects);
    most_frequent_first(facets.districts);
    most_frequent_first(facets.categories);
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
        AllObjects objects(view, query);
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
