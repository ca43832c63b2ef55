// The witness over HTTP: POST /add-checkpoint; GET / (status page), /status.json, /vkey, /logs/<id>/checkpoint (the
// head with our line), /logs/<id>/evidence/<file>. Everything is public; what may be asked how often is limited by
// address (behind a reverse proxy on this machine: by its X-Real-IP).
#pragma once
#include "http/handler.h"
#include "witness/settings.h"
#include "witness/witness.h"

#include <map>
#include <mutex>
#include <string>

namespace sunlot::witness {

/// So many requests at once from one address, and so many a second after that.
struct Allowance {
    std::int64_t at_once = 60;
    std::int64_t per_second = 10;
};

class Site final : public http::Handler {
public:
    static constexpr std::uint64_t kBodyLimit = 64UL << 10U;

    /// `witness` and `clock` must outlive the site.
    Site(Witness& witness, Settings settings, const Clock& clock, Allowance allowance = {});

    std::variant<http::Response, std::unique_ptr<http::Admission>> admit(const http::Head& head) noexcept override;
    http::Response answer(std::unique_ptr<http::Admission> admission, std::string_view body) noexcept override;
    http::Response refused(const Refusal& refusal) noexcept override;

private:
    bool may_ask(const std::string& address);
    http::Response get(const std::string& path, bool english);
    http::Response file_of_log(const std::string& path);

    struct Bucket {
        std::int64_t micros = 0;  ///< of allowance that is left
        Instant at;
    };
    Witness& witness_;
    Settings settings_;
    const Clock& clock_;
    Allowance allowance_;
    std::mutex mutex_;
    std::map<std::string, Bucket> buckets_;
};

}  // namespace sunlot::witness
