// The parts of a workbook file (a ZIP of XML parts), read under limits. Runs in the sandboxed child.
#pragma once
#include "base/result.h"
#include "documents/table_reader.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct zip;

namespace sunlot::documents {

/// The attributes of one element; values live as long as the call.
class XmlAttributes {
public:
    explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}
    /// By name without its namespace prefix; empty when absent.
    std::string_view operator[](std::string_view name) const;

private:
    const char* const* pairs_;
};

/// What is done with the elements of a part. Names come without namespace prefix.
class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view piece) = 0;
    /// Asked after each event; a refusal ends the parsing.
    const std::optional<Refusal>& refusal() const { return refusal_; }

protected:
    /// The first refusal stands.
    void stop(std::string code, std::string zh, std::string en);

private:
    std::optional<Refusal> refusal_;
};

class XlsxPackage {
public:
    /// `file` must outlive the package. Refuses xlsx.damaged, xlsx.encrypted, xlsx.parts.
    static Result<XlsxPackage> open(std::string_view file, const XlsxLimits& limits);

    bool has(const std::string& part) const;
    /// Refuses xlsx.damaged, xlsx.bomb, xlsx.xml, xlsx.doctype, xlsx.depth and what the handler refuses.
    Result<Done> parse(const std::string& part, XmlHandler& handler);
    /// How much of the part being parsed has been read, 0 … 1000.
    std::uint32_t permille() const { return permille_; }

private:
    struct Close {
        void operator()(zip* archive) const;
    };
    XlsxPackage(std::unique_ptr<zip, Close> archive, const XlsxLimits& limits)
        : archive_(std::move(archive)), limits_(limits) {}
    using Feed = std::function<std::optional<Refusal>(std::span<const char> piece, bool last)>;
    Result<Done> unpack(const std::string& part, const Feed& feed);

    std::unique_ptr<zip, Close> archive_;
    XlsxLimits limits_;
    std::uint64_t unpacked_ = 0;
    std::uint32_t permille_ = 0;
};

}  // namespace sunlot::documents
