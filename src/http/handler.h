// What stands behind a server (server.h): whoever decides from the header alone whether a request may go on, and then
// answers it. Called on many threads at once; none of the functions may throw.
#pragma once
#include "http/message.h"

namespace sunlot::http {

/// A request that may go on: what the handler keeps of it until the body is there.
class Admission {
public:
    virtual ~Admission() = default;
    /// Takes the body piece by piece when it says so here (an upload that goes to disk); otherwise the server collects
    /// it in memory and hands it to Handler::answer. The handler has seen the length before it admitted the request.
    virtual bool streams() const { return false; }
    /// A piece of a streamed body. May throw: the connection ends then.
    virtual void receive(std::string_view) {}
};

class Handler {
public:
    virtual ~Handler() = default;
    /// From the header alone, so that nobody can make the server read a large body without being allowed to send it.
    virtual std::variant<Response, std::unique_ptr<Admission>> admit(const Head& head) noexcept = 0;
    /// `body`: the collected bytes, or nothing when the admission streamed them.
    virtual Response answer(std::unique_ptr<Admission> admission, std::string_view body) noexcept = 0;
    /// For what the transport itself refuses: malformed, too large, too slow, too many.
    virtual Response refused(const Refusal& refusal) noexcept = 0;
};

}  // namespace sunlot::http
