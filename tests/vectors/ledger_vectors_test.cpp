#include "ledger/checkpoint.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "ledger/policy.h"
#include "ledger/tlog_proof.h"
#include "vectors.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sunlot::vectors {
namespace {

using namespace ledger;

std::uint64_t number(const Json& value) {
    return static_cast<std::uint64_t>(value.as_integer());
}

std::vector<VerifierKey> trusted_keys() {
    std::vector<VerifierKey> keys;
    const Json known = read_json("log600/keys_and_proofs.json");
    for (const Json& key : known.at("trusted").as_array()) keys.push_back(VerifierKey::parse(key.as_string()).value());
    return keys;
}

/// Entry bundles are a 16-bit big-endian length and the bytes, again and again.
std::vector<Digest> log600_leaves() {
    std::vector<Digest> leaves;
    for (const char* name : {"log600/tile/entries/000", "log600/tile/entries/001", "log600/tile/entries/002.p/88"}) {
        const std::string bundle = read_vector(name);
        for (std::size_t at = 0; at < bundle.size();) {
            const auto high = static_cast<unsigned char>(bundle[at]);
            const auto low = static_cast<unsigned char>(bundle[at + 1]);
            const std::size_t length = std::size_t{high} << 8 | low;
            leaves.push_back(leaf_hash(std::string_view(bundle).substr(at + 2, length)));
            at += 2 + length;
        }
    }
    return leaves;
}

Checkpoint checkpoint_of(std::uint64_t size) {
    const auto note = open_note(read_vector("log600/checkpoint." + std::to_string(size)), trusted_keys());
    return parse_checkpoint(note->text).value();
}

}  // namespace

TEST(Rfc6962Tree, has_the_known_roots_and_proofs) {
    const Json tree = read_json("rfc6962_ct8.json");
    std::vector<Digest> leaves;
    for (const Json& input : tree.at("inputs").as_array()) leaves.push_back(leaf_hash(*from_hex(input.as_string())));
    EXPECT_EQ(leaves, digests(tree.at("leaf_hashes")));
    const auto roots = digests(tree.at("roots"));
    for (std::size_t n = 0; n < roots.size(); ++n) EXPECT_EQ(merkle_root(std::span(leaves).first(n)), roots[n]);
    for (const Json& known : tree.at("inclusion").as_array()) {
        const auto proof = digests(known.at("proof"));
        const auto size = number(known.at("size"));
        const auto index = number(known.at("index"));
        EXPECT_EQ(inclusion_proof(std::span(leaves).first(size), index), proof);
        EXPECT_TRUE(verify_inclusion(digest(known.at("leaf_hash")), index, size, proof, digest(known.at("root"))));
    }
    for (const Json& known : tree.at("consistency").as_array()) {
        const auto proof = digests(known.at("proof"));
        const auto first = number(known.at("size1"));
        const auto second = number(known.at("size2"));
        EXPECT_EQ(consistency_proof(std::span(leaves).first(second), first), proof);
        EXPECT_TRUE(verify_consistency(first, digest(known.at("root1")), second, digest(known.at("root2")), proof));
    }
}

TEST(Log600, checkpoints_are_the_roots_of_its_entries) {
    const auto leaves = log600_leaves();
    ASSERT_EQ(leaves.size(), 600U);
    for (const std::uint64_t size : {1, 255, 256, 257, 600}) {
        const Checkpoint checkpoint = checkpoint_of(size);
        EXPECT_EQ(checkpoint.origin, "ssj.example.gov/log/2026");
        EXPECT_EQ(checkpoint.size, size);
        EXPECT_EQ(checkpoint.root, merkle_root(std::span(leaves).first(size)));
    }
    EXPECT_EQ(encode(checkpoint_of(600)), read_json("log600/keys_and_proofs.json").at("body").as_string());
}

TEST(Log600, consistency_proofs_are_the_known_ones) {
    const auto leaves = log600_leaves();
    const Json known = read_json("log600/keys_and_proofs.json").at("consistency");
    for (const auto& [sizes, proof] : known.as_object()) {
        const auto first = std::stoull(sizes.substr(0, sizes.find('-')));
        const auto second = std::stoull(sizes.substr(sizes.find('-') + 1));
        EXPECT_EQ(consistency_proof(std::span(leaves).first(second), first), digests(proof)) << sizes;
        EXPECT_TRUE(
            verify_consistency(first, checkpoint_of(first).root, second, checkpoint_of(second).root, digests(proof)));
    }
}

TEST(Log600, cosignatures_verify_and_an_unknown_one_is_ignored) {
    const auto note = open_note(read_vector("log600/checkpoint"), trusted_keys());
    ASSERT_TRUE(note);
    ASSERT_EQ(note->signatures.size(), 3U);
    EXPECT_EQ(note->ignored, 1U);
    EXPECT_FALSE(note->signatures[0].time);
    EXPECT_EQ(note->signatures[1].time, 1'790'014'402U);
    const auto policy = Policy::parse(read_vector("log600/policy.txt"));
    ASSERT_TRUE(policy);
    EXPECT_TRUE(policy->satisfied_by(note->signatures));
    EXPECT_FALSE(policy->satisfied_by({note->signatures[0], note->signatures[1]}));
}

TEST(Log600, our_signer_makes_the_same_bytes) {
    const Json keys = read_json("log600/keys_and_proofs.json");
    const std::string body = keys.at("body").as_string();
    const std::string checkpoint = read_vector("log600/checkpoint");
    const auto note = open_note(checkpoint, trusted_keys());
    for (const auto& [name, seed] : keys.at("TEST_ONLY_private_seeds").as_object()) {
        const bool is_log = name == keys.at("origin").as_string();
        const auto key =
            SigningKey::from_seed(name, *from_hex(seed.as_string()), is_log ? KeyType::ed25519 : KeyType::cosignature);
        EXPECT_EQ(key->verifier().text(), keys.at("vkeys").at(name).as_string());
        EXPECT_TRUE(!is_log || checkpoint.starts_with(key->sign_note(body)));
        for (const NoteSignature& signature : note->signatures) {
            if (signature.key != key->verifier() || is_log) continue;
            EXPECT_TRUE(checkpoint.contains(key->cosignature_line(body, *signature.time)));
        }
    }
}

TEST(Log600, entry_300_is_proven_by_its_own_file) {
    const std::string bytes = read_vector("log600/entry300.tlog-proof");
    const auto proof = parse_tlog_proof(bytes);
    ASSERT_TRUE(proof);
    EXPECT_EQ(encode(*proof), bytes);
    EXPECT_EQ(proof->index, 300U);
    EXPECT_EQ(proof->checkpoint, read_vector("log600/checkpoint"));
    const auto leaves = log600_leaves();
    EXPECT_EQ(proof->path, inclusion_proof(leaves, 300));
    EXPECT_TRUE(verify_inclusion(leaves[300], 300, 600, proof->path, checkpoint_of(600).root));
}

TEST(NotesMustReject, none_of_them_opens_as_our_log) {
    const auto keys = trusted_keys();
    const std::string origin = read_json("log600/keys_and_proofs.json").at("origin").as_string();
    const Json notes = read_json("notes_must_reject.json");
    for (const auto& [why, bytes] : notes.as_object()) {
        const auto note = open_note(bytes.as_string(), keys);
        const auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
        const bool taken = checkpoint && checkpoint->origin == origin;
        EXPECT_FALSE(taken) << why;
    }
}

TEST(MlDsa44, a_cosignature_of_an_unknown_type_is_parsed_and_ignored) {
    const std::string line = read_json("mldsa44_cosignature.json").at("signature_line").as_string();
    const auto note =
        open_note(read_vector("log600/checkpoint") + line + (line.ends_with('\n') ? "" : "\n"), trusted_keys());
    ASSERT_TRUE(note);
    EXPECT_EQ(note->ignored, 2U);
}

}  // namespace sunlot::vectors
