// Pulling a source over HTTP. Other offices' JSON has fractions and repeated keys, which base/json.h refuses: it is
// read by Boost.JSON, and only texts leave this file.
#include "base/text.h"
#include "http/client.h"
#include "workflow/exchange_delivery.h"

#include <algorithm>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace sunlot::workflow {
namespace {

namespace json = boost::json;
using inspection::HttpPlace;
using inspection::SheetRow;

constexpr http::Limits kPage{.body = std::uint64_t{64} << 20U,
                             .connect = std::chrono::milliseconds(10'000),
                             .stalled = std::chrono::seconds(30),
                             .total = std::chrono::milliseconds(120'000)};
constexpr http::Limits kFile{.body = std::uint64_t{1} << 30U,
                             .connect = std::chrono::milliseconds(10'000),
                             .stalled = std::chrono::seconds(30),
                             .total = std::chrono::milliseconds(1'800'000)};
constexpr std::uint64_t kMostPages = 100'000;
constexpr std::uint64_t kMostRows = 5'000'000;
constexpr std::size_t kMostTitles = 500;

Refusal bad_answer(const std::string& zh, const std::string& en) {
    return refuse(RefusalKind::unavailable, "exchange.answer", "对方接口的回答不对：" + zh,
                  "The other side's answer is wrong: " + en);
}

std::string text_of(const json::value& value) {
    switch (value.kind()) {
        case json::kind::string:
            return std::string(value.get_string());
        case json::kind::bool_:
            return value.get_bool() ? "是" : "否";
        case json::kind::int64:
        case json::kind::uint64:
        case json::kind::double_:
            return json::serialize(value);
        case json::kind::array: {
            std::string out;
            for (const auto& one : value.get_array()) out.append(out.empty() ? "" : "、").append(text_of(one));
            return out;
        }
        default:
            return {};
    }
}

std::string escaped(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            out += c;
        else
            out.append("%").append(1, kHex[byte >> 4U]).append(1, kHex[byte & 15U]);
    }
    return out;
}

class Caller {
public:
    Caller(const HttpPlace& place, const std::string& secret) : place_(place) {
        if (secret.empty()) return;
        const bool bearer = lower(place.header) == "authorization" && !secret.contains(' ');
        headers_.insert_or_assign(place.header, bearer ? "Bearer " + secret : secret);
    }
    /// The body of a 200, or the file it was saved as.
    Result<std::string> get(const std::string& cursor, const std::optional<std::filesystem::path>& save_as) {
        const auto answer = client_.send(
            {.url = url(cursor), .headers = headers_, .save_as = save_as, .limits = save_as ? kFile : kPage});
        if (!answer) return pass_on(answer.error());
        if (answer->status == 200) return answer->body;
        const std::string status = std::to_string(answer->status);
        if (answer->status == 401 || answer->status == 403)
            return refuse(RefusalKind::unavailable, "exchange.http", "对方接口不认这个密钥（" + status + "）",
                          "The other side does not accept the key (" + status + ")");
        return refuse(RefusalKind::unavailable, "exchange.http", "对方接口回答 " + status,
                      "The other side answered " + status);
    }

private:
    std::string url(const std::string& cursor) const {
        if (place_.table || cursor.empty() || place_.cursor_parameter.empty()) return place_.url;
        return place_.url + (place_.url.contains('?') ? "&" : "?") + escaped(place_.cursor_parameter) + "=" +
               escaped(cursor);
    }
    const HttpPlace& place_;
    http::Headers headers_;
    http::Client client_;
};

class HttpDelivery final : public Delivery {
public:
    explicit HttpDelivery(const DeliveryRequest& request)
        : settings_(request.settings),
          caller_(settings_.http, request.secret),
          cursor_(request.cursor),
          first_page_only_(request.first_rows) {}

    Result<Done> open() {
        fetch();
        if (refusal_) return pass_on(*refusal_);
        for (const auto& column : settings_.columns) titles_.push_back(column.column);
        for (const auto& row : rows_) add_titles(row);
        return Done{};
    }
    /// Whether there is anything at all.
    bool any() const { return !rows_.empty(); }

    const std::vector<std::string>& titles() const override { return titles_; }
    bool next(SheetRow& row) override {
        while (at_ == rows_.size()) {
            if (!more_ || refusal_) return false;
            fetch();
            if (refusal_) return false;
        }
        take(rows_[at_++]);
        row = {.number = ++number_, .cells = cells_, .formulas = 0};
        return true;
    }
    const std::optional<Refusal>& refusal() const override { return refusal_; }
    std::string cursor() const override { return settings_.incremental() ? cursor_ : std::string(); }
    std::string label() const override { return settings_.http.url.substr(0, settings_.http.url.find('?')); }

private:
    void add_titles(const json::value& row) {
        if (const auto* object = row.if_object())
            for (const auto& [key, value] : *object)
                if (titles_.size() < kMostTitles && std::ranges::find(titles_, std::string_view(key)) == titles_.end())
                    titles_.emplace_back(key);
    }

    void take(const json::value& row) {
        texts_.assign(titles_.size(), {});
        if (const auto* object = row.if_object())
            for (std::size_t i = 0; i < titles_.size(); ++i)
                if (const auto* value = object->if_contains(titles_[i])) texts_[i] = text_of(*value);
        cells_.assign(texts_.begin(), texts_.end());
    }

    void fetch() {
        if (++pages_ > kMostPages || number_ > kMostRows) {
            refusal_ = bad_answer("页数或行数超过上限", "too many pages or rows");
            return;
        }
        const auto body = caller_.get(cursor_, {});
        if (!body) {
            refusal_ = body.error();
            return;
        }
        json::error_code failed;
        page_ = json::parse(*body, failed);
        if (failed) {
            refusal_ = bad_answer("不是 JSON", "no JSON");
            return;
        }
        read_page();
    }

    void read_page() {
        const auto* object = page_.if_object();
        const auto* rows = object != nullptr ? object->if_contains(settings_.http.rows) : nullptr;
        // A bare list of rows is an answer, too: it has no next page.
        const auto* list = rows != nullptr ? rows->if_array() : page_.if_array();
        if (list == nullptr) {
            refusal_ = bad_answer("没有列表 " + settings_.http.rows, "there is no list " + settings_.http.rows);
            return;
        }
        rows_.assign(list->begin(), list->end());
        at_ = 0;
        const auto* next = object != nullptr ? object->if_contains(settings_.http.next) : nullptr;
        const std::string cursor = next != nullptr ? text_of(*next) : std::string();
        const auto* more = object != nullptr ? object->if_contains(settings_.http.more) : nullptr;
        const bool advanced = !cursor.empty() && cursor != cursor_;
        more_ = advanced && !first_page_only_ && (more != nullptr ? text_of(*more) == "是" : !rows_.empty());
        if (advanced) cursor_ = cursor;
    }

    inspection::SourceSettings settings_;
    Caller caller_;
    std::string cursor_;
    bool first_page_only_;
    json::value page_;
    std::vector<json::value> rows_;
    std::size_t at_ = 0;
    bool more_ = false;
    std::uint64_t pages_ = 0;
    std::uint64_t number_ = 0;
    std::vector<std::string> titles_;
    std::vector<std::string> texts_;
    std::vector<std::string_view> cells_;
    std::optional<Refusal> refusal_;
};

Result<std::unique_ptr<Delivery>> open_file(const DeliveryRequest& request) {
    Caller caller(request.settings.http, request.secret);
    const auto path = request.scratch / "delivery";
    const auto body = caller.get({}, path);
    if (!body) return pass_on(body.error());
    return open_table_file(path, request.settings.http.url.substr(0, request.settings.http.url.find('?')),
                           request.settings);
}

}  // namespace

Result<std::unique_ptr<Delivery>> open_http(const DeliveryRequest& request) {
    if (request.settings.http.table) return open_file(request);
    auto delivery = std::make_unique<HttpDelivery>(request);
    if (const auto opened = delivery->open(); !opened) return pass_on(opened.error());
    if (!delivery->any()) return std::unique_ptr<Delivery>();
    return std::unique_ptr<Delivery>(std::move(delivery));
}

}  // namespace sunlot::workflow
