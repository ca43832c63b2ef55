// A strict JSON value: integers only (no fraction, no exponent), unique keys, valid UTF-8, bounded depth and size.
// `to_canonical` writes RFC 8785 (JCS) bytes; it is the only writer whose bytes are ever hashed.
#pragma once
#include "base/result.h"

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sunlot {

class Json {
public:
    using Array = std::vector<Json>;
    /// Keys in byte order, which for the ASCII keys of our formats is the order RFC 8785 asks for (UTF-16 units).
    using Object = std::map<std::string, Json, std::less<>>;

    Json() = default;
    Json(std::nullptr_t) {}
    Json(bool value) : value_(value) {}
    template <std::integral N>
        requires(!std::same_as<N, bool>)
    Json(N value) : value_(static_cast<std::int64_t>(value)) {}
    Json(const char* value) : value_(std::string(value)) {}
    Json(std::string_view value) : value_(std::string(value)) {}
    Json(std::string value) : value_(std::move(value)) {}
    Json(Array value) : value_(std::move(value)) {}
    Json(Object value) : value_(std::move(value)) {}
    template <class T>
    Json(const std::vector<T>& values)
        requires(!std::same_as<T, Json>)
        : value_(Array(values.begin(), values.end())) {}

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    bool is_bool() const { return std::holds_alternative<bool>(value_); }
    bool is_integer() const { return std::holds_alternative<std::int64_t>(value_); }
    bool is_string() const { return std::holds_alternative<std::string>(value_); }
    bool is_array() const { return std::holds_alternative<Array>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }

    /// Throw std::bad_variant_access when the value is of another kind: a bug, not an answer. For input from outside
    /// use FieldReader, which refuses with the field's path.
    bool as_bool() const { return std::get<bool>(value_); }
    std::int64_t as_integer() const { return std::get<std::int64_t>(value_); }
    const std::string& as_string() const { return std::get<std::string>(value_); }
    const Array& as_array() const { return std::get<Array>(value_); }
    const Object& as_object() const { return std::get<Object>(value_); }
    Array& as_array() { return std::get<Array>(value_); }
    Object& as_object() { return std::get<Object>(value_); }

    /// The member `key`, or nullptr when this is no object or has no such member.
    const Json* find(std::string_view key) const;
    /// The member `key`; throws std::out_of_range when absent.
    const Json& at(std::string_view key) const;

    friend bool operator==(const Json&, const Json&) = default;

private:
    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

struct JsonLimits {
    std::size_t bytes = 16U << 20;
    std::size_t depth = 32;
};

/// Refuses json.malformed (with the byte offset), json.number, json.duplicate_key, json.too_large.
Result<Json> parse_json(std::string_view text, JsonLimits limits = {});

/// RFC 8785 bytes, no final newline. Keys must be ASCII (std::logic_error otherwise: our formats have no others).
std::string to_canonical(const Json& value);

/// Parses and insists that `text` is exactly the canonical form of its value (json.not_canonical otherwise).
Result<Json> parse_canonical(std::string_view text, JsonLimits limits = {});

/// Reads the members of one object and remembers the first thing wrong, so that decoding is straight-line code:
///     FieldReader in(body);
///     task.name = in.text("name", 1, 120);
///     task.officers_per_firm = in.integer("officers_per_firm", 2, 9);
///     if (auto no = in.refusal()) return pass_on(*no);
/// Unknown members are refused too (field.unknown), so that a misspelt option never passes silently.
class FieldReader {
public:
    explicit FieldReader(const Json& object, std::string path = {});

    std::string text(std::string_view key, std::size_t min_bytes = 1, std::size_t max_bytes = 4000);
    std::optional<std::string> optional_text(std::string_view key, std::size_t max_bytes = 4000);
    std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max);
    std::int64_t integer_or(std::string_view key, std::int64_t absent, std::int64_t min, std::int64_t max);
    bool flag(std::string_view key, bool absent);
    /// A required array, or an empty one after a refusal.
    const Json::Array& array(std::string_view key, std::size_t max_items = 100'000);
    const Json::Array& array_or_empty(std::string_view key, std::size_t max_items = 100'000);
    /// An array of non-empty strings.
    std::vector<std::string> texts(std::string_view key, std::size_t max_items = 1000);
    /// Any value, or null when absent.
    const Json& any(std::string_view key);
    /// Adds a refusal of the caller's own for `key`.
    void refuse_field(std::string_view key, std::string code, std::string zh, std::string en = {});
    /// "strata[2].quota": where `key` lies in the whole input.
    std::string path(std::string_view key) const;

    /// The first refusal; checks for unknown members when all else was well.
    std::optional<Refusal> refusal();

private:
    const Json* take(std::string_view key, bool required);
    const Json& object_;
    std::string path_;
    std::vector<std::string> seen_;
    std::optional<Refusal> refusal_;
};

}  // namespace sunlot
