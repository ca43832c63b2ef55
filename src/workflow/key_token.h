// A key of the log inside a token (PKCS#11): the private part never leaves it; each head is signed there (CKM_EDDSA,
// Ed25519). Where it is says a small file beside log.key, `log.token`, or the one that a ceremony is given:
//
//     module /usr/lib/softhsm/libsofthsm2.so
//     token sunlot
//     key log-2026
//     pin-file /etc/sunlot/token-pin
//
// The module is loaded by dlopen when it is needed. SM2 in tokens differs from maker to maker and is not asked for: the
// SM2 line comes from the encrypted file, or there is none.
#pragma once
#include "base/result.h"
#include "workflow/log_signer.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace sunlot::workflow {

struct KeyToken {
    std::filesystem::path module;
    std::string token;  ///< label
    std::string key;    ///< label
    std::filesystem::path pin_file;
};
/// Refuses token.config.
Result<KeyToken> parse_key_token(std::string_view text);
std::string encode(const KeyToken& token);

/// Logs in and finds the key; a signature is made and verified before the line is given out. Refuses token.module,
/// token.missing (no such token, or no such key in it), token.pin, token.signature, and what read_private_file refuses.
Result<LogSigner::Line> token_line(const KeyToken& token, const std::string& name);
/// Makes a pair inside the token, not to be extracted. Refuses as above, and token.key_exists.
Result<LogSigner::Line> make_token_key(const KeyToken& token, const std::string& name);

}  // namespace sunlot::workflow
