// Writing; reading is in item_sheet_read.cpp.
#include "inspection/item_sheet.h"

#include "inspection/item_outcome.h"
#include "inspection/roll.h"

#include <array>
#include <functional>

namespace sunlot::inspection {
namespace {

constexpr std::array kColumns{
    ItemColumn{"number", "序号", "", 6},
    ItemColumn{"code", "事项编码", "编码|行政检查事项编码|检查事项编码|事项代码", 10},
    ItemColumn{"name", "检查事项", "行政检查事项|事项名称|检查事项名称|行政检查事项名称|抽查事项|抽查事项名称", 36},
    ItemColumn{"kind", "事项类别", "抽查事项类别|一般或重点", 12},
    ItemColumn{"sub_items", "检查子项", "检查子项名称|抽查项目", 24},
    ItemColumn{"subject", "检查主体", "行政检查主体|实施主体|检查部门|抽查主体|检查部门及实施层级", 30},
    ItemColumn{"level", "实施层级", "行使层级|层级", 10},
    ItemColumn{"department", "承办机构", "责任处室|责任科室|承办科室", 20},
    ItemColumn{"basis", "检查依据", "行政检查依据|抽查依据|实施依据|法律依据|设定依据", 60},
    ItemColumn{"power", "对应权责清单事项", "权责清单事项|职权名称", 24},
    ItemColumn{"object_kinds", "监管对象类型", "主体类别|对象类型", 20},
    ItemColumn{"objects", "检查对象", "行政检查对象|抽查对象", 32},
    ItemColumn{"content", "检查内容及要求", "检查内容|抽查内容|行政检查内容", 60},
    ItemColumn{"methods", "检查方式", "行政检查方式|抽查方式", 20},
    ItemColumn{"ratio", "抽查比例", "检查比例|抽查比例及频次", 24},
    ItemColumn{"frequency", "检查频次", "抽查频次|检查频次及比例", 24},
    ItemColumn{"cap", "检查频次上限", "检查频次（上限）|检查频次(上限)|年度频次上限|年度检查频次上限|频次上限", 16},
    ItemColumn{"standard", "检查标准", "行政检查标准", 48},
    ItemColumn{"special_plan", "专项检查计划", "专项检查", 20},
    ItemColumn{"qualification", "检查人员要求", "检查人员", 20},
    ItemColumn{"tags", "资格标签", "", 16},
    ItemColumn{"note", "备注", "说明", 20},
    ItemColumn{"version", "版本", "", 8},
    ItemColumn{"published_on", "公布日期", "", 12},
    ItemColumn{"effective_on", "施行日期", "", 12},
};

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words) (line += line.empty() ? "" : "、") += word;
    return line;
}

std::string kinds_of(const Item& item) {
    std::vector<std::string> titles;
    for (const auto& word : item.object_kinds)
        if (const auto kind = parse_object_kind(word)) titles.emplace_back(title(*kind));
    return joined(titles);
}

std::string parts_of(const Item& item) {
    std::string cell;
    for (const auto& part : item.sub_items) (cell += cell.empty() ? "" : "\n") += part.name;
    return cell;
}

std::vector<std::string> row_of(const ListedItem& listed, std::size_t number) {
    const Item& item = *listed.item;
    return {std::to_string(number),
            item.code,
            item.name,
            std::string(text(item.kind)) + "检查事项",
            parts_of(item),
            item.subject,
            item.level,
            item.department,
            basis_sentence(item.basis),
            item.power,
            kinds_of(item),
            item.objects,
            item.content,
            joined(item.methods),
            item.ratio,
            item.frequency,
            item.cap == 0 ? "不设上限" : std::to_string(item.cap),
            item.standard,
            item.special_plan,
            item.qualified ? "需要专业岗位资格" : "无需专业岗位资格",
            joined(item.qualification_tags),
            item.note,
            listed.version == 0 ? "" : std::to_string(listed.version),
            listed.published_on,
            listed.effective_on};
}

/// A sheet with any number of rows for each item, each led by the item's code.
ItemSheet parts_sheet(const char* name, std::vector<std::string> titles, std::vector<double> widths,
                      std::span<const ListedItem> items,
                      const std::function<void(const Item&, std::vector<std::vector<std::string>>&)>& add) {
    ItemSheet sheet{.name = name, .titles = std::move(titles), .widths = std::move(widths), .rows = {}};
    sheet.titles.insert(sheet.titles.begin(), "事项编码");
    sheet.widths.insert(sheet.widths.begin(), 10);
    for (const auto& listed : items) add(*listed.item, sheet.rows);
    return sheet;
}

}  // namespace

std::span<const ItemColumn> item_columns() {
    return kColumns;
}

std::vector<ItemSheet> item_sheets(std::span<const ListedItem> items) {
    ItemSheet list{.name = "随机抽查事项清单", .titles = {}, .widths = {}, .rows = {}};
    for (const auto& column : kColumns) {
        list.titles.emplace_back(column.title);
        list.widths.push_back(column.width);
    }
    for (const auto& item : items) list.rows.push_back(row_of(item, list.rows.size() + 1));
    using Rows = std::vector<std::vector<std::string>>;
    return {std::move(list),
            parts_sheet("检查依据", {"法律法规规章", "条款", "条文内容"}, {48, 32, 60}, items,
                        [](const Item& item, Rows& rows) {
                            for (const auto& row : item.basis)
                                rows.push_back({item.code, row.law, row.article, row.text});
                        }),
            parts_sheet("检查子项", {"子项名称", "检查内容"}, {32, 60}, items,
                        [](const Item& item, Rows& rows) {
                            for (const auto& row : item.sub_items) rows.push_back({item.code, row.name, row.content});
                        }),
            parts_sheet("检查材料清单", {"材料名称", "说明"}, {36, 48}, items,
                        [](const Item& item, Rows& rows) {
                            for (const auto& row : item.materials) rows.push_back({item.code, row.name, row.note});
                        }),
            parts_sheet("检查要点", {"检查内容", "操作方法与要领", "规范时的默认描述", "发现问题时的默认描述"},
                        {36, 48, 40, 40}, items,
                        [](const Item& item, Rows& rows) {
                            for (const auto& row : item.checkpoints)
                                rows.push_back({item.code, row.what, row.how, row.passed, row.failed});
                        }),
            parts_sheet("结果及处置", {"结果代码", "检查结果", "结果说明", "后续处置"}, {10, 32, 40, 28}, items,
                        [](const Item& item, Rows& rows) {
                            for (const auto& row : item.outcomes) {
                                const auto* code = result_code(row.code);
                                rows.push_back({item.code, row.code, std::string(code == nullptr ? "" : code->title),
                                                row.note, row.disposal});
                            }
                        })};
}

}  // namespace sunlot::inspection
