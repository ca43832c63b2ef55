#include "api/contribution_json.h"

#include <algorithm>
#include <string>

namespace sunlot::api {

std::vector<draw::Box> read_boxes(FieldReader& in) {
    std::vector<draw::Box> boxes;
    for (const Json& item : in.array_or_empty("deposit", 10)) {
        FieldReader box(item, "deposit[" + std::to_string(boxes.size()) + "]");
        boxes.push_back({.trustee = box.text("trustee", 1, 32), .box = box.text("box", 160, 160)});
        if (const auto no = box.refusal()) in.refuse_field("deposit", no->code, no->text.zh, no->text.en);
    }
    std::ranges::sort(boxes, {}, &draw::Box::trustee);
    return boxes;
}

std::vector<draw::Share> read_opened(FieldReader& in) {
    auto shares = draw::read_shares(in);
    std::ranges::sort(shares, {}, &draw::Share::trustee);
    return shares;
}

}  // namespace sunlot::api
