#include "workflow/witness_exchange.h"

#include "base/bytes.h"
#include "base/text.h"
#include "files/durable_file.h"
#include "ledger/checkpoint.h"
#include "workflow/log_files.h"
#include "workflow/log_signer.h"
#include "workflow/witness_files.h"

#include <array>
#include <exception>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace sunlot::workflow {
namespace {

constexpr std::uint64_t kLargest = (std::uint64_t{1} << 53U) - 1;
constexpr std::size_t kLongestTrouble = 300;

Refusal bad_answer(std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "witness.answer", std::move(zh), std::move(en));
}

/// The part of a note behind its text, of these keys alone.
std::string lines_of(std::string_view note, std::span<const ledger::VerifierKey> keys) {
    const std::string kept = ledger::keep_lines_of(note, keys);
    return kept.substr(kept.rfind("\n\n") + 2);
}

/// The log's lines, then those of the witnesses in the order of the policy.
std::string in_order(std::string_view note, std::span<const ledger::VerifierKey> log, const ledger::Policy& policy) {
    std::string out = ledger::keep_lines_of(note, log);
    for (const auto& witness : policy.witnesses()) out += lines_of(note, {&witness.key, 1});
    return out;
}

std::uint64_t size_of(std::string_view note) {
    const auto border = note.rfind("\n\n");
    if (border == std::string_view::npos) return 0;
    const auto checkpoint = ledger::parse_checkpoint(note.substr(0, border + 1));
    return checkpoint ? checkpoint->size : 0;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The head has the quorum: it is `witnessed`, unless a newer one is.
void publish_witnessed(const Context& context, WitnessFiles& files, const PolicyInForce& policy,
                       const std::string& note) {
    const auto opened = ledger::open_note(note, policy.policy.keys());
    if (!policy.policy.has_quorum() || !opened || !policy.policy.satisfied_by(opened->signatures)) return;
    const auto before = files.witnessed(policy.digest);
    if (before && size_of(*before) >= size_of(note)) return;
    files.keep_witnessed(policy.digest, note);
    const auto served = context.data_directory / "log" / "witnessed";
    if (size_of(read_file(served)) < size_of(note)) files::write_durably(served, note);
}

/// One attempt over the wire.
struct Posted {
    int status = 0;
    std::string body;
    std::string trouble;  ///< why there is no answer
};

Posted post(const Context& context, http::Client& client, const Witness& witness, const SignedHead& head,
            std::uint64_t old) {
    const auto body = add_checkpoint_body(context, head, old);
    if (!body) return {0, {}, body.error().text.zh};
    http::Request request{.url = *witness.url + "/add-checkpoint", .method = "POST"};
    request.headers["content-type"] = "text/plain; charset=utf-8";
    request.body = *body;
    request.limits.body = 64UL * 1024;
    request.limits.connect = std::chrono::milliseconds(3'000);
    request.limits.total = std::chrono::milliseconds(5'000);
    const auto answer = client.send(request);
    if (!answer) return {0, {}, answer.error().text.zh};
    return {answer->status, answer->body, {}};
}

/// What the answer says of the witness, where it is no cosignature.
void note_trouble(WitnessStanding& standing, const Posted& posted, const SignedHead& head) {
    const auto conflict = posted.status == 409 ? size_in_conflict(posted.body) : std::nullopt;
    if (posted.status == 0) {
        standing.state = "unreachable";
        standing.trouble = posted.trouble;
    } else if (conflict && *conflict > head.size) {
        standing.state = "ahead";
        standing.trouble = fmt::format(
            "见证人说它见过本日志的 {} 条，而我们只有 {} 条：数据可能被旧备份覆盖，或签名密钥在别处被使用，请立即查明",
            *conflict, head.size);
    } else if (posted.status == 422) {
        standing.state = "fork";
        standing.trouble = "见证人所存的日志与本日志不一致：请立即查明";
    } else {
        standing.state = "refused";
        const std::string sentence = is_utf8(posted.body) ? posted.body : "";
        standing.trouble = fmt::format("见证人答复 {}：{}", posted.status, sentence).substr(0, kLongestTrouble);
        if (!is_utf8(standing.trouble)) standing.trouble = fmt::format("见证人答复 {}", posted.status);
    }
}

Posted exchange(const Context& context, http::Client& client, const Witness& witness, const SignedHead& head,
                std::uint64_t known) {
    auto posted = post(context, client, witness, head, std::min(known, head.size));
    const auto other = posted.status == 409 ? size_in_conflict(posted.body) : std::nullopt;
    if (other && *other <= head.size) posted = post(context, client, witness, head, *other);
    return posted;
}

}  // namespace

Result<std::string> add_checkpoint_body(const Context& context, const SignedHead& head, std::uint64_t old) {
    std::string body = fmt::format("old {}\n", old);
    if (old > 0 && old < head.size) {
        const auto proof = published_tree(context, head.size).consistency_proof(old);
        if (!proof) return pass_on(proof.error());
        for (const auto& hash : *proof) body += to_base64(hash) + "\n";
    }
    return body + "\n" + head.checkpoint;
}

std::optional<std::uint64_t> size_in_conflict(std::string_view body) {
    if (!body.ends_with('\n')) return std::nullopt;
    const auto size = parse_unsigned(body.substr(0, body.size() - 1));
    return size && *size <= kLargest ? size : std::nullopt;
}

Result<ledger::NoteSignature> take_cosignature(const Context& context, const PolicyInForce& policy,
                                               const Witness& witness, std::uint64_t size, std::string_view body) {
    const auto log = context.require_log_key();
    if (!log) return pass_on(log.error());
    WitnessFiles files(context.data_directory);
    const auto head = files.head(size);
    if (!head)
        return refuse(RefusalKind::not_found, "witness.head", "没有留存这一大小的检查点",
                      "no head of this size is kept");
    const std::string text = head->substr(0, head->rfind("\n\n") + 2);
    const auto answer = ledger::open_note(text + std::string(body), {&witness.key, 1});
    if (!answer)
        return bad_answer("答复中没有" + witness.organisation + "对这一检查点的有效签名",
                          "the answer holds no valid cosignature of this witness over this head");
    const ledger::NoteSignature signature = answer->signatures.front();
    if (signature.time.value_or(0) == 0) return bad_answer("见证人的签名没有时间", "the cosignature has no time");
    std::string note = *head;
    if (lines_of(note, {&witness.key, 1}).empty()) {  // an earlier cosignature of the same head is worth more
        note =
            in_order(note + lines_of(text + std::string(body), {&witness.key, 1}), (*log)->all_keys(), policy.policy);
        files.keep_head(size, note);
    }
    auto standing = files.standing(witness.key);
    standing.state = "signed";
    standing.trouble.clear();
    standing.at = context.clock.now();
    standing.known = std::max(standing.known, size);
    if (size >= standing.cosigned_size) {
        standing.cosigned_size = size;
        standing.cosigned_time = std::min(*signature.time, kLargest);
    }
    files.keep(witness.key, standing);
    publish_witnessed(context, files, policy, note);
    return signature;
}

void ask_witness(const Context& context, http::Client& client, const PolicyInForce& policy, const Witness& witness,
                 const SignedHead& head) {
    try {
        const std::uint64_t known = WitnessFiles(context.data_directory).standing(witness.key).known;
        const Posted posted = exchange(context, client, witness, head, known);
        Posted told = posted;
        if (posted.status == 200) {
            const auto taken = take_cosignature(context, policy, witness, head.size, posted.body);
            if (taken) return;
            told.body = taken.error().text.zh;
        }
        WitnessFiles files(context.data_directory);
        auto standing = files.standing(witness.key);
        const std::string before = standing.state;
        note_trouble(standing, told, head);
        standing.at = context.clock.now();
        files.keep(witness.key, standing);
        if (standing.state != before) spdlog::warn("witness {}: {}", witness.name, standing.trouble);
    } catch (const std::exception& fault) {  // a background exchange: told, and tried again with the next head
        spdlog::error("witness {}: {}", witness.name, fault.what());
    }
}

std::vector<std::string> cosignature_lines(const Context& context, const ledger::Policy& policy, std::uint64_t size) {
    const auto note = WitnessFiles(context.data_directory).head(size);
    std::vector<std::string> out;
    if (!note) return out;
    for (const auto& witness : policy.witnesses())
        if (std::string line = lines_of(*note, {&witness.key, 1}); !line.empty()) out.push_back(std::move(line));
    return out;
}

}  // namespace sunlot::workflow
