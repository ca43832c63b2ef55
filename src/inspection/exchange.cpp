#include "inspection/exchange.h"

#include "base/text.h"
#include "inspection/import.h"
#include "inspection/roll.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace sunlot::inspection {
namespace {

constexpr std::array<std::string_view, 3> kKinds{"folder", "http", "postgres"};
constexpr std::array<std::string_view, 4> kPolicies{"take", "fill", "ask", "ignore"};
constexpr std::array<std::string_view, 4> kTls{"disable", "prefer", "require", "verify-full"};
constexpr std::int64_t kMostMinutes = 31 * 24 * 60;
constexpr std::int64_t kLongestReader = 3 * 366;
constexpr std::size_t kMostColumns = 200;
constexpr std::size_t kMostValues = 500;
constexpr std::size_t kLongestPlace = 500;

bool is_import_field(std::string_view name) {
    const auto all = fields(ImportKind::objects);
    return std::ranges::find(all, name, &Field::name) != all.end();
}

/// Columns a merge decides about: what a row is, and where it came from, are not among them.
const RollColumn* find_column(std::string_view name) {
    const auto place = roll_column(name);
    if (!place || name == "id" || name == "source") return nullptr;
    return &roll_columns()[*place];
}

template <class Enum, std::size_t N>
std::optional<Enum> find_in(const std::array<std::string_view, N>& words, std::string_view word) {
    const auto found = std::ranges::find(words, word);
    if (found == words.end()) return std::nullopt;
    return static_cast<Enum>(found - words.begin());
}

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

// ── where it is ───────────────────────────────────────────────────────────────────────────────────────────────────

void read_folder(FieldReader& in, SourceSettings& out) {
    out.folder.path = in.text("path", 1, kLongestPlace);
    const std::string_view path = out.folder.path;
    const auto parts = split(path, '/');
    if (!path.starts_with('/') || std::ranges::find(parts, "..") != parts.end() || path.contains('\0'))
        in.refuse_field("path", "exchange.place", "请填写完整的文件夹路径，以 / 开头",
                        "give the whole path of the folder, beginning with /");
}

/// No user name in the address: it would be a secret in the open part of the settings.
bool is_address(std::string_view url) {
    const auto scheme = url.starts_with("https://") ? 8U : url.starts_with("http://") ? 7U : 0U;
    const auto host = url.substr(scheme, url.find_first_of("/?#", scheme) - scheme);
    return scheme > 0 && !host.empty() && !host.contains('@') && !url.contains('#') && is_plain(url);
}

/// The name of an HTTP header (RFC 9110 §5.1), none that says where to or how the answer is framed.
bool is_header(std::string_view name) {
    constexpr std::array<std::string_view, 6> kOurs{"host",       "content-length", "transfer-encoding",
                                                    "connection", "expect",         "cookie"};
    return !name.empty() && std::ranges::find(kOurs, lower(name)) == kOurs.end() &&
           std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '_';
           });
}

void read_http(FieldReader& in, SourceSettings& out) {
    HttpPlace& place = out.http;
    place.url = in.text("url", 1, kLongestPlace);
    if (!is_address(place.url))
        in.refuse_field("url", "exchange.place", "地址应以 https:// 或 http:// 开头，不带用户名",
                        "the address begins with https:// or http:// and names no user");
    place.header = in.optional_text("header", 100).value_or(place.header);
    if (!is_header(place.header))
        in.refuse_field("header", "exchange.place", "请填写携带密钥的请求头名称，如 Authorization",
                        "name the header that carries the key, as Authorization");
    place.table = in.flag("table", false);
    place.cursor_parameter = in.optional_text("cursor_parameter", 100).value_or(place.cursor_parameter);
    place.rows = in.optional_text("rows_member", 100).value_or(place.rows);
    place.next = in.optional_text("next_member", 100).value_or(place.next);
    place.more = in.optional_text("more_member", 100).value_or(place.more);
    if (!place.table && place.rows.empty())
        in.refuse_field("rows_member", "exchange.place", "请填写回答中存放各行的成员名，如 rows",
                        "name the member of the answer that holds the rows, as rows");
}

void read_postgres(FieldReader& in, SourceSettings& out) {
    PostgresPlace& place = out.postgres;
    place.host = in.text("host", 1, 255);
    if (place.host.starts_with('/') || place.host.contains(',') || !is_plain(place.host))
        in.refuse_field("host", "exchange.place", "请填写前置库的主机名或 IP 地址",
                        "give a host name or an IP address");
    place.port = in.integer_or("port", place.port, 1, 65'535);
    place.database = in.text("database", 1, 63);
    place.user = in.text("user", 1, 63);
    place.table = in.text("table", 1, 127);
    place.order = in.optional_text("order", 63).value_or("");
    place.tls = in.optional_text("tls", 20).value_or(place.tls);
    if (std::ranges::find(kTls, place.tls) == kTls.end())
        in.refuse_field("tls", "exchange.place", "加密方式应为 disable、prefer、require 或 verify-full",
                        "tls is disable, prefer, require or verify-full");
    if (std::ranges::count(place.table, '.') > 1)
        in.refuse_field("table", "exchange.place", "请写成 模式名.表名 或 表名", "write schema.table or table");
}

void read_place(FieldReader& in, SourceSettings& out) {
    const Json& object = in.any("place");
    if (!object.is_object())
        return in.refuse_field("place", "exchange.place", "请填写来源在哪里", "say where the source is");
    FieldReader place(object, "place");
    switch (out.kind) {
        case SourceKind::folder:
            read_folder(place, out);
            break;
        case SourceKind::http:
            read_http(place, out);
            break;
        case SourceKind::postgres:
            read_postgres(place, out);
            break;
    }
    if (const auto no = place.refusal()) in.refuse_field("place", no->code, no->text.zh, no->text.en);
}

// ── columns and policies ──────────────────────────────────────────────────────────────────────────────────────────

void read_values(FieldReader& in, const Json& row, SourceColumn& column) {
    const Json* values = row.find("values");
    if (values == nullptr) return;
    if (!values->is_array() || values->as_array().size() > kMostValues)
        return in.refuse_field("columns", "exchange.columns", "取值对照应为 [{from,to}] 列表", "values are a list");
    for (const Json& one : values->as_array()) {
        FieldReader pair(one, in.path("columns"));
        const std::string from = pair.text("from", 1, 200);
        const std::string to = pair.text("to", 0, 200);
        if (const auto no = pair.refusal()) return in.refuse_field("columns", no->code, no->text.zh, no->text.en);
        column.values.insert_or_assign(from, to);
    }
}

void read_columns(FieldReader& in, SourceSettings& out) {
    std::set<std::string> fed;
    for (const Json& row : in.array_or_empty("columns", kMostColumns)) {
        FieldReader one(row, in.path("columns"));
        SourceColumn column;
        column.column = one.text("column", 1, 200);
        column.field = one.text("field", 1, 60);
        (void)one.any("values");
        if (const auto no = one.refusal()) return in.refuse_field("columns", no->code, no->text.zh, no->text.en);
        if (!is_import_field(column.field))
            return in.refuse_field("columns", "exchange.columns", "没有“" + column.field + "”这个字段",
                                   "there is no field " + column.field);
        if (!fed.insert(column.field).second)
            return in.refuse_field("columns", "exchange.columns", "“" + column.field + "”对应了两列，请只选一列",
                                   "two columns feed " + column.field);
        read_values(in, row, column);
        out.columns.push_back(std::move(column));
    }
}

void read_policies(FieldReader& in, SourceSettings& out) {
    const auto word = in.optional_text("policy", 20);
    const auto general = find_in<FieldPolicy>(kPolicies, word.value_or("ask"));
    if (!general)
        return in.refuse_field("policy", "exchange.policy", "合并规则应为 take、fill、ask 或 ignore",
                               "a policy is take, fill, ask or ignore");
    out.policy = *general;
    const Json& each = in.any("policies");
    if (each.is_null()) return;
    if (!each.is_object())
        return in.refuse_field("policies", "exchange.policy", "应为 {字段: 规则}", "an object of fields and policies");
    for (const auto& [name, value] : each.as_object()) {
        const RollColumn* field = find_column(name);
        const auto policy =
            value.is_string() ? find_in<FieldPolicy>(kPolicies, value.as_string()) : std::optional<FieldPolicy>();
        if (field == nullptr || !policy)
            return in.refuse_field("policies", "exchange.policy", "“" + name + "”的合并规则不对",
                                   "the policy of " + name + " is wrong");
        if (field->is_private && *policy == FieldPolicy::ask)
            return in.refuse_field("policies", "exchange.policy",
                                   "个人信息字段“" + std::string(field->title) + "”不能列入人工判断清单",
                                   "the personal field " + name + " can't be put on a list for people to decide");
        out.policies.emplace(name, *policy);
    }
}

Json columns_json(const std::vector<SourceColumn>& columns) {
    Json::Array out;
    for (const auto& column : columns) {
        Json::Array values;
        for (const auto& [from, to] : column.values) values.push_back(Json::Object{{"from", from}, {"to", to}});
        out.push_back(Json::Object{{"column", column.column}, {"field", column.field}, {"values", std::move(values)}});
    }
    return out;
}

}  // namespace

std::string_view text(SourceKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}
std::string_view text(FieldPolicy policy) {
    return kPolicies[static_cast<std::size_t>(policy)];
}

/// A personal field is never asked about: where the general policy says so, the source fills what is empty.
FieldPolicy SourceSettings::policy_of(std::string_view field) const {
    if (const auto found = policies.find(field); found != policies.end()) return found->second;
    const RollColumn* declared = find_column(field);
    if (declared != nullptr && declared->is_private && policy == FieldPolicy::ask) return FieldPolicy::fill;
    return policy;
}

bool SourceSettings::incremental() const {
    switch (kind) {
        case SourceKind::folder:
            return false;
        case SourceKind::http:
            return !http.table && !http.cursor_parameter.empty();
        case SourceKind::postgres:
            return !postgres.order.empty();
    }
    return false;
}

Result<SourceSettings> read_source(const Json& object) {
    FieldReader in(object);
    SourceSettings out;
    out.name = in.text("name", 1, 90);
    const auto kind = find_in<SourceKind>(kKinds, in.text("kind", 1, 20));
    if (!kind)
        in.refuse_field("kind", "exchange.kind", "来源种类应为 folder、http 或 postgres",
                        "the kind is folder, http or postgres");
    out.kind = kind.value_or(SourceKind::folder);
    out.enabled = in.flag("enabled", true);
    out.every_minutes = in.integer_or("every_minutes", 0, 0, kMostMinutes);
    read_place(in, out);
    out.complete = in.flag("complete", !out.incremental()) && !out.incremental();
    out.ask_vanished = in.flag("ask_vanished", false);
    read_columns(in, out);
    read_policies(in, out);
    if (const auto no = in.refusal()) return pass_on(*no);
    return out;
}

Json::Object public_part(const SourceSettings& settings) {
    Json::Object policies;
    for (const auto& [field, policy] : settings.policies) policies.emplace(field, text(policy));
    return {{"ask_vanished", settings.ask_vanished},
            {"columns", columns_json(settings.columns)},
            {"complete", settings.complete},
            {"enabled", settings.enabled},
            {"every_minutes", settings.every_minutes},
            {"kind", text(settings.kind)},
            {"name", settings.name},
            {"policies", std::move(policies)},
            {"policy", text(settings.policy)}};
}

Json::Object place_part(const SourceSettings& settings) {
    switch (settings.kind) {
        case SourceKind::folder:
            return {{"path", settings.folder.path}};
        case SourceKind::http:
            return {{"cursor_parameter", settings.http.cursor_parameter},
                    {"header", settings.http.header},
                    {"more_member", settings.http.more},
                    {"next_member", settings.http.next},
                    {"rows_member", settings.http.rows},
                    {"table", settings.http.table},
                    {"url", settings.http.url}};
        case SourceKind::postgres:
            return {{"database", settings.postgres.database}, {"host", settings.postgres.host},
                    {"order", settings.postgres.order},       {"port", settings.postgres.port},
                    {"table", settings.postgres.table},       {"tls", settings.postgres.tls},
                    {"user", settings.postgres.user}};
    }
    return {};
}

SourceSettings source_from(const Json& public_part, const Json& place_part) {
    Json::Object whole = public_part.as_object();
    whole.insert_or_assign("place", place_part);
    return read_source(Json(std::move(whole))).value();
}

bool says_nothing(std::string_view field, std::string_view value) {
    return value.empty() || (field == "grade" && value == "未评") || (field == "status" && value == "未知");
}

MergeStep merge_step(FieldPolicy policy, std::string_view field, std::string_view ours, std::string_view theirs,
                     bool own) {
    if (ours == theirs || policy == FieldPolicy::ignore || says_nothing(field, theirs)) return MergeStep::keep;
    if (says_nothing(field, ours) || own || policy == FieldPolicy::take) return MergeStep::take;
    return policy == FieldPolicy::ask ? MergeStep::ask : MergeStep::keep;
}

const std::vector<std::string>& shareable_fields() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> out;
        for (const RollColumn& column : roll_columns())
            if (!column.is_private && column.name != "id") out.emplace_back(column.name);
        return out;
    }();
    return names;
}

Result<ReaderScope> read_reader(const Json& object, Date today) {
    FieldReader in(object);
    ReaderScope out;
    out.name = in.text("name", 1, 90);
    out.fields = in.texts("fields");
    out.districts = in.texts("districts");
    out.kinds = in.texts("kinds");
    const auto last = Date::parse(in.text("expires_on", 1, 10));
    if (!last || last->days() < today.days() || last->days() > today.days() + kLongestReader)
        in.refuse_field("expires_on", "exchange.reader", "请填写有效期截止日，三年以内",
                        "give the last day it holds, within three years");
    if (last) out.expires_on = *last;
    const auto& allowed = shareable_fields();
    const auto is_shareable = [&](const std::string& name) {
        return std::ranges::find(allowed, name) != allowed.end();
    };
    if (out.fields.empty() || !std::ranges::all_of(out.fields, is_shareable))
        in.refuse_field("fields", "exchange.reader", "请选择共享哪些字段；个人信息不在其列",
                        "choose the fields that are shared; personal ones are not among them");
    if (!std::ranges::all_of(out.kinds, [](const auto& kind) { return parse_object_kind(kind).has_value(); }))
        in.refuse_field("kinds", "exchange.reader", "不认识的主体种类", "unknown kind of object");
    if (const auto no = in.refusal()) return pass_on(*no);
    return out;
}

}  // namespace sunlot::inspection
