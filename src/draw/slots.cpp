#include "draw/slots.h"

#include "base/text.h"
#include "draw/lines.h"

#include <algorithm>
#include <map>
#include <optional>

namespace sunlot::draw {
namespace {

using List = std::vector<std::uint32_t>;

/// Gives equal lists the same number.
class ListNumbers {
public:
    explicit ListNumbers(SlotTable& table) : table_(table) {}
    std::uint32_t number(List list) {
        const auto [found, added] = numbers_.try_emplace(std::move(list), static_cast<std::uint32_t>(numbers_.size()));
        if (added) table_.lists.push_back(found->first);
        return found->second;
    }

private:
    SlotTable& table_;
    std::map<List, std::uint32_t> numbers_;
};

bool has_tags(const Officer& officer, const TeamSlot& slot) {
    return std::ranges::includes(officer.tags, slot.tags);
}

std::vector<List> lists_by_tags(std::span<const TeamSlot> team, std::span<const Officer> officers) {
    std::vector<List> lists;
    for (const TeamSlot& slot : team) {
        List& list = lists.emplace_back();
        for (std::uint32_t i = 0; i < officers.size(); ++i)
            if (has_tags(officers[i], slot)) list.push_back(i);
    }
    return lists;
}

/// Officers recused for one object, as indexes.
std::map<std::string_view, std::set<std::uint32_t>> recused_by_job(std::span<const Officer> officers,
                                                                   const Recusals& recused) {
    std::map<std::string_view, std::set<std::uint32_t>> out;
    for (const auto& [officer, object] : recused) {
        const auto found = std::ranges::lower_bound(officers, officer, {}, &Officer::id);
        if (found != officers.end() && found->id == officer)
            out[object].insert(static_cast<std::uint32_t>(found - officers.begin()));
    }
    return out;
}

std::optional<List> parse_list(std::string_view text, std::span<const Officer> officers) {
    List list;
    if (text.empty()) return list;
    for (const std::string_view id : split(text, ',')) {
        const auto found =
            std::ranges::lower_bound(officers, id, {}, [](const Officer& o) { return std::string_view(o.id); });
        if (found == officers.end() || found->id != id) return std::nullopt;
        const auto index = static_cast<std::uint32_t>(found - officers.begin());
        if (!list.empty() && list.back() >= index) return std::nullopt;
        list.push_back(index);
    }
    return list;
}

}  // namespace

SlotTable make_slots(std::span<const TeamSlot> team, std::span<const Officer> officers,
                     std::span<const std::string> jobs, const Recusals& recused) {
    SlotTable table;
    ListNumbers numbers(table);
    const auto by_tags = lists_by_tags(team, officers);
    std::vector<std::uint32_t> plain;
    if (!jobs.empty())
        for (const List& list : by_tags) plain.push_back(numbers.number(list));
    const auto away = recused_by_job(officers, recused);
    table.first.push_back(0);
    for (const std::string& job : jobs) {
        const auto out = away.find(job);
        for (std::size_t slot = 0; slot < by_tags.size(); ++slot) {
            if (out == away.end()) {
                table.list_of.push_back(plain[slot]);
                continue;
            }
            List list;
            std::ranges::set_difference(by_tags[slot], out->second, std::back_inserter(list));
            table.list_of.push_back(numbers.number(std::move(list)));
        }
        table.jobs.push_back(job);
        table.first.push_back(static_cast<std::uint32_t>(table.list_of.size()));
    }
    return table;
}

std::string encode_slots(const SlotTable& slots, std::span<const Officer> officers) {
    std::vector<std::string> texts;
    for (const List& list : slots.lists) {
        std::string& text = texts.emplace_back();
        for (const std::uint32_t officer : list) text += (text.empty() ? "" : ",") + officers[officer].id;
    }
    std::string out;
    for (std::size_t job = 0; job < slots.jobs.size(); ++job)
        for (std::uint32_t slot = slots.first[job]; slot < slots.first[job + 1]; ++slot)
            out += slots.jobs[job] + "\t" + std::to_string(slot - slots.first[job]) + "\t" +
                   texts[slots.list_of[slot]] + "\n";
    return out;
}

Result<SlotTable> parse_slots(std::string_view file, std::span<const Officer> officers) {
    SlotTable table;
    ListNumbers numbers(table);
    std::map<std::string_view, std::uint32_t> seen;  // most lists repeat: each text is read once
    Lines lines("slots.tsv", file);
    while (const auto line = lines.next()) {
        const auto f = fields<3>(*line);
        const auto number = f ? parse_up_to((*f)[1], 1000) : std::nullopt;
        if (!number || !is_object_id((*f)[0])) return lines.malformed();
        if (table.jobs.empty() || table.jobs.back() != (*f)[0]) {
            if (!table.jobs.empty() && table.jobs.back() > (*f)[0]) return lines.malformed();
            table.jobs.emplace_back((*f)[0]);
            table.first.push_back(static_cast<std::uint32_t>(table.list_of.size()));
        }
        if (*number != table.list_of.size() - table.first.back()) return lines.malformed();
        auto list = seen.find((*f)[2]);
        if (list == seen.end()) {
            auto parsed = parse_list((*f)[2], officers);
            if (!parsed) return lines.malformed();
            list = seen.emplace((*f)[2], numbers.number(std::move(*parsed))).first;
        }
        table.list_of.push_back(list->second);
    }
    if (!lines.complete()) return lines.malformed();
    table.first.push_back(static_cast<std::uint32_t>(table.list_of.size()));
    return table;
}

}  // namespace sunlot::draw
