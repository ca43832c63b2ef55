// When two objects of the directory may be one: the same code, an old registration number beside its credit code, the
// same organisation code inside two credit codes, or the same name at the same address, however they are written. Only
// a suspicion: a person decides (roll.merged, roll.kept_apart).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

/// "code", "legacy", "organisation", "name_address": the surer first.
enum class SameReason { code, legacy, organisation, name_address };
std::string_view text(SameReason reason);
/// 统一社会信用代码相同 …
std::string_view title(SameReason reason);

struct SameKey {
    SameReason reason;
    std::string key;  // objects with the same reason and key may be one
};

struct ObjectIdentity {
    std::string_view id, kind, name, address, credit_code, legacy_number;
};
/// Building sites are told apart by their permits alone: their builder's code and name say nothing.
std::vector<SameKey> same_keys(const ObjectIdentity& object);

/// Without spaces, punctuation, brackets; in one width and case; 有限责任公司 as 有限公司.
std::string plain_name(std::string_view name);
/// The same, without province, league and district, numerals as digits.
std::string plain_address(std::string_view address);

}  // namespace sunlot::inspection
