#include "witness/add_checkpoint.h"

#include "base/bytes.h"
#include "base/text.h"

#include <algorithm>

namespace sunlot::witness {
namespace {

constexpr std::size_t kMostProofLines = 63;

Refusal malformed(const std::string& zh, const std::string& en) {
    return refuse(RefusalKind::invalid, "request.malformed", "请求格式不对：" + zh, "malformed request: " + en);
}

/// The next line, without its line feed, taken off `text`.
std::optional<std::string_view> take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == text.npos) return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

}  // namespace

Result<ledger::Checkpoint> checkpoint_in(std::string_view note) {
    const auto end = note.rfind("\n\n");
    if (end == note.npos)
        return refuse(RefusalKind::invalid, "note.malformed", "签名文本格式不对：没有空行",
                      "malformed note: no empty line");
    return ledger::parse_checkpoint(note.substr(0, end + 1));
}

Result<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
    AddCheckpoint request;
    const auto first = take_line(body);
    const auto old = first && first->starts_with("old ") ? parse_unsigned(first->substr(4)) : std::nullopt;
    if (!old) return malformed("第一行应为 old 加数字", "the first line must be old and a number");
    request.old_size = *old;
    for (;;) {
        const auto line = take_line(body);
        if (!line) return malformed("证明之后缺空行", "no empty line after the proof");
        if (line->empty()) break;
        const auto hash = from_base64(*line);
        if (!hash || hash->size() != sizeof(ledger::Digest))
            return malformed("证明行不是 32 字节的 base64", "a line of the proof is not base64 of 32 bytes");
        if (request.proof.size() == kMostProofLines) return malformed("证明太长", "the proof is too long");
        std::ranges::copy(*hash, request.proof.emplace_back().begin());
    }
    auto checkpoint = checkpoint_in(body);
    if (!checkpoint) return malformed(checkpoint.error().text.zh, checkpoint.error().text.en);
    request.note = std::string(body);
    request.checkpoint = std::move(*checkpoint);
    return request;
}

}  // namespace sunlot::witness
