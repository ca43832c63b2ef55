#include "workflow/key_token.h"

#include "base/text.h"
#include "files/private_file.h"

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

namespace sunlot::workflow {
namespace {

/// OID 1.3.101.112, Ed25519.
constexpr std::array<CK_BYTE, 5> kEd25519{0x06, 0x03, 0x2b, 0x65, 0x70};
constexpr std::size_t kPublicBytes = 32;
constexpr std::size_t kSignatureBytes = 64;

Refusal no(std::string code, std::string zh, std::string en) {
    return refuse(RefusalKind::unavailable, "token." + std::move(code), std::move(zh), std::move(en));
}

std::string in_hex(CK_RV code) {
    std::array<unsigned char, 4> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(code >> (8 * (3 - i)));
    return "0x" + to_hex(bytes);
}

std::string label_of(const CK_TOKEN_INFO& info) {
    std::string label(reinterpret_cast<const char*>(info.label), sizeof info.label);
    label.erase(label.find_last_not_of(' ') + 1);
    return label;
}

CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const void* value, std::size_t size) {
    return {type, const_cast<void*>(value), static_cast<CK_ULONG>(size)};
}

/// A loaded module with a session that is logged in. One thread at a time: the callers hold `mutex`.
class Session {
public:
    static Result<std::shared_ptr<Session>> open(const KeyToken& token) {
        auto session = std::shared_ptr<Session>(new Session);
        if (auto loaded = session->load(token); !loaded) return pass_on(loaded.error());
        if (auto entered = session->login(token); !entered) return pass_on(entered.error());
        return session;
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() {
        if (functions_ != nullptr && session_ != 0) functions_->C_CloseSession(session_);
        // The module stays loaded: another session may use it, and C_Finalize would end that too.
    }

    std::optional<CK_OBJECT_HANDLE> find(CK_OBJECT_CLASS kind, const std::string& label) {
        const std::array wanted{attribute(CKA_CLASS, &kind, sizeof kind),
                                attribute(CKA_LABEL, label.data(), label.size())};
        CK_OBJECT_HANDLE found = 0;
        CK_ULONG count = 0;
        auto pattern = wanted;
        if (functions_->C_FindObjectsInit(session_, pattern.data(), pattern.size()) != CKR_OK) return {};
        const CK_RV done = functions_->C_FindObjects(session_, &found, 1, &count);
        functions_->C_FindObjectsFinal(session_);
        if (done != CKR_OK || count != 1) return {};
        return found;
    }

    /// The 32 bytes, out of the DER octet string that the standard asks for, or as some modules give them.
    std::optional<Bytes> public_key(CK_OBJECT_HANDLE object) {
        Bytes point(128);
        auto wanted = attribute(CKA_EC_POINT, point.data(), point.size());
        if (functions_->C_GetAttributeValue(session_, object, &wanted, 1) != CKR_OK) return {};
        point.resize(wanted.ulValueLen);
        if (point.size() == kPublicBytes + 2 && point[0] == 0x04 && point[1] == kPublicBytes)
            point.erase(point.begin(), point.begin() + 2);
        if (point.size() != kPublicBytes) return {};
        return point;
    }

    Bytes sign(CK_OBJECT_HANDLE key, std::string_view text) {
        const std::scoped_lock lock(mutex_);
        CK_MECHANISM mechanism{CKM_EDDSA, nullptr, 0};
        CK_RV done = functions_->C_SignInit(session_, &mechanism, key);
        if (done != CKR_OK) throw std::runtime_error("the token does not sign: " + in_hex(done));
        Bytes signature(kSignatureBytes);
        CK_ULONG size = signature.size();
        std::string message(text);
        done = functions_->C_Sign(session_, reinterpret_cast<CK_BYTE*>(message.data()), message.size(),
                                  signature.data(), &size);
        if (done != CKR_OK || size != kSignatureBytes)
            throw std::runtime_error("the token does not sign: " + in_hex(done));
        return signature;
    }

    CK_RV generate(const std::string& label) {
        CK_BBOOL yes = CK_TRUE;
        CK_BBOOL never = CK_FALSE;
        std::array open{attribute(CKA_TOKEN, &yes, sizeof yes), attribute(CKA_VERIFY, &yes, sizeof yes),
                        attribute(CKA_EC_PARAMS, kEd25519.data(), kEd25519.size()),
                        attribute(CKA_LABEL, label.data(), label.size())};
        std::array hidden{attribute(CKA_TOKEN, &yes, sizeof yes),     attribute(CKA_PRIVATE, &yes, sizeof yes),
                          attribute(CKA_SENSITIVE, &yes, sizeof yes), attribute(CKA_EXTRACTABLE, &never, sizeof never),
                          attribute(CKA_SIGN, &yes, sizeof yes),      attribute(CKA_LABEL, label.data(), label.size())};
        CK_MECHANISM mechanism{CKM_EC_EDWARDS_KEY_PAIR_GEN, nullptr, 0};
        CK_OBJECT_HANDLE public_half = 0;
        CK_OBJECT_HANDLE private_half = 0;
        return functions_->C_GenerateKeyPair(session_, &mechanism, open.data(), open.size(), hidden.data(),
                                             hidden.size(), &public_half, &private_half);
    }

private:
    Session() = default;

    Result<Done> load(const KeyToken& token) {
        void* library = ::dlopen(token.module.c_str(), RTLD_NOW | RTLD_LOCAL);
        auto* entry = library == nullptr
                          ? nullptr
                          : reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
        if (entry == nullptr || entry(&functions_) != CKR_OK)
            return no("module", "加载不了 PKCS#11 模块 " + token.module.string(),
                      "the PKCS#11 module " + token.module.string() + " can't be loaded");
        CK_C_INITIALIZE_ARGS arguments{};
        arguments.flags = CKF_OS_LOCKING_OK;
        const CK_RV done = functions_->C_Initialize(&arguments);
        if (done == CKR_OK || done == CKR_CRYPTOKI_ALREADY_INITIALIZED) return Done{};
        return no("module", "PKCS#11 模块无法启动：" + in_hex(done),
                  "the PKCS#11 module does not start: " + in_hex(done));
    }

    std::optional<CK_SLOT_ID> slot_of(const std::string& label) {
        CK_ULONG count = 0;
        if (functions_->C_GetSlotList(CK_TRUE, nullptr, &count) != CKR_OK) return {};
        std::vector<CK_SLOT_ID> slots(count);
        if (functions_->C_GetSlotList(CK_TRUE, slots.data(), &count) != CKR_OK) return {};
        slots.resize(count);
        for (const CK_SLOT_ID slot : slots) {
            CK_TOKEN_INFO info{};
            if (functions_->C_GetTokenInfo(slot, &info) == CKR_OK && label_of(info) == label) return slot;
        }
        return {};
    }

    Result<Done> login(const KeyToken& token) {
        const auto pin_file = files::read_private_file(token.pin_file);
        if (!pin_file) return pass_on(pin_file.error());
        const auto slot = slot_of(token.token);
        if (!slot) return no("missing", "没有名为 " + token.token + " 的密码设备", "there is no token " + token.token);
        CK_RV done = functions_->C_OpenSession(*slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session_);
        if (done != CKR_OK)
            return no("module", "密码设备打不开：" + in_hex(done), "the token does not open: " + in_hex(done));
        files::SecretBytes pin(pin_file->view());
        CK_ULONG size = pin.view().size();
        while (size > 0 && (pin.view()[size - 1] == '\n' || pin.view()[size - 1] == '\r')) --size;
        done = functions_->C_Login(session_, CKU_USER, pin.room().data(), size);
        if (done == CKR_OK || done == CKR_USER_ALREADY_LOGGED_IN) return Done{};
        return no("pin", "密码设备不接受口令（" + in_hex(done) + "）：请检查 " + token.pin_file.string(),
                  "the token does not take the PIN in " + token.pin_file.string() + ": " + in_hex(done));
    }

    CK_FUNCTION_LIST* functions_ = nullptr;
    CK_SESSION_HANDLE session_ = 0;
    std::mutex mutex_;
};

class TokenLine : public LineSigner {
public:
    TokenLine(ledger::VerifierKey key, std::shared_ptr<Session> session, CK_OBJECT_HANDLE handle)
        : LineSigner(std::move(key)), session_(std::move(session)), handle_(handle) {}
    Bytes sign(std::string_view text) const override { return session_->sign(handle_, text); }

private:
    std::shared_ptr<Session> session_;
    CK_OBJECT_HANDLE handle_;
};

Result<LogSigner::Line> line_in(std::shared_ptr<Session> session, const KeyToken& token, const std::string& name) {
    const auto hidden = session->find(CKO_PRIVATE_KEY, token.key);
    const auto open = session->find(CKO_PUBLIC_KEY, token.key);
    const auto point = open ? session->public_key(*open) : std::nullopt;
    if (!hidden || !point)
        return no("missing", "密码设备 " + token.token + " 里没有（或不止一个）Ed25519 密钥 " + token.key,
                  "the token " + token.token + " has no Ed25519 key " + token.key + ", or more than one");
    auto key = ledger::VerifierKey::make(name, ledger::KeyType::ed25519, *point);
    if (!key) return pass_on(key.error());
    auto line = std::make_shared<TokenLine>(*key, std::move(session), *hidden);
    constexpr std::string_view kTrial = "sunlot/token/trial/v1\n";
    if (!key->verifies(kTrial, line->sign(kTrial)))
        return no("signature", "密码设备的签名与其公钥不符",
                  "the token's signature does not verify with its public key");
    return LogSigner::Line(std::move(line));
}

}  // namespace

Result<KeyToken> parse_key_token(std::string_view text) {
    KeyToken token;
    const auto malformed = no("config", "密码设备配置应有 module、token、key、pin-file 四行",
                              "a token's configuration has the lines module, token, key and pin-file");
    for (const std::string_view line : split(text, '\n')) {
        if (line.empty() || line.front() == '#') continue;
        const auto blank = line.find(' ');
        if (blank == std::string_view::npos) return malformed;
        const std::string value(trim(line.substr(blank + 1)));
        const std::string_view word = line.substr(0, blank);
        if (word == "module")
            token.module = value;
        else if (word == "token")
            token.token = value;
        else if (word == "key")
            token.key = value;
        else if (word == "pin-file")
            token.pin_file = value;
        else
            return malformed;
    }
    if (token.module.empty() || token.token.empty() || token.key.empty() || token.pin_file.empty()) return malformed;
    return token;
}

std::string encode(const KeyToken& token) {
    return "module " + token.module.string() + "\ntoken " + token.token + "\nkey " + token.key + "\npin-file " +
           token.pin_file.string() + "\n";
}

Result<LogSigner::Line> token_line(const KeyToken& token, const std::string& name) {
    auto session = Session::open(token);
    if (!session) return pass_on(session.error());
    return line_in(std::move(*session), token, name);
}

Result<LogSigner::Line> make_token_key(const KeyToken& token, const std::string& name) {
    auto session = Session::open(token);
    if (!session) return pass_on(session.error());
    if ((*session)->find(CKO_PRIVATE_KEY, token.key) || (*session)->find(CKO_PUBLIC_KEY, token.key))
        return no("key_exists", "密码设备里已有名为 " + token.key + " 的密钥，请换一个名称",
                  "the token has a key " + token.key + " already: choose another label");
    if (const CK_RV done = (*session)->generate(token.key); done != CKR_OK)
        return no("module", "密码设备没有生成密钥：" + in_hex(done), "the token made no key: " + in_hex(done));
    return line_in(std::move(*session), token, name);
}

}  // namespace sunlot::workflow
