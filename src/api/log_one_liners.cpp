#include "api/log_one_liners.h"

#include "base/bytes.h"
#include "base/text.h"
#include "workflow/why.h"

#include <bit>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace sunlot::api {
namespace {

constexpr std::string_view kNode =
    "node() { printf '\\001%b' \"$(printf %s \"$1$2\" | sed 's/../\\\\x&/g')\" | sha256sum | cut -c1-64; }\n";
// RFC 8410: what comes before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo.
constexpr std::string_view kEd25519Info = "302a300506032b6570032100";

std::string shell_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += R"('\'')";
        else
            out += c;
    }
    return out + "'";
}

std::string leaf_script(const workflow::PublishedEntry& entry) {
    return fmt::format("printf '\\000%s' {} | sha256sum | grep -q '^{} ' && echo OK", shell_quoted(entry.bytes),
                       hash::hex(entry.leaf));
}

struct Signed {
    std::string signature;  ///< base64
    std::string key;        ///< SubjectPublicKeyInfo in base64
};

/// The line of one of the log's own Ed25519 keys.
std::optional<Signed> signature_of(const std::string& note, const std::vector<ledger::VerifierKey>& keys) {
    constexpr std::string_view kDash = "— ";
    const auto lines = split(std::string_view(note).substr(note.rfind("\n\n") + 2), '\n');
    for (const auto& key : keys) {
        const std::string text = key.text();
        const auto id = text.substr(key.name().size() + 1, 8);
        const auto material = from_base64(std::string_view(text).substr(key.name().size() + 10));
        if (!material || material->size() != 33 || material->front() != 1) continue;
        for (const auto line : lines) {
            const std::string start = std::string(kDash) + key.name() + " ";
            const auto blob = line.starts_with(start) ? from_base64(line.substr(start.size())) : std::nullopt;
            if (!blob || blob->size() != 68 || to_hex(ByteView(*blob).first(4)) != id) continue;
            Bytes info = *from_hex(kEd25519Info);
            info.insert(info.end(), material->begin() + 1, material->end());
            return Signed{.signature = to_base64(ByteView(*blob).subspan(4)), .key = to_base64(info)};
        }
    }
    return std::nullopt;
}

/// Through files: openssl wants to measure what was signed.
std::string signature_commands(const std::string& note, const Signed& signature) {
    const std::string text = note.substr(0, note.rfind("\n\n") + 1);
    return fmt::format(
        "d=$(mktemp -d); printf %s {} > $d/text\nprintf %s {} | base64 -d > $d/signature\nprintf %s {} | base64 -d > "
        "$d/key\nopenssl pkeyutl -verify -rawin -in $d/text -sigfile $d/signature -pubin -keyform DER -inkey $d/key; "
        "rm -r $d",
        shell_quoted(text), signature.signature, signature.key);
}

}  // namespace

std::vector<OneLiner> entry_one_liners(const workflow::PublishedEntry& entry,
                                       const std::vector<ledger::VerifierKey>& keys) {
    std::vector<OneLiner> all;
    all.push_back({{"原文的叶摘要", "The leaf hash of the entry"}, leaf_script(entry)});
    all.push_back({{"从原文到树根", "From the entry to the root"},
                   workflow::path_script({.line = entry.bytes, .index = entry.seq, .path = entry.path},
                                         entry.log.head.size, hash::hex(entry.log.head.root))});
    if (const auto signature = signature_of(entry.log.note, keys))
        all.push_back({{"检查点上本机构的签名", "The organ's signature on the checkpoint"},
                       signature_commands(entry.log.note, *signature)});
    return all;
}

std::string consistency_script(const workflow::ConsistencyProof& proof) {
    if (proof.from == 0 || proof.from == proof.to) return "";
    auto path = proof.path;
    if (std::has_single_bit(proof.from)) path.insert(path.begin(), proof.from_root);
    std::uint64_t fn = proof.from - 1;
    std::uint64_t sn = proof.to - 1;
    while ((fn & 1U) != 0) fn >>= 1U, sn >>= 1U;
    std::string script(kNode);
    script += fmt::format("a={0}; b={0}\n", hash::hex(path.front()));
    for (std::size_t i = 1; i < path.size(); ++i) {
        const std::string step = hash::hex(path[i]);
        if ((fn & 1U) != 0 || fn == sn) {
            script += fmt::format("a=$(node {0} $a); b=$(node {0} $b)\n", step);
            while ((fn & 1U) == 0 && fn != 0) fn >>= 1U, sn >>= 1U;
        } else {
            script += fmt::format("b=$(node $b {})\n", step);
        }
        fn >>= 1U, sn >>= 1U;
    }
    return script +
           fmt::format("test $a = {} && test $b = {} && echo OK", hash::hex(proof.from_root), hash::hex(proof.to_root));
}

}  // namespace sunlot::api
