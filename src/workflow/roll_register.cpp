#include "workflow/roll_register.h"

#include "base/text.h"
#include "inspection/cell.h"
#include "store/database.h"
#include "store/item.h"
#include "store/object_index.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kLongestName = 90;
constexpr std::size_t kLongestText = 600;

Refusal no(std::string code, std::string zh, std::string en, std::string field) {
    return refuse(RefusalKind::invalid, std::move(code), std::move(zh), std::move(en), std::move(field));
}

// ── labels ────────────────────────────────────────────────────────────────────────────────────────────────────────

Result<Done> check_label(const store::ObjectLabel& label) {
    if (label.kind != "library" && label.kind != "tag")
        return no("label.kind", "请写明是专项库还是标签", "library or tag", "kind");
    if (inspection::read_list(label.name).size() != 1 || label.name.size() > kLongestName)
        return no("label.name", "名称不能为空，也不能有顿号、逗号和空格", "A name is one word without commas or spaces",
                  "name");
    if (label.note.size() > kLongestText || label.department.size() > kLongestText)
        return no("label.note", "说明过长", "Too long", "note");
    return Done{};
}

void add_counts(std::map<std::pair<std::string, std::string>, CountedLabel>& all, const std::string& kind,
                const store::ObjectIndex::Counts& counts) {
    for (const auto& [name, objects] : counts) {
        auto& counted = all[{kind, name}];
        counted.label.kind = kind;
        counted.label.name = name;
        counted.objects = objects;
    }
}

// ── grid ──────────────────────────────────────────────────────────────────────────────────────────────────────────

constexpr std::array<std::string_view, 4> kLevels{"county", "town", "community", "cell"};

std::optional<std::size_t> level_of(std::string_view level) {
    const auto found = std::ranges::find(kLevels, level);
    if (found == kLevels.end()) return std::nullopt;
    return static_cast<std::size_t>(found - kLevels.begin());
}

bool is_code(std::string_view code) {
    constexpr std::size_t kLongestCode = 32;
    return !code.empty() && code.size() <= kLongestCode && std::ranges::all_of(code, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
    });
}

Result<Done> check_parent(const std::vector<store::GridNode>& nodes, const store::GridNode& node) {
    if (node.parent.empty()) return Done{};
    const auto parent = std::ranges::find(nodes, node.parent, &store::GridNode::code);
    if (parent == nodes.end() || node.parent == node.code)
        return no("grid.parent", "没有这个上级网格", "There is no such node above", "parent");
    if (level_of(parent->level) >= level_of(node.level))
        return no("grid.parent", "上级必须是更高的一级：区 → 乡镇街道 → 社区村 → 网格",
                  "The node above must be of a higher level", "parent");
    return Done{};
}

Result<Done> check_node(const std::vector<store::GridNode>& nodes, const store::GridNode& node) {
    if (!is_code(node.code))
        return no("grid.code", "编码由数字、大写字母和 - . 组成，最多 32 位", "Digits, capital letters, - and .",
                  "code");
    if (node.name.empty() || node.name.size() > kLongestName)
        return no("grid.name", "请填写名称，最多 30 个汉字", "Give a name", "name");
    if (!level_of(node.level))
        return no("grid.level", "请选择层级：区、乡镇街道、社区村、网格", "Choose the level", "level");
    if (node.person.size() > kLongestName || node.phone.size() > kLongestName)
        return no("grid.phone", "姓名或电话过长", "Too long", "phone");
    for (const auto& other : nodes) {
        if (other.parent != node.code) continue;
        if (!node.active && other.active)
            return no("grid.in_use", "下面还有在用的网格，请先停用它们", "There are active nodes below", "active");
        if (level_of(other.level) <= level_of(node.level))
            return no("grid.level", "下面的网格必须比它低一级", "The nodes below must be of a lower level", "level");
    }
    return check_parent(nodes, node);
}

/// Objects of each node, its own and those below.
void add_objects(GridTree& tree, const store::ObjectIndex::Counts& counts) {
    std::map<std::string, std::string, std::less<>> code_of;
    std::map<std::string, std::size_t, std::less<>> place_of;
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        code_of.emplace(tree.nodes[i].node.name, tree.nodes[i].node.code);
        place_of.emplace(tree.nodes[i].node.code, i);
    }
    for (const auto& [word, objects] : counts) {
        auto place = place_of.find(word);
        if (place == place_of.end())
            if (const auto code = code_of.find(word); code != code_of.end()) place = place_of.find(code->second);
        if (place == place_of.end()) {
            tree.outside += objects;
            if (!word.empty()) tree.strange.emplace_back(word, objects);
            continue;
        }
        for (; place != place_of.end(); place = place_of.find(tree.nodes[place->second].node.parent))
            tree.nodes[place->second].objects += objects;
    }
    constexpr std::size_t kMostStrange = 50;
    std::ranges::stable_sort(tree.strange, std::greater<>(), &std::pair<std::string, std::int64_t>::second);
    if (tree.strange.size() > kMostStrange) tree.strange.resize(kMostStrange);
}

Json node_person(const store::GridNode& node) {
    if (node.person.empty() && node.phone.empty()) return nullptr;
    return Json::Object{{"person", node.person}, {"phone", node.phone}};
}

}  // namespace

std::vector<CountedLabel> list_labels(const Context& context) {
    auto view = context.database.read();
    const auto facets = context.database.object_index().facets(view);
    std::map<std::pair<std::string, std::string>, CountedLabel> all;
    add_counts(all, "library", facets.libraries);
    add_counts(all, "tag", facets.tags);
    for (auto& label : store::object_labels(view)) {
        auto& counted = all[{label.kind, label.name}];
        counted.label = std::move(label);
    }
    std::vector<CountedLabel> out;
    for (auto& [key, counted] : all) out.push_back(std::move(counted));
    return out;
}

Result<std::vector<CountedLabel>> set_label(const Context& context, const Actor& actor,
                                            const store::ObjectLabel& asked) {
    store::ObjectLabel label = asked;
    label.name = inspection::tidy(label.name);
    if (auto sound = check_label(label); !sound) return pass_on(sound.error());
    {
        auto transaction = context.database.write();
        Json::Array items;
        if (!label.items.empty())
            for (const auto code : split(label.items, ',')) {
                if (store::item_versions(transaction, code).empty())
                    return no("label.items", fmt::format("事项清单里没有 {}", code),
                              fmt::format("No item {} on the list", code), "items");
                items.emplace_back(std::string(code));
            }
        transaction.append({.kind = "roll.label_set",
                            .actor = actor.account,
                            .subject = label.kind + "/" + label.name,
                            .at = context.clock.now(),
                            .data = Json::Object{{"active", label.active},
                                                 {"department", trim(label.department)},
                                                 {"items", std::move(items)},
                                                 {"kind", label.kind},
                                                 {"name", label.name},
                                                 {"note", trim(label.note)}},
                            .private_data = nullptr});
        transaction.commit();
    }
    return list_labels(context);
}

GridTree grid_tree(const Context& context) {
    auto view = context.database.read();
    GridTree tree;
    for (auto& node : store::grid_nodes(view)) {
        if (!node.phone.empty()) node.phone = inspection::mask(node.phone);
        tree.nodes.push_back({.node = std::move(node), .objects = 0});
    }
    add_objects(tree, context.database.object_index().facets(view).grids);
    return tree;
}

Result<GridTree> set_grid(const Context& context, const Actor& actor, const store::GridNode& asked) {
    store::GridNode node = asked;
    node.name = inspection::tidy(node.name);
    {
        auto transaction = context.database.write();
        const auto nodes = store::grid_nodes(transaction);
        if (auto sound = check_node(nodes, node); !sound) return pass_on(sound.error());
        // Screens show the phone masked, so whoever changes something else leaves it out.
        const auto before = std::ranges::find(nodes, node.code, &store::GridNode::code);
        if (before != nodes.end() && node.phone.empty() && before->person == node.person) node.phone = before->phone;
        append_grid(context, transaction, actor, node);
        transaction.commit();
    }
    return grid_tree(context);
}

void append_grid(const Context& context, store::Transaction& transaction, const Actor& actor,
                 const store::GridNode& node) {
    transaction.append(
        {.kind = "grid.set",
         .actor = actor.account,
         .subject = node.code,
         .at = context.clock.now(),
         .data =
             Json::Object{{"active", node.active}, {"level", node.level}, {"name", node.name}, {"parent", node.parent}},
         .private_data = node_person(node)});
}

}  // namespace sunlot::workflow
