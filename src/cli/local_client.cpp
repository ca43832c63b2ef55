#include "base/text.h"
#include "cli/client.h"
#include "workflow/program_run.h"

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace sunlot::cli {
namespace {

namespace fs = std::filesystem;

class LocalClient : public Client {
public:
    LocalClient(std::unique_ptr<System> system, Progress progress) : system_(std::move(system)) {
        system_->context().progress = progress;
        progress_ = std::move(progress);
    }

    Answer send(const Call& call) override {
        const std::string body = body_text(call);
        api::Head head{.method = std::string(api::name(call.method)),
                       .target = call.target,
                       .headers = request_headers(call),
                       .content_length = call.file ? fs::file_size(*call.file) : body.size(),
                       .address = "local"};
        auto admitted = system_->gate().admit(head);
        if (auto* refused = std::get_if<api::Response>(&admitted)) return answer(std::move(*refused), call);
        auto& admission = std::get<std::unique_ptr<http::Admission>>(admitted);
        if (admission->streams() && call.file) copy(*call.file, *admission, head.content_length);
        return answer(system_->gate().answer(std::move(admission), body), call);
    }

private:
    void copy(const fs::path& from, http::Admission& to, std::uint64_t size) const {
        std::ifstream in(from, std::ios::binary);
        std::vector<char> chunk(4UL << 20U);
        for (std::uint64_t done = 0; done < size;) {
            in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
            if (in.gcount() <= 0) throw std::runtime_error("can't read " + from.string());
            to.receive({chunk.data(), static_cast<std::size_t>(in.gcount())});
            done += static_cast<std::uint64_t>(in.gcount());
            if (progress_) progress_("upload", done, size);
        }
    }

    static Answer answer(api::Response response, const Call& call) {
        Answer out{.status = response.status, .body = std::move(response.body), .headers = {}};
        for (auto& [name, value] : response.headers) out.headers[lower(name)] = std::move(value);
        if (response.file) {
            if (!call.save_as) throw std::logic_error("the answer is a file");
            fs::copy_file(*response.file, *call.save_as, fs::copy_options::overwrite_existing);
            if (response.file_is_temporary) fs::remove(*response.file);
        } else if (call.save_as && out.status == 200) {
            std::ofstream(*call.save_as, std::ios::binary) << out.body;
        }
        return out;
    }

    std::unique_ptr<System> system_;
    Progress progress_;
};

}  // namespace

std::unique_ptr<Client> local_client(std::unique_ptr<System> system, Progress progress) {
    return std::make_unique<LocalClient>(std::move(system), std::move(progress));
}

namespace {

/// A journal so damaged that nothing can be appended must still be audited.
void note_use(System& system, std::string_view target) {
    try {
        workflow::note_console(system.context(), target);
    } catch (const std::exception& fault) {
        fmt::print(stderr, "sunlot: {}\n", fault.what());
    }
}

}  // namespace

Result<Json> ask_as_console(System& system, const Call& call) {
    const auto path = split(std::string_view(call.target).substr(1), '/');
    const auto match = system.router().match(call.method, {path.begin(), path.end()}, nullptr);
    if (!match) return pass_on(match.error());
    api::Request request;
    request.method = call.method;
    request.path = call.target;
    request.params = match->params;
    request.body = call.body;
    request.actor.account = "cli";
    note_use(system, call.target);
    const auto response = match->route->handler(request);
    if (!response) return pass_on(response.error());
    return parse_json(response->body);
}

}  // namespace sunlot::cli
