// One item as people read it: titles and lines, in the order of the published form.
#include "base/text.h"
#include "inspection/item_diff.h"
#include "inspection/item_outcome.h"
#include "inspection/roll.h"

#include <algorithm>

namespace sunlot::inspection {
namespace {

using Lines = std::vector<std::string>;

Lines one(std::string_view line) {
    if (line.empty()) return {};
    return {std::string(line)};
}

/// A text may have been typed in several lines.
Lines of_text(std::string_view text) {
    Lines lines;
    for (const auto line : split(text, '\n'))
        if (const auto words = trim(line); !words.empty()) lines.emplace_back(words);
    return lines;
}

Lines of_basis(const Item& item) {
    Lines lines;
    for (const auto& basis : item.basis)
        lines.push_back(basis.law + basis.article + (basis.text.empty() ? "" : "：" + basis.text));
    return lines;
}

Lines of_object_kinds(const Item& item) {
    std::string line;
    for (const auto& word : item.object_kinds)
        if (const auto kind = parse_object_kind(word)) (line += line.empty() ? "" : "、") += title(*kind);
    return one(line);
}

Lines of_methods(const Item& item) {
    std::string line;
    for (const auto& method : item.methods) (line += line.empty() ? "" : "、") += method;
    return one(line);
}

Lines of_qualification(const Item& item) {
    if (!item.qualified) return {"无需专业岗位资格（持有效行政执法证件）"};
    std::string line = "需要专业岗位资格";
    for (const auto& tag : item.qualification_tags) (line += line.ends_with("格") ? "：" : "、") += tag;
    return one(line);
}

/// One sentence after another, each with one full stop.
void append_sentence(std::string& line, std::string_view lead, std::string_view sentence) {
    constexpr std::string_view kStop = "。";
    if (sentence.empty()) return;
    if (sentence.ends_with(kStop)) sentence.remove_suffix(kStop.size());
    line += lead;
    line += sentence;
    line += kStop;
}

Lines of_checkpoints(const Item& item) {
    Lines lines;
    for (const auto& point : item.checkpoints) {
        std::string& line = lines.emplace_back();
        append_sentence(line, "", point.what);
        append_sentence(line, "方法：", point.how);
        append_sentence(line, "规范时记：", point.passed);
        append_sentence(line, "发现问题时记：", point.failed);
    }
    return lines;
}

Lines of_outcomes(const Item& item) {
    Lines lines;
    for (const auto& outcome : item.outcomes) {
        const auto* code = result_code(outcome.code);
        lines.push_back(outcome.code + " " + std::string(code == nullptr ? "" : code->title) +
                        (outcome.note.empty() ? "" : "（" + outcome.note + "）") + "：" + outcome.disposal);
    }
    return lines;
}

/// Rows of a name and what is said of it.
template <class Row, class Note>
Lines of_named(const std::vector<Row>& rows, Note note) {
    Lines lines;
    for (const auto& row : rows) lines.push_back(row.name + (note(row).empty() ? "" : "：" + note(row)));
    return lines;
}

std::string cap_of(const Item& item) {
    return item.cap == 0 ? "不设上限" : "同一对象每年不超过" + std::to_string(item.cap) + "次";
}

}  // namespace

std::vector<ItemField> item_fields(const Item& item) {
    return {
        {"name", {"检查事项", "Item"}, one(item.name)},
        {"category", {"抽查类别", "Category"}, one(category_title(item.category))},
        {"kind", {"事项类别", "Kind"}, {std::string(text(item.kind)) + "检查事项"}},
        {"sub_items", {"检查子项", "Parts"}, of_named(item.sub_items, [](const SubItem& row) { return row.content; })},
        {"subject", {"检查主体", "Inspecting body"}, one(item.subject)},
        {"level", {"实施层级", "Level"}, one(item.level)},
        {"department", {"承办机构", "Section in charge"}, one(item.department)},
        {"basis", {"检查依据", "Legal basis"}, of_basis(item)},
        {"power", {"对应权责清单事项", "Entry of the list of powers"}, one(item.power)},
        {"object_kinds", {"监管对象类型", "Kinds of objects"}, of_object_kinds(item)},
        {"objects", {"检查对象", "Objects"}, of_text(item.objects)},
        {"content", {"检查内容及要求", "What is inspected"}, of_text(item.content)},
        {"methods", {"检查方式", "Methods"}, of_methods(item)},
        {"ratio", {"抽查比例", "Ratio"}, one(item.ratio)},
        {"frequency", {"检查频次", "Frequency"}, one(item.frequency)},
        {"cap", {"检查频次上限", "Yearly cap"}, one(cap_of(item))},
        {"standard", {"检查标准", "Standard"}, of_text(item.standard)},
        {"special_plan", {"专项检查计划", "Special inspection plan"}, of_text(item.special_plan)},
        {"qualification", {"检查人员要求", "Who may inspect"}, of_qualification(item)},
        {"materials",
         {"检查材料清单", "Papers to have ready"},
         of_named(item.materials, [](const Material& row) { return row.note; })},
        {"checkpoints", {"检查要点", "Checkpoints"}, of_checkpoints(item)},
        {"outcomes", {"检查结果及后续处置", "Results and what follows"}, of_outcomes(item)},
        {"note", {"备注", "Remarks"}, of_text(item.note)},
    };
}

}  // namespace sunlot::inspection
