#include "base/text.h"
#include "cli/client.h"

#include <cstdio>
#include <stdexcept>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using FileHandle = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

FileHandle open_file(const std::filesystem::path& path, const char* mode) {
    FileHandle file(std::fopen(path.c_str(), mode), std::fclose);
    if (!file) throw std::runtime_error("can't open " + path.string());
    return file;
}

std::size_t keep_body(char* data, std::size_t, std::size_t size, void* to) {
    static_cast<std::string*>(to)->append(data, size);
    return size;
}

std::size_t keep_header(char* data, std::size_t, std::size_t size, void* to) {
    const std::string_view line(data, size);
    const std::size_t colon = line.find(':');
    if (colon != line.npos) {
        auto& headers = static_cast<Answer*>(to)->headers;
        headers[lower(line.substr(0, colon))] = std::string(trim(line.substr(colon + 1)));
    }
    return size;
}

int show_upload(void* to, curl_off_t, curl_off_t, curl_off_t total, curl_off_t done) {
    const auto& progress = *static_cast<const Progress*>(to);
    if (progress && total > 0) progress("upload", static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
    return 0;
}

class HttpClient : public Client {
public:
    HttpClient(std::string address, Progress progress)
        : address_(std::move(address)), progress_(std::move(progress)), curl_(curl_easy_init(), curl_easy_cleanup) {
        if (!curl_) throw std::runtime_error("libcurl can't be initialised");
    }

    Answer send(const Call& call) override {
        Answer answer;
        FileHandle from(nullptr, std::fclose);
        FileHandle to(nullptr, std::fclose);
        const std::string url = "http://" + address_ + call.target;
        const std::string body = body_text(call);
        CURL* curl = curl_.get();
        curl_easy_reset(curl);
        curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
        curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, std::string(api::name(call.method)).c_str());
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_header);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
        if (call.save_as) {
            to = open_file(*call.save_as, "wb");
            curl_easy_setopt(curl, CURLOPT_WRITEDATA, to.get());
        } else {
            curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_body);
            curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
        }
        if (call.file) {
            from = open_file(*call.file, "rb");
            curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
            curl_easy_setopt(curl, CURLOPT_READDATA, from.get());
            curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
                             static_cast<curl_off_t>(std::filesystem::file_size(*call.file)));
            curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
            curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, show_upload);
            curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &progress_);
        } else if (call.method != api::Method::get) {
            curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
            curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
        }
        perform(call, answer);
        return answer;
    }

private:
    void perform(const Call& call, Answer& answer) {
        curl_slist* lines = nullptr;
        for (const auto& [name, value] : request_headers(call)) {
            lines = curl_slist_append(lines, fmt::format("{}: {}", name, value).c_str());
        }
        const std::unique_ptr<curl_slist, void (*)(curl_slist*)> owned(lines, curl_slist_free_all);
        curl_easy_setopt(curl_.get(), CURLOPT_HTTPHEADER, lines);
        const CURLcode code = curl_easy_perform(curl_.get());
        if (code != CURLE_OK) throw std::runtime_error(address_ + ": " + curl_easy_strerror(code));
        long status = 0;
        curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
        answer.status = static_cast<int>(status);
    }

    std::string address_;
    Progress progress_;
    std::unique_ptr<CURL, void (*)(CURL*)> curl_;
};

}  // namespace

std::unique_ptr<Client> http_client(const std::string& address, Progress progress) {
    return std::make_unique<HttpClient>(address, std::move(progress));
}

}  // namespace sunlot::cli
