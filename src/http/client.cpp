#include "http/client.h"

#include "base/text.h"

#include <cstdio>
#include <mutex>
#include <stdexcept>

#include <curl/curl.h>

namespace sunlot::http {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
using Lines = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;
using Url = std::unique_ptr<CURLU, void (*)(CURLU*)>;

/// What the callbacks of one transfer fill.
struct Transfer {
    Answer answer;
    std::uint64_t limit = 0;
    std::uint64_t received = 0;
    std::FILE* to = nullptr;
    const Progress* progress = nullptr;
    bool too_large = false;
};

File open_file(const std::filesystem::path& path, const char* mode) {
    File file(std::fopen(path.c_str(), mode), std::fclose);
    if (!file) throw std::runtime_error("can't open " + path.string());
    return file;
}

std::size_t keep_body(char* data, std::size_t, std::size_t size, void* into) {
    auto& transfer = *static_cast<Transfer*>(into);
    transfer.received += size;
    transfer.too_large = transfer.received > transfer.limit;
    if (transfer.too_large) return 0;
    if (transfer.to != nullptr) return std::fwrite(data, 1, size, transfer.to);
    transfer.answer.body.append(data, size);
    return size;
}

std::size_t keep_header(char* data, std::size_t, std::size_t size, void* into) {
    auto& headers = static_cast<Transfer*>(into)->answer.headers;
    const std::string_view line(data, size);
    if (line.starts_with("HTTP/")) headers.clear();  // of a 100, or of a proxy's answer
    const std::size_t colon = line.find(':');
    if (colon != line.npos && headers.size() < 100)
        headers[lower(line.substr(0, colon))] = std::string(trim(line.substr(colon + 1)));
    return size;
}

int show_progress(void* into, curl_off_t, curl_off_t, curl_off_t total, curl_off_t done) {
    const auto& progress = *static_cast<const Transfer*>(into)->progress;
    if (total > 0) progress(static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
    return 0;
}

Refusal no(const char* code, std::string zh, std::string en) {
    return refuse(RefusalKind::unavailable, code, std::move(zh), std::move(en));
}

Refusal refusal_of(CURLcode code, const Transfer& transfer, const std::string& url) {
    const std::string why = curl_easy_strerror(code);
    if (transfer.too_large || code == CURLE_FILESIZE_EXCEEDED)
        return no("http.too_large", url + " 的回答超过上限", url + ": the answer is too large");
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT:
            return no("http.timeout", url + " 没有及时回答", url + ": no answer in time");
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return no("http.url", "不是 http 或 https 地址：" + url, "no http or https address: " + url);
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CACERT_BADFILE:
            return no("http.tls", url + " 的证书不可信：" + why, url + ": its certificate does not hold: " + why);
        default:
            return no("http.unreachable", "无法连接 " + url + "：" + why, "can't reach " + url + ": " + why);
    }
}

std::string part(CURLU* url, CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
    std::string result(text);
    curl_free(text);
    return result;
}

struct Address {
    std::string whole, scheme, host, port;
    bool same_place(const Address& other) const {
        return scheme == other.scheme && host == other.host && port == other.port;
    }
    bool on_this_machine() const { return host == "localhost" || host == "[::1]" || host.starts_with("127."); }
};

/// `text`, read relative to `base` when there is one.
std::optional<Address> address_of(const std::string& text, const std::string& base = {}) {
    const Url url(curl_url(), curl_url_cleanup);
    if (!base.empty() && curl_url_set(url.get(), CURLUPART_URL, base.c_str(), 0) != CURLUE_OK) return std::nullopt;
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return std::nullopt;
    Address address{part(url.get(), CURLUPART_URL), part(url.get(), CURLUPART_SCHEME), part(url.get(), CURLUPART_HOST),
                    part(url.get(), CURLUPART_PORT)};
    if (address.scheme != "http" && address.scheme != "https") return std::nullopt;
    return address;
}

void start_library() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0) throw std::runtime_error("libcurl can't be initialised");
    });
}

void set_limits(CURL* curl, const Limits& limits) {
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1024L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.stalled.count()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total.count()));
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.body));
}

/// The options that are the same for every transfer. A reset handle keeps its connections.
void set_safe_defaults(CURL* curl, const Address& address) {
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, address.whole.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "sunlot");
    if (address.on_this_machine()) curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
}

void set_body(CURL* curl, const Request& request, std::FILE* from) {
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (from != nullptr) {
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_READDATA, from);
        curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
                         static_cast<curl_off_t>(std::filesystem::file_size(*request.upload)));
    } else if (request.method != "GET" && request.method != "HEAD") {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    if (request.method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
}

Lines header_lines(const Headers& headers) {
    // "Expect:" without a value: our own server needs no asking, and others answer it late.
    curl_slist* lines = curl_slist_append(nullptr, "Expect:");
    for (const auto& [name, value] : headers) {
        std::string line = name;
        line.append(": ").append(value);
        lines = curl_slist_append(lines, line.c_str());
    }
    return {lines, curl_slist_free_all};
}

}  // namespace

struct Client::Handle {
    std::unique_ptr<CURL, void (*)(CURL*)> curl{nullptr, curl_easy_cleanup};

    Result<Answer> once(const Request& request, const Address& address) {
        Transfer transfer;
        transfer.limit = request.limits.body;
        const File from = request.upload ? open_file(*request.upload, "rb") : File(nullptr, std::fclose);
        const File to = request.save_as ? open_file(*request.save_as, "wb") : File(nullptr, std::fclose);
        transfer.to = to.get();
        set_safe_defaults(curl.get(), address);
        set_limits(curl.get(), request.limits);
        set_body(curl.get(), request, from.get());
        const Lines lines = header_lines(request.headers);
        curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, lines.get());
        curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, keep_header);
        curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &transfer);
        curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, keep_body);
        curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &transfer);
        if (request.progress) {
            transfer.progress = &request.progress;
            curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
            curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, show_progress);
            curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &transfer);
        }
        const CURLcode code = curl_easy_perform(curl.get());
        if (code != CURLE_OK) return refusal_of(code, transfer, request.url);
        long status = 0;
        curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
        transfer.answer.status = static_cast<int>(status);
        return std::move(transfer.answer);
    }
};

Client::Client() : handle_(std::make_unique<Handle>()) {
    start_library();
    handle_->curl.reset(curl_easy_init());
    if (!handle_->curl) throw std::runtime_error("libcurl can't be initialised");
}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Answer> Client::send(const Request& request) {
    auto address = address_of(request.url);
    if (!address) return refusal_of(CURLE_URL_MALFORMAT, {}, request.url);
    for (int left = request.redirects;; --left) {
        auto answer = handle_->once(request, *address);
        if (!answer || left <= 0 || answer->status < 301 || answer->status > 308) return answer;
        const auto location = answer->headers.find("location");
        if (location == answer->headers.end()) return answer;
        auto next = address_of(location->second, address->whole);
        if (!next || !next->same_place(*address)) return answer;
        address = std::move(next);
    }
}

Result<std::string> fetch(Client& client, const std::string& url, const Limits& limits) {
    auto answer = client.send({.url = url, .limits = limits});
    if (!answer) return pass_on(answer.error());
    if (answer->status == 200) return std::move(answer->body);
    const std::string status = std::to_string(answer->status);
    return refuse(answer->status == 404 ? RefusalKind::not_found : RefusalKind::unavailable, "http.status",
                  url + " 回答 " + status, url + " answered " + status);
}

}  // namespace sunlot::http
