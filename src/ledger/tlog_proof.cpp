#include "ledger/tlog_proof.h"

#include "base/bytes.h"
#include "base/text.h"

#include <algorithm>

namespace sunlot::ledger {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kLongestPath = 64;

Refusal malformed() {
    return refuse(RefusalKind::invalid, "tlog_proof.malformed", "收录证明格式不对", "malformed tlog-proof");
}

}  // namespace

std::string encode(const TlogProof& proof) {
    std::string out(kHeader);
    out += kIndex;
    out += std::to_string(proof.index) + "\n";
    for (const Digest& digest : proof.path) out += to_base64(digest) + "\n";
    return out + "\n" + proof.checkpoint;
}

Result<TlogProof> parse_tlog_proof(std::string_view bytes) {
    if (!bytes.starts_with(kHeader)) return malformed();
    bytes.remove_prefix(kHeader.size());
    const auto border = bytes.find("\n\n");
    if (border == std::string_view::npos) return malformed();
    const auto lines = split(bytes.substr(0, border), '\n');
    if (lines.size() > kLongestPath + 1 || !lines[0].starts_with(kIndex)) return malformed();
    const auto index = parse_unsigned(lines[0].substr(kIndex.size()));
    if (!index) return malformed();
    TlogProof proof{*index, {}, std::string(bytes.substr(border + 2))};
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto digest = from_base64(lines[i]);
        if (!digest || digest->size() != 32) return malformed();
        std::ranges::copy(*digest, proof.path.emplace_back().begin());
    }
    return proof;
}

}  // namespace sunlot::ledger
