#include "workflow/log_signer.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

class Ed25519Line : public LineSigner {
public:
    explicit Ed25519Line(const ledger::SigningKey& key) : LineSigner(key.verifier()), key_(key) {}
    Bytes sign(std::string_view text) const override {
        const auto signature = key_.sign(text);
        return {signature.begin(), signature.end()};
    }

private:
    ledger::SigningKey key_;
};

class Sm2Line : public LineSigner {
public:
    Sm2Line(ledger::VerifierKey verifier, const ledger::Sm2Key& key) : LineSigner(std::move(verifier)), key_(key) {}
    Bytes sign(std::string_view text) const override {
        const auto signature = key_.sign(text);
        return {signature.begin(), signature.end()};
    }

private:
    ledger::Sm2Key key_;
};

}  // namespace

LogSigner::LogSigner(std::vector<Line> lines, std::vector<ledger::VerifierKey> retired,
                     std::optional<std::uint64_t> rotation)
    : lines_(std::move(lines)), retired_(std::move(retired)), rotation_(rotation) {
    if (lines_.empty() || lines_.front()->key().type() != ledger::KeyType::ed25519)
        throw std::logic_error("the first line of a head is of Ed25519");
    for (const auto& line : lines_)
        if (line->key().name() != name()) throw std::logic_error("all lines of a log have its name");
}

const ledger::VerifierKey* LogSigner::sm2() const {
    return lines_.size() > 1 && lines_[1]->key().type() == ledger::KeyType::sm2 ? &lines_[1]->key() : nullptr;
}

LogSigner LogSigner::after_rotation() const {
    if (!rotation_) return *this;
    auto retired = retired_;
    retired.push_back(lines_.back()->key());
    return LogSigner({lines_.begin(), lines_.end() - 1}, std::move(retired));
}

std::vector<ledger::VerifierKey> LogSigner::verifiers() const {
    std::vector<ledger::VerifierKey> keys;
    for (const auto& line : lines_) keys.push_back(line->key());
    return keys;
}

std::vector<ledger::VerifierKey> LogSigner::all_keys() const {
    auto keys = verifiers();
    keys.insert(keys.end(), retired_.begin(), retired_.end());
    return keys;
}

std::string LogSigner::sign_note(std::string_view text) const {
    if (!text.ends_with('\n')) throw std::logic_error("a note is a text of whole lines");
    std::string note = std::string(text) + "\n";
    for (const auto& line : lines_) note += ledger::signature_line(line->key(), line->sign(text));
    return note;
}

std::string LogSigner::plain(std::string_view note) const {
    const std::array keys{verifier()};
    return ledger::keep_lines_of(note, keys);
}

Result<LogSigner::Line> ed25519_line(const std::string& name, ByteView seed) {
    auto key = ledger::SigningKey::from_seed(name, seed);
    if (!key) return pass_on(key.error());
    return LogSigner::Line(std::make_shared<Ed25519Line>(std::move(*key)));
}

Result<LogSigner::Line> sm2_line(const std::string& name, ByteView secret) {
    auto key = ledger::Sm2Key::from_secret(secret);
    if (!key) return pass_on(key.error());
    auto verifier = ledger::VerifierKey::make(name, ledger::KeyType::sm2, key->public_key());
    if (!verifier) return pass_on(verifier.error());
    return LogSigner::Line(std::make_shared<Sm2Line>(std::move(*verifier), std::move(*key)));
}

}  // namespace sunlot::workflow
