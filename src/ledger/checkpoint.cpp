#include "ledger/checkpoint.h"

#include "base/bytes.h"
#include "base/text.h"
#include "ledger/note.h"

#include <algorithm>

namespace sunlot::ledger {

std::string encode(const Checkpoint& checkpoint) {
    return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + to_base64(checkpoint.root) + "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    const auto no = refuse(RefusalKind::invalid, "checkpoint.malformed", "检查点格式不对", "malformed checkpoint");
    const auto lines = split(text, '\n');
    if (lines.size() != 4 || !lines[3].empty() || !is_key_name(lines[0])) return no;
    const auto size = parse_unsigned(lines[1]);
    const auto root = from_base64(lines[2]);
    if (!size || !root || root->size() != 32) return no;
    Checkpoint checkpoint{std::string(lines[0]), *size, {}};
    std::ranges::copy(*root, checkpoint.root.begin());
    return checkpoint;
}

}  // namespace sunlot::ledger
