// The single place every request passes, whether it came over HTTP or from the command line in this process:
// route → session → permission → same origin and CSRF → body → handler → answer. Knows nothing of sockets.
// An API token (Authorization: Bearer) stands in for session and CSRF token.
//
// `admit` decides from the header alone, so that nobody can make the server read a large body without being allowed to
// send it; `answer` runs the handler. Both catch every fault: the fault is logged with a request id, and the answer is
// 500 with that id and no details.
#pragma once
#include "api/page.h"
#include "api/route.h"
#include "api/session.h"
#include "api/static_site.h"
#include "api/upload.h"
#include "http/handler.h"
#include "workflow/access_refusals.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace sunlot::api {

using http::Head;

/// A request that may go on.
struct Admission : http::Admission {
    bool streams() const override { return upload != nullptr; }
    void receive(std::string_view bytes) override { upload->append(bytes); }

    const Route* route = nullptr;
    Request request;
    /// Open for the bytes of a Body::file.
    std::unique_ptr<UploadFile> upload;
    std::string request_id;
    /// For error pages.
    Language language = Language::zh;
};

class Gate final : public http::Handler {
public:
    /// All must outlive the gate.
    Gate(const Router& router, Sessions& sessions, const StaticSite& site, const workflow::Context& context);

    std::variant<Response, std::unique_ptr<http::Admission>> admit(const Head& head) noexcept override;
    /// `body`: the bytes of a Body::json. REQUIRES: `admission` is of this gate, and has received all of a Body::file.
    Response answer(std::unique_ptr<http::Admission> admission, std::string_view body) noexcept override;
    Response refused(const Refusal& refusal) noexcept override;
    /// Who was refused what: written into the journal, the last of it when the gate is closed.
    workflow::AccessRefusals& refusals() { return refusals_; }
    ~Gate() override { refusals_.write(workflow::AccessRefusals::Which::all); }

    static constexpr std::uint64_t kJsonLimit = std::uint64_t{1} << 20U;
    static constexpr std::uint64_t kFileLimit = std::uint64_t{1} << 30U;

private:
    Result<std::unique_ptr<Admission>> check(const Head& head, std::string request_id);
    std::string allowed_methods(const Head& head) const;
    Result<Done> authorise(const Head& head, Admission& admission);
    Result<Done> authorise_token(Admission& admission);
    Result<Done> check_body(const Head& head, Admission& admission);
    Result<Response> run(Admission& admission, std::string_view body);
    void note_refusal(const Admission& admission, const Refusal& refusal) noexcept;
    Response fault(const std::string& request_id, std::string_view path, const char* what);
    std::string next_request_id();

    const Router& router_;
    Sessions& sessions_;
    const StaticSite& site_;
    const workflow::Context& context_;
    workflow::AccessRefusals refusals_{context_};
    std::string run_id_;
    std::atomic<std::uint64_t> serial_{0};
};

/// The HTTP status of a refusal.
int status_of(const Refusal& refusal);
/// {"error":{"code","message","message_en","field"}}
Response error_response(const Refusal& refusal);

}  // namespace sunlot::api
