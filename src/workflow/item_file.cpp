#include "workflow/item_file.h"

#include "documents/pdf.h"
#include "documents/table_reader.h"
#include "documents/table_writer.h"
#include "inspection/item_diff.h"
#include "store/database.h"
#include "workflow/item.h"
#include "workflow/item_list.h"
#include "workflow/organ.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

using inspection::ListedItem;
using store::ItemVersion;

constexpr std::size_t kMostRows = 5000;

std::filesystem::path write_sheets(const Context& context, const std::vector<ItemVersion>& versions) {
    std::vector<ListedItem> items;
    for (const auto& version : versions)
        items.push_back({.item = &version.item,
                         .version = version.version,
                         .published_on = version.published_on,
                         .effective_on = version.effective_on});
    std::vector<documents::TableSheet> sheets;
    for (auto& sheet : inspection::item_sheets(items)) {
        documents::TableSheet& out = sheets.emplace_back();
        out.name = std::move(sheet.name);
        for (std::size_t i = 0; i < sheet.titles.size(); ++i)
            out.columns.push_back({.title = std::move(sheet.titles[i]), .width = sheet.widths[i]});
        out.rows = std::move(sheet.rows);
        out.for_paper = true;
    }
    const auto directory = context.data_directory / "uploads";
    std::filesystem::create_directories(directory);
    auto path = directory / ("items-" + context.entropy.hex(8) + ".xlsx");
    documents::write_workbook(path, sheets);
    return path;
}

/// What an editor starts from: of each item the newest version, a draft or not; items off the list are left out.
std::vector<ItemVersion> working_copy(store::View& view) {
    std::vector<ItemVersion> newest;
    for (auto& version : store::all_item_versions(view)) {
        if (!newest.empty() && newest.back().item.code == version.item.code) newest.pop_back();
        newest.push_back(std::move(version));
    }
    std::erase_if(newest, [](const ItemVersion& version) { return version.cancels() && version.is_public(); });
    return newest;
}

// ── Paper ─────────────────────────────────────────────────────────────────────────────────────────────────────────

std::string joined(const std::vector<std::string>& words, const char* by) {
    std::string line;
    for (const auto& word : words) (line += line.empty() ? "" : by) += word;
    return line;
}

std::string frequency_of(const inspection::Item& item) {
    const std::string cap = item.cap == 0 ? "不设上限" : fmt::format("同一对象每年不超过{}次", item.cap);
    return item.frequency.contains(cap) ? item.frequency : item.frequency + "\n上限：" + cap;
}

documents::PaperTable paper_table(const std::vector<ItemVersion>& items) {
    documents::PaperTable table{.columns = {{.title = "序号", .share = 0.55},
                                            {.title = "编码", .share = 0.6},
                                            {.title = "行政检查事项", .share = 2.1},
                                            {.title = "事项类别", .share = 0.8},
                                            {.title = "检查主体", .share = 1.5},
                                            {.title = "检查对象", .share = 1.6},
                                            {.title = "检查方式", .share = 0.9},
                                            {.title = "检查依据", .share = 3.2},
                                            {.title = "抽查比例", .share = 1.1},
                                            {.title = "检查频次（上限）", .share = 1.4},
                                            {.title = "检查标准", .share = 2.8},
                                            {.title = "专项检查计划", .share = 0.9}},
                                .rows = {}};
    for (const auto& version : items) {
        const auto& item = version.item;
        table.rows.push_back({std::to_string(table.rows.size() + 1), item.code, item.name,
                              std::string(inspection::text(item.kind)), item.subject, item.objects,
                              joined(item.methods, "\n"), inspection::basis_sentence(item.basis), item.ratio,
                              frequency_of(item), item.standard, item.special_plan});
    }
    return table;
}

// ── Import ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// `name` empty: the first sheet. Nothing when the file has no such sheet.
Result<inspection::RawSheet> read_sheet(const std::filesystem::path& file, const std::string& name) {
    documents::TableOptions options;
    options.sheet = name;
    const auto reader = documents::open_table(file, options);
    if (!reader) return pass_on(reader.error());
    inspection::RawSheet sheet{.name = name, .rows = {}};
    inspection::SheetRow row;
    while ((*reader)->next(row)) {
        if (sheet.rows.size() == kMostRows)
            return refuse(RefusalKind::invalid, "item_sheet.too_many",
                          fmt::format("行数过多（上限 {} 行），请确认这是事项清单", kMostRows),
                          "Too many rows for a list of items", "file");
        inspection::RawRow raw{.number = row.number, .cells = {}};
        for (const auto cell : row.cells) raw.cells.emplace_back(cell);
        sheet.rows.push_back(std::move(raw));
    }
    if (const auto& no = (*reader)->refusal()) return pass_on(*no);
    return sheet;
}

Result<std::vector<inspection::RawSheet>> read_sheets(const std::filesystem::path& file) {
    auto first = read_sheet(file, "");
    if (!first) return pass_on(first.error());
    std::vector<inspection::RawSheet> sheets{std::move(*first)};
    const auto forms = inspection::item_sheets({});
    for (std::size_t i = 1; i < forms.size(); ++i) {
        auto part = read_sheet(file, forms[i].name);
        if (part)
            sheets.push_back(std::move(*part));
        else if (part.error().code != "xlsx.no_sheet")
            return pass_on(part.error());
        // A CSV has one sheet, whatever it is asked for.
        if (part && sheets.back().rows.size() == sheets.front().rows.size() &&
            std::ranges::equal(sheets.back().rows, sheets.front().rows, {}, &inspection::RawRow::cells,
                               &inspection::RawRow::cells))
            return std::vector<inspection::RawSheet>{std::move(sheets.front())};
    }
    return sheets;
}

struct ReadList {
    ItemImport import;
    std::vector<inspection::Item> drafts;  // what is to be drafted
};

Result<ReadList> read_list(store::View& view, const std::vector<inspection::RawSheet>& sheets) {
    std::vector<inspection::Item> known;
    for (auto& version : working_copy(view)) known.push_back(std::move(version.item));
    const auto organ = configured_organ(view);
    auto read = inspection::read_item_sheets(sheets, known, organ ? organ->name : "");
    if (!read) return pass_on(read.error());
    ReadList list;
    for (auto& one : *read) {
        const auto before = std::ranges::find(known, one.item.code, &inspection::Item::code);
        ItemImportRow row{.row = one.row,
                          .code = one.item.code,
                          .name = one.item.name,
                          .change = ItemChange::added,
                          .fields = {},
                          .problems = std::move(one.problems)};
        if (before != known.end()) {
            row.change = *before == one.item ? ItemChange::same : ItemChange::changed;
            row.fields = inspection::changed_fields(*before, one.item);
        }
        if (row.change != ItemChange::same) list.drafts.push_back(std::move(one.item));
        list.import.rows.push_back(std::move(row));
    }
    return list;
}

}  // namespace

std::string_view text(ItemChange change) {
    switch (change) {
        case ItemChange::added:
            return "new";
        case ItemChange::changed:
            return "changed";
        case ItemChange::same:
            return "same";
    }
    throw std::logic_error("ItemChange");
}

bool ItemImport::has_problems() const {
    return std::ranges::any_of(rows, [](const ItemImportRow& row) { return !row.problems.empty(); });
}

std::filesystem::path public_item_workbook(const Context& context) {
    return write_sheets(context, items_in_force(context, context.clock.now().beijing_date()));
}

std::filesystem::path working_item_workbook(const Context& context) {
    const auto versions = [&] {
        auto view = context.database.read();
        return working_copy(view);
    }();
    return write_sheets(context, versions);
}

std::string public_item_paper(const Context& context, std::string_view origin) {
    const auto list = public_list(context);
    const auto organ = [&] {
        auto view = context.database.read();
        return configured_organ(view);
    }();
    const std::string name = organ ? organ->name : "";
    // The paper is dated by the last announcement, so that the same list is the same file.
    documents::Paper paper{.title = name + "涉企行政检查事项（随机抽查事项）清单",
                           .footer = name + "　随机抽查事项清单 · " + list.day.text(),
                           .dated = list.last ? list.last->published_at : Instant{},
                           .blocks = {},
                           .landscape = true};
    paper.blocks.emplace_back(documents::PaperTitle{
        .text = name + "\n涉企行政检查事项（随机抽查事项）清单",
        .subtitle =
            fmt::format("{} 现行 {} 项{}", list.day.text(), list.in_force.size(),
                        list.last ? "　最近一次公布 " + list.last->published_on + " " + list.last->document : "")});
    if (list.in_force.empty())
        paper.blocks.emplace_back(documents::PaperText{"还没有公布任何事项。"});
    else
        paper.blocks.emplace_back(paper_table(list.in_force));
    const std::string address = std::string(origin) + "/i";
    paper.blocks.emplace_back(documents::PaperQr{
        .content = address,
        .caption = "扫码查看现行清单、每个事项的历次版本和每次调整的理由、依据；未列入清单的事项不得检查。\n" + address,
        .millimetres = 28});
    return documents::pdf(paper);
}

Result<ItemImport> preview_item_import(const Context& context, const std::filesystem::path& file) {
    const auto sheets = read_sheets(file);
    if (!sheets) return pass_on(sheets.error());
    auto view = context.database.read();
    auto list = read_list(view, *sheets);
    if (!list) return pass_on(list.error());
    return std::move(list->import);
}

Result<ItemImport> import_items(const Context& context, const Actor& actor, const std::filesystem::path& file,
                                std::string_view reason, std::string_view legal_basis) {
    const auto sheets = read_sheets(file);
    if (!sheets) return pass_on(sheets.error());
    auto transaction = context.database.write();
    auto list = read_list(transaction, *sheets);
    if (!list) return pass_on(list.error());
    if (list->import.has_problems())
        return refuse(RefusalKind::invalid, "item.bad_rows", "有的行不能导入，请按提示改好再导入；现在什么也没有写入",
                      "Some rows can't be imported; nothing was written", "file");
    for (const auto& item : list->drafts) {
        const auto drafted =
            draft_item(context, transaction, actor,
                       {.item = item, .reason = std::string(reason), .legal_basis = std::string(legal_basis)});
        if (!drafted) return pass_on(drafted.error());
        ++list->import.drafted;
    }
    transaction.commit();
    return std::move(list->import);
}

}  // namespace sunlot::workflow
