// Tags and special libraries (监管标签, 专项库) that have a meaning, a department and items of their own, written by
// roll.label_set. Which objects carry them stands in the objects' rows.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace sunlot::store {

class Transaction;
class View;
struct StoredEvent;

struct ObjectLabel {
    std::string kind;  // "library", "tag"
    std::string name;
    std::string note;
    std::string department;
    std::string items;  // codes of items it is inspected by, joined by commas
    bool active = true;
    std::int64_t entry = 0;
};
std::vector<ObjectLabel> object_labels(View& view);

void apply_label_set(Transaction& transaction, const StoredEvent& event);

}  // namespace sunlot::store
