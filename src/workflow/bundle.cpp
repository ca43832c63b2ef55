#include "workflow/bundle.h"

#include "documents/zip.h"
#include "hash/sha256.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/policy.h"
#include "ledger/tlog_proof.h"
#include "store/journal.h"
#include "workflow/draw_step.h"
#include "workflow/log_files.h"
#include "workflow/log_rotation.h"
#include "workflow/log_signer.h"
#include "workflow/witnessed_sealing.h"

#include <fstream>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

void add_blob(const Context& context, BundleParts& parts, const std::string& name, const std::string& digest) {
    parts[name] = context.blobs.path_of(digest);
}

/// The lists of one attempt, and what came of them unless that is secret; `folder` is "" for the present one,
/// "previous/<n>/" before.
void add_attempt(const Context& context, BundleParts& parts, const store::DrawAttempt& attempt,
                 const std::string& folder, bool secret) {
    const auto seal = must(draw::parse_seal(context.blobs.open(attempt.seal).text()));
    add_blob(context, parts, folder + "seal.json", attempt.seal);
    add_blob(context, parts, folder + "frame.tsv", seal.frame.sha256);
    add_blob(context, parts, folder + "exclusions.tsv", seal.exclusions.sha256);
    add_blob(context, parts, folder + "officers.tsv", seal.officers.sha256);
    add_blob(context, parts, folder + "recusals.txt", seal.recusals.sha256);
    if (secret) return;
    if (attempt.result) add_blob(context, parts, folder + "result.tsv", *attempt.result);
    if (attempt.slots) add_blob(context, parts, folder + "slots.tsv", *attempt.slots);
    if (attempt.assignment) add_blob(context, parts, folder + "assignment.tsv", *attempt.assignment);
}

/// The attempt shown at the top: the newest one that is sealed.
const store::DrawAttempt* newest(const store::DrawRecord& draw) {
    return draw.attempts.empty() ? nullptr : &draw.attempts.back();
}

/// K1 and K2, public now.
std::string shares_json(const store::DrawRecord& draw) {
    Json::Object shares;
    for (const auto& share : draw.shares) shares[share.id] = share.value.value();
    return to_canonical(Json(std::move(shares)));
}

void add_files(const Context& context, BundleParts& parts, const store::DrawRecord& draw) {
    const auto* present = newest(draw);
    const bool secret = draw.under_embargo();
    add_blob(context, parts, "plan.json", present == nullptr ? draw.terms : present->plan);
    for (const auto& attempt : draw.attempts)
        add_attempt(context, parts, attempt,
                    &attempt == present ? "" : "previous/" + std::to_string(attempt.attempt) + "/", secret);
    if (draw.mode == draw::Mode::embargo && !secret) parts["shares.json"] = shares_json(draw);
    if (draw.seed && !secret) add_blob(context, parts, "seed.txt", *draw.seed);
    if (draw.substitutions) add_blob(context, parts, "substitutions.json", *draw.substitutions);
}

/// What a bundle's proofs lead to. The checkpoint has no lines of keys that the policy does not name.
struct Anchor {
    std::string policy;
    std::string checkpoint;
    std::uint64_t size = 0;
};

/// The log's key was changed since: the last head of the one that the draw's policy names.
Anchor anchor_at(const Context& context, const store::DrawRecord& draw, const FormerKey& former) {
    std::string policy = draw.policy ? std::string(context.blobs.open(*draw.policy).text())
                                     : ledger::policy_without_witnesses(former.key);
    const auto keys = must(ledger::Policy::parse(policy)).keys();
    return {std::move(policy), ledger::keep_lines_of(former.head.checkpoint, keys), former.head.size};
}

/// A published head of at least `size` entries; one that the quorum has cosigned, if the draw's policy asks for it.
Result<Anchor> anchor_of(const Context& context, const store::DrawRecord& draw, std::uint64_t size,
                         const LogSigner& key) {
    const auto head = published_head(context, size);
    if (!head) return pass_on(head.error());
    if (!draw.policy)
        return Anchor{ledger::policy_without_witnesses(key.verifier()), key.plain(head->checkpoint), head->size};
    auto seen = witnessed_head(context, *draw.policy, size);
    if (!seen) return pass_on(seen.error());
    const auto checkpoint = must(ledger::parse_checkpoint(seen->substr(0, seen->rfind("\n\n") + 1)));
    return Anchor{std::string(context.blobs.open(*draw.policy).text()), std::move(*seen), checkpoint.size};
}

/// The entries of the draw with a proof each, all against the one checkpoint.
Result<Done> add_log(const Context& context, BundleParts& parts, const store::DrawRecord& draw,
                     const std::vector<store::JournalRow>& entries, const LogSigner& key) {
    auto view = context.database.read();
    const auto former = former_key(context, view, entries.front().seq);
    auto anchor = former ? Result<Anchor>(anchor_at(context, draw, *former))
                         : anchor_of(context, draw, entries.back().seq + 1, key);
    if (!anchor) return pass_on(anchor.error());
    auto tree = published_tree(context, anchor->size);
    const std::string checkpoint = std::move(anchor->checkpoint);
    parts["log/policy.txt"] = std::move(anchor->policy);
    parts["log/checkpoint"] = checkpoint;
    for (const auto& entry : entries) {
        const std::string name = "log/" + std::to_string(entry.seq);
        auto path = tree.inclusion_proof(entry.seq);
        if (!path) return pass_on(path.error());
        parts[name + ".json"] = entry.entry;
        parts[name + ".tlog-proof"] = ledger::encode(ledger::TlogProof{entry.seq, std::move(*path), checkpoint});
    }
    return Done{};
}

void write_file(const fs::path& path, const std::string& bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    if (!out) throw std::runtime_error("cannot write " + path.string());
}

/// How many entries the journal holds of this draw decides the archive's name.
Result<std::uint64_t> last_entry(const Context& context, std::string_view draw_id) {
    auto view = context.database.read();
    const auto draw = known_draw(view, draw_id);
    if (!draw) return pass_on(draw.error());
    return store::journal_of_subject(view, draw_id).back().seq;
}

}  // namespace

Result<Bundle> collect_bundle(const Context& context, std::string_view draw_id) {
    const auto key = context.require_log_key();
    if (!key) return pass_on(key.error());
    Bundle bundle;
    std::vector<store::JournalRow> entries;
    std::optional<store::DrawRecord> record;
    {
        auto view = context.database.read();
        auto draw = known_draw(view, draw_id);
        if (!draw) return pass_on(draw.error());
        entries = store::journal_of_subject(view, draw_id);
        add_files(context, bundle.parts, *draw);
        record = std::move(*draw);
    }
    bundle.last_seq = entries.back().seq;
    if (const auto proved = add_log(context, bundle.parts, *record, entries, **key); !proved)
        return pass_on(proved.error());
    return bundle;
}

Result<Done> write_bundle_directory(const Context& context, std::string_view draw_id, const fs::path& directory) {
    const auto bundle = collect_bundle(context, draw_id);
    if (!bundle) return pass_on(bundle.error());
    fs::create_directories(directory);
    if (!fs::is_empty(directory))
        return refuse(RefusalKind::conflict, "bundle.directory", "目录 " + directory.string() + " 不是空的",
                      "the folder " + directory.string() + " is not empty");
    for (const auto& [name, content] : bundle->parts) {
        const fs::path path = directory / name;
        fs::create_directories(path.parent_path());
        if (const auto* bytes = std::get_if<std::string>(&content))
            write_file(path, *bytes);
        else
            fs::copy_file(std::get<fs::path>(content), path);
    }
    return Done{};
}

Result<fs::path> bundle_zip(const Context& context, std::string_view draw_id) {
    const auto last = last_entry(context, draw_id);
    if (!last) return pass_on(last.error());
    const fs::path folder = context.data_directory / "bundles";
    const auto archive_of = [&](std::uint64_t seq) {
        return folder / (std::string(draw_id) + "." + std::to_string(seq) + ".zip");
    };
    if (const fs::path packed = archive_of(*last); fs::exists(packed)) return packed;
    auto bundle = collect_bundle(context, draw_id);
    if (!bundle) return pass_on(bundle.error());
    std::vector<documents::ZipEntry> entries;
    for (auto& [name, content] : bundle->parts) entries.push_back({.name = name, .content = std::move(content)});
    fs::create_directories(folder);
    const fs::path archive = archive_of(bundle->last_seq);  // an entry may have come since we looked
    documents::write_zip(archive, std::move(entries));      // whole or not at all; the same bytes if two pack at once
    return archive;
}

}  // namespace sunlot::workflow
