// substitutions.json.
#include "base/json.h"
#include "draw/substitution.h"

#include <algorithm>

namespace sunlot::draw {
namespace {

constexpr std::int64_t kLargest = 1'000'000'000;

Json to_json(const Substitution& s) {
    Json::Object out{{"attempt", s.attempt},         {"line", s.line},
                     {"number", s.number},           {"reason", s.reason},
                     {"unavailable", s.unavailable}, {"what", s.what == Substituted::object ? "object" : "officer"}};
    if (s.what == Substituted::object) {
        out.emplace("recused", s.recused);
        if (s.replacement) out.emplace("replacement", *s.replacement);
        if (s.replacement) out.emplace("officers", s.officers);
    } else {
        out.emplace("slot", s.slot);
        out.emplace("replaced", s.replaced);
        if (s.officer) out.emplace("officer", *s.officer);
    }
    return out;
}

std::uint64_t number(FieldReader& in, std::string_view key, std::int64_t least) {
    return static_cast<std::uint64_t>(in.integer(key, least, kLargest));
}

Result<Substitution> read(const Json& item, const std::string& path) {
    FieldReader in(item, path);
    Substitution s;
    s.attempt = number(in, "attempt", 1);
    s.line = number(in, "line", 0);
    s.number = number(in, "number", 1);
    s.reason = in.text("reason", 1, 32);
    if (!is_reason(s.reason)) in.refuse_field("reason", "field.reason", "原因代码格式不对", "not a reason code");
    s.unavailable = in.texts("unavailable", 100'000);
    const std::string what = in.text("what", 1, 16);
    if (what == "object") {
        s.recused = in.texts("recused", 100'000);
        if (item.find("replacement") != nullptr) {
            s.replacement = number(in, "replacement", 0);
            s.officers = in.texts("officers");
        }
    } else if (what == "officer") {
        s.what = Substituted::officer;
        s.slot = number(in, "slot", 0);
        s.replaced = in.text("replaced", 1, 32);
        s.officer = in.optional_text("officer", 32);
    } else {
        in.refuse_field("what", "field.choice", "应为 object 或 officer", "must be object or officer");
    }
    if (const auto no = in.refusal()) return pass_on(*no);
    return s;
}

bool well_formed(const Substitution& s) {
    const auto officers = [](const std::vector<std::string>& ids) { return std::ranges::all_of(ids, is_officer_id); };
    const auto rising = [](const std::vector<std::string>& ids) {
        return std::ranges::adjacent_find(ids, std::greater_equal<>()) == ids.end();
    };
    if (!officers(s.unavailable) || !rising(s.unavailable) || !officers(s.recused) || !rising(s.recused)) return false;
    if (s.what == Substituted::officer) return is_officer_id(s.replaced) && (!s.officer || is_officer_id(*s.officer));
    return officers(s.officers) && s.replacement.has_value() == !s.officers.empty();
}

Refusal malformed(std::size_t index) {
    return refuse(RefusalKind::invalid, "substitutions.malformed", "substitutions.json 格式或顺序不对",
                  "substitutions.json is malformed or out of order", "substitutions.json:" + std::to_string(index));
}

}  // namespace

bool is_reason(std::string_view text) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    if (text.empty() || text.size() > 32 || !letter(text.front())) return false;
    return std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::string encode_substitutions(std::span<const Substitution> substitutions) {
    Json::Array out;
    for (const Substitution& s : substitutions) out.push_back(to_json(s));
    return to_canonical(out);
}

Result<std::vector<Substitution>> parse_substitutions(std::string_view file) {
    const auto json = parse_canonical(file);
    if (!json) return pass_on(json.error());
    if (!json->is_array()) return malformed(0);
    std::vector<Substitution> out;
    for (const Json& item : json->as_array()) {
        if (!item.is_object()) return malformed(out.size());
        auto s = read(item, "substitutions.json:" + std::to_string(out.size()));
        if (!s) return pass_on(s.error());
        const bool in_order = out.empty() || (s->number > out.back().number && s->attempt >= out.back().attempt);
        if (!in_order || !well_formed(*s)) return malformed(out.size());
        out.push_back(std::move(*s));
    }
    return out;
}

}  // namespace sunlot::draw
