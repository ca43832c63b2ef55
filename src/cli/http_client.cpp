#include "cli/client.h"
#include "http/client.h"

#include <stdexcept>
#include <utility>

namespace sunlot::cli {
namespace {

/// Talks to our own server, which may take minutes over a directory of a million firms.
class HttpClient : public Client {
public:
    HttpClient(std::string address, Progress progress) : address_(std::move(address)), progress_(std::move(progress)) {}

    Answer send(const Call& call) override {
        http::Request request{.url = "http://" + address_ + call.target,
                              .method = std::string(api::name(call.method)),
                              .headers = request_headers(call),
                              .body = call.file ? std::string() : body_text(call),
                              .upload = call.file,
                              .save_as = call.save_as};
        request.limits = {.body = std::uint64_t{1} << 40U,
                          .connect = std::chrono::seconds(10),
                          .stalled = std::chrono::hours(1),
                          .total = {}};
        if (progress_ && call.file) request.progress = [this](auto done, auto all) { progress_("upload", done, all); };
        auto answer = client_.send(request);
        if (!answer) throw std::runtime_error(answer.error().text.en);
        return {.status = answer->status, .body = std::move(answer->body), .headers = std::move(answer->headers)};
    }

private:
    std::string address_;
    Progress progress_;
    http::Client client_;
};

}  // namespace

std::unique_ptr<Client> http_client(const std::string& address, Progress progress) {
    return std::make_unique<HttpClient>(address, std::move(progress));
}

}  // namespace sunlot::cli
