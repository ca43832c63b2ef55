#include "base/json.h"

#include "base/text.h"

#include <algorithm>
#include <stdexcept>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

namespace sunlot {
namespace {

enum class Trouble { none, number, duplicate_key };

/// Receives the parser's events and builds the value bottom-up; stops at the first number that is no integer and at
/// the first repeated key.
class Builder {
public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
    using error_code = boost::json::error_code;
    using view = boost::json::string_view;

    Json root;
    Trouble trouble = Trouble::none;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return open(Json(Json::Object{})); }
    bool on_object_end(std::size_t, error_code& ec) { return close(ec); }
    bool on_array_begin(error_code&) { return open(Json(Json::Array{})); }
    bool on_array_end(std::size_t, error_code& ec) { return close(ec); }
    bool on_key_part(view part, std::size_t, error_code&) { return append(part); }
    bool on_key(view part, std::size_t, error_code& ec) {
        append(part);
        if (stack_.back().value.find(text_) != nullptr) return stop(Trouble::duplicate_key, ec);
        stack_.back().key = std::move(text_);
        text_.clear();
        return true;
    }
    bool on_string_part(view part, std::size_t, error_code&) { return append(part); }
    bool on_string(view part, std::size_t, error_code&) {
        append(part);
        place(Json(std::move(text_)));
        text_.clear();
        return true;
    }
    bool on_number_part(view part, error_code&) { return append(part); }
    bool on_int64(std::int64_t value, view part, error_code& ec) {
        append(part);
        const bool minus_zero = text_ == "-0";
        text_.clear();
        if (minus_zero) return stop(Trouble::number, ec);
        place(Json(value));
        return true;
    }
    bool on_uint64(std::uint64_t, view, error_code& ec) { return stop(Trouble::number, ec); }
    bool on_double(double, view, error_code& ec) { return stop(Trouble::number, ec); }
    bool on_bool(bool value, error_code&) {
        place(Json(value));
        return true;
    }
    bool on_null(error_code&) {
        place(Json());
        return true;
    }
    bool on_comment_part(view, error_code&) { return true; }
    bool on_comment(view, error_code&) { return true; }

private:
    struct Level {
        Json value;
        std::string key;
    };
    bool append(view part) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool open(Json value) {
        stack_.push_back({std::move(value), {}});
        return true;
    }
    bool close(error_code&) {
        Json value = std::move(stack_.back().value);
        stack_.pop_back();
        place(std::move(value));
        return true;
    }
    void place(Json value) {
        if (stack_.empty())
            root = std::move(value);
        else if (stack_.back().value.is_array())
            stack_.back().value.as_array().push_back(std::move(value));
        else
            stack_.back().value.as_object().emplace(std::move(stack_.back().key), std::move(value));
    }
    bool stop(Trouble what, error_code& ec) {
        trouble = what;
        ec = boost::json::error::exception;
        return false;
    }
    std::vector<Level> stack_;
    std::string text_;
};

void write(std::string& out, const Json& value);

void write_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20)
                    out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
                else
                    out += c;
        }
    }
    out += '"';
}

void write_object(std::string& out, const Json::Object& members) {
    out += '{';
    bool first = true;
    for (const auto& [key, value] : members) {
        if (std::any_of(key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
            throw std::logic_error("canonical JSON: key is not ASCII: " + key);
        if (!first) out += ',';
        first = false;
        write_string(out, key);
        out += ':';
        write(out, value);
    }
    out += '}';
}

void write(std::string& out, const Json& value) {
    if (value.is_null())
        out += "null";
    else if (value.is_bool())
        out += value.as_bool() ? "true" : "false";
    else if (value.is_integer())
        out += std::to_string(value.as_integer());
    else if (value.is_string())
        write_string(out, value.as_string());
    else if (value.is_object())
        write_object(out, value.as_object());
    else {
        out += '[';
        bool first = true;
        for (const Json& item : value.as_array()) {
            if (!first) out += ',';
            first = false;
            write(out, item);
        }
        out += ']';
    }
}

/// RFC 8785 rests on I-JSON: integers beyond ±(2^53 − 1) are not the same number everywhere.
constexpr std::int64_t kLargestExact = (std::int64_t{1} << 53) - 1;

bool exact_everywhere(const Json& value) {
    if (value.is_integer()) return value.as_integer() <= kLargestExact && value.as_integer() >= -kLargestExact;
    if (value.is_array()) return std::all_of(value.as_array().begin(), value.as_array().end(), exact_everywhere);
    if (value.is_object())
        return std::all_of(value.as_object().begin(), value.as_object().end(),
                           [](const auto& member) { return exact_everywhere(member.second); });
    return true;
}

}  // namespace

const Json* Json::find(std::string_view key) const {
    if (!is_object()) return nullptr;
    const auto found = as_object().find(key);
    return found == as_object().end() ? nullptr : &found->second;
}

const Json& Json::at(std::string_view key) const {
    const Json* found = find(key);
    if (found == nullptr) throw std::out_of_range("JSON member missing: " + std::string(key));
    return *found;
}

Result<Json> parse_json(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.bytes)
        return refuse(RefusalKind::too_large, "json.too_large", fmt::format("JSON 超过 {} 字节上限", limits.bytes),
                      fmt::format("JSON is larger than the limit of {} bytes", limits.bytes));
    boost::json::parse_options options;
    options.max_depth = limits.depth;
    boost::json::basic_parser<Builder> parser(options);
    boost::json::error_code ec;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
    if (parser.handler().trouble == Trouble::number)
        return refuse(RefusalKind::invalid, "json.number", "JSON 中的数只能是整数（±2^53 以内）",
                      "numbers must be integers within ±2^53");
    if (parser.handler().trouble == Trouble::duplicate_key)
        return refuse(RefusalKind::invalid, "json.duplicate_key", "JSON 中有重复的键", "a JSON key appears twice");
    if (ec || used != text.size())
        return refuse(RefusalKind::invalid, "json.malformed", fmt::format("JSON 第 {} 字节处有语法错误", used),
                      fmt::format("JSON is malformed at byte {}", used));
    if (!exact_everywhere(parser.handler().root))
        return refuse(RefusalKind::invalid, "json.number", "JSON 中的数只能是整数（±2^53 以内）",
                      "numbers must be integers within ±2^53");
    return std::move(parser.handler().root);
}

std::string to_canonical(const Json& value) {
    std::string out;
    write(out, value);
    return out;
}

Result<Json> parse_canonical(std::string_view text, JsonLimits limits) {
    auto value = parse_json(text, limits);
    if (!value) return pass_on(value.error());
    const auto no = refuse(RefusalKind::invalid, "json.not_canonical", "JSON 不是 RFC 8785 规范形式",
                           "JSON is not in RFC 8785 canonical form");
    try {
        if (to_canonical(*value) != text) return no;
    } catch (const std::logic_error&) {
        return no;
    }
    return value;
}

FieldReader::FieldReader(const Json& object, std::string path) : object_(object), path_(std::move(path)) {
    if (!object.is_object()) refuse_field("", "field.object", "应为 JSON 对象", "must be a JSON object");
}

std::string FieldReader::path(std::string_view key) const {
    if (path_.empty()) return std::string(key);
    return key.empty() ? path_ : path_ + "." + std::string(key);
}

void FieldReader::refuse_field(std::string_view key, std::string code, std::string zh, std::string en) {
    if (refusal_) return;
    const std::string where = path(key);
    refusal_ = refuse(RefusalKind::invalid, std::move(code), where.empty() ? zh : where + "：" + zh,
                      where.empty() || en.empty() ? en : where + ": " + en, where);
}

const Json* FieldReader::take(std::string_view key, bool required) {
    seen_.emplace_back(key);
    const Json* value = object_.find(key);
    if (value != nullptr && value->is_null()) value = nullptr;
    if (value == nullptr && required) refuse_field(key, "field.missing", "缺少必填项", "is required");
    return value;
}

std::string FieldReader::text(std::string_view key, std::size_t min_bytes, std::size_t max_bytes) {
    const Json* value = take(key, min_bytes > 0);
    if (value == nullptr) return {};
    if (!value->is_string())
        refuse_field(key, "field.text", "应为文字", "must be a string");
    else if (value->as_string().size() < min_bytes)
        refuse_field(key, "field.empty", "不能为空", "must not be empty");
    else if (value->as_string().size() > max_bytes)
        refuse_field(key, "field.too_long", fmt::format("过长（上限 {} 字节）", max_bytes),
                     fmt::format("is longer than {} bytes", max_bytes));
    else
        return value->as_string();
    return {};
}

std::optional<std::string> FieldReader::optional_text(std::string_view key, std::size_t max_bytes) {
    const Json* value = object_.find(key);
    if (value == nullptr || value->is_null()) {
        seen_.emplace_back(key);
        return std::nullopt;
    }
    return text(key, 0, max_bytes);
}

std::int64_t FieldReader::integer(std::string_view key, std::int64_t min, std::int64_t max) {
    const Json* value = take(key, true);
    if (value == nullptr) return min;
    if (!value->is_integer())
        refuse_field(key, "field.integer", "应为整数", "must be an integer");
    else if (value->as_integer() < min || value->as_integer() > max)
        refuse_field(key, "field.range", fmt::format("应在 {} 到 {} 之间", min, max),
                     fmt::format("must be between {} and {}", min, max));
    else
        return value->as_integer();
    return min;
}

std::int64_t FieldReader::integer_or(std::string_view key, std::int64_t absent, std::int64_t min, std::int64_t max) {
    const Json* value = object_.find(key);
    if (value == nullptr || value->is_null()) {
        seen_.emplace_back(key);
        return absent;
    }
    return integer(key, min, max);
}

bool FieldReader::flag(std::string_view key, bool absent) {
    const Json* value = take(key, false);
    if (value == nullptr) return absent;
    if (!value->is_bool()) {
        refuse_field(key, "field.flag", "应为 true 或 false", "must be true or false");
        return absent;
    }
    return value->as_bool();
}

namespace {
const Json::Array kNoItems;
const Json kNull;
}  // namespace

const Json::Array& FieldReader::array(std::string_view key, std::size_t max_items) {
    const Json* value = take(key, true);
    if (value == nullptr) return kNoItems;
    if (!value->is_array())
        refuse_field(key, "field.array", "应为列表", "must be an array");
    else if (value->as_array().size() > max_items)
        refuse_field(key, "field.too_many", fmt::format("最多 {} 项", max_items),
                     fmt::format("has more than {} items", max_items));
    else
        return value->as_array();
    return kNoItems;
}

const Json::Array& FieldReader::array_or_empty(std::string_view key, std::size_t max_items) {
    const Json* value = object_.find(key);
    if (value == nullptr || value->is_null()) {
        seen_.emplace_back(key);
        return kNoItems;
    }
    return array(key, max_items);
}

std::vector<std::string> FieldReader::texts(std::string_view key, std::size_t max_items) {
    std::vector<std::string> out;
    for (const Json& item : array_or_empty(key, max_items)) {
        if (!item.is_string() || item.as_string().empty()) {
            refuse_field(key, "field.texts", "应为文字列表", "must be an array of non-empty strings");
            return {};
        }
        out.push_back(item.as_string());
    }
    return out;
}

const Json& FieldReader::any(std::string_view key) {
    const Json* value = take(key, false);
    return value == nullptr ? kNull : *value;
}

std::optional<Refusal> FieldReader::refusal() {
    if (!refusal_ && object_.is_object())
        for (const auto& [key, value] : object_.as_object())
            if (std::find(seen_.begin(), seen_.end(), key) == seen_.end())
                refuse_field(key, "field.unknown", "没有这一项", "is not a known field");
    return refusal_;
}

}  // namespace sunlot
